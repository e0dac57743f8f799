"""Thresholds, seats and ties, each against a reckoning by brute force that shares no line with ours."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.ballots.polls import ABSTAIN, HALF, NO, YES, persons, slip
from zhibu.ballots.outcomes import WRITTEN, Choices, Tally, choices_of, faults_of, outcome, tally
from zhibu.ballots.rules import EACH, SEATS, SUMS, Citation, Counts, Rule, Share, candidates_least
from zhibu.ballots.slips import Form, Slip

FOUR_FIFTHS = Share("entitled", Fraction(4, 5), False)
NAMES = "甲乙丙丁戊己"


def counts(entitled: int = 10, present: int = 9, returned: int = 9, valid: int = 9) -> Counts:
    return Counts(entitled, present, present, 0, returned, 0, valid, returned - valid)


def votes(*numbers: int) -> tuple[Form, Tally]:
    """So many votes in favour of each person."""
    form = Form(persons(*NAMES[: len(numbers)]))
    return form, Tally({f"p{at}": {YES: n, NO: 0, ABSTAIN: 0} for at, n in enumerate(numbers, 1)})


@pytest.mark.parametrize(("fraction", "strict", "entitled", "least"), [
    ("1/2", True, 10, 6), ("1/2", True, 9, 5), ("1/2", False, 9, 5), ("1/2", False, 10, 5),
    ("4/5", False, 12, 10), ("4/5", False, 10, 8), ("2/3", True, 9, 7), ("1", False, 7, 7), ("0", True, 7, 1),
])
def test_what_more_than_and_at_least_ask_for(fraction: str, strict: bool, entitled: int, least: int) -> None:
    assert Share("entitled", Fraction(fraction), strict).least(counts(entitled)) == least


@given(st.fractions(0, 1, max_denominator=12), st.booleans(), st.integers(1, 60), st.integers(0, 60))
def test_a_share_is_reached_exactly_where_the_inequality_holds(
    fraction: Fraction, strict: bool, base: int, part: int
) -> None:
    share = Share("valid", fraction, strict)
    left, right = part * fraction.denominator, fraction.numerator * base

    assert share.reached(part, counts(valid=base, returned=base)) == (left > right if strict else left >= right)


def test_of_nobody_nothing_is_enough() -> None:
    assert not Share("valid", Fraction(0), False).reached(0, counts(returned=0, valid=0))


@pytest.mark.parametrize(("base", "passed"), [("entitled", False), ("present", False), ("returned", False), ("valid", True)])
def test_the_base_decides(base: str, passed: bool) -> None:
    form, counted = votes(4)
    rule = Rule(EACH, Share(base, Fraction(1, 2), True))

    found = outcome(rule, form, Counts(12, 9, 9, 0, 8, 0, 7, 1), counted)

    assert (found.decided == ("p1",)) is passed


def brute_force(numbers: list[int], seats: int, least: int) -> tuple[set[int], set[int]]:
    """Who is elected and who is tied: by trying whether somebody can be pushed out of the seats."""
    enough = [at for at, n in enumerate(numbers) if n >= least]
    elected, tied = set(), set()
    for at in enough:
        ahead = sum(numbers[other] > numbers[at] for other in enough)
        level = sum(numbers[other] == numbers[at] for other in enough)
        if ahead + level <= seats:
            elected.add(at)
        elif ahead < seats:
            tied.add(at)
    return elected, tied


@given(st.lists(st.integers(0, 9), min_size=1, max_size=6), st.integers(1, 5), st.sampled_from([None, HALF]))
def test_seats_by_brute_force(numbers: list[int], seats: int, passes: Share | None) -> None:
    form, counted = votes(*numbers)

    found = outcome(Rule(SEATS, passes, seats=seats), form, counts(), counted)

    elected, tied = brute_force(numbers, seats, 6 if passes else 1)
    assert found.held
    assert set(found.decided) == {f"p{at + 1}" for at in elected}
    assert set(found.tied) == {f"p{at + 1}" for at in tied}
    assert found.tied_seats == (seats - len(elected) if tied else 0)
    assert found.open_seats == (0 if tied else seats - len(elected))


def test_the_second_round_is_among_the_tied_and_most_votes_win() -> None:
    form, counted = votes(8, 6, 6, 2)
    first = outcome(Rule(SEATS, HALF, seats=2), form, counts(), counted)
    assert (first.decided, first.tied, first.tied_seats) == (("p1",), ("p2", "p3"), 1)

    form, counted = votes(4, 3)
    second = outcome(Rule(SEATS, None, seats=first.tied_seats), form, counts(), counted)

    assert second.decided == ("p1",)


def test_fewer_than_the_seats_reach_what_is_needed() -> None:
    form, counted = votes(7, 5, 2)

    found = outcome(Rule(SEATS, HALF, seats=3), form, counts(), counted)

    assert (found.decided, found.open_seats, found.least) == (("p1",), 2, 6)


def test_each_is_decided_on_its_own() -> None:
    form, counted = votes(6, 5, 9)

    assert outcome(Rule(EACH, HALF), form, counts(), counted).decided == ("p1", "p3")


def test_only_sums_decide_nothing() -> None:
    form, counted = votes(9)

    found = outcome(Rule(SUMS), form, counts(), counted)

    assert found.held
    assert found.decided == ()


def test_too_few_people_elect_nobody() -> None:
    form, counted = votes(7)

    found = outcome(Rule(SEATS, HALF, FOUR_FIFTHS, 1), form, counts(present=7, returned=7, valid=7), counted)

    assert not found.held
    assert (found.decided, found.open_seats) == ((), 1)
    assert "至少 8 人" in found.faults[0]


def test_more_slips_than_were_given_out_spoil_the_vote() -> None:
    rule = Rule(SEATS, None, seats=1)

    assert "多于发出的 9" in faults_of(rule, counts(returned=10, valid=10))[0]
    assert faults_of(rule, counts(returned=9)) == ()
    assert faults_of(rule, counts(returned=0, valid=0)) == ("一张票也没有收回",)


@pytest.mark.parametrize(("seats", "least"), [(1, 2), (3, 4), (5, 6), (6, 8), (7, 9)])
def test_candidates_outnumber_the_seats(seats: int, least: int) -> None:
    assert candidates_least(seats, Fraction(1, 5)) == least
    assert candidates_least(seats, None) == seats


def test_names_written_in_count_beside_the_candidates() -> None:
    form = Form(persons("甲", "乙"), favours_most=1, names_most=1)
    slips = [slip(YES), slip(NO, NO, names=("王晓明",)), slip(NO, NO, names=("王小明",)), slip(NO, YES)]
    choices = choices_of(form, slips)

    counted = tally(form, choices, {"王小明": "王晓明"})
    found = outcome(Rule(SEATS, None, seats=1), form, counts(returned=4, valid=4), counted)

    assert counted.names == {"王晓明": 2}
    assert found.decided == (WRITTEN + "王晓明",)


def test_two_spellings_on_one_slip_are_one_vote() -> None:
    choices = Choices({}, (("王小明", "王晓明"),))

    assert tally(Form(()), choices, {"王小明": "王晓明"}).names == {"王晓明": 1}


SLIPS = st.lists(
    st.builds(
        lambda answers, names: slip(*answers, names=tuple(sorted(names))),
        st.tuples(*[st.sampled_from(["", YES, NO, ABSTAIN])] * 3), st.sets(st.sampled_from("天地玄黄")),
    )
)


@given(SLIPS)
def test_sums_are_those_of_the_slips(slips: list[Slip]) -> None:
    form = Form(persons("甲", "乙", "丙"), names_most=4)

    counted = tally(form, choices_of(form, slips))

    for key in ("p1", "p2", "p3"):
        for code in (YES, NO, ABSTAIN):
            assert counted.sums[key][code] == sum((key, (code,)) in said.answers for said in slips)
    for name in "天地玄黄":
        assert counted.names.get(name, 0) == sum(name in said.names for said in slips)


@given(SLIPS, st.randoms())
def test_choices_tell_nothing_of_the_order_of_slips(slips: list[Slip], chance: object) -> None:
    form = Form(persons("甲", "乙", "丙"), names_most=4)
    mixed = list(slips)
    chance.shuffle(mixed)  # type: ignore[attr-defined]  # hypothesis gives a random.Random

    assert choices_of(form, mixed) == choices_of(form, slips)
    assert Choices.from_data(choices_of(form, slips).as_data()) == choices_of(form, slips)


def test_a_rule_is_data_and_comes_back() -> None:
    rule = Rule(SEATS, HALF, FOUR_FIFTHS, 3, "present", Fraction(1, 5), {"seats": Citation("条例", "第8条", "人数")})

    assert Rule.from_data(rule.as_data()) == rule


@pytest.mark.parametrize("wrong", [
    {"decides": SEATS}, {"decides": EACH}, {"decides": "most", "seats": 1}, {"decides": SUMS, "seats": 2},
])
def test_a_rule_that_cannot_be_applied_is_none(wrong: dict[str, object]) -> None:
    with pytest.raises(ValueError, match=r"seats|share"):
        Rule(**wrong)  # type: ignore[arg-type]  # wrong on purpose
