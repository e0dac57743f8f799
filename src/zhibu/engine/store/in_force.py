"""Working tables on what is in force for whom, as a store has them: most need not be looked at one by one.

A member with one span in a branch has one run; where nobody adopts directives, each is in force for all alike.
"""

from __future__ import annotations

from collections.abc import Callable

from zhibu.engine.calendar.months import last_ended
from zhibu.engine.sources.sessions import Directives
from zhibu.engine.sql.tables import PREFIX, STILL
from zhibu.engine.verdicts import Window
from zhibu.kernel.dates import day_number


def member_run(window: Window, directives: Directives) -> str:
    """SQL of `member_run`: only the spans of those who have several are melted."""
    return (f"SELECT directive, member, since, until FROM ({_pieces(window, 'alone')}) "
            f"UNION ALL {_melted(window)}")


def today(window: Window, directives: Directives) -> str:
    """SQL of `today`, where there are no adoptions."""
    as_of, ended = day_number(window.as_of), day_number(last_ended(window.as_of))
    alone = (f"SELECT directive, member, organisation, since, CASE WHEN since <= {ended} THEN since END AS begun "
             f"FROM ({_pieces(window, 'alone')}) WHERE since <= {as_of} AND until > {as_of}")
    others = (f"SELECT r.directive, r.member, b.organisation, r.since, "
              f"CASE WHEN r.since <= {ended} THEN r.since ELSE e.since END "
              f"FROM runs AS r JOIN ({_spans(window, 'NOT alone')}) AS b ON b.member = r.member AND b.until > {as_of} "
              f"LEFT JOIN runs AS e ON e.directive = r.directive AND e.member = r.member "
              f"AND e.since <= {ended} AND e.until > {ended} AND e.until <= {as_of} "
              f"WHERE r.since <= {as_of} AND r.until > {as_of}")
    return f"WITH runs AS ({_melted(window)}) {alone} UNION ALL {others}"


def held(window: Window, directives: Directives) -> str:
    """SQL of `held`, where there are no adoptions: only organisations that came or went need to be asked."""
    since, as_of = day_number(window.since), day_number(window.as_of)
    came = f"SELECT id, since, until FROM {PREFIX}organisation WHERE since > {since} OR until <= {as_of}"
    facts = (f'SELECT a.* FROM {PREFIX}activity AS a ANTI JOIN ({came}) AS o '
             f'ON o.id = a.organisation AND (o.since > a."on" OR o.until <= a."on") WHERE a."on" >= {since}')
    found = f"SELECT d.id AS directive, a.* FROM ({facts}) AS a CROSS JOIN {PREFIX}directive AS d"
    if all(first <= since and until > as_of for _, first, until in directives):
        return found
    return f'{found} WHERE a."on" >= d.since AND a."on" < d.until'


def _spans(window: Window, which: str) -> str:
    """Memberships in branches as they stand on the as-of day."""
    as_of = day_number(window.as_of)
    return (f"SELECT member, organisation, since, CASE WHEN until > {as_of} THEN {STILL} ELSE until END AS until "
            f"FROM kept_belongs WHERE kind = 'branch' AND {which} AND since <= {as_of} AND founded <= {as_of}")


def _pieces(window: Window, which: str) -> str:
    """The days of these spans on which each directive is in force."""
    return (f"SELECT f.directive, b.member, b.organisation, greatest(b.since, f.since) AS since, "
            f"least(b.until, f.until) AS until FROM ({_spans(window, which)}) AS b "
            f"JOIN {PREFIX}force AS f ON f.organisation = b.organisation "
            f"WHERE greatest(b.since, f.since) < least(b.until, f.until)")


def _melted(window: Window) -> str:
    """SQL: directive, member, since, until of those with several spans; see `merged` in `sql/spans.py`."""
    order = "PARTITION BY directive, member ORDER BY since, until ROWS BETWEEN UNBOUNDED PRECEDING AND"
    return (f"SELECT directive, member, min(since) AS since, max(until) AS until FROM ("
            f"SELECT *, sum(starts) OVER ({order} CURRENT ROW) AS run FROM ("
            f"SELECT *, CASE WHEN since <= max(until) OVER ({order} 1 PRECEDING) THEN 0 ELSE 1 END AS starts "
            f"FROM ({_pieces(window, 'NOT alone')}))) GROUP BY directive, member, run")


IN_FORCE: dict[str, Callable[[Window, Directives], str]] = {"member_run": member_run, "today": today, "held": held}
