"""An explanation holds the facts counted, the arithmetic and what is missing, for every kind."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import pytest

from zhibu import engine
from zhibu.engine.sources.copies import opened
from zhibu.engine.sources.sessions import Source
from zhibu.facts.reading import read_bundle
from zhibu.kernel.errors import InputError

GOLDEN = Path(__file__).parents[2] / "golden" / "rules"
WINDOW = engine.Window.until(dt.date(2024, 6, 30))


@pytest.fixture(scope="module")
def source(shared: Path) -> Iterator[Source]:
    with opened(read_bundle(shared / "golden" / "bundle"), "sqlite") as found:
        yield found


@pytest.fixture(scope="module")
def rulebook() -> engine.Rulebook:
    return engine.load(GOLDEN)


@pytest.mark.parametrize(("directive", "rule", "subject", "tables", "steps", "missing"), [
    ("D-BRANCH", "F-STUDY", "B2", ["activities"], ["1 >= 2：不成立", "1 <= 4：成立"], ["还差 1 次"]),
    ("D-GROUP", "C-CADRES", "B1", ["members"] * 3, ["2/3 <= 1/2：不成立"], ["现在 2/3"]),
    ("D-UNIT", "C-CLEAN", "B1", ["members", "posts"], ["1 <= 0：不成立", "1 >= 1：成立"], ["现在 1"]),
    ("D-GROUP", "E-LEADER", "P09", ["posts"], ["不符合的有 47 天"], ["2024-03-15 起"]),
    ("D-GROUP", "N-GROUP", "A003", ["activities"],
     ["2024-03-12 - 2024-03-08 = 4 天", "4 <= 3：不成立"], ["早了 1 天"]),
    ("D-GROUP", "R-MINUTES", "A016", ["activities"], ["记录人：没有", "1 项 = 2 项：不成立"], ["记录人"]),
    ("D-UNIT", "R-CLASS", "A302", ["activities", "papers"], ["script：有"], ["signin"]),
    ("D-BRANCH", "A-QUORUM", "A121", ["activities"],
     ["有表决权的党员：6 人", "到会（含线上）：2 人", "2/6 >= 1/2：不成立"], ["至少要到 3 人，还差 1 人"]),
    ("D-BRANCH", "A-MOST", "A112", ["activities"], ["6/13 > 0.9：不成立"], ["至少要到 12 人，还差 6 人"]),
    ("D-GROUP", "A-CADRES", "A023", ["activities"], ["0 = 1：不成立"], ["1 - 0 = 还差 1 人"]),
    ("D-GROUP", "A-HOST", "A027", ["activities"], ["主持人：已填", "组长：不成立"], ["组长主持"]),
    ("D-GROUP", "V-LEADER", "G21", [], ["共 40 天，党小组组长无人担任", "40 <= 30：不成立"], ["多了 10 天"]),
    ("D-GROUP", "T-LEADER", "P06", ["posts"] * 2,
     ["最多 3 年", "再任最多 30 天", "期限：2024-07-15"], ["2024-07-15 将到"]),
    ("D-GROUP", "T-LEADER", "P09", ["posts"] * 2, ["2024-05-01 <= 2024-02-19：不成立"], ["应不晚于 2024-02-19"]),
    ("D-TOWN", "L-QUARTER", "B3", ["papers"],
     ["第 2 个月的 5 日", "2024-05-06 <= 2024-05-05：不成立"], ["期限是 2024-05-05"]),
    ("D-TOWN", "L-MONTH", "B3", [], ["最后一天之后第 3 个工作日：期限 2024-07-04", "没有"], ["期限 2024-07-04"]),
    ("D-BRANCH", "X-ADMISSION", "X12", ["ballots"],
     ["实到人数 7 ÷ 应到人数 14 > 1/2：不成立", "无记名投票：成立"], ["赞成票数至少要 8，还差 1"]),
    ("D-BRANCH", "K-THREE", "B2", ["checks", "checks"], ["money：没有查过", "2 项 = 3 项：不成立"],
     ["money：没有查过"]),
    ("D-GROUP", "R-THEMEDAY", "A520", [], ["缺少资料"], ["activities.approved_on"]),
])
def test_each_kind(
    source: Source, rulebook: engine.Rulebook, directive: str, rule: str, subject: str,
    tables: list[str], steps: list[str], missing: list[str],
) -> None:
    found = engine.explain(rulebook, source, WINDOW, directive, rule, subject)

    assert [fact.table for fact in found.facts] == tables
    assert [fact.id for fact in found.facts] == found.verdict.evidence.split()
    for part in steps:
        assert any(part in line for line in found.arithmetic), found.arithmetic
    for part in missing:
        assert any(part in line for line in found.missing), found.missing
    assert found.sentence
    assert found.cure in "\n".join(found.lines())


def test_what_was_not_counted_is_shown_beside(source: Source, rulebook: engine.Rulebook) -> None:
    found = engine.explain(rulebook, source, WINDOW, "D-GROUP", "F-GROUP", "G12", dt.date(2024, 5, 1))
    assert [(f.id, dict(f.columns)["状态"]) for f in found.beside] == [("A015", "延期")]

    found = engine.explain(rulebook, source, WINDOW, "D-GROUP", "E-LEADER", "P09")
    assert {f.table for f in found.beside} == {"members", "memberships", "penalties"}
    assert "留党察看" in "\n".join(found.lines())


    found = engine.explain(rulebook, source, WINDOW, "D-BRANCH", "X-ADMISSION", "X12")
    assert [(f.table, f.id) for f in found.beside] == [("activities", "A111")]
    found = engine.explain(rulebook, source, WINDOW, "D-BRANCH", "X-ELECTION", "X21")
    assert found.arithmetic[-2:] == ("差额至少 0.2 × 3 名，进一取整 1 名", "4 - 3 = 1 >= 1：成立")
    assert found.missing == ()
    found = engine.explain(rulebook, source, WINDOW, "D-BRANCH", "A-QUORUM", "A121")
    assert {f.table for f in found.beside} == {"attendance"}
    found = engine.explain(rulebook, source, WINDOW, "D-UNIT", "K-ROOM", "B1")
    assert "checks:B1/room/television/2024-06-01" in {f.id for f in found.facts}
    assert "checks:B1/room/television/2024-02-01" in {f.id for f in found.beside}


def test_other_holders_and_other_papers_are_shown_beside(
    source: Source, rulebook: engine.Rulebook
) -> None:
    found = engine.explain(rulebook, source, WINDOW, "D-GROUP", "V-LEADER", "G21")
    assert {(f.table, f.id) for f in found.beside} == {("posts", "P09"), ("posts", "P10")}
    found = engine.explain(rulebook, source, WINDOW, "D-TOWN", "L-MONTH", "B3")
    assert {f.id for f in found.beside} == {"D37", "D38"}


def test_the_latest_period_and_the_others(source: Source, rulebook: engine.Rulebook) -> None:
    found = engine.explain(rulebook, source, WINDOW, "D-BRANCH", "F-GENERAL", "B1")

    assert found.verdict.period_start == dt.date(2024, 4, 1)
    assert [v.period_start for v in found.others] == [dt.date(2024, 1, 1)]
    assert found.missing == ()
    assert "怎么补" not in "\n".join(found.lines())


def test_a_scope_explains_the_same(source: Source, rulebook: engine.Rulebook) -> None:
    asked = (rulebook, source, WINDOW, "D-GROUP", "E-LEADER", "P09")

    assert engine.explain(*asked, scope=["B2"]) == engine.explain(*asked)
    with pytest.raises(InputError):
        engine.explain(*asked, scope=["B1"])
