"""Waivers (豁免): small and never cut, so they are read once and applied to the misses."""

from __future__ import annotations

from dataclasses import dataclass, field

from zhibu.engine.language.rulebook import Rule
from zhibu.engine.sources.sessions import Session, Source
from zhibu.engine.wording import cannot_say
from zhibu.kernel.dates import from_day_number

Span = tuple[int, int | None, str, str]  # since, until, reason, approved by


@dataclass
class Waivers:
    """Waivers by directive, rule and subject."""

    spans: dict[tuple[str, str, str], list[Span]] = field(default_factory=dict)
    ends_known: bool = True  # whether the table has the column `until`

    def applied(
        self, rule: Rule, subject: str, due: int, miss: str
    ) -> tuple[str, str]:
        """The status of a miss and the end of its reason, by the waiver that covers the due day."""
        if not self.spans:
            return miss, "。"
        keys = ((rule.directive, name, subject) for name in rule.names)
        for since, until, reason, approver in (s for key in keys for s in self.spans.get(key, ())):
            if since <= due and (until is None or due < until):
                if not self.ends_known:
                    return "unknown", cannot_say(["waivers.until"])
                day = from_day_number(due).isoformat()
                return "waived", f"；{day} 已豁免：{reason}（{approver} 批准）。"
        return miss, "。"


def read_waivers(session: Session, source: Source) -> Waivers:
    """All waivers of a source; none where it has no such table."""
    if "waivers" not in source.tables:
        return Waivers()
    known = "until" in source.tables["waivers"]
    until = "until" if known else "NULL"
    found = Waivers(ends_known=known)
    rows = session.query(
        f"SELECT directive, rule, subject, since, {until}, reason, approved_by "
        f"FROM {source.name('waivers')}")
    for directive, rule, subject, *span in rows:
        found.spans.setdefault((directive, rule, subject), []).append(tuple(span))
    return found
