"""A bundle goes in and comes out the same; the views say what a re-read export says; verdicts too."""

from __future__ import annotations

import csv
import datetime as dt
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from tests.domain.conftest import KEEPER, actor
from tests.facts.small import small
from zhibu.domain.audit.chain import verify
from zhibu.domain.exchange import services
from zhibu.domain.exchange.facts.copying import open_bundle
from zhibu.domain.exchange.facts.merging import merge
from zhibu.domain.exchange.facts.views import PREFIX, view_columns
from zhibu.domain.exchange.services import facts_export, facts_import
from zhibu.domain.members.columns import index_of
from zhibu.domain.members.models import Member
from zhibu.domain.organisations.models import Organisation
from zhibu.engine import Window, judge, load
from zhibu.engine.sources.sessions import DuckDBSource, PostgresSource, Source, SQLiteSource
from zhibu.facts.bundle import Bundle
from zhibu.facts.contract import TABLES
from zhibu.facts.normal import normal_columns, quoted
from zhibu.facts.reading import read_bundle
from zhibu.facts.writing import write_bundle
from zhibu.kernel.errors import InputError, NotAllowed, Refused

pytestmark = pytest.mark.django_db


@pytest.fixture
def small_bundle(tmp_path: Path) -> Path:
    """The small bundle of the facts tests, as a folder."""
    return write_bundle(Bundle.from_rows(small()), tmp_path / "small")


def rows_of(bundle: Bundle, table: str) -> list[tuple[Any, ...]]:
    """The rows in normal form, sorted, without the path (which is the database's own)."""
    columns = _columns(bundle, table)
    found = bundle.connection.execute(f"SELECT {columns} FROM {quoted(table)}").fetchall()
    return sorted(found, key=repr)


def _columns(bundle: Bundle, table: str) -> str:
    names = [n for n, _ in normal_columns(TABLES[table], bundle.tables[table])]
    return ", ".join(quoted(n) for n in names if not n.startswith("path"))


def app_source() -> Source:
    """The application's own database, as the engine reads it."""
    connection.ensure_connection()
    kind = SQLiteSource if connection.vendor == "sqlite" else PostgresSource
    return kind(connection.connection, None, PREFIX)


@pytest.mark.parametrize("bundle", ["small", "golden"])
def test_what_goes_in_comes_out(
    bundle: str, small_bundle: Path, shared: Path, tmp_path: Path
) -> None:
    path = small_bundle if bundle == "small" else shared / "golden" / "bundle"
    before = read_bundle(path)

    taken = facts_import(path=path, actor=KEEPER)
    written = facts_export(target=tmp_path / "out", actor=KEEPER, personal=True)

    after = read_bundle(written)
    assert taken.new == {name: before.count(name) for name in before.tables}
    for name in before.tables:
        names = {n for n, _ in normal_columns(TABLES[name], before.tables[name])}
        wanted = ", ".join(quoted(n) for n in sorted(names) if not n.startswith("path"))
        both = [
            sorted(b.connection.execute(f"SELECT {wanted} FROM {quoted(name)}").fetchall(), key=repr)
            for b in (before, after)
        ]
        assert both[0] == both[1], name
    assert verify().problems == ()


@pytest.mark.parametrize("bundle", ["small", "golden"])
def test_the_views_say_what_a_read_export_says(
    bundle: str, small_bundle: Path, shared: Path, tmp_path: Path
) -> None:
    path = small_bundle if bundle == "small" else shared / "golden" / "bundle"
    facts_import(path=path, actor=KEEPER)
    export = read_bundle(facts_export(target=tmp_path / "out", actor=KEEPER))
    copy = open_bundle()

    for name in TABLES:
        columns = _columns(export, name)
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT {columns} FROM {PREFIX}{name}")
            seen = sorted((tuple(row) for row in cursor.fetchall()), key=repr)
        assert seen == rows_of(export, name), name
        assert seen == rows_of(copy, name), name
        wanted = {n for n, _ in normal_columns(TABLES[name], export.tables[name])}
        assert wanted <= view_columns()[name]


def test_the_path_of_the_view_is_a_range(small_bundle: Path) -> None:
    facts_import(path=small_bundle, actor=KEEPER)
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT below.id FROM {PREFIX}organisations top JOIN {PREFIX}organisations below "
            "ON below.path >= top.path AND below.path < top.path_end WHERE top.id = 'B'"
        )
        found = {row[0] for row in cursor.fetchall()}

    assert found == {"B", "G1", "G2"}


@pytest.mark.parametrize("as_of", [dt.date(2024, 6, 30), dt.date(2024, 12, 31)])
def test_database_copy_and_export_check_alike(
    shared: Path, root: Path, tmp_path: Path, as_of: dt.date
) -> None:
    facts_import(path=shared / "golden" / "bundle", actor=KEEPER)
    export = read_bundle(facts_export(target=tmp_path / "out", actor=KEEPER))
    rules = load(root / "tests" / "golden" / "rules")
    window = Window(dt.date(2024, 1, 1), as_of)

    copy = open_bundle()
    of_export = judge(rules, DuckDBSource(export.connection, export.tables), window)
    of_copy = judge(rules, DuckDBSource(copy.connection, copy.tables), window)
    of_database = judge(rules, app_source(), window)

    assert len(of_export) > 100
    assert of_copy == of_export
    assert of_database == of_export


