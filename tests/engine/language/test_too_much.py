"""What no directive means: days beyond every calendar, texts beyond every column, files made to burst."""

from __future__ import annotations

import datetime as dt
import itertools
from pathlib import Path

import pytest

from tests.engine.bundles import held, judged, organisation, pack
from zhibu.engine import load
from zhibu.engine.packs.drafting import rule_from_text
from zhibu.kernel.errors import InputError

STUDY = "types: [study]"
MONTH = "period: month"
FAR = "999999999"
TOO_FAR = [
    f"kind: frequency\n{STUDY}\nat_least: 1\n{MONTH}\nby: {{from: end, days: {FAR}}}",
    f"kind: frequency\n{STUDY}\nat_least: 1\n{MONTH}\nby: {{from: end, workdays: {FAR}}}",
    f"kind: frequency\n{STUDY}\nat_least: 1\nperiod: {{once: {{of: established, days: {FAR}}}}}",
    f"kind: frequency\n{STUDY}\nat_least: 1\nperiod: {{once: {{of: established, months: {FAR}}}}}",
    f"kind: frequency\n{STUDY}\nat_least: 1\nperiod: {{anniversary: {{of: established, tolerance: {FAR}}}}}",
    f"kind: deadline\npaper: plan\n{MONTH}\ndue: {{from: end, days: {FAR}}}",
    f"kind: deadline\npaper: plan\n{MONTH}\ndue: {{from: start, workdays: {FAR}}}",
    f"kind: vacancy\npost: secretary\ndays: {FAR}",
    f"kind: term\nposts: [secretary]\nyears: {FAR}",
    f"kind: term\nposts: [secretary]\nyears: 3\ntogether_with: {{post: secretary, days: {FAR}}}",
    f"kind: notice\n{STUDY}\nat_least: {FAR}",
    f"kind: notice\n{STUDY}\nat_least: 1\nat_most: {FAR}",
    f"kind: record\n{STUDY}\ncolumns: [recorded_on]\nwithin: {{days: {FAR}}}",
    f"kind: record\n{STUDY}\ncolumns: [recorded_on]\nwithin: {{workdays: {FAR}}}",
    f"kind: record\n{STUDY}\ncolumns: [notice_on]\nbefore: {FAR}",
    "kind: sequence\nprocedure: leader_selection\nconstraints:\n"
    f"- {{id: A, first: nomination, then: filing, at_most: {{days: {FAR}}}}}",
    "kind: sequence\nprocedure: leader_selection\nconstraints:\n"
    f"- {{id: A, first: nomination, then: filing, at_least: {{workdays: {FAR}}}}}",
]


@pytest.mark.parametrize("rule", TOO_FAR)
def test_a_time_beyond_the_calendar_is_an_error_of_the_pack(rule: str, tmp_path: Path) -> None:
    with pytest.raises(InputError) as caught:
        load(pack(tmp_path, rule))

    assert any(FAR in p.read and "不大于" in p.expected for p in caught.value.problems)


@pytest.mark.parametrize("unit", ["days: 36600", "workdays: 7500"])
def test_the_longest_time_there_is_can_be_judged(unit: str, tmp_path: Path) -> None:
    rule = f"kind: record\n{STUDY}\ncolumns: [recorded_on]\nwithin: {{{unit}}}"
    rows = {"organisations": [organisation("B")], "activities": [held("A", "B", "2024-01-10")]}
    found = judged(tmp_path, rule, rows, "2024-06-30")

    assert [v.status for v in found] == ["pending"]
    assert found[0].due is not None
    assert found[0].due > dt.date(2050, 1, 1)


@pytest.mark.parametrize(("old", "new"), [
    ("id: R", f"id: {'R' * 61}"),
    ('article: "1"', f"article: {'一' * 61}"),
])
def test_a_word_longer_than_a_verdict_holds_is_an_error_of_the_pack(
    old: str, new: str, tmp_path: Path
) -> None:
    folder = pack(tmp_path, f"kind: frequency\n{STUDY}\nat_least: 1\n{MONTH}")
    file = folder / "rules.yaml"
    file.write_text(file.read_text("utf-8").replace(old, new), "utf-8")

    with pytest.raises(InputError) as caught:
        load(folder)
    assert "不超过 60 个字" in str(caught.value)


def laughs(depth: int) -> str:
    """Ten of ten of ten: each line stands for ten times the one before it."""
    names = [f"a{n}" for n in range(depth + 1)]
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]"]
    lines += [f"{new}: &{new} [{', '.join([f'*{old}'] * 10)}]" for old, new in itertools.pairwise(names)]
    return "\n".join(lines)


@pytest.mark.parametrize(("text", "said"), [
    (laughs(30), "引用展开后太多"),
    ("[" * 300_000, "套得太深"),
    ("[" * 500 + "]" * 500, "套得太深"),
    ("- " * 5_000 + "x", "套得太深"),
    ("{a: " * 5_000, "套得太深"),
    ("? " * 5_000, "套得太深"),
    ("# " + "长" * 2_000_001, "不大于"),
])
def test_a_text_made_to_burst_is_told_and_harms_nothing(text: str, said: str) -> None:
    """Deep nesting once ended the process itself, in the C stack of the parser."""
    _, problems = rule_from_text(text, {})

    assert said in "".join(str(problem) for problem in problems)


def test_an_anchor_used_twice_is_no_harm() -> None:
    text = "kind: &k frequency\nid: R\nsentence: *k\ntypes: &t [study]\nmatter: *k\n"
    data, _ = rule_from_text(text, {})

    assert data["sentence"] == "frequency"
