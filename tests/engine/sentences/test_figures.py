"""What a verdict has and needs is said in words: no code of the exchange form reaches a reader."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.engine.bundles import organisation, pack
from zhibu import engine
from zhibu.engine.sentences import figures
from zhibu.engine.sources.copies import opened
from zhibu.engine.sources.sessions import Source
from zhibu.facts.bundle import Bundle
from zhibu.facts.reading import read_bundle

GOLDEN = Path(__file__).parents[2] / "golden" / "rules"
PACKS = Path(__file__).parents[3] / "rulepacks"
WINDOW = engine.Window.until(dt.date(2024, 6, 30))
# Ids of members who host, and of steps that no word list of the golden set names, are all the letters left.
ALLOWED = re.compile(r"\bM\d+\b")
RELATIONS = re.compile(r"->|[<>=|]|[a-z]_[a-z]")


@pytest.fixture(scope="module")
def source(shared: Path) -> Iterator[Source]:
    with opened(read_bundle(shared / "golden" / "bundle"), "sqlite") as found:
        yield found


def test_no_sign_and_no_code_is_left_of_the_golden_verdicts(source: Source) -> None:
    rulebook = engine.load([GOLDEN, PACKS])
    said = set()
    for verdict in engine.judge(rulebook, source, WINDOW, ["D-BRANCH", "D-GROUP"]):
        spec = rulebook.rule(verdict.directive, verdict.rule).spec
        for text in figures(spec, verdict.actual, verdict.required, rulebook.words()):
            assert not RELATIONS.search(ALLOWED.sub("", text)), (spec.kind, text)
            said.add(text)

    assert {"至少 1 次", "2 次", "不晚于 2024-02-19 届满", "提前至少 1 天、至多 3 天", "由党小组组长主持"} <= said


SEQUENCE = """kind: sequence
procedure: development
constraints:
- {id: A, first: application, then: talk, at_most: {months: 1}}
"""


def test_explain_says_a_procedures_time_in_words(tmp_path: Path) -> None:
    rulebook = engine.load([pack(tmp_path, SEQUENCE), PACKS])
    rows = {
        "organisations": [organisation("B")],
        "cases": [{"id": "C", "procedure": "development", "organisation": "B", "subject": "某人",
                   "opened": "2024-01-05", "closed": ""}],
        "steps": [{"case": "C", "step": "application", "on": "2024-01-05"},
                  {"case": "C", "step": "talk", "on": "2024-03-01"}],
    }
    with opened(Bundle.from_rows(rows), "sqlite") as found:
        text = "\n".join(engine.explain(rulebook, found, WINDOW, "D", "R.A", "C").lines())

    assert "->" not in text
    assert "months" not in text
    assert "（late）" not in text
    assert "至多 1 个月" in text
    assert re.search(r"实际：\S+ 2024-03-01", text)


def test_alternatives_and_texts_that_nobody_knows(tmp_path: Path) -> None:
    rulebook = engine.load(pack(tmp_path, """kind: any_of
of:
- {kind: frequency, types: [study], at_least: 1, period: month}
- {kind: deadline, paper: notes, period: month, due: {from: end, days: 5}}
"""))
    spec = rulebook.rule("D", "R").spec

    assert figures(spec, "0 | ", ">=1 | <=2024-02-05", {}) == ("0 次；或者 没有", "至少 1 次；或者 不晚于 2024-02-05")
    # Only one of the two could be judged: which one is not said, so the signs alone are put into words.
    assert figures(spec, "0", ">=1", {}) == ("0", "不少于 1")