def test_the_second_import_changes_nothing(small_bundle: Path) -> None:
    first = facts_import(path=small_bundle, actor=KEEPER)
    second = facts_import(path=small_bundle, actor=KEEPER)

    assert sum(second.new.values()) == 0
    assert second.same == first.new


def changed(bundle: Path, table: str, column: str, old: str, new: str) -> Path:
    """The bundle with one cell changed."""
    path = bundle / f"{table}.csv"
    with path.open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    cells = [row for row in rows if row[column] == old]
    assert cells
    cells[0][column] = new
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    return bundle


def test_a_row_that_says_something_else_is_listed_and_nothing_written(small_bundle: Path) -> None:
    facts_import(path=small_bundle, actor=KEEPER)
    changed(small_bundle, "organisations", "name", "乙支部", "丁支部")
    changed(small_bundle, "members", "id", "M3", "M3")
    changed(small_bundle, "activities", "place", "", "三楼")

    with pytest.raises(InputError) as refused:
        facts_import(path=small_bundle, actor=KEEPER)

    told = str(refused.value)
    assert "organisations 表“B”的名称：读到“丁支部”，应为与库里相同的“乙支部”" in told
    assert "activities 表“A1”的地点：读到“三楼”，应为空着" in told
    assert Organisation.objects.get(pk="B").name == "乙支部"


def test_old_and_new_together_must_be_sound(small_bundle: Path, tmp_path: Path) -> None:
    facts_import(path=small_bundle, actor=KEEPER)
    other = small()
    for table in set(other) - {"organisations", "members", "memberships"}:
        other[table] = []
    # the membership that the database has open is left out, another one overlaps with it
    other["memberships"] = [{"member": "M3", "organisation": "B", "since": "2024-06-01"}]
    path = write_bundle(Bundle.from_rows(other), tmp_path / "other")

    with pytest.raises(InputError, match="并入库里以后"):
        facts_import(path=path, actor=KEEPER)

    assert Member.objects.get(pk="M3").memberships.count() == 1


def test_personal_columns_are_encrypted_found_and_left_out(small_bundle: Path, tmp_path: Path) -> None:
    facts_import(path=small_bundle, actor=KEEPER)
    with connection.cursor() as cursor:
        cursor.execute("SELECT id_number, phone FROM members_member WHERE id = 'M1'")
        stored = cursor.fetchone()

    member = Member.objects.get(id_number_index=index_of("id_number", "９９９９９９ 19800101 0011"))
    assert (member.pk, member.id_number, member.phone) == ("M1", "999999198001010011", "15400000001")
    assert "15400000001" not in str(stored)
    assert "999999198001010011" not in str(stored)
    plain = (facts_export(target=tmp_path / "plain", actor=KEEPER) / "members.csv").read_text("utf-8")
    full = facts_export(target=tmp_path / "full", actor=KEEPER, personal=True) / "members.csv"
    assert "15400000001" not in plain
    assert "15400000001" in full.read_text("utf-8")


def test_what_is_exported_is_recorded_first(
    small_bundle: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    facts_import(path=small_bundle, actor=KEEPER)

    def refused(**_: Any) -> None:
        raise Refused("别的密钥")

    monkeypatch.setattr(services, "entry_record", refused)
    with pytest.raises(Refused):
        facts_export(target=tmp_path / "out", actor=KEEPER, personal=True)
    assert not (tmp_path / "out").exists()


def test_the_digest_of_an_import_changes_with_any_row(tmp_path: Path) -> None:
    def digest(left: str, right: str, number: str = "") -> str:
        people = [
            {"id": "M1", "name": left, "joined": "2015-07-01", "id_number": number},
            {"id": "M2", "name": right, "joined": "2015-07-01", "id_number": number},
        ]
        bundle = Bundle.from_rows({"members": people})
        merge(bundle, open_bundle(personal=True))
        return services._digest(bundle)

    found = [digest("甲", "乙"), digest("乙", "甲"), digest("甲", "甲"), digest("丙", "丙")]
    found.append(digest("甲", "乙", "99999919900101001X"))
    assert len(set(found)) == len(found)
    assert digest("甲", "乙") == found[0]


def test_only_the_keeper_takes_whole_bundles(small_bundle: Path, tmp_path: Path, tree: Any) -> None:
    clerk = actor("clerk", "C1")

    with pytest.raises(NotAllowed):
        facts_import(path=small_bundle, actor=clerk)
    with pytest.raises(NotAllowed):
        facts_export(target=tmp_path / "out", actor=clerk)


def test_texts_too_long_for_their_column_are_told(small_bundle: Path) -> None:
    changed(small_bundle, "members", "name", "甲一", "甲" * 61)

    with pytest.raises(InputError, match="最多 60 个字"):
        facts_import(path=small_bundle, actor=KEEPER)
