"""Scorecards hold what they promise on random cards, verdicts and marks, and equal a plain reckoning."""

from __future__ import annotations

import datetime as dt
import random
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from typing import Any

import pytest

from tests.engine.scorecards import mark, verdict
from zhibu.engine.language.scorecards import Scorecard
from zhibu.engine.scoring.arithmetic import Mark, Scored, scored
from zhibu.engine.scoring.items import limits
from zhibu.engine.scoring.periods import span_of
from zhibu.engine.scoring.tally import Judged, Tally

STATUSES = ("met", "met", "met", "pending", "unmet", "deviation", "advice", "unknown", "waived")
RULES = ("F-A", "F-B", "F-C", "F-D")
DAY = dt.date(2024, 12, 31)
SEEDS = range(60)


def card_of(dice: random.Random) -> Scorecard:
    sections = []
    for number in range(dice.randint(1, 3)):
        items = [item_of(dice, f"I{number}{place}") for place in range(dice.randint(1, 4))]
        section: dict[str, Any] = {"id": f"S{number}", "title": "部分", "items": items}
        if dice.random() < 0.5:
            section["full"] = str(dice.randint(1, 30))
        if dice.random() < 0.4:
            section["weight"] = dice.choice(("1/3", "0.4", "2"))
        sections.append(section)
    found: dict[str, Any] = {
        "id": "C", "title": "考评", "article": "1", "when": {"kind": ["branch"]}, "period": "year",
        "sections": sections, "decimals": str(dice.randint(0, 3)), "base": str(dice.randint(0, 60)),
        "grades": [{"label": "好", "at_least": "60"}, {"label": "中", "at_least": "30"}, {"label": "差"}]}
    if dice.random() < 0.5:
        found["at_most"] = "100"
    return Scorecard.model_validate(found)


def item_of(dice: random.Random, name: str) -> dict[str, Any]:
    item: dict[str, Any] = {"id": name, "title": name}
    way = dice.choice(("all", "share", "deduct", "award", "mark", "veto"))
    if way == "mark":
        low, high = dice.choice((("0", "10"), ("-5", "0")))
        item["mark"] = {"between": [low, high], "repeat": "true", "evidence": "依据"}
        item |= {"at_most": "12"} if low == "0" else {"at_least": "-7"}
        return item
    item["rules"] = dice.sample(RULES, dice.randint(1, 2))
    item["waived"] = dice.choice(("met", "left_out"))
    item["empty"] = dice.choice(("full", "zero"))
    if way in ("all", "share"):
        item |= {"by": way, "points": str(dice.randint(1, 20))}
    elif way == "deduct":
        item["deduct"] = {"unmet": str(dice.randint(1, 4)), "deviation": "0.5"}
        item |= {"points": "10"} if dice.random() < 0.5 else {"at_least": "-9"}
    elif way == "award":
        item |= {"award": "1.5", "at_most": "6"}
    else:
        item["veto"] = dice.choice(("中", "差"))
    return item


def facts_of(dice: random.Random, card: Scorecard) -> tuple[list[Judged], list[Mark]]:
    verdicts = [
        verdict(dice.choice(STATUSES), dice.randint(1, 12), dice.choice(RULES), subject=f"S{number}")
        for number in range(dice.randint(0, 40))]
    marks = []
    for item in card.items:
        if item.mark is not None and dice.random() < 0.7:
            low, high = item.mark.bounds
            for key in range(dice.randint(1, 4)):
                marks.append(mark(item.id, str(dice.randint(int(low), int(high))), key=str(key)))
    return verdicts, marks


def total(card: Scorecard, verdicts: list[Judged], marks: list[Mark]) -> Scored:
    tally = Tally("D", card, span_of("year", DAY), ["B1"], lambda name: [name])
    for one in verdicts:
        tally.add(one)
    return scored(tally, "B1", marks, DAY)


