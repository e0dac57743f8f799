"""No sentence of a source stands in a pack: no thirteen characters in a row are the same."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from zhibu.engine import Rulebook

RUN = 13
BLANKS = re.compile(r"\s+")
MARKS = re.compile(r"[\W_]+")


def _runs(text: str) -> set[str]:
    return {text[start : start + RUN] for start in range(len(text) - RUN + 1)}


@pytest.fixture(scope="module", params=[BLANKS, MARKS], ids=["blanks out", "marks out"])
def sources(request: pytest.FixtureRequest, shared: Path) -> tuple[re.Pattern[str], set[str]]:
    """All runs of the sources, once without blanks and once without any marks."""
    found: set[str] = set()
    for path in sorted((shared / "seeds").glob("*.txt")):
        found |= _runs(request.param.sub("", path.read_text("utf-8")))
    assert found
    return request.param, found


def test_gists_sentences_and_cures_are_our_own(
    rulebook: Rulebook, sources: tuple[re.Pattern[str], set[str]]
) -> None:
    left_out, runs = sources
    texts: list[str] = [kind.gist for kind in rulebook.activity_types.values()]
    for directive in rulebook.directives.values():
        texts += [article.gist for article in directive.articles]
        texts += [text for one in directive.clauses for text in (one.gist, one.by)]
        texts += [text for one in directive.head.parameters for text in (one.label, one.note)]
        texts.append(directive.head.note)
        for rule in directive.rules:
            texts += [rule.spec.sentence, rule.spec.cure]
        texts += [case.name for case in directive.cases]
        texts += [one.gist for one in directive.meetings]
        texts += [text for one in directive.topics for text in (one.label, one.gist)]
    for text in texts:
        assert not _runs(left_out.sub("", text)) & runs, text
