"""Candidates stand in the order of the strokes of their surnames."""

from __future__ import annotations

from zhibu.kernel.strokes import UNKNOWN, name_order, strokes


def test_strokes_of_surnames() -> None:
    counts = {"丁": 2, "王": 4, "白": 5, "刘": 6, "李": 7, "陈": 7, "欧": 8, "赵": 9, "曾": 12}
    counts["陈"] = strokes("陈")  # seven or eight, as one counts its left part
    assert {letter: strokes(letter) for letter in counts} == counts
    assert strokes("陈") in (7, 8)
    assert strokes("x") == UNKNOWN


def test_fewer_strokes_first_then_the_next_letter() -> None:
    names = ["曾庆和", "白　露", "石磊", "王二", "王一", "丁一", "欧阳明"]
    assert sorted(names, key=name_order) == ["丁一", "王一", "王二", "白　露", "石磊", "欧阳明", "曾庆和"]


def test_unknown_letters_come_last_and_do_not_fail() -> None:
    assert sorted(["Anna", "丁一", ""], key=name_order) == ["", "丁一", "Anna"]
