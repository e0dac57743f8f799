"""From a poll and its terms to what `zhibu.ballots` counts by: the form of the slip and the rule."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction

from zhibu.ballots.rules import EACH, SEATS, SUMS, Citation, Rule, Share
from zhibu.ballots.slips import Form, Question
from zhibu.ballots.slips import Option as Answer
from zhibu.domain.voting.choices import ANSWERS, FAVOUR, Kind
from zhibu.domain.voting.models import Option, Poll
from zhibu.domain.voting.terms import Cited, Terms, Threshold
from zhibu.kernel.errors import Refused

BASES = {"entitled": "entitled", "present": "present", "cast": "returned", "valid": "valid"}


def key_of(option: Option) -> str:
    """The key of an option on the slip."""
    return f"q{option.number}"


def form_of(poll: Poll, terms: Terms, options: Sequence[Option]) -> Form:
    """The slip: one question a candidate, person or question of a survey."""
    kind = poll.kind
    questions = tuple(_question(kind, option) for option in options)
    seats = 1 if kind == Kind.CHOICE else poll.seats
    if kind == Kind.ELECTION:
        names = (seats or 1) if terms.write_in else 0
        return Form(questions, FAVOUR, seats, names, names_for_against=True)
    if kind in (Kind.CHOICE, Kind.RECOMMENDATION):
        names = (seats or 1) if terms.write_in or kind == Kind.RECOMMENDATION else 0
        return Form(questions, FAVOUR, seats or 1, names)
    return Form(questions)


def _question(kind: str, option: Option) -> Question:
    if kind == Kind.SURVEY:
        answers = tuple(Answer(f"a{n}", label) for n, label in enumerate(option.answers, 1))
        return Question(key_of(option), option.name, answers)
    answers = tuple(Answer(code, label) for code, label in ANSWERS[kind].items())
    return Question(key_of(option), option.name, answers)


def rule_of(poll: Poll, terms: Terms, entitled: int) -> Rule:
    """The rule of counting; Refused where no directive in force says how many votes are enough."""
    sources: dict[str, Citation] = {}
    musts = [one for one in terms.quorum if one.strength == "must"]
    quorum = _strictest(musts, entitled, sources, "quorum")
    passes = _strictest(terms.majority, entitled, sources, "passes")
    margin = Fraction(terms.surplus) if terms.surplus else None
    if terms.surplus_by is not None:
        sources["margin"] = _citation(terms.surplus_by)
    if poll.kind in (Kind.MEASUREMENT, Kind.SURVEY) or terms.winners == "none":
        return Rule(SUMS, None, quorum, sources=sources)
    if poll.kind == Kind.RECOMMENDATION:
        decides = EACH if passes else SUMS
        return Rule(decides, passes, quorum, sources=sources)
    if terms.winners == "most_votes":
        return Rule(SEATS, None, quorum, poll.seats or 1, margin=margin, sources=sources)
    if passes is None:
        raise Refused(
            f"在这里执行的制度里，没有一份写明“{terms.label}”多少票才算，不能开始。"
            "先在制度库里启用写了这件事的制度。"
        )
    if poll.kind == Kind.APPROVAL:
        return Rule(EACH, passes, quorum, sources=sources)
    return Rule(SEATS, passes, quorum, poll.seats or 1, margin=margin, sources=sources)


def _strictest(
    thresholds: Iterable[Threshold], entitled: int, sources: dict[str, Citation], name: str
) -> Share | None:
    """Of several thresholds the one that asks for most, everybody being there."""
    found = sorted(thresholds, key=lambda one: one.needed(entitled))
    if not found:
        return None
    last = found[-1]
    sources[name] = _citation(last.cited)
    return Share(BASES[last.base], Fraction(last.share), last.bound == "more_than")


def _citation(cited: Cited) -> Citation:
    return Citation(cited.title, cited.short, cited.gist)
