"""What votes held in the program say of the next committee: who was elected to what, where, with how many votes."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from zhibu.domain.committees.choices import SECRETARIES
from zhibu.domain.organisations.models import Organisation
from zhibu.domain.procedures.models import Case
from zhibu.domain.voting.choices import State
from zhibu.domain.voting.models import Poll
from zhibu.domain.voting.stepping import Standing, chosen, figures

PROCEDURE = "branch_election"
MEMBERS, HEADS = "election", "secretary_election"


@dataclass(frozen=True, slots=True)
class Elected:
    """The confirmed votes of an election that is going on."""

    case: Case
    polls: list[Poll]
    members: list[Standing]
    heads: list[Standing]  # elected secretary or deputy; by the committee, or by all where there is none

    @property
    def on(self) -> dt.date:
        """The day of the last vote."""
        return max(one.on for one in self.polls)

    @property
    def meeting(self) -> str:
        """The meeting in which the members were elected, where the vote cites one."""
        return next((one.activity_id for one in self.polls if one.matter == MEMBERS and one.activity_id), "")

    @property
    def lines(self) -> list[tuple[Poll, str]]:
        """Each vote with its figures in words."""
        return [(one, figures(one)) for one in self.polls]

    @property
    def seats(self) -> list[tuple[str, str]]:
        """(member, post) as the votes say; which commissioner does what is divided afterwards."""
        heads = [one.member for one in self.heads if one.member]
        found = [(key, "secretary" if place == 0 else "deputy_secretary") for place, key in enumerate(heads)]
        return found + [(one.member, "committee_member") for one in self.members if one.member and one.member not in heads]

    def barred(self, member: str, name: str, post: str) -> bool:
        """Whether the votes did not elect him to such a post."""
        asked = self.heads if post in SECRETARIES and self.heads else [*self.members, *self.heads]
        return not any(one.member == member or (not one.member and one.name == name) for one in asked)


def elected(organisation: Organisation) -> Elected | None:
    """The votes of the election that is going on at a body; None where none was held in the program."""
    case = Case.objects.filter(procedure=PROCEDURE, organisation=organisation, closed=None).order_by("-opened").first()
    rows = Poll.objects.filter(case=case, state=State.CONFIRMED, matter__in=(MEMBERS, HEADS)).order_by("on", "round")
    polls = [one for one in rows if one.outcome["outcome"]["held"]] if case is not None else []
    if case is None or not any(one.matter == MEMBERS for one in polls):
        return None
    return Elected(
        case, polls, chosen([one for one in polls if one.matter == MEMBERS]),
        chosen([one for one in polls if one.matter == HEADS]),
    )  # fmt: skip
