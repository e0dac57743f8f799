"""The duties to come of an organisation or of a member, judged on the application's own database."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import replace

from django.db.models import Min, Q, QuerySet

from zhibu.domain.accounts import scope
from zhibu.domain.activities.models import Activity
from zhibu.domain.compliance.sources import database_source, whole_copy
from zhibu.domain.members.models import Membership, Post
from zhibu.domain.organisations.choices import UPPER_KINDS, OrganisationKind
from zhibu.domain.organisations.models import Organisation
from zhibu.domain.rulebook.selectors import rulebook
from zhibu.engine.forecasting import Forecast, forecast
from zhibu.engine.sources.sessions import Source
from zhibu.kernel.actor import Actor
from zhibu.kernel.dates import add_months
from zhibu.kernel.errors import Refused

MOST_BRANCHES = 80  # below a body whose agenda is shown at once


def source_for(body: Organisation) -> Source:
    """The open database for one branch, a copy of everything for a body with branches below."""
    return whole_copy() if body.kind in UPPER_KINDS else database_source()


def require_few(body: Organisation) -> None:
    """Refuse what would take minutes: the agenda of a county is that of its branches."""
    below = Organisation.objects.filter(path__under=body.path, kind="branch", dissolved=None)
    if body.kind in UPPER_KINDS and below.count() > MOST_BRANCHES:
        raise Refused(
            f"{body}下面的支部超过 {MOST_BRANCHES} 个，在下面选一个党委或支部来看；"
            "要整个的，用 zhibu forecast 命令。"
        )


def overdue_since(held: QuerySet[Activity], today: dt.date) -> dt.date:
    """From when misses are shown: from last year on, for a new year alone mends nothing.

    Not from before the month after the first meeting on record: what was done before nobody entered.
    """
    this_year, last_year = dt.date(today.year, 1, 1), dt.date(today.year - 1, 1, 1)
    first = held.filter(on__gte=last_year).aggregate(first=Min("on"))["first"] or this_year
    return min(add_months(first.replace(day=1), 1), this_year)


def forecast_of_organisation(
    *, actor: Actor, key: str, today: dt.date, months: int = 12
) -> Forecast:
    """The duties of an organisation, of what is below it and of its members, as far as in sight."""
    body = scope.organisation_get(actor, key)
    if not actor.everything:
        require_few(body)
    is_group = body.kind == OrganisationKind.PARTY_GROUP
    top = body.parent if is_group and body.parent else body
    since = overdue_since(Activity.objects.filter(organisation__path__under=top.path), today)
    if not is_group:
        return forecast(rulebook(), source_for(body), today, {body.pk}, months, since=since)
    # its members are judged in their branch: what is theirs is the group's as well
    places = {body.pk, top.pk}
    found = forecast(rulebook(), source_for(body), today, places, months, since=since)
    members = members_on({body.pk}, today)
    seen = (
        duty
        for duty in found.duties
        if duty.organisation == body.pk
        or (duty.subject_kind == "member" and duty.subject in members)
    )
    return replace(found, duties=tuple(seen))


def members_on(bodies: Iterable[str], day: dt.date) -> set[str]:
    """The members who belong to one of these bodies on a day."""
    lasting = Q(until__isnull=True) | Q(until__gt=day)
    spans = Membership.objects.filter(lasting, organisation__in=list(bodies), since__lte=day)
    return set(spans.values_list("member_id", flat=True))


def forecast_of_member(*, actor: Actor, key: str, today: dt.date, months: int = 12) -> Forecast:
    """What a member himself has to do, and what falls to him by a post that he holds today."""
    member = scope.member_get(actor, key)
    now = Q(until__isnull=True) | Q(until__gt=today)
    bodies = set(
        Membership.objects.filter(now, member=member, since__lte=today).values_list(
            "organisation", flat=True
        )
    )
    held = set(
        Post.objects.filter(now, member=member.pk, since__lte=today).values_list(
            "organisation", "post"
        )
    )
    seen = set(scope.organisations_named(actor).order_by().values_list("pk", flat=True))
    kinds = dict(Organisation.objects.filter(pk__in={o for o, _ in held}).values_list("pk", "kind"))
    places = bodies | {o for o, _ in held if o in seen and kinds.get(o) not in UPPER_KINDS}
    if not places:
        return Forecast(today, today, ())
    since = overdue_since(Activity.objects.filter(organisation__in=places), today)
    found = forecast(rulebook(), database_source(), today, places, months, since=since)
    led = {(post, one) for o, post in held if o in places for one in members_on({o}, today)}
    mine = (
        duty
        for duty in found.duties
        if duty.subject == member.pk
        or (duty.subject_kind == "member" and (duty.who, duty.subject) in led)
        or (duty.subject_kind != "member" and (duty.organisation, duty.who) in held)
    )
    return replace(found, duties=tuple(mine))
