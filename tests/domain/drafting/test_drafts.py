"""Drafts: everything that was is kept, a published version never changes and binds below its owner."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from tests.domain.conftest import KEEPER, actor
from tests.domain.drafting.conftest import CONTENT, RULE
from zhibu.domain.audit.models import AuditEntry
from zhibu.domain.drafting import selectors
from zhibu.domain.drafting.choices import DraftState
from zhibu.domain.drafting.content import rule_in, with_rule, without_rule
from zhibu.domain.drafting.models import DraftDirective
from zhibu.domain.drafting.services import (
    draft_change,
    draft_create,
    draft_publish,
    draft_remove,
    draft_restore,
    draft_retire,
)
from zhibu.domain.rulebook import selectors as rulebook
from zhibu.domain.rulebook.services import adoption_activate
from zhibu.kernel.errors import InputError, NotAllowed, NotFound, Refused

pytestmark = pytest.mark.django_db
DAY = dt.date(2024, 3, 1)


def changed(draft: DraftDirective, **keys: Any) -> dict[str, Any]:
    return with_rule(draft.content, RULE | keys, "F-1")


def test_whatever_is_changed_or_deleted_can_be_restored(draft: DraftDirective) -> None:
    gone = draft_change(
        actor=KEEPER, draft=draft, content=without_rule(draft.content, "F-1"), what="删除规则 F-1"
    )
    assert gone.content["rules"] == []

    back = draft_restore(actor=KEEPER, draft=draft, number=1)

    assert back.content == CONTENT
    assert [one.number for one in selectors.revisions(back)] == [3, 2, 1]
    assert AuditEntry.objects.filter(action__startswith="draft.").count() == 3


def test_two_at_once_do_not_overwrite_each_other(draft: DraftDirective) -> None:
    draft_change(actor=KEEPER, draft=draft, content=changed(draft, at_least="2"), what="改", expected=1)

    with pytest.raises(Refused, match="刚刚改过"):
        draft_change(actor=KEEPER, draft=draft, content=changed(draft, at_least="3"), what="改", expected=1)


def test_what_cannot_be_read_is_not_written(draft: DraftDirective) -> None:
    with pytest.raises(InputError, match=r"rules\.yaml:\d+：读到“mouth”"):
        draft_change(actor=KEEPER, draft=draft, content=changed(draft, period="mouth"), what="改")

    assert DraftDirective.objects.get().revision == 1


def test_a_published_version_joins_the_rulebook_and_stays_as_it_is(draft: DraftDirective) -> None:
    assert "own-1" not in rulebook.rulebook().directives

    first = draft_publish(actor=KEEPER, draft=draft)
    one = rulebook.directive_get("own-1")
    with pytest.raises(Refused, match="没有改过"):
        draft_publish(actor=KEEPER, draft=draft)
    draft_change(actor=KEEPER, draft=draft, content=changed(draft, at_least="2"), what="改")
    assert rulebook.directive_get("own-1") is one  # a change is in use only once it is published
    draft_publish(actor=KEEPER, draft=draft, note="改为两次")

    other = rulebook.directive_get("own-1")
    assert other.digest != one.digest
    assert [rule.spec.at_least for rule in (*one.rules, *other.rules)] == [1, 2]  # type: ignore[attr-defined]  # frequencies
    assert [v.version for v in rulebook.local_versions("own-1")] == [2, 1]
    assert rulebook.local_versions("own-1")[1].files == first.files


def test_it_binds_its_owner_and_below_only(draft: DraftDirective, tree: Any) -> None:
    draft_publish(actor=KEEPER, draft=draft)

    adoption_activate(actor=KEEPER, organisation=tree["B1"], directive="own-1", since=DAY)
    with pytest.raises(Refused, match="C1组织制定的"):
        adoption_activate(actor=KEEPER, organisation=tree["C9"], directive="own-1", since=DAY)


def test_a_repealed_one_cannot_be_adopted_any_more(draft: DraftDirective, tree: Any) -> None:
    draft_publish(actor=KEEPER, draft=draft)
    draft_retire(actor=KEEPER, draft=draft, until=DAY)

    assert rulebook.directive_get("own-1").head.until == DAY
    with pytest.raises(Refused, match="废止"):
        adoption_activate(actor=KEEPER, organisation=tree["C1"], directive="own-1", since=DAY)


def test_a_deleted_draft_can_be_restored_a_published_one_not_deleted(draft: DraftDirective) -> None:
    draft_remove(actor=KEEPER, draft=draft)
    assert selectors.draft_get(KEEPER, draft.pk).state == DraftState.REMOVED
    draft_restore(actor=KEEPER, draft=draft, number=1)
    assert selectors.draft_get(KEEPER, draft.pk).state == DraftState.DRAFT

    draft_publish(actor=KEEPER, draft=draft)
    with pytest.raises(Refused, match="不能删除"):
        draft_remove(actor=KEEPER, draft=draft)


def test_ids_are_taken_once(draft: DraftDirective, tree: Any) -> None:
    with pytest.raises(Refused, match="own-1"):
        draft_create(actor=KEEPER, owner=tree["C1"], content=CONTENT)
    taken = {**CONTENT, "head": CONTENT["head"] | {"id": "elections-2020"}}  # type: ignore[operator]  # a dict
    with pytest.raises(Refused, match="elections-2020"):
        draft_create(actor=KEEPER, owner=tree["C1"], content=taken)


def test_only_a_clerk_of_the_range_writes_and_sees(draft: DraftDirective, tree: Any) -> None:
    for other in (actor("clerk", "C9"), actor("secretary", "B1"), actor("clerk", "B1")):
        with pytest.raises(NotAllowed):
            draft_change(actor=other, draft=draft, content=changed(draft, at_least="2"), what="改")
        with pytest.raises(NotFound):
            selectors.draft_get(other, draft.pk)
    clerk = actor("clerk", "C1")
    assert selectors.draft_get(clerk, draft.pk) == draft
    draft_change(actor=clerk, draft=draft, content=changed(draft, at_least="2"), what="改")


def test_a_rule_brings_and_takes_its_article(draft: DraftDirective) -> None:
    more = with_rule(draft.content, RULE | {"id": "F-2", "article": "2"})
    assert [(a["article"], a["rules"]) for a in more["articles"]] == [("1", ["F-1"]), ("2", ["F-2"])]
    moved = with_rule(more, RULE | {"id": "F-2", "article": "1"}, "F-2")
    assert [(a["article"], a["rules"]) for a in moved["articles"]] == [("1", ["F-1", "F-2"])]

    renamed = with_rule(moved, RULE | {"id": "F-3"}, "F-2")
    assert rule_in(renamed, "F-2") is None
    assert [a["rules"] for a in without_rule(renamed, "F-1")["articles"]] == [["F-3"]]
    assert selectors.problems(renamed) == ([], [])


def test_an_article_written_before_its_rules_stays(draft: DraftDirective) -> None:
    written = {"article": "5", "gist": "另有规定", "answer": ["rule"]}
    content = {**draft.content, "articles": [*draft.content["articles"], written]}

    more = with_rule(content, RULE | {"id": "F-2", "article": "2"})

    assert [one["article"] for one in more["articles"]] == ["1", "2", "5"]
    taken = without_rule(with_rule(content, RULE | {"id": "F-3", "article": "5"}), "F-3")
    assert [one["gist"] for one in taken["articles"]] == ["每月学习", "另有规定"]


def test_articles_stand_as_people_count(draft: DraftDirective) -> None:
    content = draft.content
    for number, article in enumerate(("11", "9", "附件1-10", "附件1-2"), start=2):
        content = with_rule(content, RULE | {"id": f"F-{number}", "article": article})

    assert [one["article"] for one in content["articles"]] == ["1", "9", "11", "附件1-2", "附件1-10"]


def expected(rule: str) -> dict[str, str]:
    return {"rule": rule, "subject": "B1", "period_start": "2024-01-01", "status": "unmet"}


def test_a_rule_keeps_its_name_in_cases_and_scorecards(draft: DraftDirective) -> None:
    """Another id is written there too; a rule taken out takes out only what is said of it."""
    given = {"organisations": [{"id": "B1", "kind": "branch", "name": "甲支部", "established": "2019-01-01"}]}
    both = {"name": "两条", "as_of": "2024-01-31", "given": given, "expect": [expected("F-1"), expected("F-2")]}
    one = {"name": "一条", "as_of": "2024-01-31", "given": given, "none": ["F-2"]}
    item = {"id": "I", "title": "学习", "rules": ["F-1", "F-2"], "points": "5"}
    card = {"id": "C", "title": "计分", "article": "1", "when": {"kind": ["branch"]}, "period": "year",
            "sections": [{"id": "S", "title": "部分", "items": [item]}]}  # fmt: skip
    content = with_rule(draft.content | {"cases": [both, one], "scorecards": [card]}, RULE | {"id": "F-2"})

    renamed = with_rule(content, RULE | {"id": "F-9"}, "F-2")

    assert selectors.problems(renamed)[0] == []
    assert [row["rule"] for row in renamed["cases"][0]["expect"]] == ["F-1", "F-9"]
    assert renamed["cases"][1]["none"] == ["F-9"]
    assert renamed["scorecards"][0]["sections"][0]["items"][0]["rules"] == ["F-1", "F-9"]
    taken = without_rule(content | {"scorecards": []}, "F-2")
    assert [(case["name"], case["expect"]) for case in taken["cases"]] == [("两条", [expected("F-1")])]
