"""Reads of the room: inbox, outbox, one filing, who receives, how numbers begin."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db.models import Case as When
from django.db.models import F, Q, QuerySet, Value
from django.db.models import When as Whenever
from django.urls import reverse

from zhibu.domain.accounts import scope
from zhibu.domain.filings import policies
from zhibu.domain.filings.choices import OPEN_STATES, FilingState
from zhibu.domain.filings.models import Filing, FilingPrefix
from zhibu.domain.organisations.choices import OrganisationKind
from zhibu.domain.organisations.grams import holding, reading
from zhibu.domain.organisations.models import Organisation
from zhibu.domain.organisations.paths import path_parents
from zhibu.kernel.actor import KEEPERS, Actor
from zhibu.kernel.open_work import OpenItem

SHOWN = 8
MANY = 2_000  # so many are named one by one
NO_LEVEL = (OrganisationKind.PARTY_GROUP, OrganisationKind.LEADING_BODY)
DONE = (FilingState.ACCEPTED, FilingState.ANSWERED, FilingState.WITHDRAWN, FilingState.RETURNED)
ORDER = When(  # what is open first, the nearest due day on top
    Whenever(state__in=OPEN_STATES, then=Value(0)), default=Value(1)
)


def filings(actor: Actor) -> QuerySet[Filing]:
    """Filings whose sender or receiver is in scope; a leader or plain member sees none."""
    found = Filing.objects.select_related("sender", "receiver")
    if actor.everything:
        return found
    return found.filter(_side(actor, "sender__") | _received(actor))


def inbox(actor: Actor) -> QuerySet[Filing]:
    """What was sent to organisations for which he answers; drafts of others are not there yet."""
    found = Filing.objects.select_related("sender", "receiver").exclude(state=FilingState.DRAFT)
    found = found if actor.everything else found.filter(_side(actor, "receiver__", answering=True))
    return found.order_by(ORDER, F("due_on").asc(nulls_last=True), "-sent_on", "-pk")


def outbox(actor: Actor) -> QuerySet[Filing]:
    """What organisations in his care wrote and sent, drafts first."""
    found = Filing.objects.select_related("sender", "receiver")
    found = found if actor.everything else found.filter(_side(actor, "sender__"))
    drafts = When(Whenever(state__in=(FilingState.DRAFT, FilingState.RETURNED), then=Value(0)), default=Value(1))
    return found.order_by(drafts, "-created_on", "-pk")


def search(found: QuerySet[Filing], text: str, other: str) -> QuerySet[Filing]:
    """Those with the text in subject or number, or whose other side (`sender` or `receiver`) is called so.

    What is found at all is asked first, by the indexes; where that is much, the list is read in its order.
    """
    bodies = Organisation.objects.filter(holding(text, "name", "short_name")).order_by().values("pk")
    texts, sides = ("subject", "number", "filed_number"), Q(**{f"{other}__in": bodies})
    keys: set[str] = set()
    for part in (*(holding(text, column) for column in texts), sides):
        keys |= set(Filing.objects.filter(part).order_by().values_list("pk", flat=True)[: MANY + 1])
        if len(keys) > MANY:  # each is looked at in its order, without the index and what it costs
            return found.filter(reading(text, *texts) | sides)
    return found.filter(pk__in=keys)


def filing_get(actor: Actor, pk: str) -> Filing:
    """One filing of which he sees a side."""
    return scope.row_get(filings(actor).select_related("case", "answers"), pk, "这件报送")


@dataclass(frozen=True, slots=True)
class Waiting:
    """How many filings wait: to be answered, of those overdue, returned or still drafts of one's own."""

    inbox: int
    overdue: int
    returned: int


def waiting(actor: Actor, on: dt.date) -> Waiting:
    """What waits for him: filings at his own organisations, not at all those below them."""
    here = own(actor)
    open_ = Filing.objects.filter(receiver__in=here, state__in=OPEN_STATES)
    returned = Filing.objects.filter(sender__in=here, state=FilingState.RETURNED)
    return Waiting(open_.count(), open_.filter(due_on__lt=on).count(), returned.count())


def waiting_count(actor: Actor) -> int:
    """How many filings wait to be answered by his own organisations."""
    here = own(actor)
    return Filing.objects.filter(receiver__in=here, state__in=OPEN_STATES).count() if here else 0


