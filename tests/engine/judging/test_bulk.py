"""Judging in bulk: the same verdicts as one rule after another, their statuses worked out in SQL."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from pathlib import Path

import pytest

from zhibu import engine
from zhibu.engine.judging.bulk import judged_in_bulk
from zhibu.engine.judging.everything import everything_judged
from zhibu.engine.sources.sessions import DuckDBSource
from zhibu.engine.store import StoreSource, build_store, open_store, refresh_store
from zhibu.facts.bundle import Bundle
from zhibu.facts.reading import read_bundle
from zhibu.kernel.errors import InputError

RULES = Path(__file__).parents[2] / "golden" / "rules"
WINDOW = engine.Window.until(dt.date(2024, 12, 31))


@pytest.fixture(scope="module")
def bundle(shared: Path) -> Bundle:
    return read_bundle(shared / "golden" / "bundle")


@pytest.fixture(scope="module")
def rulebook() -> engine.Rulebook:
    return engine.load(RULES)


def test_golden_rows_in_bulk(bundle: Bundle, rulebook: engine.Rulebook) -> None:
    source = DuckDBSource(bundle.connection, bundle.tables)
    expected = engine.judge(rulebook, source, WINDOW)
    told: list[int] = []
    with judged_in_bulk(rulebook, rulebook.rules(), source, WINDOW,
                        lambda done, number, rule: told.append(done)) as bulk:
        counts = bulk.counts()
        found = list(bulk.verdicts())

    assert found == expected
    assert {verdict.status for verdict in found} >= {"met", "unmet", "pending", "waived", "deviation"}
    by_status = Counter((v.directive, v.rule, v.status) for v in expected)
    assert {(*rule.key, status): number for rule, status, number in counts} == by_status
    assert told == list(range(1, len(rulebook.rules()) + 1))


def test_golden_rows_one_after_another(bundle: Bundle, rulebook: engine.Rulebook) -> None:
    """Every rule is read before the next is judged, and progress is told meanwhile."""
    source = DuckDBSource(bundle.connection, bundle.tables)
    told: list[int] = []
    read_before: list[int] = []
    with everything_judged(rulebook, source, WINDOW,
                           progress=lambda done, number, rule: told.append(done)) as flow:
        found = []
        for verdict in flow:
            found.append(verdict)
            read_before.append(len(told))

    assert found == engine.judge(rulebook, source, WINDOW)
    assert read_before[0] == 0
    assert read_before[-1] > 1
    assert told[-1] == len(told)


@pytest.mark.parametrize("lacking", ["waivers.until", "activities.notice_on", "activities"])
def test_what_is_lacking_is_unknown_in_bulk_too(
    bundle: Bundle, rulebook: engine.Rulebook, lacking: str
) -> None:
    table, _, column = lacking.partition(".")
    tables = {name: set(columns) for name, columns in bundle.tables.items()}
    if column:
        tables[table].discard(column)
    else:
        del tables[table]
    source = DuckDBSource(bundle.connection, tables)
    with judged_in_bulk(rulebook, rulebook.rules(), source, WINDOW) as bulk:
        found = list(bulk.verdicts())

    assert found == engine.judge(rulebook, source, WINDOW)
    assert "unknown" in {verdict.status for verdict in found}


def test_nothing_of_a_run_stays(bundle: Bundle, rulebook: engine.Rulebook) -> None:
    before = bundle.connection.execute("SHOW ALL TABLES").fetchall()
    with judged_in_bulk(rulebook, rulebook.rules(), DuckDBSource(bundle.connection, bundle.tables),
                        WINDOW):
        pass
    assert bundle.connection.execute("SHOW ALL TABLES").fetchall() == before


@pytest.fixture(scope="module")
def store(bundle: Bundle, tmp_path_factory: pytest.TempPathFactory) -> StoreSource:
    path = tmp_path_factory.mktemp("store") / "facts.store"
    build_store(DuckDBSource(bundle.connection, bundle.tables), path)
    return open_store(path)


# The end of a half-year, a day inside a month, the end of the year: counters by whole months serve all.
@pytest.mark.parametrize("day", ["2024-06-30", "2024-09-17", "2024-12-31"])
def test_a_store_gives_the_verdicts_of_its_facts(
    bundle: Bundle, rulebook: engine.Rulebook, store: StoreSource, day: str
) -> None:
    window = engine.Window.until(dt.date.fromisoformat(day))
    with judged_in_bulk(rulebook, rulebook.rules(), store, window) as bulk:
        found = list(bulk.verdicts())

    assert len(store.counters) == 7
    assert found == engine.judge(rulebook, DuckDBSource(bundle.connection, bundle.tables), window)


# Without adoptions a store asks nobody by himself: a directive may begin or end inside the window, though.
@pytest.mark.parametrize("span", ["2024-01-01 2024-12-31", "2009-03-10 2024-09-17"])
def test_a_store_without_adoptions_gives_them_too(
    bundle: Bundle, rulebook: engine.Rulebook, tmp_path: Path, span: str
) -> None:
    tables = {name: set(columns) for name, columns in bundle.tables.items() if name != "adoptions"}
    source = DuckDBSource(bundle.connection, tables)
    build_store(source, tmp_path / "facts.store")
    window = engine.Window(*map(dt.date.fromisoformat, span.split()))
    with judged_in_bulk(rulebook, rulebook.rules(), open_store(tmp_path / "facts.store"), window) as bulk:
        found = list(bulk.verdicts())

    assert found == engine.judge(rulebook, source, window)


def test_columns_that_others_tell_are_not_stored(bundle: Bundle, rulebook: engine.Rulebook) -> None:
    """An organisation's verdict names it twice, an activity's has its day three times: stored once."""
    rules = [rule for rule in rulebook.rules() if rule.spec.kind in ("composition", "notice")]
    with judged_in_bulk(rulebook, rules, DuckDBSource(bundle.connection, bundle.tables), WINDOW) as bulk:
        stored = {
            table.rule.spec.kind: {row[0] for row in bulk.session.query(f"DESCRIBE {table.name}")}
            for table in bulk.tables}

    assert not stored["composition"] & {"organisation", "start", "last", "due"}
    assert not stored["notice"] & {"last", "due"}
    assert "start" in stored["notice"]


def test_a_file_that_is_no_store_is_told(tmp_path: Path) -> None:
    path = tmp_path / "facts.store"
    path.write_text("别的东西", encoding="utf-8")
    with pytest.raises(InputError, match="不是核查底库"):
        open_store(path)


def test_a_store_follows_a_change_of_one_organisation(
    shared: Path, rulebook: engine.Rulebook, tmp_path: Path
) -> None:
    """After a refresh of what was touched the verdicts are those of the changed facts."""
    changed = read_bundle(shared / "golden" / "bundle")
    source = DuckDBSource(changed.connection, changed.tables)
    path = tmp_path / "facts.store"
    build_store(source, path)
    run = changed.connection.execute
    branch, activity = run(
        "SELECT organisation, min(id) FROM activities WHERE organisation IN "
        "(SELECT id FROM organisations WHERE kind = 'branch') GROUP BY 1 ORDER BY count(*) DESC, 1 LIMIT 1"
    ).fetchall()[0]
    run("INSERT INTO activities BY NAME SELECT * REPLACE ('NEW' AS id, \"on\" + 1 AS \"on\") "
        f"FROM activities WHERE id = '{activity}'")
    run(f"INSERT INTO attendance SELECT * REPLACE ('NEW' AS activity) FROM attendance WHERE activity = '{activity}'")
    run(f"DELETE FROM attendance WHERE activity = '{activity}'")
    run("UPDATE dues SET paid = NULL, paid_on = NULL WHERE member IN "
        f"(SELECT member FROM memberships WHERE organisation = '{branch}')")
    store = open_store(path, read_only=False)
    refresh_store(store, source, [branch])
    with judged_in_bulk(rulebook, rulebook.rules(), store, WINDOW) as bulk:
        found = list(bulk.verdicts())

    assert found == engine.judge(rulebook, source, WINDOW)
    assert any("NEW" in verdict.evidence for verdict in found)
