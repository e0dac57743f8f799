"""Where few voters or unanimity would tell how somebody voted, it is said or refused."""

from __future__ import annotations

import pytest

from tests.ballots.polls import NO, YES, election, entries, slip
from zhibu.ballots.board import board, receipt_find, roll_digest, roll_entry
from zhibu.ballots.disclosure import warned_after, warned_at_closing, warned_before
from zhibu.ballots.outcomes import choices_of
from zhibu.ballots.rules import Counts


@pytest.mark.parametrize(("method", "entitled", "electronic", "refused"), [
    ("paper", 1, None, True), ("electronic", 1, None, True), ("mixed", 9, 1, True), ("mixed", 9, 8, True),
    ("mixed", 9, 0, True), ("mixed", 9, 4, False), ("electronic", 3, None, False), ("hands", 1, None, False),
])
def test_before_opening(method: str, entitled: int, electronic: int | None, refused: bool) -> None:
    assert any(warned.refused for warned in warned_before(method, entitled, electronic)) is refused


def test_few_voters_are_told() -> None:
    assert "只有 4 人投票" in warned_before("electronic", 4)[0].text
    assert warned_before("electronic", 5) == ()


def test_a_single_slip_of_one_kind_is_not_opened() -> None:
    assert warned_at_closing("mixed", 1, 7)[0].refused
    assert warned_at_closing("mixed", 7, 1)[0].refused
    assert warned_at_closing("mixed", 2, 7) == ()


@pytest.mark.parametrize(("method", "electronic", "paper", "refused"), [
    ("electronic", 1, 0, True), ("electronic", 2, 0, False), ("electronic", 0, 0, False),
    ("paper", 0, 1, True), ("paper", 0, 2, False), ("hands", 0, 1, False),
])
def test_a_slip_alone_in_the_box_is_not_opened(method: str, electronic: int, paper: int, refused: bool) -> None:
    assert any(one.refused for one in warned_at_closing(method, electronic, paper)) is refused


def test_unanimity_is_told() -> None:
    form = election()
    choices = choices_of(form, [slip(YES, NO), slip(YES, NO), slip(YES, "")])

    told = warned_after(form, choices, Counts(3, 3, 0, 3, 0, 3, 3, 0))

    assert [warned.text for warned in told] == ["“白露”全部是赞成，各人投的什么大家都知道。"]


def test_the_board_is_sorted_and_found_by_what_is_read_out() -> None:
    tokens = ["8f219e9c" + "a" * 56, "00ab12cd" + "b" * 56]

    assert [receipt.short for receipt in board(tokens)] == ["00AB·12CD", "8F21·9E9C"]
    assert receipt_find(tokens, "8F21·9E9C")[0].token == tokens[0]
    assert receipt_find(tokens, tokens[1])[0].token == tokens[1]
    assert receipt_find(tokens, "8f21") == ()
    assert receipt_find(tokens, "ffff·ffff") == ()


def test_an_entry_of_the_roll_hides_its_name() -> None:
    first, second = (roll_entry("T1", "M1", "白露", salt) for salt in ("00", "01"))

    assert first != second
    assert roll_entry("T1", "M1", "白露", "00") == first
    with pytest.raises(ValueError, match="roll_entry"):
        roll_digest(["白露"])
    marks = entries("T1", 3)
    assert roll_digest(marks) == roll_digest(marks[::-1])
