"""The editor of a division: groups with their people, what the rules answer, what was offered."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from zhibu.domain.compliance.citations import Citation
from zhibu.domain.groups.choices import DivisionState
from zhibu.domain.groups.dividing.judging import Answer
from zhibu.domain.groups.dividing.layouts import short, unpacked, without_group
from zhibu.domain.groups.dividing.nearness import shortened
from zhibu.domain.groups.dividing.people import CADRE, Division, Person, Setting
from zhibu.domain.groups.dividing.reasons import reasons_of
from zhibu.domain.groups.dividing.solving import block_of
from zhibu.domain.groups.models import Alternative
from zhibu.domain.groups.models import Division as Row
from zhibu.domain.groups.policies import may_divide
from zhibu.domain.groups.selectors.asked import (
    Asked,
    answers_to_drafts,
    asked_of,
    cited,
    left_out,
)
from zhibu.domain.groups.selectors.drafts import layout_of
from zhibu.domain.groups.selectors.setting import setting_of
from zhibu.engine.verdicts import Verdict
from zhibu.kernel import clock
from zhibu.kernel.actor import Actor
from zhibu.kernel.errors import NotFound


@dataclass(frozen=True, slots=True)
class Seat:
    """One person in a group: his unit, whether he comes from another group, what marks him."""

    person: Person
    unit: str
    comes_from: str  # name of the group in which he sits now, where it is another
    cadre: bool
    pinned: bool = False


@dataclass(frozen=True, slots=True)
class GroupShown:
    """One group of the draft."""

    place: int
    name: str
    short: str
    present: str
    leader: str
    people: list[Seat]
    units: list[tuple[str, int]]
    reasons: list[str]
    full: int
    missing: list[str]  # what rules miss in it

    @property
    def size(self) -> int:
        return len(self.people)


@dataclass(frozen=True, slots=True)
class Told:
    """What one rule says of the branch or of one group, in words and figures."""

    citation: Citation
    group: str  # empty: the whole branch
    status: str
    figures: str
    steps: list[str]
    missing: list[str]

    @property
    def misses(self) -> bool:
        return self.status in ("unmet", "deviation", "advice")


@dataclass(frozen=True, slots=True)
class OfferShown:
    """One of the offers beside the others."""

    place: int
    label: str
    groups: int
    sizes: str
    moved: int
    split: int
    unmet: int
    deviations: int
    best: bool
    nearest: bool
    taken: bool
    rows: list[tuple[str, str]]  # name of a group, its units


@dataclass(slots=True)
class Board:
    """All that the page of a division shows."""

    division: Row
    setting: Setting
    asked: Asked
    groups: list[GroupShown]
    outside: list[Seat]
    answers: list[Told]
    offers: list[OfferShown]
    conflict: list[Citation]
    may: list[Citation]
    left_out: list[tuple[Citation, str]]
    undo: str
    redo: str
    moved: int
    may_change: bool
    units: list[str] = field(default_factory=list)

    @property
    def missed(self) -> list[Told]:
        """Those that the draft falls short of."""
        return [one for one in self.answers if one.misses]

    @property
    def kept(self) -> list[tuple[Told, str]]:
        """The rules that no group misses, each once: with the figures of every group."""
        missed = {(one.citation.directive, one.citation.rule) for one in self.missed}
        found: dict[tuple[str, str], list[Told]] = {}
        for one in self.answers:
            key = (one.citation.directive, one.citation.rule)
            if key not in missed:
                found.setdefault(key, []).append(one)
        return [
            (some[0], "；".join(f"{one.group}：{one.figures}" if one.group else one.figures for one in some))
            for some in found.values()
        ]

    @property
    def unmet(self) -> list[Told]:
        """Those of what must be that the draft breaks."""
        return [one for one in self.answers if one.status == "unmet"]


def division_get(actor: Actor, key: str) -> Row:
    """A division of a branch in scope; not a leader's, who sees his group alone."""
    row = Row.objects.select_related("branch__parent", "case").filter(pk=key).first()
    if row is None or not (actor.everything or actor.reaches(row.branch.path)):
        raise NotFound("找不到这份划分方案，或者它不在你的管理范围里。")
    return row


def board(actor: Actor, key: str) -> Board:
    """The division as it stands, with the answers of the rules in force today."""
    row = division_get(actor, key)
    today = clock.today()
    setting = setting_of(row.branch, today)
    asked = asked_of(row.branch, setting, today)
    layout = layout_of(row, setting)
    offered = list(row.alternatives.all()) if row.state == DivisionState.DRAFT else []
    layouts = [unpacked(one.layout) for one in offered]
    own, *others = answers_to_drafts(asked, setting, [layout, *layouts])
    told = [_told(one, layout, str(row.branch)) for one in own]
    units = shortened(block_of(one, row.basis) for one in setting.people)
    steps = {step.number: step.label for step in row.steps.all()}
    return Board(
        row, setting, asked, _groups(layout, setting, row.basis, told, row.pins),
        [_seat(one, setting, row.basis, "", units) for one in without_group(layout, setting.people)],
        told, [_offer(o, d, a, setting, row.basis, layout) for o, d, a in zip(offered, layouts, others, strict=True)],
        _conflict(row), [cited(rule) for rule in asked.may], left_out(asked),
        steps.get(row.place, "") if row.place else "", steps.get(row.place + 1, ""),
        len(layout.moved(setting.people)), row.state == DivisionState.DRAFT and may_divide(actor, row.branch),
        sorted({block_of(one, row.basis) for one in setting.people} - {""}),
    )  # fmt: skip


