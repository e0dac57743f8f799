"""`branch_forms.yaml` of a pack: read strictly, parameters put in, articles and procedures held against their lists."""

from __future__ import annotations

from pathlib import Path

import pytest

from zhibu.engine.packs.loader import load
from zhibu.kernel.errors import InputError

HEAD = """schema: 1
id: own
title: 试行办法
effective: 2024-01-01
parameters:
- {name: most, label: 最多几个单位, value: 4}
"""
ARTICLES = "schema: 1\narticles:\n- {article: '5', gist: 怎么设, answer: [workflow]}\n"


def pack(folder: Path, entry: str) -> Path:
    (folder / "own").mkdir()
    texts = {
        "directive": HEAD, "articles": ARTICLES, "rules": "schema: 1\nrules: []\n",
        "branch_forms": f"schema: 1\nforms:\n- {entry}\n",
    }  # fmt: skip
    for name, text in texts.items():
        (folder / "own" / f"{name}.yaml").write_text(text, "utf-8")
    return folder


def test_the_units_of_a_joint_branch_are_bounded_by_a_parameter(tmp_path: Path) -> None:
    entry = "{form: joint, article: '5', strength: must, gist: 一起设, units: {at_most: {parameter: most}, strength: usual}}"
    [form] = load(pack(tmp_path, entry)).directives["own"].forms
    assert form.units is not None
    assert form.units.missed(4) == ""
    assert form.units.missed(5) == "写了 5 个单位，要不多于 4 个"


@pytest.mark.parametrize(
    ("entry", "said"),
    [
        ("{form: join, article: '5', strength: must, gist: 一起设}", "最接近的是 joint"),
        ("{form: joint, article: '7', strength: must, gist: 一起设}", "articles.yaml 里的条款"),
        ("{form: joint, article: '5', strength: must, gist: 一起设, units: {strength: usual}}", "at_least 或者 at_most"),
    ],
)
def test_a_mistake_is_told_with_its_line(tmp_path: Path, entry: str, said: str) -> None:
    with pytest.raises(InputError) as caught:
        load(pack(tmp_path, entry))
    assert "branch_forms.yaml:3" in str(caught.value)
    assert said in str(caught.value)
