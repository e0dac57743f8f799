"""A frequency by share: of the activities to which a member was entitled he came to at least so many."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from zhibu.engine.sql.built import Built
from zhibu.engine.sql.conditions import activities
from zhibu.engine.sql.narrowing import CAME, with_another
from zhibu.engine.sql.periods import in_periods, period_candidates
from zhibu.engine.sql.spans import covers, having, join, yes
from zhibu.engine.sql.tables import working
from zhibu.engine.wording import Wording, holds, partly
from zhibu.kernel.dates import from_day_number

if TYPE_CHECKING:
    import ibis.expr.types as ir

    from zhibu.engine.kinds.frequency import FrequencyRule

NEEDED = frozenset({"attendance", "members.left", "memberships.until", "?states.until"})
_PERIOD = {"subject": "subject", "start": "start"}


def built_by_share(rule: FrequencyRule, directive: str) -> Built:
    """Its SQL as expressions: one row a member and period."""
    import ibis

    candidates = period_candidates(directive, rule, rule.timing)
    offered = in_periods(_offered(rule), candidates, rule.period)
    rows = working("attendance")
    rows = rows.filter(rows.status.isin(CAME))
    attended = having(offered, rows, {"id": "activity", "subject": "member"})
    joined = candidates
    for name, facts in (("there", attended), ("entitled", offered)):
        counts = facts.group_by("subject", "start").agg(n=facts.count())
        joined = join(joined, counts, _PERIOD, {name: "n"}, "left")
        joined = joined.mutate(**{name: ibis.coalesce(joined[name], 0)})
    share = Fraction(str(rule.share))
    enough = joined.there * share.denominator >= joined.entitled * share.numerator
    due = joined.due if rule.timing.apart else joined.last
    found = joined.select(
        "subject", "organisation", "start", "last", "there", "entitled", "precision", due=due, by=due,
        ok=yes((joined.entitled == 0) | enough))
    return Built(found, ("there", "entitled", "precision", "by"), having(attended, candidates, _PERIOD),
                 candidates)


def _offered(rule: FrequencyRule) -> ir.Table:
    """subject, id, on: the activities to which each member was entitled to come."""
    held = activities(rule.types, rule.where).select("id", "on", "organisation")
    found = join(held, working("entitled"), {"organisation": "organisation"},
                 {"subject": "member", "since": "since", "until": "until", "n": "members"})
    found = found.filter(covers(found, found.on))
    found = found.group_by("subject", "id", "on").agg(n=found.n.sum())
    found = found.filter(found.n > 0).select("subject", "id", "on")
    posts = rule.where.attendee_post
    return found if posts is None else with_another(found, held, posts)


def share_steps(rule: FrequencyRule, row: Mapping[str, Any]) -> tuple[list[str], list[str]]:
    """The steps of the reckoning, and what is missing."""
    there, entitled = row.get("there", 0), row.get("entitled", 0)
    lines = [f"期间内应参加的活动：{entitled} 次", f"其中到会（含线上）：{there} 次"]
    if not entitled:
        return [*lines, "没有应参加的活动，算符合"], []
    wanted = -(-Fraction(str(rule.share)) * entitled // 1)
    lines.append(f"{there}/{entitled} >= {rule.share}：{holds(there >= wanted)}")
    return lines, [] if there >= wanted else [f"应参加 {wanted} 次，{wanted} - {there} = 还差 {wanted - there} 次"]


def share_wording(rule: FrequencyRule, row: Mapping[str, Any], base: str) -> Wording:
    """`actual`, `required` and the reason of one row."""
    there, entitled = row["there"], row["entitled"]
    limit = "" if rule.by is None else f"到 {from_day_number(row['by'])} 为止，"
    said = f"本期{limit}应参加的活动 {entitled} 次，参加了 {there} 次，应不少于 {rule.share}"
    return Wording(f"{there}/{entitled}", f">={rule.share}", said + partly(row["precision"], base))
