"""What is wrong in a pack is told with file and line, what was read, what was expected."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.engine.bundles import pack
from zhibu.engine import load
from zhibu.kernel.errors import InputError

GOOD = """
kind: frequency
types: [study]
at_least: 1
period: month
"""


def problems(folder: Path) -> list[str]:
    with pytest.raises(InputError) as error:
        load(folder)
    return [str(problem) for problem in error.value.problems]


def one(folder: Path, rule: str) -> str:
    found = problems(pack(folder, rule))
    assert len(found) == 1, found
    return found[0]


def test_a_good_pack_loads(tmp_path: Path) -> None:
    rulebook = load(pack(tmp_path, GOOD))

    assert [rule.key for rule in rulebook.rules()] == [("D", "R")]
    assert rulebook.rule("D", "R").where == "rules.yaml:3"


@pytest.mark.parametrize(
    ("rule", "line", "said"),
    [
        (GOOD.replace("month", "mouth"), 10, ["读到“mouth”", "month"]),
        (GOOD.replace("period", "peroid"), 3, ["没有 period"]),
        (GOOD.replace("frequency", "frequensy"), 7, ["frequensy", "最接近的是 frequency"]),
        (GOOD.replace("frequency", "vacancy"), 9, ["读到“at_least”", "这里可用的键"]),
        (GOOD.replace("at_least: 1", "at_least: 1.0"), 9, ["读到“1.0”", "整数"]),
        (GOOD.replace("at_least: 1", "at_least: -1"), 9, ["读到“-1”", "整数"]),
        (GOOD.replace("[study]", "study"), 8, ["读到“study”", "列表"]),
        (GOOD.replace("[study]", "[]"), 8, ["至少 1 项"]),
        (GOOD + "when: {kind: [brunch]}", 11, ["读到“brunch”", "最接近的是 branch"]),
        (GOOD + "when: {full: true}", 3, ["full", "subject: member"]),
        (GOOD + "in_force: {until: 2024-02-30}", 11, ["2024-02-30", "日期"]),
        (GOOD + "as: speaker", 3, ["subject: organisation"]),
        (GOOD + "where: {host_post: [leader]}", 11, ["读到“leader”", "group_leader"]),
        (GOOD.replace("period: month", "period: {once: {of: joined, days: 3}}"), 3, ["established"]),
    ],
)
def test_each_error_names_its_line(tmp_path: Path, rule: str, line: int, said: list[str]) -> None:
    found = problems(pack(tmp_path, rule))

    assert any(text.startswith(f"rules.yaml:{line}：") for text in found), found
    for words in said:
        assert any(words in text for text in found), found


def test_an_unknown_key_names_the_nearest(tmp_path: Path) -> None:
    text = one(tmp_path, GOOD + "perod: month")

    assert text.startswith("rules.yaml:11：")
    assert "最接近的是 period" in text


def test_an_unknown_key_inside_names_the_nearest(tmp_path: Path) -> None:
    text = one(tmp_path, GOOD + "when: {sectors: [organ]}")

    assert "最接近的是 sector" in text


def test_a_repeated_key_is_refused(tmp_path: Path) -> None:
    text = one(tmp_path, GOOD + "at_least: 2")

    assert text == "rules.yaml:11：读到“at_least”，应为每个键只写一次。第 9 行已经写过，删去一处。"


def test_all_errors_are_told_at_once(tmp_path: Path) -> None:
    pack(tmp_path / "a", GOOD.replace("month", "mouth"))
    pack(tmp_path / "b", GOOD.replace("1", "one"))

    found = problems(tmp_path)

    assert any(text.startswith("a/rules.yaml:10") for text in found)
    assert any(text.startswith("b/rules.yaml:9") for text in found)
    assert any("b/directive.yaml:2" in text for text in found)  # the id D twice


def test_words_that_yaml_would_change_stay_words(tmp_path: Path) -> None:
    rulebook = load(pack(tmp_path, GOOD.replace("[study]", "[on, no, 0644, 1.10]")))

    assert rulebook.rule("D", "R").spec.types == ("on", "no", "0644", "1.10")  # type: ignore[attr-defined]  # a frequency


def test_broken_yaml_names_the_line(tmp_path: Path) -> None:
    folder = pack(tmp_path, GOOD)
    (folder / "rules.yaml").write_text("schema: 1\nrules: [\n- x: {\n", encoding="utf-8")

    assert problems(folder)[0].startswith("rules.yaml:")


@pytest.mark.parametrize(
    ("written", "after", "said"),
    [
        ("period: {once: {of: joined}", 1, "没有配对的 }"),
        ("types: [study, theme_day", 1, "没有配对的 ]"),
        ("sentence: 注意: 每月一次", 0, "文字里有冒号"),
        ("\tperiod: month", 0, "制表符"),
        ("cure: '补开一次", 1, "引号没有配对"),
    ],
)
def test_broken_yaml_shows_the_line_and_says_in_chinese_how_to_mend_it(
    tmp_path: Path, written: str, after: int, said: str
) -> None:
    folder = pack(tmp_path, GOOD)
    line = len((folder / "rules.yaml").read_text("utf-8").splitlines()) + 1 + after
    with (folder / "rules.yaml").open("a", encoding="utf-8") as file:
        file.write(f"  {written}\n")
    (folder / "articles.yaml").write_text(
        'schema: 1\narticles:\n- {article: "1", gist: 要点, answer: [rule], rules: [R]}\n', encoding="utf-8")

    (found,) = problems(folder)  # what names its rules is not wrong as well
    assert found.startswith(f"rules.yaml:{line}："), found
    assert said in found
    assert not re.search("expected|found|mapping", found)


def test_no_pack_there(tmp_path: Path) -> None:
    assert "没有 directive.yaml" in problems(tmp_path)[0]
    assert "路径不存在" in problems(tmp_path / "nowhere")[0]


def test_articles_and_cases_are_linked(tmp_path: Path) -> None:
    folder = pack(tmp_path, GOOD)
    (folder / "articles.yaml").write_text(
        'schema: 1\narticles:\n- {article: "2", gist: 要点, answer: [rule], rules: [X]}\n',
        encoding="utf-8")
    (folder / "cases.yaml").write_text(
        "schema: 1\ncases:\n- name: 样例\n  as_of: 2024-01-31\n"
        "  given: {activitys: [{id: A1}], members: [{id: M1, nam: 某}]}\n  none: [Z]\n",
        encoding="utf-8")

    found = "\n".join(problems(folder))

    for words in ("读到“X”", "读到“1”，应为articles.yaml 里的条款", "最接近的是 activities",
                  "最接近的是 name", "读到“Z”"):
        assert words in found


def test_what_names_a_broken_rule_is_not_wrong_as_well(tmp_path: Path) -> None:
    folder = pack(tmp_path, GOOD.replace("at_least: 1", "at_least: one"))
    (folder / "articles.yaml").write_text(
        'schema: 1\narticles:\n- {article: "1", gist: 要点, answer: [rule], rules: [R]}\n', encoding="utf-8")
    (folder / "cases.yaml").write_text(
        "schema: 1\ncases:\n- {name: 例, as_of: 2024-06-30, given: {}, none: [R]}\n", encoding="utf-8")

    assert [text.partition("：")[0] for text in problems(folder)] == ["rules.yaml:9"]


def test_a_composition_refuses_what_makes_no_sense(tmp_path: Path) -> None:
    text = one(tmp_path, "kind: composition\nlimits:\n- {count: members, at_least: 1/2}")
    assert "比例只用于 share_in_one_group" in text

    text = one(tmp_path, "kind: composition\nlimits:\n- {count: holders, at_least: 1}")
    assert "post" in text


def test_a_record_knows_its_columns(tmp_path: Path) -> None:
    text = one(tmp_path, "kind: record\ntypes: [study]\ncolumns: [recorder_on]")

    assert "recorded_on" in text
