"""What programs and the command line may do with study and commitments; a member's own notes are never told or taken here."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from decimal import Decimal
from typing import Any, Literal

from zhibu.domain.accounts import scope
from zhibu.domain.activities.models import Activity
from zhibu.domain.study import selectors, services
from zhibu.domain.study.choices import TYPES
from zhibu.domain.study.models import Commitment, Material, Topic
from zhibu.kernel.actions import Action, Given, Listing, Shape, Single, Year, by_service
from zhibu.kernel.actor import Actor

Outcomes = Literal["kept", "partly", "not"]


class TopicTold(Shape):
    """A line of a plan."""

    id: str
    organisation: str
    year: int
    month: int | None
    type: str
    topic: str
    materials: str
    hours: Decimal | None
    lead: str
    studied: str


class SessionTold(Shape):
    """A study that was held."""

    id: str
    organisation: str
    type: str
    on: dt.date
    content: str
    hours: Decimal | None
    part_of: str


class MaterialTold(Shape):
    """A material."""

    id: str
    organisation: str
    title: str
    link: str
    added_on: dt.date


class FindingTold(Shape):
    """What an inspection found."""

    number: int
    on: dt.date
    outcome: str
    words: str
    followed_on: dt.date | None


class CommitmentTold(Shape):
    """A commitment."""

    id: str
    organisation: str
    member: str
    year: int
    text: str
    measures: str
    state: str
    findings: list[FindingTold]


class OfYear(Given):
    """A body's year."""

    organisation: str
    year: Year


class Asked(Given):
    """Which: all in sight, or those of a body or year."""

    organisation: str = ""
    year: Year | None = None


class TopicGiven(OfYear):
    """A line for the plan."""

    topic: str
    month: int | None = None
    type: str = "study"
    materials: str = ""
    hours: Decimal | None = None
    lead: str = ""


class SessionGiven(Given):
    """A study that was held."""

    organisation: str
    type: str = "study"
    on: dt.date
    content: str
    present: list[str]
    excused: list[str] = []
    hours: Decimal | None = None
    topic: str = ""
    meeting: str = ""
    place: str = ""


class MaterialGiven(Given):
    """A material."""

    organisation: str
    title: str
    link: str = ""


class CommitmentNamed(Given):
    """One commitment."""

    commitment: str


class CommitmentReturned(CommitmentNamed):
    """Why it goes back."""

    why: str


class FindingGiven(Given):
    """Of one commitment."""

    commitment: str
    outcome: Outcomes
    words: str = ""


class InspectionGiven(Given):
    """An inspection."""

    organisation: str
    on: dt.date
    findings: list[FindingGiven]


def _topic(row: Topic) -> TopicTold:
    return TopicTold(
        id=row.pk, organisation=row.organisation_id, year=row.year, month=row.month, type=row.type, topic=row.topic,
        materials=row.materials, hours=row.hours, lead=row.lead_id or "", studied=row.activity_id or "",
    )  # fmt: skip


def _session(row: Activity) -> SessionTold:
    kept = getattr(row, "session", None)
    return SessionTold(
        id=row.pk, organisation=row.organisation_id, type=row.type, on=row.on, content=(kept.content if kept else "") or row.theme,
        hours=kept.hours if kept else None, part_of=row.part_of_id or "",
    )  # fmt: skip


def _material(row: Material) -> MaterialTold:
    return MaterialTold(id=row.pk, organisation=row.organisation_id, title=row.title, link=row.link, added_on=row.added_on)


def _commitment(row: Commitment) -> CommitmentTold:
    found = [
        FindingTold(number=f.pk, on=f.activity.on, outcome=f.outcome, words=f.words, followed_on=f.followed_on)
        for f in row.findings.all()
    ]
    return CommitmentTold(
        id=row.pk, organisation=row.organisation_id, member=row.member_id or "", year=row.year, text=row.text,
        measures=row.measures, state=row.state, findings=found,
    )  # fmt: skip


def _each(tell: Any) -> Any:
    def shape(actor: Actor, rows: Sequence[Any]) -> list[Any]:
        return [tell(row) for row in rows]

    return shape


def _sessions(actor: Actor, asked: Asked) -> Any:
    found = scope.activities(actor).filter(type__in=TYPES, status="held").select_related("session").order_by("-on", "-pk")
    found = found.filter(organisation=asked.organisation) if asked.organisation else found
    return found.filter(on__year=asked.year) if asked.year else found


def _commitments(actor: Actor, asked: Asked) -> Any:
    body = scope.organisation_get(actor, asked.organisation) if asked.organisation else None
    return selectors.commitments(actor, body, asked.year)


def _topic_add(actor: Actor, given: TopicGiven) -> TopicTold:
    said = given.model_dump() | {"organisation": scope.organisation_get(actor, given.organisation)}
    said["lead"] = scope.member_get(actor, given.lead) if given.lead else None
    return _topic(services.topic_add(actor=actor, **said))


def _session_record(actor: Actor, given: SessionGiven) -> SessionTold:
    said = given.model_dump() | {"organisation": scope.organisation_get(actor, given.organisation)}
    meeting = said.pop("meeting")
    said["part_of"] = scope.activity_get(actor, meeting) if meeting else None
    said["topic"] = selectors.topic_get(actor, given.topic) if given.topic else None
    return _session(services.session_record(actor=actor, **said))


def _material_add(actor: Actor, given: MaterialGiven) -> MaterialTold:
    body = scope.organisation_get(actor, given.organisation)
    return _material(services.material_add(actor=actor, organisation=body, title=given.title, link=given.link))


def _inspection(actor: Actor, given: InspectionGiven) -> SessionTold:
    body = scope.organisation_get(actor, given.organisation)
    findings = {one.commitment: (one.outcome, one.words) for one in given.findings}
    return _session(services.inspection_record(actor=actor, organisation=body, on=given.on, findings=findings))


def _topics(actor: Actor, asked: Asked) -> Any:
    return selectors.topics_near(actor, organisation=asked.organisation, year=asked.year)


ABOUT = ("commitment", "commitment")
_by = by_service("commitment", lambda actor, _, made: _commitment(made), commitment=selectors.commitment_get)
ACTIONS = (
    Listing("topic.list", "学习计划", Asked, TopicTold, _topics, _each(_topic)),
    Action("topic.add", "加学习计划", TopicGiven, TopicTold, _topic_add),
    Listing("session.list", "学习台账", Asked, SessionTold, _sessions, _each(_session)),
    Action("session.record", "登记学习", SessionGiven, SessionTold, _session_record),
    Listing("material.list", "学习资料", Given, MaterialTold, lambda actor, _: selectors.materials(actor), _each(_material)),
    Action("material.add", "放学习资料", MaterialGiven, MaterialTold, _material_add),
    Listing("commitment.list", "公开承诺", Asked, CommitmentTold, _commitments, _each(_commitment)),
    Single("commitment.get", "一份承诺", CommitmentTold, lambda actor, key: _commitment(selectors.commitment_get(actor, key))),
    Action("commitment.publish", "公开承诺", CommitmentNamed, CommitmentTold, _by(services.commitment_publish), ABOUT),
    Action("commitment.return", "退回承诺", CommitmentReturned, CommitmentTold, _by(services.commitment_return), ABOUT),
    Action("inspection.record", "登记承诺督查", InspectionGiven, SessionTold, _inspection),
)
