"""Parameters: put into rules and sentences, set otherwise by an installation, refused where unknown."""

from __future__ import annotations

from pathlib import Path

import pytest

from zhibu.engine import load
from zhibu.kernel.errors import InputError

HEAD = """schema: 1
id: D1
title: 一件制度
effective: 2020-01-01
parameters:
- {name: divide_from, label: 满多少人一般分组, value: 20, check: true, note: 没有同正式文本核对}
- {name: spare, label: 没有用到的, value: 1}
"""
RULES = """schema: 1
rules:
- id: C-DIVIDE
  article: "1"
  kind: composition
  strength: usual
  sentence: 满 {divide_from} 人的支部一般分组
  when: {members: {at_least: {parameter: divide_from}}}
  limits:
  - {count: party_groups, at_least: 2}
"""


@pytest.fixture
def pack(tmp_path: Path) -> Path:
    (tmp_path / "directive.yaml").write_text(HEAD, encoding="utf-8")
    (tmp_path / "rules.yaml").write_text(RULES, encoding="utf-8")
    return tmp_path


def test_the_value_stands_in_the_rule_and_in_its_sentence(pack: Path) -> None:
    directive = load(pack).directives["D1"]
    [rule] = directive.rules

    assert rule.spec.when.members.at_least == 20
    assert rule.spec.sentence == "满 20 人的支部一般分组"
    assert [(found.name, value) for found, value in directive.parameters_of(rule)] == [
        ("divide_from", "20")
    ]


def test_an_installation_sets_its_own_and_the_version_of_the_pack_tells(pack: Path) -> None:
    plain = load(pack).directives["D1"]
    own = load(pack, {"D1": {"divide_from": "15"}}).directives["D1"]

    assert own.rules[0].spec.when.members.at_least == 15
    assert own.rules[0].spec.sentence == "满 15 人的支部一般分组"
    assert own.digest != plain.digest


def test_an_unknown_parameter_is_told_with_its_line_and_the_nearest(pack: Path) -> None:
    text = RULES.replace("{parameter: divide_from}", "{parameter: divide_form}")
    (pack / "rules.yaml").write_text(text, encoding="utf-8")

    with pytest.raises(InputError) as caught:
        load(pack)

    told = str(caught.value)
    assert "rules.yaml:8" in told
    assert "divide_form" in told
    assert "最接近的是 divide_from" in told


def test_a_value_that_does_not_fit_is_told_where_it_is_used(pack: Path) -> None:
    with pytest.raises(InputError, match=r"rules\.yaml:8"):
        load(pack, {"D1": {"divide_from": "二十"}})


def test_a_parameter_stands_once(pack: Path) -> None:
    text = HEAD.replace("name: spare", "name: divide_from")
    (pack / "directive.yaml").write_text(text, encoding="utf-8")

    with pytest.raises(InputError, match="divide_from"):
        load(pack)
