"""From slips to sums, from sums to who is elected or what is passed. Pure: no clock, no database."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from zhibu.ballots.rules import EACH, SEATS, Counts, Rule
from zhibu.ballots.slips import Form, Slip

WRITTEN = "name:"  # before a written-in name where a candidate's key could stand


@dataclass(frozen=True, slots=True)
class Choices:
    """What was chosen, taken apart: at each question a sorted list of its own, so that no slip can be
    put together again; names written in by slip (so that two spellings on one slip count once)."""

    answers: Mapping[str, tuple[tuple[str, ...], ...]]
    names: tuple[tuple[str, ...], ...] = ()

    def as_data(self) -> dict[str, Any]:
        """For storing and for the result."""
        answers = {key: [list(codes) for codes in chosen] for key, chosen in self.answers.items()}
        return {"answers": answers, "names": [list(names) for names in self.names]}

    @staticmethod
    def from_data(data: Mapping[str, Any]) -> Choices:
        """The choices that `as_data` wrote."""
        answers = {key: tuple(tuple(codes) for codes in chosen)
                   for key, chosen in data["answers"].items()}
        return Choices(answers, tuple(tuple(names) for names in data["names"]))


def choices_of(form: Form, slips: Iterable[Slip]) -> Choices:
    """Valid slips (electronic and paper together) taken apart and sorted."""
    slips = tuple(slips)
    answers = {q.key: tuple(sorted(slip.chosen(q.key) for slip in slips)) for q in form.questions}
    return Choices(answers, tuple(sorted(slip.names for slip in slips if slip.names)))


@dataclass(frozen=True, slots=True)
class Tally:
    """Sums: by question and option, and by written-in name."""

    sums: Mapping[str, Mapping[str, int]]
    names: Mapping[str, int] = field(default_factory=dict)

    def as_data(self) -> dict[str, Any]:
        """For storing and for the result."""
        return {"options": {key: dict(sums) for key, sums in self.sums.items()}, "names": dict(self.names)}


def tally(form: Form, choices: Choices, merged: Mapping[str, str] | None = None) -> Tally:
    """Count. `merged` says which spellings are the same person: written name -> name that counts."""
    merged = merged or {}
    sums = {}
    for question in form.questions:
        found = Counter(code for codes in choices.answers.get(question.key, ()) for code in codes)
        sums[question.key] = {code: found[code] for code in question.codes}
    names = Counter(
        name for written in choices.names for name in {merged.get(name, name) for name in written})
    return Tally(sums, dict(sorted(names.items())))


@dataclass(frozen=True, slots=True)
class Standing:
    """One person or matter: votes in favour and whether they are enough. `key` is a question's, or
    `name:` and a written-in name."""

    key: str
    title: str
    favours: int
    reached: bool


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came out.

    `held`: whether the vote counts at all (`faults` says why not). `least`: votes needed (None: most
    votes win). `decided`: keys that are elected or passed. `tied`: keys among whom `tied_seats` are
    voted on again. `open_seats`: seats for which nobody reached what is needed.
    """

    held: bool
    faults: tuple[str, ...]
    least: int | None
    standings: tuple[Standing, ...]
    decided: tuple[str, ...]
    tied: tuple[str, ...] = ()
    tied_seats: int = 0
    open_seats: int = 0

    def as_data(self) -> dict[str, Any]:
        """For the result."""
        return {
            "held": self.held, "faults": list(self.faults), "least": self.least,
            "standings": [
                {"key": s.key, "title": s.title, "favours": s.favours, "reached": s.reached}
                for s in self.standings
            ],
            "decided": list(self.decided), "tied": list(self.tied), "tied_seats": self.tied_seats,
            "open_seats": self.open_seats,
        }


def faults_of(rule: Rule, counts: Counts) -> tuple[str, ...]:
    """Why a vote does not count: too few people, more slips than were given out."""
    faults = []
    if rule.quorum and not rule.quorum.reached(counts.present, counts):
        faults.append(
            f"到会 {counts.present} 人，应{rule.quorum}，至少 {rule.quorum.least(counts)} 人")
    if rule.returned_at_most and counts.returned > counts.of(rule.returned_at_most):
        word = {"issued": "发出", "present": "到会"}[rule.returned_at_most]
        faults.append(f"收回 {counts.returned} 张，多于{word}的 {counts.of(rule.returned_at_most)}，投票无效")
    if counts.returned == 0:
        faults.append("一张票也没有收回")
    return tuple(faults)


def outcome(rule: Rule, form: Form, counts: Counts, counted: Tally) -> Outcome:
    """Apply the rule. An election that does not count elects nobody; all its seats stay open."""
    faults = faults_of(rule, counts)
    standings = _standings(rule, form, counts, counted)
    least = rule.passes.least(counts) if rule.passes else None
    if faults or rule.decides not in (EACH, SEATS):
        seats = rule.seats or 0
        return Outcome(not faults, faults, least, standings, (), open_seats=seats if faults else 0)
    passed = [standing for standing in standings if standing.reached]
    if rule.decides == EACH:
        return Outcome(True, (), least, standings, tuple(s.key for s in passed))
    return _elected(rule.seats or 0, least, standings, passed)


def _standings(rule: Rule, form: Form, counts: Counts, counted: Tally) -> tuple[Standing, ...]:
    """Everybody by votes; those with the same number in the order of the slip, written-in names last."""
    votes = [(q.key, q.title, counted.sums[q.key].get(form.favour, 0)) for q in form.questions]
    votes += [(WRITTEN + name, name, number) for name, number in counted.names.items()]
    found = [
        Standing(key, title, favours, rule.passes.reached(favours, counts) if rule.passes else favours > 0)
        for key, title, favours in votes
    ]
    if rule.decides == SEATS:
        found.sort(key=lambda standing: -standing.favours)
    return tuple(found)


def _elected(
    seats: int, least: int | None, standings: tuple[Standing, ...], passed: list[Standing]
) -> Outcome:
    if len(passed) <= seats:
        decided = tuple(standing.key for standing in passed)
        return Outcome(True, (), least, standings, decided, open_seats=seats - len(passed))
    last = passed[seats - 1].favours
    if passed[seats].favours < last:
        return Outcome(True, (), least, standings, tuple(s.key for s in passed[:seats]))
    sure = tuple(s.key for s in passed if s.favours > last)
    tied = tuple(s.key for s in passed if s.favours == last)
    return Outcome(True, (), least, standings, sure, tied, seats - len(sure))
