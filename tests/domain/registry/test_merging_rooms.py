"""A merge knows every room: whatever table or text may name a member, its rows go with him and come back."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

from django.apps import apps
from django.db import models

from tests.domain.conftest import KEEPER, SINCE
from tests.domain.registry.test_merging import DAY, double, everything
from zhibu.domain.members.models import Member, Membership
from zhibu.domain.members.references import TEXT_REFERENCES, WITHIN, foreign_keys, text_columns
from zhibu.domain.minutes.models import Signal, Version
from zhibu.domain.notices.models import Delivery, Notice
from zhibu.domain.organisations.columns import ID_LENGTH
from zhibu.domain.organisations.models import Organisation
from zhibu.domain.registry.services import member_merge, member_separate
from zhibu.domain.study.models import Commitment, Finding
from zhibu.domain.tasks.models import TaskSeries
from zhibu.kernel import clock

Bodies, People = dict[str, Organisation], dict[str, Member]
GONE = "M2b"
# What the columns of other tables need beside a value of their kind, where the database asks for more.
NEEDS: dict[str, dict[str, Any]] = {
    "appraisals.Measure": {"level": "person", "member_id": GONE},
    "opinions.Opinion": {"source": "taken"},
    "dues.Due": {"month": "2024-01"},
    "notices.Notice": {"user": None},
    "tasks.TaskSeries": {"due_day": 5},
    "transfers.Transfer": {"way": "in", "destination_id": "B1"},
}
# Columns as long as an id, or of free form, that never name a member by whom rows could be lost.
OTHERS: dict[str, str] = {
    "accounts.Handover items": "words told at the time",
    "bylaws.Version decided_by": "words", "bylaws.Version approved_by": "words",
    "casework.StepRecord decided_by": "an activity", "casework.StepRecord deviations": "codes",
    "casework.StepRecord filing": "a filing", "casework.StepRecord vote": "a vote",
    "committees.CommitteeTerm decided_by": "an activity", "committees.CommitteeTerm case": "a case",
    "establishment.Change filing": "a filing", "establishment.Change case": "a case",
    "establishment.Change told": "figures", "establishment.Change undo": "rows by their own keys",
    "establishment.Change planned": "plans name who there is when they are made",
    "groups.Division pins": "a draft leaves out who is gone", "groups.Division told": "words",
    "groups.Division done": "what was written then", "groups.Division decided_by": "an activity",
    "groups.DivisionStep layout": "a draft leaves out who is gone",
    "groups.Alternative layout": "a draft leaves out who is gone",
    "imports.RememberedColumn heading": "words",
    "members.Member job": "words",
    "members.Placement team": "words",
    "members.Placement unit": "words",
    "plans.PlanItem who": "words",
    "procedures.Check value": "a value",
    "imports.Import mapping": "columns", "imports.Import summary": "figures",
    "filings.Filing sent_user": "an account", "filings.FilingPaper paper": "a paper",
    "leaders.Selection decided_by": "an activity", "leaders.Candidate ballot": "a vote",
    "leaders.HandOver items": "words told at the time",
    "letters.LetterKey holder": "by whose id the key was wrapped: stays",
    "meetings.AgendaItem origin": "a task, a topic, a line of a plan",
    "members.Post decided_by": "an activity",
    "minutes.Minutes sealed": "what was locked stays as it was", "minutes.Draft user": "an account",
    "minutes.Result made": "a task or an opinion", "minutes.Inspection user": "an account",
    "notices.Batch lines": "addresses of things", "notices.Notice about_key": "a thing, never a person",
    "notices.Wish channels": "codes",
    "opinions.Opinion origin": "an activity", "opinions.Opinion taken_user": "an account",
    "opinions.OpinionEvent user": "an account", "opinions.OpinionEvent before": "columns of the opinion",
    "plans.Plan paper": "a paper",
    "registry.Look user": "an account", "registry.Merging gone": "who was merged stays named",
    "registry.Distinct first": "two who were told apart", "registry.Distinct second": "two who were told apart",
    "scoring.KeptScore detail": "what was judged then",
    "tasks.TaskSeries giver_user": "an account", "tasks.Task giver_user": "an account",
    "tasks.Task origin": "an activity", "tasks.TaskEvent user": "an account",
    "tasks.TaskEvent before": "columns of the task", "uploads.StoredFile about": "a thing, never a person",
    "voting.Poll terms": "rules", "voting.Poll public": "keys", "voting.Poll outcome": "names and figures",
    "voting.Option answers": "words", "voting.Reading marks": "what stands on a slip",
    "yearly.YearReport submitted_user": "an account", "yearly.YearReport activity": "an activity",
    "yearly.YearReport meeting": "an activity", "yearly.YearSection sources": "records by their addresses",
}  # fmt: skip
# Names of persons and words, not ids, though the column is as long as one.
WORDS = (
    "_by",
    "by",
    "person",
    "name",
    "title",
    "number",
    "_how",
    "told_how",
    "why_not",
    "role",
    "outcome",
    "contact",
)
APART = {
    "audit",
    "compliance",
    "sessions",
    "contenttypes",
    "auth",
    "axes",
    "rulebook",
    "drafting",
    "gateway",
    "scoring",
}


def test_every_column_that_may_name_a_member_is_known() -> None:
    """Whoever adds a column of ids says here or in `members/references.py` what it names."""
    known = {f"{table} {column}" for table, column in (*TEXT_REFERENCES, *WITHIN)} | set(OTHERS)
    unknown = sorted(
        f"{model._meta.label} {field.attname}"
        for model in apps.get_models()
        for field in model._meta.concrete_fields
        if _may_hold_an_id(model, field) and f"{model._meta.label} {field.attname}" not in known
    )
    assert not unknown, f"say whether these name a member: {unknown}"


def test_rows_of_all_rooms_go_with_him_and_come_back(tree: Bodies, people: People) -> None:
    other = double()
    Membership.objects.create(
        member=other, organisation_id="B2", since=dt.date(2018, 1, 1), until=SINCE
    )
    apart = {"members.Membership", "registry.Merging"}
    for model, column in foreign_keys():
        if model._meta.label not in apart:
            made(model, **{column: GONE})
    version = made(
        Version, texts={"about.host": f"M1 {GONE}", "task.p01.owner": GONE, "field.x": "M2b说"}
    )
    made(Signal, member_id=GONE, key=f"two_places:A1:{GONE}")
    before = everything()

    merging = member_merge(actor=KEEPER, kept=people["M2"], gone=other, why="同一个身份号码")

    left = [
        f"{model._meta.label} {column}"
        for model, column in (*foreign_keys(), *text_columns())
        if model._default_manager.filter(**{column: GONE}).exists()
    ]
    assert not left
    version.refresh_from_db()
    assert version.texts == {"about.host": "M1 M2", "task.p01.owner": "M2", "field.x": "M2b说"}
    assert Signal.objects.filter(member_id="M2", key="two_places:A1:M2").exists()
    assert TaskSeries.objects.filter(owners="M2").exists()

    member_separate(actor=KEEPER, merging=merging, why="是两个人")
    assert everything() == before


def test_what_hangs_on_a_row_that_goes_comes_back_with_it(tree: Bodies, people: People) -> None:
    other = double()
    own = made(Commitment, member_id="M2", organisation_id="B1", year=2024)
    twin = made(Commitment, member_id=GONE, organisation_id="B1", year=2024)
    finding = made(Finding, commitment_id=twin.pk, activity_id="A1")
    for key in ("M2", GONE):
        told = made(
            Notice, member_id=key, user=None, kind="k", about_name="meeting", about_key="A1"
        )
        made(Delivery, notice_id=told.pk, batch=None, robot=None)
    before = everything()

    merging = member_merge(actor=KEEPER, kept=people["M2"], gone=other, why="同一个身份号码")

    assert list(Commitment.objects.filter(year=2024).values_list("pk", flat=True)) == [own.pk]
    told = Notice.objects.filter(about_key="A1")
    assert told.count() == Delivery.objects.filter(notice__in=told).count() == 1
    member_separate(actor=KEEPER, merging=merging, why="是两个人")
    assert everything() == before
    assert Finding.objects.filter(pk=finding.pk).exists()


_COUNT = iter(range(10_000, 99_999))
VALUES: tuple[tuple[type[models.Field[Any, Any]], Callable[[], Any]], ...] = (
    (models.DateTimeField, clock.now),
    (models.DateField, lambda: DAY),
    (models.TimeField, lambda: dt.time(9)),
    (models.BooleanField, lambda: True),
    (models.IntegerField, lambda: next(_COUNT) % 30_000),
    (models.DecimalField, lambda: 1),
    (models.JSONField, dict),
    (models.BinaryField, lambda: b"x"),
)


def made(model: type[models.Model], **given: Any) -> Any:
    """A row of any table with no more than the database asks for."""
    values = {**NEEDS.get(model._meta.label, {}), **given}
    for field in model._meta.concrete_fields:
        if (
            field.name in values
            or field.attname in values
            or field.null
            or field.has_default()
            or isinstance(field, models.AutoField)
        ):
            continue
        values[field.attname] = _value(field)
    return model._default_manager.create(**values)


def _value(field: models.Field[Any, Any]) -> Any:
    if isinstance(field, models.ForeignKey):
        there = {
            "members.Member": "M1",
            "organisations.Organisation": "B1",
            "activities.Activity": "A1",
        }
        target = field.related_model
        assert isinstance(target, type)
        if target._meta.label in there and not field.unique:
            return there[target._meta.label]
        return made(target).pk
    if field.choices:
        return next(iter(field.flatchoices))[0]
    if field.blank and isinstance(field, models.CharField):
        return ""
    for kind, value in VALUES:
        if isinstance(field, kind):
            return value()
    return f"x{next(_COUNT)}"[: field.max_length or 20]


def _may_hold_an_id(model: type[models.Model], field: models.Field[Any, Any]) -> bool:
    if model._meta.app_label in APART or field.remote_field or field.primary_key:
        return False
    if isinstance(field, models.JSONField):
        return True
    label, name = model._meta.label, field.attname
    long = isinstance(field, models.CharField) and field.max_length == ID_LENGTH
    told = f"{label} {name}" in OTHERS or (label, name) in (*TEXT_REFERENCES, *WITHIN)
    return long and not field.choices and (told or not name.endswith(WORDS))
