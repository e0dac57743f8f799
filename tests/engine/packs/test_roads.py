"""Roads of a pack: read strictly, every fault with its line and how to mend it; kept as texts."""

from __future__ import annotations

from pathlib import Path

import pytest

from zhibu.engine.language.roads import OPENED
from zhibu.engine.language.texts import TextPack
from zhibu.engine.packs.drafting import content_of, texts_of, with_texts
from zhibu.engine.packs.loader import load
from zhibu.kernel.errors import InputError

PACKS = Path(__file__).parents[3] / "rulepacks"
HEAD = """schema: 1
id: D
title: 甲
effective: 2020-01-01
parameters:
- {name: days, label: 几天内, value: 10}
"""
ARTICLES = 'schema: 1\narticles:\n- {article: "1", gist: 要点, answer: [judgement]}\n'
ROAD = """schema: 1
roads:
- id: A
  procedure: group_setup
  article: "1"
  label: 支部决定
  gist: 定了以后 {days} 天内报
  effect_after: decision
  steps:
  - {code: decision, decided_by: [committee_meeting], without_committee: [general_meeting]}
  - code: filing
    after: [decision]
    within: [{from: decision, days: {parameter: days}}]
    filing: file
    cure: "{days} 天内报备案"
"""


def pack(roads: str) -> TextPack:
    return TextPack({"directive.yaml": HEAD, "rules.yaml": "schema: 1\nrules: []\n", "articles.yaml": ARTICLES,
                     "roads.yaml": roads})


@pytest.fixture(scope="module")
def book() -> object:
    return load(PACKS)


def test_parameters_stand_in_times_and_in_words(book: object) -> None:
    found = with_texts(book, [pack(ROAD)])  # type: ignore[arg-type]  # a rulebook
    (road,) = found.directives["D"].roads
    step = road.step("filing")
    assert step is not None
    assert (road.gist, step.cure) == ("定了以后 10 天内报", "10 天内报备案")
    assert step.within[0].span == ("days", 10)
    own = with_texts(book, [pack(ROAD)], {"D": {"days": "5"}})  # type: ignore[arg-type]  # a rulebook
    assert own.directives["D"].roads[0].gist == "定了以后 5 天内报"


@pytest.mark.parametrize(
    ("was", "now", "line", "told"),
    [
        ("code: filing", "code: vetting", 11, "程序 group_setup 的步骤之一"),
        ('article: "1"', 'article: "2"', 5, "articles.yaml 里的条款"),
        ("procedure: group_setup", "procedure: group_set", 4, "最接近的是 group_setup"),
        ("after: [decision]", "after: [vetting]", 3, "这条路径的步骤之一"),
        ("from: decision, days: {parameter: days}", "from: decision, days: 3, months: 1", 13, "恰好写一个键"),
        ("filing: file", "filing: send", 14, "报送方式之一"),
        ("effect_after: decision", "effect_after: review", 3, "effect_after 是这条路径的步骤之一"),
        ("{parameter: days}", "{parameter: day}", 13, "directive.yaml 的 parameters 之一"),
        ("label: 支部决定", "label: 支部决定\n  name: 甲", 7, "这里可用的键"),
    ],
)  # fmt: skip
def test_a_fault_is_told_with_its_line(book: object, was: str, now: str, line: int, told: str) -> None:
    with pytest.raises(InputError) as error:
        with_texts(book, [pack(ROAD.replace(was, now, 1))])  # type: ignore[arg-type]  # a rulebook

    assert f"roads.yaml:{line}：" in str(error.value), error.value
    assert told in str(error.value)


def test_an_order_against_the_writing_and_steps_named_twice_are_refused(book: object) -> None:
    turned = ROAD.replace("- {code: decision,", "- {code: decision, after: [filing],")
    with pytest.raises(InputError, match="就写在它后面"):
        with_texts(book, [pack(turned)])  # type: ignore[arg-type]  # a rulebook
    twice = ROAD + "  - {code: filing, strength: may}\n"
    with pytest.raises(InputError, match="写了不止一次：filing"):
        with_texts(book, [pack(twice)])  # type: ignore[arg-type]  # a rulebook


def test_a_draft_keeps_the_roads_through_its_plain_data() -> None:
    for folder in ("loudi-groups-2023", "admission-rules-2014", "discipline-2023"):
        files = {path.name: path.read_text("utf-8") for path in (PACKS / "directives" / folder).glob("*.yaml")}
        again = texts_of(content_of(files))
        assert content_of(again)["roads"] == content_of(files)["roads"]
        before, after = load(PACKS), load(PACKS)
        for book, texts in ((before, files), (after, again)):
            del book.directives[folder]
            book.directives.update(with_texts(book, [TextPack(texts)]).directives)
        assert before.directives[folder].roads == after.directives[folder].roads


def test_the_first_day_of_a_case_may_be_where_a_time_begins(book: object) -> None:
    found = with_texts(book, [pack(ROAD.replace("from: decision", f"from: {OPENED}"))])  # type: ignore[arg-type]  # a rulebook
    step = found.directives["D"].roads[0].step("filing")
    assert step is not None
    assert step.within[0].from_ == OPENED
