"""What the working tables of one judgement depend on."""

from __future__ import annotations

from dataclasses import dataclass, fields

from zhibu.engine.sql.tables import Facts


@dataclass(frozen=True)
class Plan:
    """What the working tables depend on: the source's tables, and whose verdicts are wanted."""

    facts: Facts
    scoped: bool = False  # only some organisations are judged
    attended: bool = False  # some rule asks what members attended …
    spoke: bool = False  # … or hosted or spoke at
    lives: tuple[str, ...] = ()  # types of activity of which some rule asks how long nobody attended
    life_sets: tuple[tuple[str, ...], ...] = ()  # … together
    meetings: tuple[str, ...] = ()  # activity types whose entitled and present members are counted …
    entitled: tuple[str, ...] = ()  # … or of which it is asked who was entitled to come
    filed: bool = False  # some rule asks for papers about organisations or members
    shares: bool = False  # some rule asks how many of all his meetings a member attended

    def key(self) -> str:
        tables = sorted((name, sorted(columns)) for name, columns in self.facts.tables.items())
        more = [getattr(self, field.name) for field in fields(self) if field.name != "facts"]
        return repr((tables, self.facts.prefix, more))
