"""The roster of a body on a day: who is on it, by filters, in an order; a page at a time.

Made for scopes of 300 000 members: a list is counted up to `MOST` only, and put into another order than
the register's only where it is no longer than that.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace

from django.db.models import F, Q, QuerySet

from zhibu.domain.accounts import scope
from zhibu.domain.members.belonging import spans_on
from zhibu.domain.members.choices import State
from zhibu.domain.members.models import Member, Membership, MemberState, Placement, Post
from zhibu.domain.members.selectors import full_on, is_full, not_full_on
from zhibu.domain.organisations.choices import OrganisationKind
from zhibu.domain.organisations.grams import holding
from zhibu.domain.organisations.models import Organisation
from zhibu.domain.organisations.past import then
from zhibu.kernel.actor import Actor
from zhibu.kernel.dates import add_months
from zhibu.kernel.masking import masked_id_number, masked_phone

MOST = 2_000
TAKEN_OUT = 10_000  # members of one export
MANY_BODIES = 500  # below which a part of a name is looked for within the scope at once
PAGE = 60
GROUP, BRANCH = OrganisationKind.PARTY_GROUP, OrganisationKind.BRANCH
ORDERS = {
    "": ("pk",),
    "name": ("name_pinyin", "pk"),
    "joined": ("joined", "pk"),
    "birth": (F("birth").asc(nulls_last=True), "pk"),
    "full": (F("full_since").desc(nulls_first=True), "pk"),
}
ORDER_WORDS = {"": "登记顺序", "name": "姓名拼音", "joined": "入党先后", "birth": "年龄从大到小", "full": "转正从近到远"}
STANDINGS = {"full": "正式党员", "probationary": "预备党员"}


@dataclass(frozen=True, slots=True)
class Wanted:
    """What somebody looks for in a roster; empty: all. Ages in whole years on the day."""

    standing: str = ""
    state: str = ""
    sex: str = ""
    education: str = ""
    age_from: int | None = None
    age_to: int | None = None
    unit: str = ""
    group: str = ""
    text: str = ""
    order: str = ""

    @property
    def is_filter(self) -> bool:
        """Whether anything is left out."""
        return any(getattr(self, name) not in ("", None) for name in self.__slots__ if name != "order")

    @property
    def is_narrowed(self) -> bool:
        """Whether more is asked than a name."""
        return bool(self.order) or replace(self, text="").is_filter

    def condition(self, on: dt.date) -> Q:
        """The filters as one condition on members."""
        return _that(self, on)


@dataclass(frozen=True, slots=True)
class RosterRow:
    """A member on the roster of the day; numbers are already masked."""

    member: Member
    is_full: bool
    branch: str
    group: str
    posts: str
    state: str
    id_number: str
    phone: str
    unit: str = ""
    team: str = ""
    age: int | None = None


def roster(
    *, actor: Actor, organisation: Organisation, on: dt.date, wanted: Wanted | None = None
) -> QuerySet[Member]:
    """The members of a body on the day, of all branches below for an upper one, in the order asked for."""
    wanted = wanted or Wanted()
    covering = Q(since__lte=on) & (Q(until__isnull=True) | Q(until__gt=on))
    spans = Membership.objects.filter(covering)
    if organisation.kind == GROUP:
        spans = spans.filter(organisation=organisation)
    else:
        was, to = then(on), "organisation__"
        spans = spans.filter(was.below(organisation.path, to) & was.of_kind(BRANCH, prefix=to))
    if not _whole(actor, organisation):
        spans = spans.filter(organisation__in=scope.organisations(actor).order_by().values("pk"))
    there = Q(joined__lte=on) & (Q(left__isnull=True) | Q(left__gt=on))
    found = Member.objects.filter(
        there, wanted.condition(on), pk__in=spans.order_by().values("member")
    )
    if wanted.group:
        groups = Q(organisation__parent=organisation, organisation__kind=GROUP)
        one = groups if wanted.group == "none" else groups & Q(organisation=wanted.group)
        inside = Q(pk__in=Membership.objects.filter(covering, one).order_by().values("member"))
        found = found.filter(~inside if wanted.group == "none" else inside)
    if wanted.text:
        found = found.filter(named(wanted.text, many=_is_wide(organisation)))
    return found.order_by(*ORDERS.get(wanted.order, ORDERS[""]))


def _is_wide(organisation: Organisation) -> bool:
    """Whether many bodies lie below."""
    below = Organisation.objects.filter(path__under=organisation.path).order_by()
    return below[: MANY_BODIES + 1].count() > MANY_BODIES


def _whole(actor: Actor, organisation: Organisation) -> bool:
    """Whether all below lies in scope, so that nothing has to be held against the tree."""
    return actor.reaches(organisation.path) or organisation.pk in actor.bodies()


def _that(wanted: Wanted, on: dt.date) -> Q:
    """The filters as one condition."""
    covering = Q(since__lte=on) & (Q(until__isnull=True) | Q(until__gt=on))
    found = Q()
    if wanted.standing:
        found &= full_on(on) if wanted.standing == "full" else not_full_on(on)
    if wanted.state in State.values:
        there = MemberState.objects.filter(covering, state=wanted.state)
        found &= Q(pk__in=there.order_by().values("member"))
    for name in ("sex", "education"):
        if getattr(wanted, name):
            found &= Q(**{name: getattr(wanted, name)})
    if wanted.age_from is not None:
        found &= Q(birth__lte=add_months(on, -12 * wanted.age_from))
    if wanted.age_to is not None:
        found &= Q(birth__gt=add_months(on, -12 * (wanted.age_to + 1)))
    if wanted.unit:
        there_too = Placement.objects.filter(covering, Q(unit=wanted.unit) | Q(team=wanted.unit))
        found &= Q(pk__in=there_too.order_by().values("member"))
    return found


def named(text: str, *, many: bool = False) -> Q:
    """Whose name holds the text, or whose pinyin (in full or by initials) begins with it.

    `many`: the scope is wide, so that who is called so at all is asked first: that has an index.
    """
    plain = "".join(text.split())
    letters = plain.lower()
    if letters and letters.isascii():
        called = Q(name_pinyin__startswith=letters) | Q(name_initials__startswith=letters)
    else:
        called = holding(plain, "name")
    if many:
        keys = list(Member.objects.filter(called).order_by().values_list("pk", flat=True)[: MOST + 1])
        if len(keys) <= MOST:
            return Q(pk__in=keys)
    return called


def roster_rows(members: Sequence[Member], on: dt.date) -> list[RosterRow]:
    """The members of one page with branch, group, posts, state and unit of the day: four queries."""
    keys = [member.pk for member in members]
    covering = Q(since__lte=on) & (Q(until__isnull=True) | Q(until__gt=on))
    bodies: dict[str, dict[str, str]] = defaultdict(dict)
    for span in spans_on(on).filter(member__in=keys).select_related("organisation"):
        kind = "group" if span.organisation.kind == GROUP else "branch"
        bodies[span.member_id][kind] = str(span.organisation)
    posts: dict[str, list[str]] = defaultdict(list)
    for post in Post.objects.filter(covering, member__in=keys):
        posts[post.member].append(post.get_post_display())
    states: dict[str, list[str]] = defaultdict(list)
    for state in MemberState.objects.filter(covering, member__in=keys):
        states[state.member_id].append(state.get_state_display())
    places = {place.member_id: place for place in Placement.objects.filter(covering, member__in=keys)}
    return [
        RosterRow(
            member,
            is_full=is_full(member, on),
            branch=bodies[member.pk].get("branch", ""),
            group=bodies[member.pk].get("group", ""),
            posts="、".join(posts[member.pk]),
            state="、".join(states[member.pk]),
            id_number=masked_id_number(member.id_number),
            phone=masked_phone(member.phone),
            unit=places[member.pk].unit if member.pk in places else "",
            team=places[member.pk].team if member.pk in places else "",
            age=age_on(member, on),
        )
        for member in members
    ]


def age_on(member: Member, on: dt.date) -> int | None:
    """Whole years on the day; None where the birth is not known."""
    born = member.birth
    if born is None:
        return None
    return on.year - born.year - ((on.month, on.day) < (born.month, born.day))


def units_of(organisation: Organisation, on: dt.date) -> list[str]:
    """The units and teams that a roster of a branch or a group can be cut by; of upper bodies none."""
    if organisation.kind not in (GROUP, OrganisationKind.BRANCH):
        return []
    covering = Q(since__lte=on) & (Q(until__isnull=True) | Q(until__gt=on))
    there = spans_on(on).filter(organisation=organisation).order_by().values("member")
    found = Placement.objects.filter(covering, member__in=there).values_list("unit", "team")
    return sorted({word for pair in found for word in pair if word})
