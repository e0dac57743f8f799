"""Activity types that a clerk invents: whose they are, from when, what is taken back, where they are known."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

import pytest

from tests.domain.conftest import KEEPER, actor
from zhibu.domain.activities.models import Activity
from zhibu.domain.activities.services import activity_record
from zhibu.domain.audit.models import AuditEntry
from zhibu.domain.compliance.models import Verdict
from zhibu.domain.compliance.services import judge_all
from zhibu.domain.meetings.services import meeting_plan
from zhibu.domain.rulebook import selectors
from zhibu.domain.rulebook.models import LocalDirective, OwnType
from zhibu.domain.rulebook.selectors import activity_type, activity_types_for, demanded
from zhibu.domain.rulebook.services import (
    adoption_activate,
    own_type_change,
    own_type_record,
    own_type_retire,
    own_type_undo,
)
from zhibu.domain.rulebook.shelf import shelf
from zhibu.engine.packs.drafting import texts_of
from zhibu.kernel import clock
from zhibu.kernel.errors import InputError, NotAllowed, NotFound, Refused
from zhibu.rosters.kinds.meetings_words import types_in

pytestmark = pytest.mark.django_db
START = dt.date(2024, 1, 1)
CIRCLE = {
    "label": "红色读书会", "short": "读书会", "gist": "一起读一本书，谈一谈。",
    "held_by": ["party_group", "branch"], "called": "volunteers",
    "fields": ["start", "place", "theme", "host", "recorder", "notice_on", "recorded_on"],
    "minutes": ["discussion", {"code": "book", "label": "读的书", "kind": "text"},
                {"code": "liked", "label": "大家觉得", "kind": "choice", "choices": ["好", "一般"]}],
    "papers": ["reflection"],
}  # fmt: skip


@pytest.fixture(autouse=True)
def fresh_shelf() -> Iterator[None]:
    shelf.forget()
    yield
    shelf.forget()


@pytest.fixture
def circle(tree: Any) -> OwnType:
    return own_type_record(actor=actor("clerk", "C1"), organisation=tree["C1"], content=CIRCLE, since=START)


def offered(tree: Any, key: str, on: dt.date = START) -> list[str]:
    return [kind.label for kind in activity_types_for(tree[key], on) if kind.code.startswith("own_")]


def test_it_is_known_everywhere_below_its_organisation_from_its_day_on(circle: OwnType, tree: Any) -> None:
    assert offered(tree, "G11") == offered(tree, "B2") == ["红色读书会"]
    assert offered(tree, "B9") == offered(tree, "C1") == []  # foreign; and a committee does not hold it
    assert offered(tree, "G11", START - dt.timedelta(1)) == []
    kind = activity_type(circle.code)
    assert kind.life == ("notify", "hold", "record", "check", "archive")
    assert [(field.label, field.kind) for field in kind.minutes] == [
        ("讨论发言", "text"), ("读的书", "text"), ("大家觉得", "choice")]
    assert demanded(tree["G11"], circle.code, START).demanded == ()
    assert selectors.activity_labels()[circle.code] == "红色读书会"
    words = selectors.own_type_words(KEEPER)
    assert types_in("红色读书会", words) == [circle.code]  # in a workbook
    entry = AuditEntry.objects.get(action="own_type.record")
    assert (entry.subject, entry.organisation) == (circle.code, "C1")


def test_a_meeting_of_it_is_planned_and_a_rule_of_a_local_directive_judges_it(circle: OwnType, tree: Any, people: Any) -> None:
    rule = {"id": "F-1", "article": "1", "kind": "frequency", "strength": "must", "sentence": "每年一次读书会",
            "types": [circle.code], "at_least": "1", "period": "year", "when": {"kind": ["party_group"]}}
    files = texts_of({
        "head": {"id": "own-reading", "title": "读书办法", "effective": "2024-01-01"}, "rules": [rule],
        "articles": [{"article": "1", "gist": "一年读一本", "answer": ["rule"], "rules": ["F-1"]}],
        "meetings": [{"types": [circle.code], "article": "1", "minutes": "book", "gist": "写上读的书"}],
    })  # fmt: skip
    LocalDirective.objects.create(directive="own-reading", version=1, owner=tree["C1"], files=files, digest="x",
                                  published_at=clock.now(), published_by="某人")  # fmt: skip
    shelf.forget()
    adoption_activate(actor=KEEPER, organisation=tree["C1"], directive="own-reading", since=START)
    activity_record(actor=KEEPER, organisation=tree["G11"], type=circle.code, on=clock.today(), status="held")
    planned = meeting_plan(actor=KEEPER, organisation=tree["G12"], type=circle.code, on=clock.today())
    judge_all()

    assert planned.type == circle.code
    year = dt.date(clock.today().year, 1, 1)
    found = Verdict.objects.filter(directive="own-reading", period_start=year)
    assert {one.subject: one.status for one in found} == {"G11": "met", "G12": "pending", "G21": "pending"}
    asked = demanded(tree["G11"], circle.code, clock.today())
    assert [field.code for field in asked.type.minutes if asked.asked_of(field)] == ["book"]
    warned = [one for one in selectors.rulebook().warnings if circle.code in one]
    assert not warned


def test_a_change_is_a_version_and_every_step_can_be_taken_back(circle: OwnType, tree: Any) -> None:
    clerk = KEEPER
    own_type_change(actor=clerk, own_type=circle, content=CIRCLE | {"label": "读书沙龙"}, since=START, expected=1)
    assert offered(tree, "G11") == ["读书沙龙"]
    with pytest.raises(Refused, match="别人刚改过"):
        own_type_change(actor=clerk, own_type=circle, content=CIRCLE, since=START, expected=1)
    own_type_undo(actor=clerk, own_type=circle)
    assert offered(tree, "G11") == ["红色读书会"]
    end = dt.date(2025, 1, 1)
    own_type_retire(actor=clerk, own_type=circle, until=end)
    assert offered(tree, "G11", end - dt.timedelta(1)) == ["红色读书会"]
    assert offered(tree, "G11", end) == []
    own_type_undo(actor=clerk, own_type=circle)
    assert offered(tree, "G11", end) == ["红色读书会"]
    assert [one.version for one in selectors.own_type_versions(circle.code)] == [5, 4, 3, 2, 1]
    own_type_change(actor=clerk, own_type=circle, content=CIRCLE | {"label": "读书角"}, since=START)
    own_type_change(actor=clerk, own_type=circle, content=CIRCLE | {"label": "读书屋"}, since=START)
    for called in ("读书角", "红色读书会"):  # step by step, never to and fro
        own_type_undo(actor=clerk, own_type=circle)
        assert offered(tree, "G11") == [called]
    own_type_undo(actor=clerk, own_type=circle)
    with pytest.raises(Refused, match="没有可以撤回的了"):
        own_type_undo(actor=clerk, own_type=circle)


def test_one_just_invented_is_taken_back_unless_something_was_held(circle: OwnType, tree: Any) -> None:
    held = Activity.objects.create(id="X1", organisation=tree["G11"], type=circle.code, on=START, status="held")
    with pytest.raises(Refused, match="已经有这种类型的活动"):
        own_type_undo(actor=KEEPER, own_type=circle)
    held.delete()

    own_type_undo(actor=KEEPER, own_type=circle)

    assert offered(tree, "G11") == []
    assert activity_type(circle.code).label == "红色读书会"  # what was called so is still called so
    own_type_record(actor=KEEPER, organisation=tree["C1"], content=CIRCLE, since=START)  # the name is free again


@pytest.mark.parametrize(("change", "where", "said"), [
    ({"label": ""}, "名称", "一句话"),
    ({"called": "everybody"}, "应到的人", "应到的人之一"),
    ({"fields": ["colour"]}, "登记哪些", "activities 表的列"),
    ({"minutes": ["nonsense"]}, "记录里写哪些", "写全名称"),
    ({"minutes": [{"code": "a", "label": "甲", "kind": "choice"}]}, "记录里写哪些", "choices"),
    ({"steps": ["dance"]}, "有哪些步骤", "步骤之一"),
    ({"gist": "长" * 201}, "一句话说明", "最多 200 个字"),
    ({"minutes": [{"code": "A b", "label": "甲"}]}, "记录里写哪些", "代码"),
    ({"minutes": [{"code": "a", "label": "甲" * 201}]}, "记录里写哪些", "最多 200 个字"),
])  # fmt: skip
def test_what_is_wrong_is_told_at_its_place(tree: Any, change: dict[str, Any], where: str, said: str) -> None:
    with pytest.raises(InputError) as told:
        own_type_record(actor=KEEPER, organisation=tree["C1"], content=CIRCLE | change, since=START)

    assert [problem.where for problem in told.value.problems] == [where]
    assert said in str(told.value)
    assert not OwnType.objects.exists()


def test_only_the_clerk_above_invents_and_names_do_not_collide(circle: OwnType, tree: Any) -> None:
    for other in (actor("secretary", "B1"), actor("clerk", "C9"), actor("leader", "G11")):
        with pytest.raises(NotAllowed, match="党务工作者"):
            own_type_record(actor=other, organisation=tree["B1"], content=CIRCLE, since=START)
    with pytest.raises(NotAllowed, match="党小组用支部的"):
        own_type_record(actor=KEEPER, organisation=tree["G11"], content=CIRCLE, since=START)
    with pytest.raises(Refused, match="已经有一种活动叫"):
        own_type_record(actor=KEEPER, organisation=tree["B1"], content=CIRCLE, since=START)
    with pytest.raises(Refused, match="已经有一种活动叫"):
        own_type_record(actor=KEEPER, organisation=tree["C9"], content=CIRCLE | {"label": "党课"}, since=START)
    foreign = own_type_record(actor=KEEPER, organisation=tree["C9"], content=CIRCLE, since=START)
    assert [one.code for one in selectors.own_types(actor("secretary", "B2"))] == [circle.code]
    with pytest.raises(NotFound):
        selectors.own_type_get(actor("clerk", "B2"), foreign.code)


def test_a_type_nobody_describes_breaks_nothing(tree: Any) -> None:
    kind = activity_type("from_elsewhere")

    assert (kind.label, kind.life[0]) == ("from_elsewhere", "hold")
    assert demanded(tree["G11"], "from_elsewhere", START).demanded == ()
