"""Two writers of the same minutes: whatever each wrote is in the result or kept beside it."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from zhibu.domain.minutes.comparing import differences, parts
from zhibu.domain.minutes.likeness import alike, bands, passages
from zhibu.domain.minutes.merging import both_kept, lines_merged, merged

SENTENCES = st.lists(st.sampled_from([f"第{n}句话说的是事情{n}。" for n in range(9)] + ["一行没有句号\n"]), max_size=6)
TEXT = SENTENCES.map("".join).map(lambda text: text.strip("\n"))
SAID = "item.k1.said"


def test_changes_in_different_fields_are_both_kept() -> None:
    base = {SAID: "甲说修路。", "about.place": "一楼"}
    found = merged(base, {**base, "about.place": "二楼"}, {**base, SAID: "甲说先修路。"})
    assert found.texts == {SAID: "甲说先修路。", "about.place": "二楼"}
    assert not found.clashes


def test_changes_in_different_sentences_of_one_text_are_both_kept() -> None:
    base = {SAID: "甲说修路。乙说修桥。丙没有说话。"}
    found = merged(base, {SAID: "甲说修大路。乙说修桥。丙没有说话。"}, {SAID: "甲说修路。乙说修桥。丙说都好。"})
    assert found.texts == {SAID: "甲说修大路。乙说修桥。丙说都好。"}
    assert not found.clashes


def test_what_both_added_at_one_place_stands_one_after_the_other() -> None:
    found = merged({SAID: "开头。"}, {SAID: "开头。甲的补充"}, {SAID: "开头。乙的补充"})
    assert found.texts == {SAID: "开头。甲的补充\n乙的补充"}
    assert not found.clashes


def test_the_same_sentence_changed_by_both_is_kept_twice_for_choosing() -> None:
    base = {SAID: "开头。定在周一。结尾。"}
    found = merged(base, {SAID: "开头。定在周二。结尾。"}, {SAID: "开头。定在周三。结尾。"})
    [clash] = found.clashes
    assert found.texts == {SAID: "开头。定在周二。结尾。"}
    assert (clash.standing, clash.offered) == ("开头。定在周二。结尾。", "开头。定在周三。结尾。")
    assert both_kept(clash.standing, clash.offered) == "开头。定在周二。定在周三。结尾。"


def test_a_short_field_that_both_changed_is_asked_about() -> None:
    found = merged({"about.place": "一楼"}, {"about.place": "二楼"}, {"about.place": "三楼"})
    assert found.texts == {"about.place": "二楼"}
    assert [(one.standing, one.offered) for one in found.clashes] == [("二楼", "三楼")]


def test_what_one_took_out_and_the_other_changed_is_asked_about() -> None:
    found = merged({SAID: "甲。乙。"}, {}, {SAID: "甲。乙和丙。"})
    [clash] = found.clashes
    assert "乙和丙。" in clash.offered


@given(TEXT, TEXT, TEXT)
@settings(max_examples=150, deadline=None)
def test_no_sentence_that_somebody_added_is_lost(base: str, one: str, other: str) -> None:
    text, beside = lines_merged(base, one, other)
    there = text + beside
    for side in (one, other):
        for sentence in side.replace("。", "。\n").splitlines():
            if sentence and sentence not in base:
                assert sentence in there


@given(TEXT, TEXT)
@settings(max_examples=60, deadline=None)
def test_one_writer_alone_gets_what_he_wrote(base: str, mine: str) -> None:
    assert lines_merged(base, base, mine) == (mine, mine)
    assert lines_merged(base, mine, base) == (mine, mine)


@given(TEXT, TEXT)
@settings(max_examples=60, deadline=None)
def test_the_differences_of_two_versions_give_both_back(older: str, newer: str) -> None:
    found = parts(older, newer)
    assert "".join(one.text for one in found if one.kind != "in") == older
    assert "".join(one.text for one in found if one.kind != "out") == newer


def test_only_fields_that_differ_are_told() -> None:
    [found] = differences({SAID: "甲。", "about.place": "一楼"}, {SAID: "甲。乙。", "about.place": "一楼"})
    assert found.name == SAID
    assert [(one.kind, one.text) for one in found.parts] == [("same", "甲。"), ("in", "乙。")]


LONG = (
    "秦岚介绍三处险段的现状，认为黄茅水库溢洪道要先修，泄洪槽的裂缝比去年长了两尺。欧阳静怡提出夜间值守人手不够，建议和质监站"
    "合编一班，每班两个人，轮到谁谁签字。申屠立说上个月的工具还没有还，清点以后再借。大家把三段分到了人头上，雨天加一次巡查。"
)  # fmt: skip
OTHER = (
    "苗佳宁汇报了入户走访的情况，八户里有三户的屋顶漏雨，两户的老人一个人住。蒋德厚愿意每周去一次，帮着买药。周明远说厂里的"
    "旧板材可以拿来修屋顶，找人估了价，材料不要钱，只要车。会上定了下个星期六去两户，另外一户等子女回来商量了再办。"
)  # fmt: skip


def test_the_same_text_in_another_month_is_found_and_marked() -> None:
    copied = LONG.replace("三处", "四处") + "最后收了党费。"
    assert set(bands(LONG)) & set(bands(copied))
    assert alike(LONG, copied) >= 80
    marked = "".join(piece.text for piece in passages(copied, LONG) if piece.same)
    assert "欧阳静怡提出夜间值守人手不够" in marked
    assert "最后收了党费" not in marked


def test_texts_of_their_own_short_ones_and_stock_phrases_are_not_alike() -> None:
    assert alike(LONG, OTHER) == 0
    assert bands("会议由组长主持，大家一致同意。") == []
    phrases = "会议由组长主持。大家一致同意。会议听取了。会议强调。会议指出。传达学习了。" * 5
    assert alike(phrases, phrases) == 0


def test_passages_give_the_whole_text_back() -> None:
    assert "".join(piece.text for piece in passages(OTHER, LONG)) == OTHER
    assert not any(piece.same for piece in passages(OTHER, LONG))
