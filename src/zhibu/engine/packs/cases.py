"""Runs the cases of rule packs: small facts, the verdicts they must give, and those they must not."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from zhibu.engine.judging.judging import judge_rules
from zhibu.engine.language.files import Case, Expected
from zhibu.engine.language.rulebook import Directive, Rule, Rulebook
from zhibu.engine.sources.copies import opened
from zhibu.engine.verdicts import Verdict, Window
from zhibu.kernel.errors import InputError


@dataclass(frozen=True)
class CaseResult:
    """One case: what was expected and came out otherwise; empty lists mean that it holds."""

    directive: str
    case: Case
    differences: tuple[str, ...] = ()

    @property
    def holds(self) -> bool:
        return not self.differences


@dataclass
class CasesReport:
    """All cases of a rulebook, and the rules that no case shows at work."""

    results: list[CaseResult] = field(default_factory=list)
    without_case: list[str] = field(default_factory=list)

    @property
    def holds(self) -> bool:
        return not self.without_case and all(result.holds for result in self.results)


def run_cases(rulebook: Rulebook, engine: str = "sqlite") -> CasesReport:
    """Run every case of every directive; each rule that gives verdicts needs a case that yields one."""
    report = CasesReport()
    for directive in rulebook.directives.values():
        shown = {expected.rule for case in directive.cases for expected in case.expect}
        report.without_case += [
            f"{directive.id} {unit.id}" for rule in directive.rules for unit in rule.units
            if rule.judges and unit.id not in shown
        ]
        for case in directive.cases:
            report.results.append(run_case(rulebook, directive, case, engine))
    return report


def run_case(
    rulebook: Rulebook, directive: Directive, case: Case, engine: str = "sqlite"
) -> CaseResult:
    """Judge the facts of one case by the rules it names."""
    named = {expected.rule for expected in case.expect} | set(case.none)
    rules = [
        unit for rule in directive.rules if rule.judges
        for unit in rule.units if named & set(unit.names)
    ]
    try:
        verdicts = case_verdicts(rulebook, rules, case, engine)
    except InputError as error:
        problems = tuple(f"事实有错：{problem}" for problem in error.problems)
        return CaseResult(directive.id, case, problems)
    except ValueError:
        return CaseResult(directive.id, case, ("from 晚于 as_of",))
    return CaseResult(directive.id, case, case_differences(case, verdicts))


def case_verdicts(
    rulebook: Rulebook, rules: list[Rule], case: Case, engine: str = "sqlite"
) -> list[Verdict]:
    """What some rules say of the facts of a case. InputError: its facts; ValueError: its days."""
    from zhibu.facts.bundle import Bundle

    window = Window.until(case.as_of, case.from_)
    bundle = Bundle.from_rows(case.given, case.absent)
    with opened(bundle, engine) as source:
        return judge_rules(rulebook, rules, source, window)


def case_differences(case: Case, verdicts: list[Verdict]) -> tuple[str, ...]:
    """What the case expects and came out otherwise, one line each."""
    return tuple(_differences(case, verdicts))


def _differences(case: Case, verdicts: list[Verdict]) -> Iterator[str]:
    for expected in case.expect:
        about = [v for v in verdicts if (v.rule, v.subject) == (expected.rule, expected.subject)]
        if expected.period_start is not None:
            about = [v for v in about if v.period_start == expected.period_start]
        wanted = f"应得 {_expected(expected)}"
        if not about:
            others = [v for v in verdicts if v.rule == expected.rule]
            got = "；".join(_shown(v) for v in others[:5]) or "没有结论"
            yield f"{wanted}；实得：{got}"
        elif len(about) > 1 and expected.period_start is None:
            yield f"{wanted}；有 {len(about)} 个期间，写明 period_start"
        else:
            wrong = list(_wrong_columns(expected, about[0]))
            if wrong:
                yield f"{wanted}；实得：{_shown(about[0])}；不同：{'、'.join(wrong)}"
    for rule in case.none:
        for verdict in verdicts:
            if rule in (verdict.rule, verdict.rule.partition(".")[0]):
                yield f"{rule} 不应有结论；实得：{_shown(verdict)}"


_COMPARED = ("status", "period_end", "actual", "required", "due", "evidence")


def _wrong_columns(expected: Expected, verdict: Verdict) -> Iterator[str]:
    for name in _COMPARED:
        wanted = getattr(expected, name)
        found = getattr(verdict, name)
        if wanted is not None and str(wanted) != ("" if found is None else str(found)):
            yield f"{name} 应为“{wanted}”，实为“{'' if found is None else found}”"


def _expected(expected: Expected) -> str:
    start = f" {expected.period_start}" if expected.period_start else ""
    return f"{expected.rule} {expected.subject}{start} {expected.status}"


def _shown(verdict: Verdict) -> str:
    return (f"{verdict.rule} {verdict.subject} {verdict.period_start} {verdict.status}"
            f"（{verdict.reason}）")