def _conflict(row: Row) -> list[Citation]:
    from zhibu.domain.compliance.citations import cite

    return [cite(directive, rule) for directive, rule in row.told.get("conflict", ())]


def _seat(
    one: Person, setting: Setting, basis: str, present: str, shown: Mapping[str, str], pins: Sequence[str] = ()
) -> Seat:
    names = {group.id: short(group.name, setting.name) for group in setting.present}
    other = names.get(one.group, "") if one.group != present else ""
    unit = block_of(one, basis)
    return Seat(one, shown.get(unit, unit), other, CADRE in one.posts, one.id in pins)


def _groups(
    layout: Division, setting: Setting, basis: str, told: list[Told], pins: Sequence[str]
) -> list[GroupShown]:
    people = {one.id: one for one in setting.people}
    found = []
    why = reasons_of(layout, setting, basis)
    shown = shortened(block_of(one, basis) for one in setting.people)
    for place, part in enumerate(layout.parts):
        inside = sorted((people[m] for m in part.members), key=lambda one: (block_of(one, basis), one.name, one.id))
        units = Counter(block_of(one, basis) for one in inside)
        found.append(GroupShown(
            place, part.name, short(part.name, setting.name), part.present, part.leader,
            [_seat(one, setting, basis, part.present or "-", shown, pins) for one in inside],
            [(shown.get(name, name), count) for name, count in units.most_common()], why[place], sum(one.full for one in inside),
            [line for one in told if one.group == short(part.name, setting.name) and one.misses for line in one.missing],
        ))  # fmt: skip
    return found


def told_of(answer: Answer, group: str) -> Told:
    """One answer in words: figures, the reckoning, what is missing."""
    verdict, spec = answer.verdict, answer.rule.spec
    row = _numbers(answer)
    steps, missing = spec.arithmetic(verdict, row, {}) if row is not None else ([], [])
    figures = verdict.reason.removeprefix("当天").split("，应")[0] if row is None else _figures(answer)
    return Told(cited(answer.rule), group, verdict.status, figures, steps, missing or (
        [verdict.reason] if answer.misses else []
    ))  # fmt: skip


def _told(answer: Answer, layout: Division, branch: str) -> Told:
    return told_of(answer, "" if answer.part is None else short(layout.parts[answer.part].name, branch))


def _numbers(answer: Answer) -> dict[str, int] | None:
    """The counts of a composition rule, read back from `actual`; None for rules put together of several."""
    from zhibu.engine.kinds.composition import CompositionRule

    spec, verdict = answer.rule.spec, answer.verdict
    if not isinstance(spec, CompositionRule):
        return None
    found: dict[str, int] = {}
    for index, (limit, text) in enumerate(zip(spec.limits, verdict.actual.split(" "), strict=False)):
        number = text.rpartition("=")[2]
        if limit.count == "share_in_one_group":
            return None
        first, _, second = number.partition("/")
        found[f"n{index}"] = int(first)
        if second:
            found[f"m{index}"] = int(second)
    return found


def _figures(answer: Answer) -> str:
    limits = getattr(answer.rule.spec, "limits", ())
    numbers = [text.rpartition("=")[2] for text in answer.verdict.actual.split(" ")]
    return "，".join(f"{limit.chinese} {number}" for limit, number in zip(limits, numbers, strict=False))


def _offer(
    offer: Alternative, division: Division, told: list[Answer], setting: Setting, basis: str, layout: Division
) -> OfferShown:
    people = {one.id: one for one in setting.people}
    blocks = [Counter(block_of(people[m], basis) for m in p.members if m in people) for p in division.parts]
    shown = shortened(block_of(one, basis) for one in setting.people)
    spread = Counter(name for block in blocks for name in block if name)
    verdicts: list[Verdict] = [one.verdict for one in told]
    return OfferShown(
        offer.place, offer.label, len(division.parts),
        "、".join(str(len(p.members)) for p in division.parts), len(division.moved(setting.people)),
        sum(number > 1 for number in spread.values()),
        sum(v.status == "unmet" for v in verdicts), sum(v.status == "deviation" for v in verdicts),
        offer.best, offer.nearest,
        [p.members for p in division.parts] == [p.members for p in layout.parts],
        [
            (short(p.name, setting.name), "、".join(f"{shown.get(n, n) or '单位没有登记'} {c} 人" for n, c in block.most_common()))
            for p, block in zip(division.parts, blocks, strict=True)
        ],
    )  # fmt: skip
