"""The list of one activity: who is entitled as of its day, how each was there, or what is expected of him."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from zhibu.domain.activities.choices import ActivityStatus, AttendanceStatus, Form
from zhibu.domain.activities.models import Activity, Attendance
from zhibu.domain.attendance.choices import Decision, Says
from zhibu.domain.attendance.models import AttendanceChange, MakingUp, MeetingAnswer
from zhibu.domain.meetings.models import Guest
from zhibu.domain.meetings.selectors import entitled, joined
from zhibu.domain.members.choices import State
from zhibu.domain.members.models import Member, MemberState, Post
from zhibu.domain.members.selectors import is_full
from zhibu.domain.organisations.spans import covering
from zhibu.domain.rulebook.models import Waiver

THERE = (AttendanceStatus.PRESENT, AttendanceStatus.ONLINE)
AWAY = {State.FLOATING: AttendanceStatus.EXCUSED, State.LOST: AttendanceStatus.ABSENT}


@dataclass(frozen=True, slots=True)
class Line:
    """One person of the list; `status` is what stands on record, or what it starts as where nothing does."""

    member: Member
    status: str
    reason: str = ""
    known: bool = False  # a row is on record
    about: tuple[str, ...] = ()  # posts, 预备党员, 流动 ..., in words
    answer: MeetingAnswer | None = None
    changed: bool = False  # the record was mended after it was first made
    signed: bool = False  # by himself
    made_up: MakingUp | None = None
    guest: bool = False


@dataclass(frozen=True, slots=True)
class Counts:
    """应到、实到（含线上）、请假、缺席; guests are in none of them."""

    entitled: int
    there: int
    excused: int
    absent: int


@dataclass(frozen=True, slots=True)
class JoinedUnit:
    """Another unit that holds it together: those of it who came, before the day those who said that they come.

    No more than their names: who is missing there and why is that unit's own.
    """

    unit: str
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class AttendanceRoll:
    """Those entitled in the order of the group, guests who are members elsewhere, guests known by name only."""

    activity: Activity
    lines: tuple[Line, ...]
    guests: tuple[Line, ...] = ()
    named: tuple[Guest, ...] = ()
    recorded: bool = False  # somebody was ticked or signed in already
    strays: tuple[Line, ...] = field(default=())  # on record, but not entitled by what is known now
    joined: tuple[JoinedUnit, ...] = ()  # at the convener of a joint meeting

    @property
    def counts(self) -> Counts:
        """As it stands, or as it starts."""
        found = [line.status for line in self.lines]
        there = sum(status in THERE for status in found)
        excused, absent = found.count(AttendanceStatus.EXCUSED), found.count(AttendanceStatus.ABSENT)
        return Counts(len(found), there, excused, absent)

    @property
    def all(self) -> tuple[Line, ...]:
        """Everybody with a row of his own."""
        return (*self.lines, *self.guests, *self.strays)


def roll(activity: Activity) -> AttendanceRoll:
    """The list as of the activity's day, however much later it is looked at; the caller has asked who may see it."""
    called = entitled(activity)
    named = list(Guest.objects.filter(activity=activity).select_related("member"))
    rows = {row.member_id: row for row in Attendance.objects.filter(activity=activity).select_related("member")}
    known = {member.pk for member in called}
    visitors = {one.member_id: one for one in named if one.member_id and one.member_id not in known}
    strays = [row.member for key, row in rows.items() if key not in known and key not in visitors]
    guests = [one.member for one in visitors.values() if one.member is not None]
    about = _Beside(activity, [*called, *guests, *strays])
    roles = {key: (one.role or "列席",) for key, one in visitors.items()}
    return AttendanceRoll(
        activity,
        tuple(about.line(member, rows.get(member.pk)) for member in called),
        tuple(about.line(member, rows.get(member.pk), roles[member.pk]) for member in guests),
        tuple(one for one in named if not one.member_id),
        bool(rows),
        tuple(about.line(member, rows.get(member.pk), ("不在应到名单里",)) for member in strays),
        _joined(activity),
    )


