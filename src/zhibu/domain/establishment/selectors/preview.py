"""What will happen before it is confirmed: whom and what a change of the tree concerns."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from django.conf import settings
from django.db.models import Case as Ranked
from django.db.models import Count, Q, QuerySet, Value, When
from django.utils.module_loading import import_string

from zhibu.domain.accounts import scope
from zhibu.domain.accounts.models import RoleGrant
from zhibu.domain.activities.choices import ActivityStatus
from zhibu.domain.activities.models import Activity
from zhibu.domain.establishment.selectors.branch_forms import FormSaid
from zhibu.domain.establishment.selectors.rules import Objection, Size, objections
from zhibu.domain.filings.choices import OPEN_STATES, FilingState
from zhibu.domain.filings.models import Filing
from zhibu.domain.members.models import Member, Membership, Post
from zhibu.domain.members.selectors import full_on
from zhibu.domain.organisations.choices import OrganisationKind
from zhibu.domain.organisations.models import Organisation
from zhibu.domain.organisations.paths import path_parents
from zhibu.domain.organisations.selectors import existing, organisations_above
from zhibu.domain.procedures.models import Case
from zhibu.domain.rulebook.models import Adoption, Waiver
from zhibu.domain.rulebook.selectors import directive_titles, in_force
from zhibu.kernel.actor import Actor
from zhibu.kernel.open_work import Left

NAMED = 8
AHEAD = (ActivityStatus.PLANNED, ActivityStatus.POSTPONED)
LARGE = 40  # organisations that move: from here on the writing is told while it goes on
DECIDERS = (OrganisationKind.COMMITTEE, OrganisationKind.WORK_COMMITTEE)
FILINGS = 50


@dataclass(frozen=True, slots=True)
class Effect:
    """One line of the preview: what, how many, which; `stays`: something to be settled by hand."""

    label: str
    count: int
    names: str = ""
    stays: str = ""


@dataclass(slots=True)
class Preview:
    """All that a change concerns."""

    effects: list[Effect] = field(default_factory=list)
    begins: list[str] = field(default_factory=list)  # directives that begin to bind
    ends: list[str] = field(default_factory=list)
    objections: list[Objection] = field(default_factory=list)
    forms: list[FormSaid] = field(default_factory=list)  # what is said of the special form it will have


def ending(bodies: Sequence[Organisation], on: dt.date, *, keep_groups: bool = False) -> list[Effect]:
    """What ends with these bodies, or is left behind by them."""
    keys = {one.pk for one in bodies}
    groups = list(
        Organisation.objects.filter(existing(on), parent__in=keys, kind=OrganisationKind.PARTY_GROUP)
    )
    gone = keys | (set() if keep_groups else {one.pk for one in groups})
    open_span = Q(since__lte=on) & (Q(until__isnull=True) | Q(until__gt=on))
    posts = Post.objects.filter(open_span, organisation__in=gone)
    held = [f"{one.organisation}{one.get_post_display()}" for one in posts.select_related("organisation")[:NAMED]]
    grants = RoleGrant.objects.filter(open_span, organisation__in=gone).select_related("user")
    filings = Filing.objects.filter(Q(sender__in=gone) | Q(receiver__in=gone), state__in=OPEN_STATES)
    later = Activity.objects.filter(organisation__in=gone, on__gte=on)
    adopted = Adoption.objects.filter(open_span, organisation__in=keys)
    titles = directive_titles()
    found = [
        Effect("党员转出", members_count(keys, on)),
        Effect("党小组转过去" if keep_groups else "党小组撤销", len(groups), _names(groups)),
        Effect("任职结束", posts.count(), "、".join(held)),
        Effect("授权收回", grants.count(), "、".join(sorted({g.user.name for g in grants[:NAMED]}))),
        Effect(
            "没办完的事项", Case.objects.filter(organisation__in=gone, closed=None).count(),
            stays="由上级接着办，或者先办结",
        ),
        Effect("没办完的来往文件", filings.count(), stays="由上级接着办，或者先办结"),
        Effect(
            "它自己启用的制度", adopted.count(),
            "、".join(titles.get(one.directive, one.directive) for one in adopted[:NAMED]),
            "不随党员带走；要接着用，在新组织启用",
        ),
        Effect("豁免", Waiver.objects.filter(subject__in=gone, until__gt=on).count(), stays="不再有对象"),
        Effect("计划了还没开的会议活动", later.filter(status__in=AHEAD).count(), stays="自动取消，通知过的人会知道"),
        Effect(
            f"{on} 当天和以后的活动记录", later.exclude(status__in=AHEAD).count(), stays="仍记在原组织名下；要改的，改生效日期",
        ),
    ]  # fmt: skip
    return [one for one in (*found, *_left(gone)) if one.count]


def _left(gone: set[str]) -> list[Effect]:
    """What rooms that know more than this one say of their open work."""
    paths: tuple[str, ...] = import_string(settings.ZHIBU_LEFT_BEHIND)
    told: list[Left] = [import_string(path)(gone) for path in paths]
    return [Effect(one.label, one.count, stays=one.goes) for one in told]


def moving(
    organisation: Organisation, to: Organisation, on: dt.date
) -> Preview:
    """Which directives stop or begin to bind below another superior, and how many go along."""
    above = organisation.parent
    before = {one.key for one in in_force(above, on)} if above else set()
    below = Organisation.objects.filter(existing(on), path__under=organisation.path)
    return _bound_otherwise(_along(below, on), before, {one.key for one in in_force(to, on)})


def joining(sources: Sequence[Organisation], to: Organisation | None, on: dt.date) -> Preview:
    """What goes along when bodies above branches are merged into another (None: a new one beside the first)."""
    below = Q(pk__in=())
    for one in sources:
        below |= Q(path__under=one.path)
    found = Organisation.objects.filter(below, existing(on)).exclude(pk__in=[one.pk for one in sources])
    before = {one.key for source in sources for one in in_force(source, on)}
    over = to or sources[0].parent
    return _bound_otherwise(_along(found, on), before, {one.key for one in in_force(over, on)} if over else set())


def _along(below: QuerySet[Organisation], on: dt.date) -> list[Effect]:
    """How many of each kind go along, and how many members."""
    kinds = below.order_by().values_list("kind").annotate(Count("pk"))
    label = dict(OrganisationKind.choices)
    branches = set(below.filter(kind=OrganisationKind.BRANCH).order_by().values_list("pk", flat=True))
    effects = [Effect(f"连同的{label[kind]}", count) for kind, count in sorted(kinds)]
    effects.append(Effect("连同的党员", members_count(branches, on)))
    return [one for one in effects if one.count]


def _bound_otherwise(effects: list[Effect], before: set[str], after: set[str]) -> Preview:
    titles = directive_titles()
    return Preview(
        effects,
        sorted(titles.get(key, key) for key in after - before),
        sorted(titles.get(key, key) for key in before - after),
    )


def is_large(bodies: Iterable[Organisation], on: dt.date) -> bool:
    """Whether so much hangs below these that writing may outlast the patience of a browser."""
    below = Q(pk__in=())
    for one in bodies:
        below |= Q(path__under=one.path)
    return Organisation.objects.filter(below, existing(on)).order_by()[:LARGE].count() == LARGE


def members_count(keys: Iterable[str], on: dt.date) -> int:
    """How many belong to these bodies on the day."""
    return people_on(keys, on).order_by().values("member").distinct().count()


def people_on(keys: Iterable[str], on: dt.date) -> QuerySet[Membership]:
    """The memberships of these bodies that cover the day, of members who are there."""
    return Membership.objects.filter(
        Q(until__isnull=True) | Q(until__gt=on), Q(member__left__isnull=True) | Q(member__left__gt=on),
        organisation__in=list(keys), since__lte=on,
    )  # fmt: skip


def size_of(name: str, kind: str, sector: str, members: Iterable[str], on: dt.date) -> Size:
    """A body with just these members."""
    there = list(members)
    full = Member.objects.filter(full_on(on), pk__in=there).count()
    return Size(name, kind, sector, len(there), full)


def members_in(keys: Iterable[str], on: dt.date) -> set[str]:
    """The ids of who belongs to these on the day."""
    return set(people_on(keys, on).values_list("member_id", flat=True))


def objections_of(above: Organisation | None, sizes: list[Size], on: dt.date) -> list[Objection]:
    """See `rules.objections`; only of branches, which have members."""
    return objections(above, [one for one in sizes if one.kind == OrganisationKind.BRANCH], on)


def _names(bodies: Sequence[Organisation]) -> str:
    more = f"等 {len(bodies)} 个" if len(bodies) > NAMED else ""
    return "、".join(str(one) for one in bodies[:NAMED]) + more


def binding(above: Organisation, on: dt.date) -> list[str]:
    """The titles of the directives that bind whatever is founded below a body."""
    titles = directive_titles()
    return sorted({titles.get(one.key, one.key) for one in in_force(above, on)})


def units_of(organisation: Organisation, on: dt.date) -> int:
    """How many units it covers on the day."""
    open_span = Q(until__isnull=True) | Q(until__gt=on)
    return organisation.units.filter(open_span, since__lte=on).count()


def filings_near(actor: Actor, organisation: Organisation, above: Organisation) -> list[tuple[str, str]]:
    """Filings with a number that a decision may answer: (id, number and subject).

    Those from or to the organisation first, then those of bodies above it, then the others; of each the latest first.
    """
    found = Filing.objects.filter(scope.reach(actor, "sender__"), sender__path__under=above.path)
    found = found.exclude(number="").exclude(state__in=(FilingState.WITHDRAWN, FilingState.RETURNED))
    own = Q(sender__path__under=organisation.path) | Q(receiver=organisation)
    over = Q(sender__path__in=path_parents(organisation.path))
    near = Ranked(When(own, then=Value(0)), When(over, then=Value(1)), default=Value(2))
    rows = found.order_by(near, "-sent_on", "-pk")[:FILINGS]
    return [(one.pk, f"{one.number} {one.subject}") for one in rows]


def assignable(organisation: Organisation, on: dt.date) -> list[tuple[Member, str]]:
    """The members of a branch on the day with the names of their groups."""
    there = Member.objects.filter(pk__in=members_in([organisation.pk], on)).order_by("pk")
    groups = people_on(
        Organisation.objects.filter(parent=organisation, kind=OrganisationKind.PARTY_GROUP).values_list("pk", flat=True), on
    )
    named = {row.member_id: str(row.organisation) for row in groups.select_related("organisation")}
    return [(one, named.get(one.pk, "")) for one in there]


def groups_on(organisation: Organisation, on: dt.date) -> list[Organisation]:
    """The party groups of a branch on the day."""
    kind = OrganisationKind.PARTY_GROUP
    return list(Organisation.objects.filter(existing(on), parent=organisation, kind=kind).order_by("path"))


def deciding(organisation: Organisation) -> Organisation:
    """The body that decides as a rule: the nearest committee above, else whatever is above, else itself."""
    above = list(organisations_above(organisation.path))
    deciders = [one for one in above if one.kind in DECIDERS]
    return (deciders or above or [organisation])[-1]
