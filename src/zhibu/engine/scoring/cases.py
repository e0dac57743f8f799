"""Runs the cases of scorecards: small facts and marks, and the points they must give."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from zhibu.engine.language.points import points_text
from zhibu.engine.scoring.arithmetic import Mark, Scored
from zhibu.engine.scoring.judged import score_source
from zhibu.engine.scoring.periods import span_of
from zhibu.engine.sources.copies import opened
from zhibu.kernel.errors import InputError

if TYPE_CHECKING:
    from zhibu.engine.language.rulebook import Directive, Rulebook
    from zhibu.engine.language.score_cases import ScoreCase

Different = tuple[str, "ScoreCase", tuple[str, ...]]


def run_score_cases(rulebook: Rulebook, engine: str = "sqlite") -> list[Different]:
    """Every case of every scorecard: directive, case, what came out otherwise (nothing: it holds)."""
    return [
        (directive.id, case, tuple(_run(rulebook, directive, case, engine)))
        for directive in rulebook.directives.values() for case in directive.score_cases
    ]


def cards_without_case(rulebook: Rulebook) -> list[str]:
    """Scorecards that no case shows giving points."""
    return [
        f"{directive.id} {card.id}"
        for directive in rulebook.directives.values() for card in directive.scorecards
        if not any(case.scorecard == card.id and not case.expect.none for case in directive.score_cases)
    ]


def _run(rulebook: Rulebook, directive: Directive, case: ScoreCase, engine: str) -> Iterator[str]:
    from zhibu.facts.bundle import Bundle

    card = rulebook.scorecard(directive.id, case.scorecard)
    span = span_of(card.period, case.as_of)
    marks = [
        Mark(case.organisation, mark.item, mark.points, mark.evidence, mark.on or case.as_of, f"{number:06d}")
        for number, mark in enumerate(case.marks)
    ]
    try:
        bundle = Bundle.from_rows(case.given, case.absent)
        with opened(bundle, engine) as source:
            found = score_source(rulebook, source, directive, card, span, case.as_of, marks)
    except InputError as error:
        yield from (f"事实有错：{problem}" for problem in error.problems)
        return
    own = next((result for body, result in found if body.id == case.organisation), None)
    if own is None or case.expect.none:
        if (own is None) != case.expect.none:
            yield f"{case.organisation} {'不在计分的组织里' if own is None else '不应当计分'}"
        return
    yield from _differences(case, own)


def _differences(case: ScoreCase, own: Scored) -> Iterator[str]:
    expect = case.expect
    if expect.points is not None and own.points != expect.points:
        yield f"总分应为 {points_text(expect.points)}，实为 {points_text(own.points)}"
    if expect.grade is not None and own.grade != expect.grade:
        yield f"等次应为“{expect.grade}”，实为“{own.grade}”"
    if expect.to_check is not None and own.to_check != expect.to_check:
        yield f"待核应为 {expect.to_check} 条，实为 {own.to_check} 条"
    for name, points in expect.items.items():
        item = own.item(name)
        if item.points != points:
            yield (f"{name} 应为 {points_text(points)} 分，实为 {points_text(item.points)} 分"
                   f"（{'；'.join(item.steps)}）")