def desk_items(actor: Actor, today: dt.date) -> list[OpenItem]:
    """Filings that wait for him: to be answered, the soonest due first, and those that came back."""
    here = own(actor)
    if not here:
        return []
    came = Filing.objects.filter(receiver__in=here, state__in=OPEN_STATES).select_related("sender")
    back = Filing.objects.filter(sender__in=here, state=FilingState.RETURNED)
    found = [(f"来件·{one.get_kind_display()}", f"{one.sender}：{one.subject}", one)
             for one in came.order_by(F("due_on").asc(nulls_last=True), "sent_on", "pk")[:SHOWN]]
    found += [("退回来的", one.subject, one) for one in back.order_by("closed_on", "pk")[:SHOWN]]
    return [OpenItem(kind, name, reverse("filing", args=[one.pk]), one.due_on) for kind, name, one in found]


def open_items(organisation: str, user: str, member: str) -> list[OpenItem]:
    """What is handed over when somebody's rights at an organisation end: to be answered, drafts, what came back."""
    came = Filing.objects.filter(receiver=organisation, state__in=OPEN_STATES).select_related("sender")
    wrote = Filing.objects.filter(sender=organisation, state__in=(FilingState.DRAFT, FilingState.RETURNED))
    found = [(f"来件·{one.get_kind_display()}", f"{one.sender}：{one.subject}", one)
             for one in came.order_by(F("due_on").asc(nulls_last=True), "sent_on", "pk")[: SHOWN * 5]]
    found += [(f"报送·{one.get_state_display()}", one.subject, one) for one in wrote.order_by("created_on", "pk")[: SHOWN * 5]]
    return [OpenItem(kind, name, reverse("filing", args=[one.pk]), one.due_on) for kind, name, one in found]


def own(actor: Actor) -> list[str]:
    """Ids of the organisations at which he himself holds a role that keeps it."""
    return sorted({held.organisation for held in actor.roles if held.role in KEEPERS})


def receiver_usual(sender: Organisation) -> Organisation | None:
    """The level above: the nearest organisation above that is no group and no leading body."""
    above = Organisation.objects.filter(path__in=path_parents(sender.path)).exclude(kind__in=NO_LEVEL)
    return above.order_by("-path").first()


def receivers(sender: Organisation) -> list[Organisation]:
    """All levels above, the nearest first."""
    above = Organisation.objects.filter(path__in=path_parents(sender.path)).exclude(kind__in=NO_LEVEL)
    return list(above.order_by("-path"))


def senders(actor: Actor, on: dt.date, most: int = 2_000) -> list[Organisation]:
    """Organisations for which he writes, the upper ones first: his own and those below that have somebody above."""
    found = Organisation.objects.filter(scope.reach(actor, roles=KEEPERS)).exclude(kind__in=NO_LEVEL)
    found = found.filter(Q(dissolved__isnull=True) | Q(dissolved__gt=on), parent__isnull=False)
    return list(found.order_by("depth", "path")[:most])


KINDS_IN_NAMES = ("委员会", "党支部", "党总支", "党工委", "工委", "党委", "总支部", "总支", "支部")
TAILS = {
    OrganisationKind.BRANCH: "支", OrganisationKind.GENERAL_BRANCH: "总支", OrganisationKind.WORK_COMMITTEE: "工委",
}  # fmt: skip


def prefix_of(organisation: Organisation) -> str:
    """How its numbers begin: as set, else its short name without the words that all share."""
    kept = FilingPrefix.objects.filter(organisation=organisation).values_list("text", flat=True).first()
    if kept:
        return kept
    name = organisation.short_name or organisation.name
    for word in ("中国共产党", "中共"):
        name = name.removeprefix(word)
    for word in KINDS_IN_NAMES:
        name = name.removesuffix(word)
    tail = TAILS.get(OrganisationKind(organisation.kind), "委")
    return f"{name[:8]}{tail}"


def _side(actor: Actor, prefix: str, *, answering: bool = False) -> Q:
    """The organisation on one side is in his care; `answering`: he takes in what comes for it."""
    keeper = scope.reach(actor, prefix, roles=("clerk",))
    own_ = scope.reach(actor, prefix, roles=("secretary", "commissioner"))
    if own_ == scope.NOTHING:
        return keeper
    if not answering:
        return keeper | own_
    branches = Q(**{f"{prefix}kind__in": policies.BRANCHES})
    return keeper | (own_ & branches)


def _received(actor: Actor) -> Q:
    return _side(actor, "receiver__", answering=True) & ~Q(state=FilingState.DRAFT)
