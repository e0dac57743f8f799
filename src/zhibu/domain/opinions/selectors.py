"""Reads of the room: opinions in scope and one's own, their age, what waits, what is public."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from django.conf import settings
from django.core.signing import BadSignature, SignatureExpired, TimestampSigner
from django.db.models import Q, QuerySet
from django.urls import reverse

from zhibu.domain.accounts import scope
from zhibu.domain.opinions import policies
from zhibu.domain.opinions.choices import UNDER_WAY, State
from zhibu.domain.opinions.marks import receipt_mark
from zhibu.domain.opinions.models import Opinion, OpinionBox, OpinionEvent
from zhibu.domain.organisations.models import Organisation
from zhibu.domain.organisations.paths import path_parents
from zhibu.domain.rulebook.selectors import InForce, in_force, in_force_for
from zhibu.kernel.actor import Actor
from zhibu.kernel.errors import NotFound, Refused
from zhibu.kernel.ids import new_id
from zhibu.kernel.open_work import Left, OpenItem

SHOWN, SEARCHED, PUBLIC = 8, 2000, 50
PARAMETER = "opinion_days"  # what directives call “within how many days an opinion is passed on or answered”
COVERED = "涉及个人，只有它所在组织的书记、组长或党务工作者能看"


@dataclass(frozen=True, slots=True)
class Due:
    """Until when it is to be passed on or answered, by which directive."""

    days: int
    on: dt.date
    directive: str
    article: str


@dataclass(frozen=True, slots=True)
class Row:
    """One opinion as lists tell it: its words where he may read them, its age, and until when."""

    opinion: Opinion
    words: str
    readable: bool
    age: int
    due: Due | None
    late: int

    @property
    def brief(self) -> str:
        """The first words."""
        return self.words if len(self.words) <= 40 else f"{self.words[:40]}……"


def opinions(actor: Actor) -> QuerySet[Opinion]:
    """What the actor may know of, the newest first: taken down or lying in scope, and his own."""
    found = Opinion.objects.select_related("organisation", "at", "member")
    if scope.sees_all(actor):
        return found
    seen = Opinion.objects.filter(scope.reach(actor, "organisation__")).order_by().values("pk")
    seen = seen.union(Opinion.objects.filter(scope.reach(actor, "at__")).order_by().values("pk"))
    if actor.member:
        seen = seen.union(Opinion.objects.filter(member=actor.member).order_by().values("pk"))
    return found.filter(pk__in=seen)


def opinion_get(actor: Actor, pk: str) -> Opinion:
    """One of them."""
    return scope.row_get(opinions(actor), pk, "这条意见")


def opinions_asked(
    actor: Actor, *, state: str = "", whose: str = "", kind: str = "", at: str = "", mine: bool = False, q: str = ""
) -> QuerySet[Opinion]:
    """The same, cut; `q` looks into the words that he may read, of the newest two thousand."""
    found = opinions(actor)
    if state == "open":
        found = found.filter(state__in=UNDER_WAY)
    elif state:
        found = found.filter(state=state)
    if whose:
        found = found.filter(whose=whose)
    if kind:
        found = found.filter(kind=kind)
    if at:
        found = found.filter(at__path__under=scope.organisation_get(actor, at).path)
    if mine:
        found = found.filter(member=actor.member or None)
    if q:
        hits = [one.pk for one in found[:SEARCHED] if policies.reads(actor, one) and q in one.text]
        found = found.filter(pk__in=hits)
    return found


def rows(actor: Actor, found: Iterable[Opinion], on: dt.date) -> list[Row]:
    """Lines of a list; the days of directives are asked once for all bodies."""
    listed = list(found)
    bodies = {one.at_id: one.at for one in listed if one.state == State.OPEN}
    forced = in_force_for(list(bodies.values()), on) if bodies else {}
    return [row(actor, one, on, _days(forced.get(one.at_id, []))) for one in listed]


def row(actor: Actor, one: Opinion, on: dt.date, demanded: tuple[int, str, str] | None) -> Row:
    """One line."""
    readable = policies.reads(actor, one)
    due = None
    if demanded is not None and one.state == State.OPEN:
        days, directive, article = demanded
        due = Due(days, one.at_since + dt.timedelta(days=days), directive, article)
    late = max((on - due.on).days, 0) if due else 0
    return Row(one, one.text if readable else COVERED, readable, age_of(one, on), due, late)


def age_of(opinion: Opinion, on: dt.date) -> int:
    """Days since it was said, to the day it was closed."""
    return ((opinion.closed_on or on) - opinion.taken_on).days


def days_demanded(body: Organisation, on: dt.date) -> tuple[int, str, str] | None:
    """The shortest time that a directive in force for the body gives, with its title and article; None where none says."""
    return _days(in_force(body, on))


def _days(forced: Iterable[InForce]) -> tuple[int, str, str] | None:
    found = [
        (int(one.directive.values[PARAMETER]), one.directive.head.title, parameter.article)
        for one in forced if one.directive is not None
        for parameter in one.directive.head.parameters if parameter.name == PARAMETER
    ]  # fmt: skip
    return min(found) if found else None


def events(opinion: Opinion) -> list[OpinionEvent]:
    """What happened with it, the latest first."""
    return list(opinion.events.select_related("organisation").order_by("-at", "-pk"))


def opinions_of_meeting(actor: Actor, activity: str) -> list[Opinion]:
    """What was said at a meeting, in the order taken down."""
    found = opinions(actor).filter(origin=activity) if activity else opinions(actor).none()
    return [one for one in found.order_by("taken_on", "id") if policies.reads(actor, one)]


def equal_ones(actor: Actor, opinion: Opinion) -> list[Opinion]:
    """Others that lie with the same body and wait, into which it can be merged."""
    found = opinions(actor).filter(at=opinion.at_id, state__in=UNDER_WAY, confidential=opinion.confidential)
    return [one for one in found.exclude(pk=opinion.pk)[:100] if policies.reads(actor, one)]


def ways_on(actor: Actor, opinion: Opinion) -> list[Organisation]:
    """To whom it can be passed: the bodies above, and those right below that he sees."""
    above = list(Organisation.objects.filter(path__in=path_parents(opinion.at.path), dissolved=None).order_by("-path"))
    below = scope.organisations(actor).filter(parent=opinion.at_id, dissolved=None)
    return [*above, *below] if policies.reads(actor, opinion) else above


def own_line(member: str, on: dt.date) -> list[Organisation]:
    """The bodies to which a member may put in an opinion, the nearest first."""
    spans = Organisation.objects.filter(memberships__member=member, memberships__since__lte=on).exclude(memberships__until__lte=on)
    paths = {part for path in spans.values_list("path", flat=True) for part in (*path_parents(path), path)}
    return list(Organisation.objects.filter(path__in=paths, dissolved=None).order_by("-path"))


# --- the box -------------------------------------------------------------------------------------


def box_of(organisation: Organisation) -> OpinionBox | None:
    """The box of a body, open or not."""
    return OpinionBox.objects.filter(organisation=organisation).select_related("organisation").first()


def box_by_code(code: str) -> OpinionBox:
    """The box at an address."""
    box = OpinionBox.objects.select_related("organisation").filter(code=code).first()
    if box is None:
        raise NotFound("没有这个意见箱，可能换了地址。看一下新贴出来的二维码。")
    return box


def published(box: OpinionBox) -> list[Opinion]:
    """What was answered and published by the body of the box, the newest first; nothing where it does not show answers."""
    if not box.shows_answers:
        return []
    found = Opinion.objects.filter(at=box.organisation_id, published_on__isnull=False, confidential=False)
    return list(found.order_by("-published_on", "-id")[:PUBLIC])


def opinion_of_receipt(box: OpinionBox, code: str) -> Opinion:
    """What the sender may see of his own by his receipt code, of this box or one that went past it."""
    body = box.organisation
    found = Opinion.objects.select_related("at", "into").filter(receipt=receipt_mark(code)).first() if code else None
    if found is None or not (found.organisation_id == body.pk or found.organisation_id == body.parent_id):
        raise NotFound("没有这个回执码。回执码是 12 个字母和数字，照着记下的再输一次。")
    return found


def form_token() -> str:
    """A signed mark of a form just shown: when, and which one."""
    return TimestampSigner(key=settings.SECRET_KEY, salt="opinion-box").sign(new_id("f"))


def form_of_token(token: str, *, least: int, most: int) -> str:
    """The mark of the form; Refused where it was not shown by us, was sent faster than anybody types, or lay too long."""
    signer = TimestampSigner(key=settings.SECRET_KEY, salt="opinion-box")
    try:
        mark = signer.unsign(token, max_age=most)
    except SignatureExpired:
        raise Refused("这一页开得太久了，内容还在下面，再点一次“送出”。") from None
    except BadSignature:
        raise Refused("这一页不完整，内容还在下面，再点一次“送出”。") from None
    try:
        signer.unsign(token, max_age=least)
    except SignatureExpired:
        return mark
    raise Refused(f"送得太快了，等 {least} 秒再点一次“送出”。")


# --- what waits ----------------------------------------------------------------------------------


def _waiting(actor: Actor) -> QuerySet[Opinion]:
    """What lies with a body of his and waits: for an answer, or to be told; what was answered above waits where it was said too."""
    held = [one.organisation for one in actor.roles if one.role != "member"]
    said = Q(at__in=held, state__in=UNDER_WAY) | Q(organisation__in=held, state=State.ANSWERED)
    return Opinion.objects.filter(said) if held else Opinion.objects.none()


def desk_items(actor: Actor, today: dt.date) -> list[OpenItem]:
    """What waits for an answer or to be told, the oldest first; without its words."""
    found = list(_waiting(actor).select_related("at").order_by("at_since", "pk")[:SHOWN])
    return [
        OpenItem("意见", f"{told.opinion.get_whose_display()}{told.opinion.get_kind_display()}，{told.age} 天了",
                 reverse("opinion", args=[told.opinion.pk]), told.due.on if told.due else None,
                 "答复" if told.opinion.state == State.OPEN else "反馈", narrow=told.opinion.confidential)
        for told in rows(actor, found, today)
    ]  # fmt: skip


def waiting_count(actor: Actor) -> int:
    """The number beside the list."""
    return _waiting(actor).count()


def open_items(organisation: str, user: str, member: str) -> list[OpenItem]:
    """What is handed over when somebody's rights at an organisation end: what lies there and is not closed."""
    found = Opinion.objects.filter(at=organisation, state__in=UNDER_WAY).order_by("at_since", "pk")[: SHOWN * 5]
    return [
        OpenItem("意见", f"{one}：{one.get_state_display()}", reverse("opinion", args=[one.pk]), None, narrow=one.confidential)
        for one in found
    ]


def left_behind(bodies: Collection[str]) -> Left:
    """Opinions under way that lie with these bodies (ids); they go to whoever carries their work on (config/wiring LEFT_BEHIND)."""
    return Left("没办结的意见和诉求", Opinion.objects.filter(at__in=bodies, state__in=UNDER_WAY).count(), "转给接着办的组织，已过的天数照算")
