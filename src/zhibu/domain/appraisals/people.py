"""Who takes part in an appraisal on a day, who of them gets a grade, and why the others do not."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from zhibu.domain.members.belonging import members_on
from zhibu.domain.members.models import Member, Membership, MemberState
from zhibu.domain.members.selectors import is_full
from zhibu.domain.organisations.choices import OrganisationKind
from zhibu.domain.organisations.models import Organisation
from zhibu.domain.organisations.spans import covering
from zhibu.domain.voting.terms import terms_of

MATTER = "appraisal"


@dataclass(frozen=True, slots=True)
class Taking:
    """A member who takes part."""

    member: Member
    group: Organisation | None
    graded: bool
    why_not: str
    floating: bool


def taking_part(branch: Organisation, on: dt.date) -> list[Taking]:
    """The members whose membership is in the branch that day, by name; those whose membership is stopped do not.

    Who is graded is said by the directives in force (`subjects` of the matter): full members only, or all.
    """
    full_only = terms_of(branch, MATTER, on).subjects == "full"
    spans = covering(on)
    members = list(members_on(branch, on))
    keys = [member.pk for member in members]
    states: dict[str, set[str]] = {}
    for key, state in MemberState.objects.filter(spans, member__in=keys).values_list("member", "state"):
        states.setdefault(key, set()).add(state)
    in_groups = Membership.objects.filter(
        spans, member__in=keys, organisation__kind=OrganisationKind.PARTY_GROUP, organisation__parent=branch
    ).select_related("organisation")
    groups = {row.member_id: row.organisation for row in in_groups.order_by("since")}
    found = []
    for member in members:
        its = states.get(member.pk, set())
        if "stopped" not in its:
            full = is_full(member, on)
            graded = full or not full_only
            found.append(Taking(member, groups.get(member.pk), graded, "" if graded else "预备党员", "floating" in its))
    return found
