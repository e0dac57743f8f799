"""Names: what is cleaned with a note, what a person must look at, what passes without a word."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhibu.rosters.values.names import name_key, read_name

QUIET = ["李明", "欧阳建平", "艾力·吐尔逊江", "张喆", "王堃", "余𫘧", "蒋𬱖", "潘𫖮", "吴䶮", "扎西·多吉", "司徒婉清"]


@pytest.mark.parametrize("raw", QUIET)
def test_right_names_pass_without_a_word(raw: str) -> None:
    assert read_name(raw) == type(read_name(raw))(raw)


@pytest.mark.parametrize(
    ("raw", "clean", "code"),
    [
        ("宋 桂香 ", "宋桂香", "blank_inside_name"),
        ("冯　坤", "冯坤", "blank_inside_name"),
        ("\u00a0李明", "李明", "blank_inside_name"),
        ("范丽\n娟", "范丽娟", "blank_inside_name"),
        ("李\u200b明", "李明", "blank_inside_name"),
        ("欧阳 建平", "欧阳建平", "blank_inside_name"),
        ("央金•卓玛", "央金·卓玛", "middle_dot_variant"),
        ("热依拉.买买提", "热依拉·买买提", "middle_dot_variant"),
        ("买买提．艾合买提", "买买提·艾合买提", "middle_dot_variant"),
        ("吉克‧阿木", "吉克·阿木", "middle_dot_variant"),
        ("艾力・吐尔逊", "艾力·吐尔逊", "middle_dot_variant"),
        ("扎西 · 多吉", "扎西·多吉", "middle_dot_variant"),
        ("阿木-吉克", "阿木·吉克", "middle_dot_variant"),
        ("吴\ue863", "吴䶮", "private_use_character"),
        ("王⽂", "王文", "radical_code_point"),
        ("⻢丽", "马丽", "radical_code_point"),
        ("王亮同志", "王亮", "courtesy_word"),
        ("王芳（女）", "王芳", "remark_in_name_cell"),
        ("陆志强(书记)", "陆志强", "remark_in_name_cell"),
        ("陈帅*", "陈帅", "remark_in_name_cell"),
        ("何桂香（曾用名：何红卫）", "何桂香", "former_name_in_name_cell"),
        ("何桂香(原名何红卫)", "何桂香", "former_name_in_name_cell"),
    ],
)
def test_what_is_mended_is_told(raw: str, clean: str, code: str) -> None:
    reading = read_name(raw)
    assert (reading.name, reading.hold) == (clean, "")
    assert code in [note for note, _ in reading.notes]


@pytest.mark.parametrize(
    ("raw", "candidates"),
    [("刘?", ()), ("刘？", ()), ("刘□", ()), ("刘*", ()), ("王(方方土)", ("王堃",)), ("萧（龙天）", ("萧䶮",)), ("李（吉吉）", ("李喆",)),
     ("张（王月）英", ("张玥英",)), ("周yan", ()), ("张", ()), ("张某", ()), ("李某某", ())],
)  # fmt: skip
def test_a_character_that_was_not_typed_is_held(raw: str, candidates: tuple[str, ...]) -> None:
    reading = read_name(raw)
    assert reading.hold == "name_character_not_typed"
    assert reading.candidates == candidates


@pytest.mark.parametrize("raw", ["张三、李四", "张三/李四", "张三，女", "张三-女", "张三：书记"])
def test_a_cell_with_more_than_a_name_is_held(raw: str) -> None:
    reading = read_name(raw)
    assert reading.hold == "name_unclear"
    assert "张三" in reading.candidates


def test_marks_around_a_name_are_taken_off() -> None:
    reading = read_name("★张三")
    assert (reading.name, reading.hold, [code for code, _ in reading.notes]) == ("张三", "", ["remark_in_name_cell"])


def test_a_blank_that_stands_for_a_dot_is_held_and_not_closed() -> None:
    reading = read_name("阿卜杜拉 玉素甫", "维吾尔族")
    assert (reading.hold, reading.candidates) == ("minority_name_dot_missing", ("阿卜杜拉·玉素甫",))


def test_the_elder_and_the_younger() -> None:
    assert (read_name("张伟（大）").name, read_name("张伟(小)").mark) == ("张伟", "小")


def test_a_former_name_is_kept() -> None:
    assert read_name("何桂香（曾用名：何红卫）").former == "何红卫"


def test_names_are_compared_without_their_looks() -> None:
    assert name_key("吴\ue863") == name_key("吴䶮")
    assert name_key("央金•卓玛") == name_key("央金·卓玛") == name_key(" 央金．卓玛")


@given(st.text(max_size=12))
def test_no_text_breaks_the_reader(text: str) -> None:
    read_name(text)
