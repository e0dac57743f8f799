"""What a rule needs to be known: without it there is no saying which rows there are, or how they end."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from zhibu.engine.language.parts import COUNTS, Period, When, Where, base_date


@dataclass(frozen=True)
class Needs:
    """Names as `table` or `table.column`; `?table.column` counts only where the table is there.

    `rows`: needed to say which rows there are; `judging`: needed only to say how they end.
    """

    rows: frozenset[str] = frozenset()
    judging: frozenset[str] = frozenset()


def common(when: When, subject: str) -> set[str]:
    """What every rule needs to say which rows there are, `when` included."""
    found = {"organisations.parent", "organisations.dissolved", "?adoptions.until"}
    if subject == "member":
        found |= {"members.left", "memberships.until"}
    if when.sector is not None:
        found.add("organisations.sector")
    if when.marked is not None:
        found.add("checks")
    for name in COUNTS:
        if getattr(when, name) is not None and name != "party_groups":
            found |= {"members.left", "memberships.until", "?states.until"}
    if when.full is not None or when.full_members or when.probationary_members:
        found.add("members.full_since")
    if when.has_post or when.lacks_post:
        found.add("posts.until")
    if when.in_state or when.not_in_state:
        found.add("states.until")
    if when.under_penalty or when.free_of:
        found.add("penalties.until")
    return found


def periodic(when: When, subject: str, period: Period) -> set[str]:
    """What a rule on periods needs to say which rows there are: school terms, the date of a subject."""
    found = common(when, subject)
    if period == "term":
        found.add("terms")
    base = base_date(period)
    if base is not None:
        found.add({"established": "organisations"}.get(base, "members") + "." + base)
    return found


def of_where(where: Where) -> set[str]:
    """What `where` needs of the activities and posts."""
    found = set()
    if where.form is not None:
        found.add("activities.form")
    if where.topics is not None:
        found.add("activities.topics")
    if where.host_post is not None:
        found |= {"activities.host", "posts.until"}
    if where.speaker_post is not None:
        found |= {"activities.speaker", "posts.until"}
    if where.attendee_post is not None:
        found |= {"attendance", "posts.until"}
    if where.papers is not None:
        found.add("papers")
    if where.in_term is not None:
        found.add("terms")
    found |= {f"activities.{name}" for name in where.filled or ()}
    return found


def lacking(names: Iterable[str], tables: dict[str, set[str]]) -> list[str]:
    """The needed tables and columns that are not there; a table that is not there by its own name."""
    found = set()
    for name in names:
        table, _, column = name.removeprefix("?").partition(".")
        if table not in tables:
            if not name.startswith("?"):
                found.add(table)
        elif column and column not in tables[table]:
            found.add(f"{table}.{column}")
    return sorted(found)


def overlaps(
    spans: Iterable[tuple[dt.date | None, dt.date | None]], first: dt.date, last: dt.date
) -> bool:
    """Whether any of the spans holds on a day from `first` to `last`."""
    return any(
        (since is None or since <= last) and (until is None or until > first)
        for since, until in spans
    )
