"""The steps around a duty: notice before it, asking, what has to be there, filing after it.

They come from the other rules in force on the same activities. Whether such a rule holds for an
organisation is asked of the engine itself, by a rule with the same conditions that demands nothing.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

from zhibu.engine.calendar.days import WorkingDays
from zhibu.engine.forecasting.duties import Duty, Step
from zhibu.engine.judging.judging import concerned, judge_rules
from zhibu.engine.kinds.composition import CompositionRule
from zhibu.engine.language.rulebook import Rule, Rulebook
from zhibu.engine.sources.sessions import Source
from zhibu.engine.verdicts import Window
from zhibu.facts.contract import TABLES
from zhibu.kernel.dates import day_number, from_day_number

_KINDS = ("notice", "record", "attendance")
_FIRST = {"consulted_on", "approved_on", "notice_on"}  # whose day is before the activity
_ORDER = {"before": 0, "at": 1, "after": 2}


def bearing(rules: list[Rule]) -> list[Rule]:
    """The rules on activities: what they ask stands before, with or after one."""
    return [rule for rule in rules
            if rule.spec.kind in _KINDS and getattr(rule.spec, "types", None)]


def holding(
    rulebook: Rulebook, source: Source, rules: list[Rule], day: dt.date, scope: frozenset[str] | None
) -> dict[tuple[str, str], set[str]]:
    """Rule -> the organisations for which it is in force on a day and whose conditions hold then."""
    probes: dict[str, Rule] = {}
    asked: dict[tuple[str, str], tuple[str, str]] = {}
    for rule in rules:
        spec = rule.spec
        same = repr((rule.directive, spec.when, spec.in_force))
        if same not in probes:
            probe = CompositionRule.model_validate({
                "id": f"probe{len(probes)}", "article": "-", "strength": "must", "sentence": "-",
                "kind": "composition", "when": spec.when, "in_force": spec.in_force,
                "limits": [{"count": "members", "at_least": 0}]})
            probes[same] = Rule(rule.directive, probe)
        asked[rule.key] = probes[same].key
    found: dict[tuple[str, str], set[str]] = {}
    for verdict in judge_rules(rulebook, list(probes.values()), source, Window(day, day), scope):
        found.setdefault((verdict.directive, verdict.rule), set()).add(verdict.subject)
    return {key: found.get(probe, set()) for key, probe in asked.items()}


class Around:
    """The rules around activities, and for whom they hold on the first and the last day of a forecast."""

    def __init__(
        self, rulebook: Rulebook, source: Source, days: tuple[dt.date, dt.date],
        scope: frozenset[str] | None, calendar: WorkingDays,
    ) -> None:
        self.words, self.calendar, self.today = rulebook.words(), calendar, days[0]
        self.rules = bearing(concerned(rulebook.rules(), source))
        self.holds: dict[tuple[str, str], set[str]] = {}
        for day in days if self.rules else ():
            for key, bodies in holding(rulebook, source, self.rules, day, scope).items():
                self.holds.setdefault(key, set()).update(bodies)

    def of(self, duty: Duty) -> tuple[Step, ...]:
        """The steps around a duty of an organisation, in their order."""
        if duty.subject_kind != "organisation" or not duty.types:
            return ()
        found = [
            step
            for rule in self.rules
            if set(rule.spec.types) & set(duty.types)  # type: ignore[attr-defined]  # as `bearing` says
            and duty.organisation in self.holds.get(rule.key, ())
            for step in self._steps(rule, max(duty.latest, self.today))
        ]
        found.sort(key=lambda step: (_ORDER[step.place], step.latest or dt.date.max, step.directive, step.rule))
        return tuple(found)

    def _steps(self, rule: Rule, on: dt.date) -> Iterator[Step]:
        spec: Any = rule.spec
        if spec.in_force.until is not None and spec.in_force.until <= on:
            return
        makers = {"notice": self._notice, "record": self._record, "attendance": self._attendance}
        yield from makers[spec.kind](rule, spec, on)

    def _step(
        self, rule: Rule, place: str, text: str, earliest: dt.date | None = None,
        latest: dt.date | None = None,
    ) -> Step:
        spec: Any = rule.spec
        first = None if earliest is None else max(earliest, self.today)
        return Step(place, text, rule.directive, rule.id, spec.article, spec.strength, first, latest,
                    bool(spec.where.given()))

    def _notice(self, rule: Rule, spec: Any, on: dt.date) -> Iterator[Step]:
        unit = "个工作日" if spec.unit == "workdays" else "天"
        bounds = [str(n) for n in dict.fromkeys((spec.at_least, spec.at_most)) if n is not None]
        text = f"提前 {'–'.join(bounds)} {unit}通知" if spec.at_most else "会前通知"
        if spec.at_most is None and spec.at_least:
            text = f"至少提前 {spec.at_least} {unit}通知"
        if spec.with_:
            text += f"，写明{_columns('activities', spec.with_)}"
        latest = self._back(on, spec.at_least or 0, spec.unit)
        earliest = None if spec.at_most is None else self._back(on, spec.at_most, spec.unit)
        yield self._step(rule, "before", text, earliest, latest)

    def _record(self, rule: Rule, spec: Any, on: dt.date) -> Iterator[Step]:
        names = [_columns("activities", spec.columns)] if spec.columns else []
        names += [self.words.get(paper, paper) for paper in spec.papers]
        what = "、".join(names)
        if spec.before is not None:
            yield self._step(rule, "before", f"{what}，至少提前 {spec.before} 天", None,
                             on - dt.timedelta(days=spec.before))
        elif spec.within is not None and not spec.papers and set(spec.columns) <= _FIRST:
            yield self._step(rule, "before", spec.sentence, None, on)
        elif spec.within is not None:
            unit = "workdays" if spec.within.workdays is not None else "days"
            count = spec.within.workdays if unit == "workdays" else spec.within.days
            said = "当天" if not count else f"{count} {'个工作日' if unit == 'workdays' else '天'}内"
            last = self._on(on, count, unit)
            yield self._step(rule, "after", f"{said}：{what}", on, last)
        else:
            yield self._step(rule, "at", f"备好、填好：{what}")

    def _attendance(self, rule: Rule, spec: Any, on: dt.date) -> Iterator[Step]:
        yield self._step(rule, "at", spec.sentence)

    def _back(self, on: dt.date, count: int, unit: str) -> dt.date:
        if unit == "workdays":
            return from_day_number(self.calendar.before(day_number(on), count))
        return on - dt.timedelta(days=count)

    def _on(self, on: dt.date, count: int, unit: str) -> dt.date:
        if unit == "workdays":
            return from_day_number(self.calendar.after(day_number(on), count))
        return on + dt.timedelta(days=count)


def _columns(table: str, names: tuple[str, ...]) -> str:
    return "、".join(TABLES[table].by_name[name].chinese for name in names)