@pytest.mark.parametrize("seed", SEEDS)
def test_points_keep_to_their_caps_and_to_the_plain_reckoning(seed: int) -> None:
    dice = random.Random(seed)
    card = card_of(dice)
    verdicts, marks = facts_of(dice, card)
    result = total(card, verdicts, marks)

    for item in card.items:
        least, most = limits(item)
        found = result.item(item.id).points
        assert least is None or found >= least
        assert most is None or found <= most
    for part, section in zip(result.sections, card.sections, strict=True):
        assert section.full is None or part.points <= section.full * section.weight
    assert result.points >= card.at_least
    assert card.at_most is None or result.points <= card.at_most
    assert result.points == Fraction(plain(card, verdicts, marks))


@pytest.mark.parametrize("seed", SEEDS)
def test_the_order_of_verdicts_and_marks_is_no_matter(seed: int) -> None:
    dice = random.Random(seed)
    card = card_of(dice)
    verdicts, marks = facts_of(dice, card)
    before = total(card, verdicts, marks)
    dice.shuffle(verdicts)
    dice.shuffle(marks)

    assert total(card, verdicts, marks) == before


@pytest.mark.parametrize("seed", SEEDS)
def test_a_further_met_verdict_never_lowers_and_an_unknown_one_never_costs(seed: int) -> None:
    dice = random.Random(seed)
    card = card_of(dice)
    verdicts, marks = facts_of(dice, card)
    before = total(card, verdicts, marks)
    rule = dice.choice(RULES)

    assert total(card, [*verdicts, verdict("met", 5, rule, subject="MORE")], marks).points >= before.points
    assert total(card, [*verdicts, verdict("unknown", 5, rule, subject="MORE")], marks).points >= before.points


@pytest.mark.parametrize("seed", range(30))
def test_the_digest_tells_every_change(seed: int) -> None:
    dice = random.Random(seed)
    card = card_of(dice)
    verdicts, marks = facts_of(dice, card)
    named = {name for item in card.items for name in item.references}
    before = total(card, verdicts, marks).digest

    if named:
        more = verdict("met", 5, sorted(named)[0], subject="MORE")
        assert total(card, [*verdicts, more], marks).digest != before
    if marks:
        other = [marks[0]._replace(evidence="另一份"), *marks[1:]]
        assert total(card, verdicts, other).digest != before


def plain(card: Scorecard, verdicts: list[Judged], marks: list[Mark]) -> str:
    """The same reckoned another way: in one pass over the items, in words of the documentation."""
    points = card.base
    for section in card.sections:
        inside = Fraction(0)
        for item in section.items:
            if item.veto:
                continue
            statuses = [v.status for v in verdicts if v.rule in item.references]
            worth = of_marks(item, marks) if item.mark else of_verdicts(item, statuses)
            floor = item.at_least if item.at_least is not None else (0 if item.points else None)
            roof = item.at_most if item.at_most is not None else item.points
            worth = worth if roof is None else min(worth, roof)
            inside += worth if floor is None else max(worth, floor)
        inside = inside if section.full is None else min(inside, section.full)
        points += inside * section.weight
    points = points if card.at_most is None else min(points, card.at_most)
    points = max(points, card.at_least)
    exact = Decimal(points.numerator) / Decimal(points.denominator)
    return str(exact.quantize(Decimal(1).scaleb(-card.decimals), ROUND_HALF_UP))


def of_marks(item: Any, marks: list[Mark]) -> Fraction:
    return sum((m.points for m in marks if m.item == item.id), Fraction(0))


def of_verdicts(item: Any, statuses: list[str]) -> Fraction:
    good = [s for s in statuses if s == "met" or (s == "waived" and item.waived == "met")]
    bad = [s for s in statuses if s in ("unmet", "deviation")]
    if item.award:
        return item.award * len(good)
    judged = good + bad + [s for s in statuses if s == "unknown"]
    if item.deduct:
        judged += [s for s in statuses if s == "advice"]
    if not judged:
        return Fraction(0) if item.empty == "zero" else item.points or Fraction(0)
    if item.deduct:
        costs = {"unmet": item.deduct.unmet, "deviation": item.deduct.deviation}
        return (item.points or Fraction(0)) - sum((costs[s] for s in bad), Fraction(0))
    if item.by == "share":
        return item.points * Fraction(len(good), len(good + bad)) if good + bad else item.points
    return Fraction(0) if bad else item.points