def _joined(activity: Activity) -> tuple[JoinedUnit, ...]:
    """The units that accepted, in the order of the tree."""
    units = [one for one in joined(activity) if one.status != ActivityStatus.CANCELLED]
    if not units:
        return ()
    there = Attendance.objects.filter(activity__in=units, status__in=THERE).values_list("activity", "member__name")
    names: dict[str, list[str]] = {}
    for key, name in there.order_by("member__name_pinyin", "member__name", "member"):
        names.setdefault(key, []).append(name)
    coming = MeetingAnswer.objects.filter(activity__in=[one for one in units if one.pk not in names], says=Says.COMING)
    coming = coming.filter(activity__status=ActivityStatus.PLANNED)
    for key, name in coming.order_by("member__name_pinyin", "member__name", "member").values_list("activity", "member__name"):
        names.setdefault(key, []).append(name)
    return tuple(JoinedUnit(one.organisation.in_full, tuple(names.get(one.pk, ()))) for one in units)


class _Beside:
    """What is known of these people beside their rows, read at once."""

    def __init__(self, activity: Activity, people: Sequence[Member]) -> None:
        self.activity = activity
        keys = [member.pk for member in people]
        on = activity.on
        self.posts: dict[str, list[str]] = {}
        home = [key for key in (activity.organisation_id, activity.organisation.parent_id) if key]
        for post in Post.objects.filter(covering(on), member__in=keys, organisation__in=home).order_by("organisation__path", "post"):
            self.posts.setdefault(post.member, []).append(post.get_post_display().removeprefix("党小组"))
        self.away: dict[str, MemberState] = {}
        for state in MemberState.objects.filter(covering(on), member__in=keys, state__in=list(AWAY)):
            self.away[state.member_id] = state
        self.waived = set(Waiver.objects.filter(covering(on), subject__in=keys).values_list("subject", flat=True))
        self.answers = {one.member_id: one for one in MeetingAnswer.objects.filter(activity=activity, member__in=keys)}
        self.made_up = {one.member_id: one for one in MakingUp.objects.filter(activity=activity, member__in=keys)}
        self.changes: dict[str, list[AttendanceChange]] = {}
        for change in AttendanceChange.objects.filter(activity=activity, member__in=keys):
            self.changes.setdefault(change.member_id, []).append(change)

    def line(self, member: Member, row: Attendance | None, role: tuple[str, ...] = ()) -> Line:
        answer = self.answers.get(member.pk)
        away = self.away.get(member.pk)
        changes = self.changes.get(member.pk, [])
        if row is not None:
            status, reason = row.status, row.reason
        else:
            status, reason = self._start(answer, away)
        return Line(
            member, status, reason, row is not None, self._about(member, answer, away, role), answer,
            changed=any(one.before for one in changes), signed=any(one.how in ("signed", "typed") for one in changes),
            made_up=self.made_up.get(member.pk), guest=bool(role),
        )  # fmt: skip

    def _start(self, answer: MeetingAnswer | None, away: MemberState | None) -> tuple[str, str]:
        if answer is not None and answer.says == Says.LEAVE and answer.decision == Decision.APPROVED:
            return AttendanceStatus.EXCUSED, answer.reason
        if away is not None and not (answer is not None and answer.says == Says.COMING):
            return AWAY[State(away.state)], away.get_state_display()
        there = AttendanceStatus.ONLINE if self.activity.form == Form.ONLINE else AttendanceStatus.PRESENT
        return there, ""

    def _about(
        self, member: Member, answer: MeetingAnswer | None, away: MemberState | None, role: tuple[str, ...]
    ) -> tuple[str, ...]:
        words = [*role, *dict.fromkeys(self.posts.get(member.pk, []))]
        if member.pk in self.activity.host.split():
            words.append("主持")
        if member.pk in self.activity.recorder.split():
            words.append("记录")
        if not is_full(member, self.activity.on):
            words.append("预备党员")
        if away is not None:
            words.append(f"{away.get_state_display()}党员")
        if member.pk in self.waived:
            words.append("有豁免")
        if answer is not None:
            words.append(answer_told(answer))
        return tuple(word for word in words if word)


def answer_told(answer: MeetingAnswer) -> str:
    """What he answered, in a few words."""
    if answer.says != Says.LEAVE:
        return {Says.COMING: "回复参加", Says.UNSURE: "还说不准"}.get(Says(answer.says), "")
    stands = {"": "请假还没批", Decision.APPROVED: "请假已批", Decision.DECLINED: "请假没批"}[answer.decision]
    return f"{stands}：{answer.reason}" if answer.reason else stands
