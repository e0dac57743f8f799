"""`voting.yaml` of a pack: read strictly, parameters put in, articles and words held against their lists."""

from __future__ import annotations

from pathlib import Path

import pytest

from zhibu.engine.packs.drafting import content_of, texts_of
from zhibu.engine.packs.loader import load
from zhibu.kernel.errors import InputError

HEAD = """schema: 1
id: own
title: 试行办法
effective: 2024-01-01
parameters:
- {name: most, label: 优秀最多几成, value: 1/4}
"""
ARTICLES = "schema: 1\narticles:\n- {article: '3', gist: 怎么投, answer: [workflow]}\n"


def pack(folder: Path, voting: str) -> Path:
    """A pack with one article and this voting.yaml."""
    (folder / "own").mkdir()
    texts = {"directive": HEAD, "articles": ARTICLES, "rules": "schema: 1\nrules: []\n", "voting": voting}
    for name, text in texts.items():
        (folder / "own" / f"{name}.yaml").write_text(text, "utf-8")
    (folder / "ballot_matters.yaml").write_text(
        "schema: 1\nballot_matters:\n- {code: appraisal, label: 民主测评}\n", "utf-8"
    )
    return folder


def test_what_a_directive_says_of_voting_is_read_with_its_parameters(tmp_path: Path) -> None:
    voting = "schema: 1\nvoting:\n- {matters: [appraisal], article: '3', best_share: {parameter: most}}\n"
    way = load(pack(tmp_path, voting)).directives["own"].voting[0]
    assert (way.best_share, way.article, way.methods) == ("1/4", "3", ())


@pytest.mark.parametrize(
    ("entry", "where", "said"),
    [
        ("{matters: [appraisal], article: '9', methods: [paper]}", "第 3 行", "articles.yaml 里的条款"),
        ("{matters: [appraisal], methods: [paper]}", "第 3 行", "出自哪一条"),
        ("{matters: [appraisal], article: '3', methods: [papier]}", "第 3 行", "最接近的是 paper"),
        ("{matters: [appraisal], article: '3'}", "第 3 行", "还要写怎么投"),
        ("{matters: [appraisal], article: '3', method: [paper]}", "第 3 行", "method"),
        ("{matters: [appraisal], article: '3', best_share: 3}", "第 3 行", "不大于 1"),
    ],
)
def test_a_mistake_is_told_with_its_line(tmp_path: Path, entry: str, where: str, said: str) -> None:
    with pytest.raises(InputError) as caught:
        load(pack(tmp_path, f"schema: 1\nvoting:\n- {entry}\n"))
    text = str(caught.value)
    assert "voting.yaml" in text
    assert said in text
    assert where.replace("第 ", "").replace(" 行", "") in text


def test_an_unknown_matter_is_a_warning(tmp_path: Path) -> None:
    book = load(pack(tmp_path, "schema: 1\nvoting:\n- {matters: [apraisal], article: '3', methods: [paper]}\n"))
    assert any("apraisal" in text and "appraisal" in text for text in book.warnings)


def test_a_draft_keeps_it() -> None:
    content = {"head": {"id": "own"}, "rules": [], "voting": [{"matters": ["appraisal"], "article": "3"}]}
    assert content_of(texts_of(content))["voting"] == content["voting"]
