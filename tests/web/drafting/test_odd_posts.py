"""What no form of ours posts changes nothing and is no error of the server."""

from __future__ import annotations

import pytest
from django.http import QueryDict
from django.test import Client

from tests.domain.conftest import KEEPER
from tests.domain.drafting.conftest import CONTENT
from tests.web.drafting.browser import fields_of
from zhibu.domain.drafting.models import DraftDirective
from zhibu.domain.drafting.services import draft_change, draft_publish
from zhibu.domain.rulebook.services import parameter_set
from zhibu.kernel.errors import Refused
from zhibu.web.drafting.posted import changed, read
from zhibu.web.drafting.shapes import Shape


@pytest.mark.parametrize("action", [
    "item:sentence", "item:", "add:" + ".".join("a" * 5000), "drop:" + ".".join("a" * 5000), "drop:limits.²",
    "item:limits.0.count", "nothing:at all", "add:" + "9" * 5000,
])  # fmt: skip
def test_an_odd_button(action: str) -> None:
    data = {"sentence": "一句", "limits": [{"count": "members"}]}

    assert changed(data, action, QueryDict(), Shape("group"))["sentence"] == "一句"


def test_an_odd_number_in_a_name() -> None:
    shape = Shape("group", keys={"limits": Shape("list", item=Shape("text"))})
    post = QueryDict("has=limits&has=limits.²&has=limits." + "9" * 5000)

    assert read(shape, post) == {"limits": []}


@pytest.mark.parametrize("revision", ["x", "²", "9" * 5000, "-1"])
@pytest.mark.parametrize("page", ["head", "rules/F-1", "lists/articles/1", "lists/cases/new", "lists/articles/1/move"])
def test_an_odd_revision_is_none(clerk: Client, draft: DraftDirective, page: str, revision: str) -> None:
    answer = clerk.post(f"/directives/own/{draft.pk}/{page}", {"revision": revision, "do": "look"})

    assert answer.status_code in (200, 302)


@pytest.mark.parametrize("name", ["²", "9" * 500, "-1", "1.2.3"])
def test_an_odd_row_of_a_case_is_passed_over(clerk: Client, draft: DraftDirective, name: str) -> None:
    fields = {"table": ["members"], f"t.members.{name}.id": ["M1"], f"expect.{name}.rule": ["F-1"]}
    for do in ("run", f"drop:members.{name}"):
        assert clerk.post(f"/directives/own/{draft.pk}/lists/cases/new", {**fields, "do": do}).status_code == 200


def test_texts_longer_than_their_columns_are_refused_in_words(draft: DraftDirective) -> None:
    long = {**CONTENT, "head": {**CONTENT["head"], "title": "长" * 301}}
    for write in (
        lambda: draft_change(actor=KEEPER, draft=draft, content=long, what=""),
        lambda: draft_publish(actor=KEEPER, draft=draft, note="长" * 501),
        lambda: parameter_set(actor=KEEPER, directive="loudi-groups-2023", parameter="prompt_days",
                              value="9", reason="长" * 501),
    ):  # fmt: skip
        with pytest.raises(Refused, match=r"最多 [35]0[01]* 个字，读到 [35]01 个字"):
            write()


@pytest.mark.parametrize("name", ["rules", "cases"])
def test_more_than_can_be_judged_in_time_is_refused(draft: DraftDirective, name: str) -> None:
    rule = CONTENT["rules"][0]
    case = {"name": "样例", "as_of": "2024-02-01", "given": {}, "none": [rule["id"]]}
    many = [{**rule, "id": f"F-{n}"} for n in range(501)] if name == "rules" else [case] * 501
    content = {**CONTENT, name: many}
    if name == "rules":
        content["articles"] = [{**CONTENT["articles"][0], "rules": [one["id"] for one in many]}]

    with pytest.raises(Refused, match=r"最多 500 (条规则|个样例)，读到 501"):
        draft_change(actor=KEEPER, draft=draft, content=content, what="")


def test_a_case_that_expects_only_nothing_is_opened_and_what_looks_like_html_stays_text(
    clerk: Client, draft: DraftDirective
) -> None:
    evil = "<script>alert(1)</script>"
    cases = [{"name": evil, "as_of": "2024-02-01", "given": {}, "none": ["F-1"]}]
    head = {**draft.content["head"], "title": evil}
    draft_change(actor=KEEPER, draft=draft, content={**draft.content, "cases": cases, "head": head}, what=evil)

    for page in ("", "/lists/cases", "/lists/cases/1", "/files/cases.yaml"):
        answer = clerk.get(f"/directives/own/{draft.pk}{page}")
        assert answer.status_code == 200
        assert evil not in answer.content.decode()


def test_taking_back_a_deletion_takes_back_nothing_that_another_wrote(clerk: Client, draft: DraftDirective) -> None:
    articles = [{"article": name, "gist": "另有规定", "answer": ["judgement"]} for name in ("2", "3")]
    draft_change(actor=KEEPER, draft=draft, content={**draft.content, "articles": [*draft.content["articles"], *articles]},
                 what="加两条")  # fmt: skip
    at = f"/directives/own/{draft.pk}"
    clerk.post(f"{at}/lists/articles/3/remove")
    undo = fields_of(clerk.get(f"{at}/lists/articles"), "undo")
    clerk.post(f"{at}/lists/articles/2/remove")  # in another window, after the page was shown

    answer = clerk.post(f"{at}/restore", undo)

    assert answer.status_code == 409
    assert "刚刚改过" in answer.content.decode()
    draft.refresh_from_db()
    assert [one["article"] for one in draft.content["articles"]] == ["1"]
