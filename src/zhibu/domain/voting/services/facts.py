"""What a confirmed vote leaves for the rules: rows of counted ballots, an election one row a candidate."""

from __future__ import annotations

from typing import Any

from zhibu.domain.procedures.models import Ballot
from zhibu.domain.voting.choices import AGAINST, FAVOUR, Kind
from zhibu.domain.voting.models import Poll
from zhibu.kernel.ids import new_id

PER_PERSON = (Kind.ELECTION, Kind.CHOICE, Kind.APPROVAL, Kind.RECOMMENDATION)


def ballots_write(poll: Poll) -> int:
    """Write the rows; how many. A survey is no ballot of the Party's and leaves none."""
    if poll.kind == Kind.SURVEY:
        return 0
    counts, sums = poll.outcome["counts"], poll.outcome["sums"]
    common: dict[str, Any] = {
        "matter": poll.matter, "activity": poll.activity, "case": poll.case,
        "method": "secret" if poll.secret else "hands", "entitled": counts["entitled"],
        "present": counts["present"], "cast": counts["returned_paper"] + counts["returned_electronic"],
        "valid": counts["valid"],
    }  # fmt: skip
    rows = []
    if poll.kind in PER_PERSON:
        if poll.kind in (Kind.ELECTION, Kind.CHOICE):
            common |= {"seats": poll.seats, "candidates": poll.options.count()}
        rows = [_row(common, sums["options"][key], counts["valid"]) for key in _keys(poll)]
        poll.outcome["ballots"] = {key: row.pk for key, row in zip(_keys(poll), rows, strict=True)}
        rows += [_row(common, {FAVOUR: votes}, counts["valid"]) for votes in sums["names"].values()]
    else:
        rows = [Ballot(id=new_id("bal"), **common)]
    Ballot.objects.bulk_create(rows)
    return len(rows)


def _keys(poll: Poll) -> list[str]:
    return [f"q{number}" for number in poll.options.values_list("number", flat=True)]


def _row(common: dict[str, Any], votes: dict[str, int], valid: int) -> Ballot:
    favour, against = votes.get(FAVOUR, 0), votes.get(AGAINST)
    said: dict[str, Any] = {"in_favour": favour}
    if against is not None:
        said |= {"against": against, "abstained": max(0, valid - favour - against)}
    return Ballot(id=new_id("bal"), **common, **said)
