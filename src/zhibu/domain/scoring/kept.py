"""A score as plain data and back, so that what was kept is shown as it was, without judging anew."""

from __future__ import annotations

import datetime as dt
from dataclasses import asdict
from fractions import Fraction
from typing import Any

from zhibu.domain.scoring.models import KeptScore
from zhibu.engine.language.points import points_text
from zhibu.engine.scoring import Mark, Scored, Span
from zhibu.engine.scoring.arithmetic import ItemPoints, SectionPoints
from zhibu.engine.scoring.tally import Judged


def detail_of(score: Scored) -> dict[str, Any]:
    """Everything of a score but its head, as JSON takes it."""
    return {
        "steps": score.steps,
        "vetoed": score.vetoed,
        "open": score.open,
        "sections": [_plain(asdict(section)) for section in score.sections],
    }


def score_from(row: KeptScore) -> Scored:
    """The score that was kept."""
    detail = row.detail
    return Scored(
        row.directive, row.card, row.organisation_id, Span(row.period_start, row.period_end), row.as_of,
        tuple(_section(section) for section in detail["sections"]), Fraction(row.points), row.grade,
        tuple(detail["steps"]), tuple(detail["vetoed"]), tuple(detail["open"]), row.digest,
    )  # fmt: skip


def _plain(value: Any) -> Any:
    if isinstance(value, Fraction):
        return points_text(value)
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items()}
    if isinstance(value, (tuple, list)):
        return [_plain(item) for item in value]
    return value


def _section(found: dict[str, Any]) -> SectionPoints:
    return SectionPoints(
        found["id"], found["title"], Fraction(found["points"]), tuple(found["steps"]),
        tuple(_item(item) for item in found["items"]),
    )  # fmt: skip


def _item(found: dict[str, Any]) -> ItemPoints:
    day = dt.date.fromisoformat
    read = {
        "points": Fraction(found["points"]),
        "full": None if found["full"] is None else Fraction(found["full"]),
        "steps": tuple(found["steps"]),
        "counts": tuple((status, number) for status, number in found["counts"]),
        "named": tuple(Judged(v[0], v[1], v[2], v[3], day(v[4]), day(v[5]), *v[6:]) for v in found["named"]),
        "marks": tuple(Mark(m[0], m[1], Fraction(m[2]), m[3], day(m[4]), m[5]) for m in found["marks"]),
    }
    return ItemPoints(**(found | read))
