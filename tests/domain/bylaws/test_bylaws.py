"""Versions with their days, the meeting that decided, what held on a past day, models of the office above."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
import yaml

from tests.domain.conftest import KEEPER, actor
from zhibu.domain.activities.models import Activity
from zhibu.domain.bylaws import papers, selectors, services
from zhibu.domain.bylaws.models import Bylaw, Version
from zhibu.domain.bylaws.systems import CHECKLIST, systems
from zhibu.domain.organisations.models import Organisation
from zhibu.domain.procedures.models import Check
from zhibu.kernel import clock
from zhibu.kernel.errors import NotAllowed, NotFound, Refused

pytestmark = pytest.mark.django_db
TODAY = clock.today()


def day(back: int) -> dt.date:
    return TODAY - dt.timedelta(days=back)


def enacted(body: Organisation, code: str = "dues", since: dt.date | None = None, text: str = "一、收缴\n按月交。") -> Version:
    """A rule of this kind in force; a second time the next version."""
    rule = Bylaw.objects.filter(organisation=body, code=code).first()
    if rule is None:
        rule = services.bylaw_add(actor=KEEPER, organisation=body, code=code, body=text)
    else:
        services.bylaw_draft(actor=KEEPER, bylaw=rule, body=text)
    on = since or day(10)
    return services.bylaw_enact(
        actor=KEEPER, version=rule.versions.get(state="draft"), since=on, decided_on=min(on, TODAY), decided_by="党员大会"
    )


def test_there_are_twelve_each_with_a_text_and_an_item_of_the_checklist(root: Path) -> None:
    checklist = yaml.safe_load((root / "rulepacks" / "checklists" / f"{CHECKLIST}.yaml").read_text("utf-8"))
    assert len(systems()) == 12
    assert all("一、" in one.body for one in systems().values())
    assert set(systems()) <= {item["code"] for item in checklist["items"]}


def test_a_new_version_ends_the_old_and_every_past_day_is_told(tree: dict[str, Organisation]) -> None:
    first = enacted(tree["B1"], since=day(100), text="原来的话")
    second = enacted(tree["B1"], since=day(20), text="后来的话")

    held = {back: [one.pk for one in selectors.in_force(KEEPER, tree["B1"], day(back))] for back in (101, 100, 21, 20, 0)}
    assert held == {101: [], 100: [first.pk], 21: [first.pk], 20: [second.pk], 0: [second.pk]}
    services.bylaw_repeal(actor=KEEPER, bylaw=second.bylaw, until=day(5), reason="并入别的制度")
    assert selectors.in_force(KEEPER, tree["B1"], day(5)) == []
    assert selectors.standing(KEEPER, tree["B1"], TODAY)[0].repealed


def test_what_is_decided_is_entered_in_the_checklist_by_itself(tree: dict[str, Organisation]) -> None:
    made = enacted(tree["B1"])
    assert [(one.item, one.ok) for one in Check.objects.filter(organisation="B1")] == [("dues", True)]

    services.bylaw_repeal(actor=KEEPER, bylaw=made.bylaw, until=TODAY, reason="不用了")
    assert Check.objects.get(organisation="B1", on=TODAY).ok is False
    services.shown_record(actor=KEEPER, organisation=tree["B1"], item="wall", on=TODAY)
    assert Check.objects.get(item="wall").ok


@pytest.mark.parametrize(
    ("values", "told"),
    [
        ({"since": day(30), "decided_on": day(20)}, "早于定下来"),
        ({"since": day(-3), "decided_on": day(-3)}, "还没到"),
        ({"since": day(5), "decided_on": day(5), "decided_by": ""}, "哪次会议"),
    ],
)
def test_a_decision_that_cannot_be_is_refused(tree: dict[str, Organisation], values: dict[str, object], told: str) -> None:
    rule = services.bylaw_add(actor=KEEPER, organisation=tree["B1"], code="dues")

    with pytest.raises(Refused, match=told):
        services.bylaw_enact(actor=KEEPER, version=rule.versions.get(), **({"decided_by": "党员大会"} | values))  # type: ignore[arg-type]  # of several kinds


def test_only_a_meeting_of_its_own_decides(tree: dict[str, Organisation]) -> None:
    rule = services.bylaw_add(actor=KEEPER, organisation=tree["B1"], code="dues")
    other = Activity.objects.create(id="A2", organisation=tree["B2"], type="general_meeting", on=day(5), status="held")
    own = Activity.objects.create(id="A1", organisation=tree["B1"], type="general_meeting", on=day(5), status="held")

    with pytest.raises(Refused, match="本组织"):
        services.bylaw_enact(actor=KEEPER, version=rule.versions.get(), since=TODAY, decided_on=day(5), meeting=other)
    made = services.bylaw_enact(actor=KEEPER, version=rule.versions.get(), since=TODAY, decided_on=day(5), meeting=own)
    assert made.meeting == own


def test_two_who_write_the_draft_lose_no_words(tree: dict[str, Organisation]) -> None:
    rule = services.bylaw_add(actor=KEEPER, organisation=tree["B1"], title="值班制度", body="一人写的")
    read = rule.versions.get().changed_at.isoformat()
    services.bylaw_draft(actor=KEEPER, bylaw=rule, body="另一人写的", base=read)

    with pytest.raises(Refused, match="刚才有人改过"):
        services.bylaw_draft(actor=KEEPER, bylaw=rule, body="第一个人又写的", base=read)
    assert rule.versions.get().body == "另一人写的"


def test_a_model_is_taken_over_and_the_differences_shown(tree: dict[str, Organisation]) -> None:
    model = enacted(tree["C1"], text="一、收缴\n按月交。\n二、使用")
    with pytest.raises(Refused, match="没有把"):
        services.bylaw_take(actor=KEEPER, organisation=tree["B1"], model=model)
    services.bylaw_offer(actor=KEEPER, bylaw=model.bylaw, offered=True)

    assert [one.pk for one in selectors.models_for(KEEPER, tree["B1"])] == [model.pk]
    draft = services.bylaw_take(actor=KEEPER, organisation=tree["B1"], model=model)
    services.bylaw_draft(actor=KEEPER, bylaw=draft.bylaw, body="一、收缴\n每月十日前交。\n二、使用")
    mine = Version.objects.select_related("taken_from", "bylaw__organisation").get(pk=draft.pk)
    other = selectors.beside(KEEPER, mine)
    assert other == model
    lines = [(line.kind, line.text) for line in selectors.compared(model.body, mine.body)]
    assert ("old", "按月交。") in lines
    assert ("new", "每月十日前交。") in lines
    assert ("same", "二、使用") in lines
    with pytest.raises(Refused, match="没有把"):
        services.bylaw_take(actor=KEEPER, organisation=tree["B9"], model=model)


def test_members_read_what_holds_for_them_and_no_draft(tree: dict[str, Organisation], people: object) -> None:
    above, own, foreign = enacted(tree["C1"]), enacted(tree["B1"]), enacted(tree["B9"])
    services.bylaw_draft(actor=KEEPER, bylaw=own.bylaw, body="没有定下来的")
    member = actor("member", "B1", "M2")

    assert set(selectors.bylaws(member)) == {above.bylaw, own.bylaw}
    assert [one.state for one in selectors.versions(member, own.bylaw)] == ["enacted"]
    with pytest.raises(NotFound):
        selectors.version_get(member, Version.objects.get(state="draft").pk)
    with pytest.raises(NotFound):
        selectors.bylaw_get(member, foreign.bylaw_id)
    with pytest.raises(NotAllowed):
        services.bylaw_add(actor=member, organisation=tree["B1"], code="care")


def test_words_are_found_in_the_wording(tree: dict[str, Organisation]) -> None:
    enacted(tree["B1"], text="党费按季度上缴")
    enacted(tree["B1"], code="care", text="谈心谈话")

    assert [row.bylaw.code for row in selectors.standing(KEEPER, tree["B1"], TODAY, "按季度")] == ["dues"]
    assert "dues" not in selectors.missing(tree["B1"], TODAY)
    assert len(selectors.missing(tree["B1"], TODAY)) == 10


def test_the_booklet_has_what_holds_and_who_decided(tree: dict[str, Organisation]) -> None:
    enacted(tree["B1"])
    services.bylaw_add(actor=KEEPER, organisation=tree["B1"], code="care")

    book = papers.booklet(tree["B1"], selectors.in_force(KEEPER, tree["B1"], TODAY), TODAY)
    assert [chapter.title for chapter in book.chapters] == ["党费收缴和管理制度"]
    assert "党员大会通过" in book.chapters[0].note


def test_what_was_decided_for_a_day_to_come_is_entered_on_that_day_and_once(tree: dict[str, Organisation]) -> None:
    soon = TODAY + dt.timedelta(days=5)
    rule = services.bylaw_add(actor=KEEPER, organisation=tree["B1"], code="dues", body="一、收缴\n按月交。")
    services.bylaw_enact(actor=KEEPER, version=rule.versions.get(), since=soon, decided_on=TODAY, decided_by="党员大会")
    assert not Check.objects.filter(organisation="B1", item="dues").exists()

    assert services.bylaws_due_check(day=TODAY) == 0
    Version.objects.filter(bylaw=rule).update(since=TODAY, decided_on=day(5))  # five days later
    assert [services.bylaws_due_check(day=TODAY), services.bylaws_due_check(day=TODAY)] == [1, 0]
    assert list(Check.objects.filter(organisation="B1", item="dues").values_list("on", "ok")) == [(TODAY, True)]
