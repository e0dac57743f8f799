"""What a rule demands is said in one sentence from its parameters alone, for every kind."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from zhibu.engine import load
from zhibu.engine.kinds import MODELS
from zhibu.engine.language.parts import Due
from zhibu.engine.language.rulebook import Rulebook
from zhibu.engine.sentences import sentence_of, unsaid_numbers
from zhibu.engine.sentences.phrases import due

COMMON = {"id": "R", "article": "1", "strength": "must", "sentence": "一条规则"}


@cache
def packs() -> Rulebook:
    return load(Path(__file__).parents[3] / "rulepacks")


def said(**keys: Any) -> str:
    return sentence_of(MODELS[keys["kind"]].model_validate({**COMMON, **keys}), packs().words())


def test_every_installed_rule_has_a_sentence_without_codes() -> None:
    words = packs().words()
    for rule in packs().rules():
        text = sentence_of(rule.spec, words)
        assert text.endswith("。"), text
        assert "None" not in text
        assert "_" not in text, f"{rule.key}: {text}"  # a code that has no label


def test_every_number_of_the_published_rules_stands_in_their_sentences(shared: Path) -> None:
    rules = json.loads((shared / "golden" / "rules.json").read_text("utf-8"))
    kinds = set()
    for rule in rules:
        keys = {k: rule[k] for k in ("kind", "subject", "when", "in_force")}
        text = said(**keys, **rule["params"])
        kinds.add(rule["kind"])
        for number in ("at_least", "at_most", "days", "years", "months", "warn_at"):
            value = rule["params"].get(number)
            if isinstance(value, int) and value > 1:
                assert str(value) in text, text
    assert kinds == set(MODELS) - {"any_of"}


@pytest.mark.parametrize(
    ("keys", "text"),
    [
        ({"kind": "frequency", "types": ["party_class"], "at_least": "1", "period": "quarter",
          "when": {"kind": ["branch"]}, "where": {"speaker_post": ["secretary", "instructor"]}},
         "党支部应当做到：每季度至少 1 次开展党课（由书记或党建指导员主讲）。"),
        ({"kind": "vacancy", "post": "secretary", "days": "60", "when": {"full_members": {"at_least": "7"}}},
         "党组织（正式党员人数不少于 7 名）应当做到：每一天恰好有 1 名书记；人数不符的日子连续不超过 60 天。"),
        ({"kind": "vote", "matters": ["election"], "quorum": {"at_least": "0.8"}, "method": "secret"},
         "各级党组织应当做到：表决选举委员时，到会的不少于应到的 80%、用无记名投票。"),
        ({"kind": "dues", "days": "10", "when": {"kind": ["branch"], "in_group": "true"}},
         "党支部的党员（编入党小组）应当做到：每个月的党费在当月最后一天以前交清，最迟到月末后 10 天。"),
        ({"kind": "streak", "thing": "dues", "months": "6", "in_force": {"since": "2024-01-01"}},
         "党员应当做到：不连续 6 个月不交党费。这一条从 2024-01-01 起管用。"),
    ],
)  # fmt: skip
def test_sentences_read_as_people_speak(keys: dict[str, Any], text: str) -> None:
    assert said(**keys) == text


@pytest.mark.parametrize(
    ("written", "composed", "missing"),
    [
        ("每月至少开两次会", "每月至少 2 次", []),
        ("六个月内补上", "最迟到月末后 184 天", ["六"]),
        ("到会的不少于三分之二", "不少于 2/3", []),
        ("到会的八成以上", "不少于 80%", []),
        ("不少于一半", "不少于 2/3", ["一半"]),
        ("两年一换", "最多 24 个月", []),
        ("一般只议一件事", "每月 3 次", []),
    ],
)
def test_numbers_that_the_parameters_do_not_have_are_told(
    written: str, composed: str, missing: list[str]
) -> None:
    assert unsaid_numbers(written, composed) == missing


@pytest.mark.parametrize(
    ("month", "day", "period", "said"),
    [
        (2, 31, "quarter", "当季第 2 个月的最后一天以前"),
        (2, 15, "quarter", "当季第 2 个月 15 日以前"),
        (1, 31, "month", "当月最后一天以前"),
        (1, 5, "month", "当月 5 日以前"),
        (12, 31, "year", "当年 12 月 31 日以前"),
        (11, 31, "year", "当年 11 月 30 日以前"),
        (2, 31, "year", "当年 2 月最后一天以前"),
    ],
)
def test_a_month_s_end_is_called_its_last_day(month: int, day: int, period: str, said: str) -> None:
    found = Due.model_validate({"from": "start", "month": month, "day": day})

    assert due(found, period, inside=False) == said
