"""The counters kept with the facts: none depends on the day for which verdicts are asked.

Each has the SQL that adds it up and the working table that it stands for on a given day. What is counted
by months is kept by whole months; the month in which the as-of day lies is counted from the facts.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from zhibu.engine.calendar.months import last_ended, month_number
from zhibu.engine.sources.sessions import Directives
from zhibu.engine.sql.tables import EVER, PREFIX, STILL
from zhibu.engine.store.in_force import IN_FORCE
from zhibu.engine.verdicts import Window
from zhibu.kernel.dates import day_number

_DATE = "(DATE '1970-01-01' + {}.\"on\")"
_FIRST = f"CAST(date_trunc('month', {_DATE}) AS DATE) - DATE '1970-01-01'"
_MONTH = "(year({0}) * 12 + month({0}) - 1)"


@dataclass(frozen=True)
class Counter:
    """One counter: the table `kept_<name>`, added up by `sql`; `key` is the column that says whose a row is.

    `whose` names what the key holds: organisation, member or activity.
    """

    name: str
    needs: frozenset[str]  # tables and columns of the facts without which it cannot be kept
    key: str
    whose: str
    sql: str

    @property
    def table(self) -> str:
        return f"kept_{self.name}"


COUNTERS = (
    Counter("belongs", frozenset({
        "memberships", "members", "organisations", "memberships.until", "members.left", "members.full_since"}), "member", "member", f"""
        SELECT s.member, s.organisation, o.kind, greatest(s.since, m.joined) AS since,
            least(coalesce(s.until, {STILL}), coalesce(m."left", {STILL})) AS until, coalesce(o.established, {EVER}) AS founded,
            s.since_precision, s.until_precision, coalesce(m.full_since, {STILL}) AS full_since,
            o.kind = 'branch' AND count(*) FILTER (o.kind = 'branch') OVER (PARTITION BY s.member) = 1 AS alone
        FROM memberships AS s JOIN members AS m ON m.id = s.member JOIN organisations AS o ON o.id = s.organisation
        WHERE greatest(s.since, m.joined) < least(coalesce(s.until, {STILL}), coalesce(m."left", {STILL}))
        ORDER BY o.kind, s.organisation, s.member"""),
    Counter("up", frozenset({"organisations"}), "organisation", "organisation", """
        SELECT o.id AS organisation, u.id AS above FROM (
            SELECT id, path, unnest(range(6, length(path) + 1, 6)) AS n FROM organisations) AS o
        JOIN organisations AS u ON u.path = left(o.path, o.n)"""),
    Counter("activity_month", frozenset({"activities"}), "organisation", "organisation", f"""
        SELECT a.organisation, a.type, {_FIRST.format("a")} AS month, CAST(count(*) AS INTEGER) AS n
        FROM activities AS a WHERE a.status = 'held' GROUP BY ALL"""),
    Counter("attended", frozenset({"activities", "attendance"}), "member", "member", f"""
        SELECT *, row_number() OVER (PARTITION BY member ORDER BY month DESC, type) = 1 AS newest FROM (
        SELECT r.member, a.type, max({_MONTH.format(_DATE.format("a"))}) AS month,
            CAST(bit_or(1 << (month({_DATE.format("a")}) - 1)) AS SMALLINT) AS months
        FROM attendance AS r JOIN activities AS a ON a.id = r.activity
        WHERE r.status IN ('present', 'online') AND a.status = 'held'
        GROUP BY r.member, a.type, year({_DATE.format("a")})) ORDER BY newest DESC, member"""),
    Counter("paid", frozenset({"dues", "dues.paid", "dues.paid_on"}), "member", "member", f"""
        SELECT *, month = max(month) OVER (PARTITION BY member) AS newest FROM (
            SELECT member, year * 12 + CAST(floor(log2(months)) AS INTEGER) AS month, months, settled FROM (
                SELECT d.member, CAST(left(d.month, 4) AS INTEGER) AS year, max(coalesce(d.paid_on, {EVER})) AS settled,
                    CAST(bit_or(CASE WHEN coalesce(CASE WHEN d.paid_on IS NOT NULL THEN d.paid END, 0) >= d.assessed
                        THEN 1 << (CAST(d.month[6:7] AS INTEGER) - 1) ELSE 0 END) AS SMALLINT) AS months
                FROM dues AS d GROUP BY d.member, year) WHERE months <> 0)"""),
)
MEETING = Counter("meeting", frozenset({"activities", "memberships", "members", "attendance", "organisations"}), "activity",
                  "activity", "")  # added up by the engine's own expression
ROLE = Counter("role", frozenset({"activities"}), "activity", "activity", "")  # see `roles`
BY_NAME = {counter.name: counter for counter in (*COUNTERS, MEETING, ROLE)}


def in_order(names: Iterable[str]) -> list[str]:
    """Counters so that each comes after those that it is added up from."""
    return [name for name in BY_NAME if name in set(names)]


def roles(columns: set[str]) -> str:
    """SQL: hosts and speakers one a row, of the columns that the activities have."""
    named = [
        f"SELECT a.id AS activity, '{role}' AS role, unnest(string_split(a.{role}, ' ')) AS name FROM activities AS a"
        for role in ("host", "speaker") if role in columns
    ] or ["SELECT id AS activity, 'host' AS role, NULL AS name FROM activities WHERE false"]
    return ("SELECT p.activity, p.role, n.id AS member FROM "
            f"({' UNION '.join(named)}) AS p JOIN names AS n ON n.name = p.name")


# Facts as they stand on a day, cheap enough to be read anew by each rule.
VIEWS = ("member", "organisation", "post", "penalty", "state")


def as_working(name: str, window: Window, directives: Directives | None, settled: int) -> str:
    """SQL of the working table that a counter stands for on the as-of day.

    `directives` are those judged, `settled` is the last day on which dues were paid.
    """
    as_of = day_number(window.as_of)
    ended = month_number(last_ended(window.as_of))
    match name:
        case "belongs":
            return (f"SELECT member, organisation, kind, since, CASE WHEN until > {as_of} THEN {STILL} ELSE until END AS until, "
                    f"since_precision, until_precision FROM kept_belongs WHERE since <= {as_of} AND founded <= {as_of}")
        case "headcount":
            return _headcount(as_of)
        case "activity_month":
            first = day_number(window.as_of.replace(day=1))
            ends = ended == month_number(window.as_of)
            whole = f"SELECT organisation, type, month, n FROM kept_activity_month WHERE month {'<=' if ends else '<'} {first}"
            part = (f"SELECT organisation, type, {first}, count(*) FROM {PREFIX}activity "
                    f'WHERE "on" >= {first} GROUP BY ALL')
            return whole if ends else f"{whole} UNION ALL {part}"
        case "attended_last":
            return _attended_last(ended)
        case "paid_last":
            return _paid_last(as_of, ended, settled)
        case "held_month":
            return (f'SELECT a.organisation, a.type, a."on", {_MONTH.format(_DATE.format("a"))} AS month FROM activities AS a '
                    f"WHERE a.status = 'held' AND {_MONTH.format(_DATE.format('a'))} <= {ended}")
        case "role":
            return f"SELECT r.activity, r.role, r.member FROM kept_role AS r SEMI JOIN {PREFIX}activity AS a ON a.id = r.activity"
        case "up" | "meeting":
            return f"SELECT * FROM kept_{name}"
    return IN_FORCE[name](window, directives or ())


# working table -> the counter it rests on
STANDS_FOR = {"belongs": "belongs", "headcount": "belongs", "up": "up", "member_run": "belongs", "today": "belongs",
              "held": "activity_month", "activity_month": "activity_month", "attended_last": "attended", "paid_last": "paid",
              "held_month": "activity_month", "role": "role", "meeting": "meeting"}
# … and only where nobody adopts directives: then each is in force for all alike.
WITHOUT_ADOPTIONS = ("today", "held")
READS = {"headcount": ("state", "up"), "member_run": ("force",), "today": ("force",),
         "held": ("activity", "organisation", "directive"), "attended_last": ("life",), "activity_month": ("activity",), "role": ("activity",)}


def _headcount(as_of: int) -> str:
    """SQL: members of each organisation, of upper bodies those of the branches below; see `headcount`."""
    own = (f"SELECT b.organisation, b.kind, count(*) AS members, count(*) FILTER (b.full_since <= {as_of}) AS full_members "
           f"FROM kept_belongs AS b ANTI JOIN {PREFIX}state AS s ON s.member = b.member AND s.state = 'stopped' "
           f"AND s.since <= {as_of} AND s.until > {as_of} "
           f"WHERE b.since <= {as_of} AND b.until > {as_of} AND b.founded <= {as_of} GROUP BY ALL")
    return (f"WITH own AS ({own}) SELECT organisation, members, full_members FROM own UNION ALL "
            f"SELECT u.above, CAST(sum(o.members) AS BIGINT), CAST(sum(o.full_members) AS BIGINT) FROM own AS o "
            f"JOIN {PREFIX}up AS u ON u.organisation = o.organisation AND u.above <> u.organisation "
            f"WHERE o.kind = 'branch' GROUP BY u.above")


def _attended_last(ended: int) -> str:
    """SQL: the latest month attended of each set of types; of most it stands in the newest row they have."""
    settled = f"l.type IS NOT NULL AND a.month <= {ended}"
    return (f"SELECT l.types, a.member, a.month FROM kept_attended AS a JOIN {PREFIX}life AS l ON l.type = a.type "
            f"WHERE a.newest AND a.month <= {ended} "
            f"UNION ALL SELECT l.types, a.member, max({_latest(ended)}) FROM kept_attended AS a "
            f"JOIN {PREFIX}life AS l ON l.type = a.type "
            f"JOIN (SELECT s.types, a.member FROM kept_attended AS a "
            f"CROSS JOIN (SELECT DISTINCT types FROM {PREFIX}life) AS s "
            f"LEFT JOIN {PREFIX}life AS l ON l.types = s.types AND l.type = a.type "
            f"WHERE a.newest AND NOT ({settled})) AS o ON o.types = l.types AND o.member = a.member "
            f"WHERE {_in_time(ended)} GROUP BY l.types, a.member")


def _in_time(ended: int) -> str:
    """SQL: whether a row (of one year: its latest month, and a bit for each) has months that have ended."""
    return f"(month <= {ended} OR ({_bits(ended)}) <> 0)"


def _bits(ended: int) -> str:
    """SQL: the months that have ended of a row of the year in which the last of them lies."""
    year, month = divmod(ended, 12)
    return f"CASE WHEN month // 12 = {year} THEN months & {(1 << (month + 1)) - 1} ELSE 0 END"


def _latest(ended: int) -> str:
    """SQL: the number of the latest of these months; almost always the row has it already."""
    year = ended // 12
    return (f"CASE WHEN month <= {ended} THEN month "
            f"ELSE {year * 12} + CAST(floor(log2({_bits(ended)})) AS INTEGER) END")


def _paid_last(as_of: int, ended: int, settled: int) -> str:
    """SQL: the latest month paid; of almost everybody it stands in the row of his newest year."""
    in_time = _in_time(ended)
    if settled <= as_of:
        older = f"SELECT member FROM kept_paid WHERE newest AND NOT {in_time}"
        return (f"SELECT member, {_latest(ended)} AS month FROM kept_paid WHERE newest AND {in_time} "
                f"UNION ALL SELECT member, max({_latest(ended)}) FROM kept_paid "
                f"WHERE NOT newest AND {in_time} AND member IN ({older}) GROUP BY member")
    return (f"SELECT member, max(month) AS month FROM (SELECT member, {_latest(ended)} AS month FROM kept_paid "
            f"WHERE settled <= {as_of} AND {in_time} UNION ALL {_paid_by(as_of, ended)}) GROUP BY member")


def _paid_by(as_of: int, ended: int) -> str:
    """SQL: months paid by a past day, from the dues of those who paid something later."""
    month = "CAST(left(d.month, 4) AS INTEGER) * 12 + CAST(d.month[6:7] AS INTEGER) - 1"
    paid = f"coalesce(CASE WHEN d.paid_on <= {as_of} THEN d.paid END, 0) >= d.assessed"
    return (f"SELECT d.member, {month} AS month FROM dues AS d SEMI JOIN kept_paid AS k "
            f"ON k.member = d.member AND k.settled > {as_of} WHERE {paid} AND {month} <= {ended}")
