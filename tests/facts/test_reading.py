"""A sound bundle is read alike from every form, into the normal form."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from pathlib import Path

import openpyxl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from tests.facts.small import Tables, columns_of, day, small, write_csv
from zhibu.facts.bundle import Bundle
from zhibu.facts.contract import TABLES
from zhibu.facts.reading import read_bundle
from zhibu.kernel.errors import InputError


def rows(bundle: Bundle, sql: str) -> list[tuple[object, ...]]:
    return bundle.connection.execute(sql).fetchall()


def content(bundle: Bundle) -> dict[str, list[tuple[object, ...]]]:
    return {name: rows(bundle, f'SELECT * FROM "{name}" ORDER BY rowid') for name in bundle.tables}


def test_folder_of_csv_gives_the_normal_form(tmp_path: Path) -> None:
    bundle = read_bundle(write_csv(tmp_path, small()))

    assert bundle.warnings == []
    assert set(bundle.tables) == set(TABLES)
    assert rows(bundle, "SELECT established, established_precision FROM organisations") == [
        (None, None),
        (day("2010-03-01"), "month"),
        (day("2011-01-01"), "year"),
        (day("2011-01-05"), "day"),
    ]
    assert rows(bundle, "SELECT dissolved, dissolved_precision FROM organisations WHERE id = 'G2'") == [
        (day("2024-07-01"), "month")
    ]
    assert rows(bundle, "SELECT until, until_precision FROM memberships ORDER BY rowid LIMIT 3") == [
        (day("2021-01-01"), "year"),
        (None, None),
        (day("2024-05-01"), "day"),
    ]
    assert rows(bundle, "SELECT month, assessed, paid, paid_on FROM dues") == [
        ("2024-01", 2000, 2050, day("2024-01-09")),
        ("2024-01", 0, None, None),
    ]
    assert rows(bundle, "SELECT speaker, topics, start FROM activities WHERE id = 'A1'") == [
        ("M1 M2", 2, "09:30")
    ]


def test_nobody_who_joined_from_1969_04_to_1977_08_had_a_probation() -> None:
    people = [
        {"id": "a", "name": "甲", "joined": "1969-03-31", "full_since": "1970-03-31"},
        {"id": "b", "name": "乙", "joined": "1969-04", "full_since": "1970-04-01"},
        {"id": "c", "name": "丙", "joined": "1977-08-31"},
        {"id": "d", "name": "丁", "joined": "1977-09-01"},
        {"id": "e", "name": "戊", "joined": "1970"},
    ]
    bundle = Bundle.from_rows({"members": people})

    full = dict(rows(bundle, "SELECT id, full_since FROM members"))
    assert full == {
        "a": day("1970-03-31"),
        "b": day("1969-04-01"),
        "c": day("1977-08-31"),
        "d": None,
        "e": day("1970-01-01"),
    }
    assert rows(bundle, "SELECT full_since_precision FROM members WHERE id = 'e'") == [("year",)]


def test_paths_follow_the_tree() -> None:
    bundle = Bundle.from_rows(small())
    below = (
        "SELECT x.id FROM organisations x, organisations top WHERE top.id = '{}' "
        "AND x.path >= top.path AND x.path < top.path_end ORDER BY x.id"
    )
    assert rows(bundle, below.format("C")) == [("B",), ("C",), ("G1",), ("G2",)]
    assert rows(bundle, below.format("B")) == [("B",), ("G1",), ("G2",)]
    assert rows(bundle, below.format("G1")) == [("G1",)]


def chinese(tables: Tables) -> Tables:
    renamed: Tables = {}
    for name, given in tables.items():
        table = TABLES[name]
        renamed[table.chinese] = [
            {
                table.by_name[column].chinese: table.by_name[column].choices.get(value, value)
                for column, value in row.items()
            }
            for row in given
        ]
    return renamed


def write_workbook(path: Path, tables: dict[str, list[dict[str, object]]]) -> Path:
    book = openpyxl.Workbook()
    for name, given in tables.items():
        sheet = book.create_sheet(name)
        columns = columns_of(given)
        sheet.append(columns)
        for row in given:
            sheet.append([row.get(column) or None for column in columns])
    book.save(path)
    return path


@pytest.mark.parametrize("form", ["csv", "chinese csv", "bom", "xlsx", "chinese xlsx", "parquet"])
def test_every_form_reads_alike(tmp_path: Path, form: str) -> None:
    expected = content(read_bundle(write_csv(tmp_path / "plain", small())))
    tables = chinese(small()) if form.startswith("chinese") else small()
    target = tmp_path / "other"
    if form.endswith("xlsx"):
        target = write_workbook(tmp_path / "bundle.xlsx", tables)
    elif form == "parquet":
        target.mkdir()
        for name, given in tables.items():
            arrays = {c: [row.get(c) or None for row in given] for c in columns_of(given)}
            typed = {c: pa.array(values, pa.string()) for c, values in arrays.items()}
            pq.write_table(pa.table(typed), target / f"{name}.parquet")
    else:
        write_csv(target, tables, "utf-8-sig" if form == "bom" else "utf-8")
    assert content(read_bundle(target)) == expected


def test_rows_read_like_files(tmp_path: Path) -> None:
    """Columns that are not given are there and empty; the given ones agree."""
    from_files = read_bundle(write_csv(tmp_path, small()))
    from_rows = Bundle.from_rows(small())

    for name, given in small().items():
        listed = ", ".join(f'"{column}"' for column in columns_of(given))
        assert rows(from_rows, f"SELECT {listed} FROM {name}") == rows(
            from_files, f"SELECT {listed} FROM {name}"
        )
    assert from_rows.missing == []


def test_native_cells_of_a_workbook(tmp_path: Path) -> None:
    tables: dict[str, list[dict[str, object]]] = {
        "organisations": [
            {"id": 7, "kind": "党支部", "name": "甲", "established": dt.date(2010, 3, 1)},
            {"id": 8, "kind": "branch", "name": "乙", "established": 2011},
        ],
        "members": [{"id": 101, "name": "甲", "joined": dt.datetime(1998, 7, 1)}],
        "activities": [
            {"id": "A1", "organisation": 7, "type": "study", "on": dt.date(2024, 5, 1),
             "status": "held", "start": dt.time(9, 30), "topics": 3.0, "speaker": 101},
        ],
        "dues": [{"member": 101, "month": dt.date(2024, 1, 1), "assessed": 20, "paid": 20.1}],
        "papers": [{"id": 1, "kind": "k", "on": dt.date(2024, 5, 1), "about": 7,
                    "for_period": dt.date(2024, 5, 1)}],
        "calendar": [{"date": dt.date(2024, 5, 1), "workday": True}],
    }  # fmt: skip
    bundle = read_bundle(write_workbook(tmp_path / "b.xlsx", tables))

    assert rows(bundle, "SELECT id, established, established_precision FROM organisations") == [
        ("7", day("2010-03-01"), "day"),
        ("8", day("2011-01-01"), "year"),
    ]
    assert rows(bundle, 'SELECT organisation, "on", start, topics, speaker FROM activities') == [
        ("7", day("2024-05-01"), "09:30", 3, "101")
    ]
    assert rows(bundle, "SELECT member, month, assessed, paid FROM dues") == [
        ("101", "2024-01", 2000, 2010)
    ]
    assert rows(bundle, "SELECT for_period FROM papers") == [("2024-05",)]
    assert rows(bundle, "SELECT workday FROM calendar") == [("yes",)]


def test_typed_columns_of_parquet(tmp_path: Path) -> None:
    def write(name: str, /, **columns: pa.Array) -> None:
        pq.write_table(pa.table(columns), tmp_path / f"{name}.parquet")

    write(
        "organisations", id=pa.array([1]), kind=pa.array(["branch"]).dictionary_encode(),
        name=pa.array(["甲"]), established=pa.array([dt.date(2010, 3, 1)]),
    )  # fmt: skip
    write("members", id=pa.array([1.0, 2.0]), name=pa.array(["甲", "乙"]),
          joined=pa.array(["1998-07", "1999"]), full_since=pa.array([dt.date(1999, 7, 1), None]))  # fmt: skip
    write(
        "activities", id=pa.array(["A"]), organisation=pa.array([1]), type=pa.array(["study"]),
        on=pa.array([dt.datetime(2024, 5, 1)]), status=pa.array(["held"]),
        speaker=pa.array([["1", "2"]]), topics=pa.array([2], pa.int16()),
        start=pa.array([dt.time(9, 30)]), notice_on=pa.array([None]),
    )  # fmt: skip
    write(
        "dues", member=pa.array([1, 2]), month=pa.array(["2024-01", "2024-01"]),
        assessed=pa.array([Decimal("20.00"), Decimal("0.5")], pa.decimal128(10, 2)),
        paid=pa.array([20.1, None]),
    )  # fmt: skip
    write("checks", organisation=pa.array([1]), checklist=pa.array(["room"]), item=pa.array(["flag"]),
          on=pa.array([dt.date(2024, 5, 1)]), ok=pa.array([True]), value=pa.array([41.5]))  # fmt: skip
    bundle = read_bundle(tmp_path)

    assert rows(bundle, "SELECT id, joined, full_since FROM members") == [
        ("1", day("1998-07-01"), day("1999-07-01")),
        ("2", day("1999-01-01"), None),
    ]
    assert rows(bundle, 'SELECT organisation, "on", speaker, topics, start FROM activities') == [
        ("1", day("2024-05-01"), "1 2", 2, "09:30")
    ]
    assert rows(bundle, "SELECT assessed, paid FROM dues") == [(2000, 2010), (50, None)]
    assert rows(bundle, "SELECT ok, value FROM checks") == [("yes", "41.5")]
    assert "notice_on" in bundle.tables["activities"]


def test_what_is_missing_is_remembered_and_what_is_unknown_warned_of(tmp_path: Path) -> None:
    tables = {name: given for name, given in small().items() if name in ("organisations", "members")}
    tables["organisations"][0]["colour"] = "red"
    tables["members"][0]["left"] = "1990"
    write_csv(tmp_path, tables)
    (tmp_path / "extra.csv").write_text("a,b\n1,2\n")
    (tmp_path / "README.md").write_text("anything")
    bundle = read_bundle(tmp_path)

    assert bundle.tables["members"] == {"id", "name", "joined", "full_since", "left", "phone", "id_number"}
    assert "organisations.sector" in bundle.missing
    assert "activities" in bundle.missing
    assert bundle.warnings == [
        "extra.csv 不在格式里，没有读入。",
        "organisations.csv 第 6 列（“colour”）不在格式里，没有读入。",
        "members.csv 第 2 行“left”列：读到“1990”，应为晚于入党日期的日期。已照原样读入。",
    ]


def test_references_into_a_missing_table_cannot_be_judged() -> None:
    rows_ = {"attendance": small()["attendance"], "dues": small()["dues"]}
    bundle = Bundle.from_rows(rows_, absent=["members", "activities"])
    assert bundle.count("attendance") == 2


def test_ends_are_not_judged_where_until_is_missing() -> None:
    rows_ = {name: small()[name] for name in ("organisations", "members", "memberships")}
    for row in rows_["memberships"]:
        row.pop("until", None)
    with pytest.raises(InputError):
        Bundle.from_rows(rows_)
    assert Bundle.from_rows(rows_, absent=["memberships.until"]).count("memberships") == 7


def test_quoted_cells_blank_lines_and_blanks(tmp_path: Path) -> None:
    (tmp_path / "members.csv").write_bytes(
        "\ufeffid , name,joined\r\nM1,\"甲\"\"一\"\",\r\n丙\",1998-07\r\n\r\nM2,\u3000乙 ,\" 1999 \"\r\n".encode()
    )
    bundle = read_bundle(tmp_path)
    assert rows(bundle, "SELECT id, name, joined_precision FROM members") == [
        ("M1", '甲"一",\r\n丙', "month"),
        ("M2", "乙", "year"),
    ]


def test_the_published_bundle_is_sound(shared: Path) -> None:
    bundle = read_bundle(shared / "golden" / "bundle")
    assert bundle.warnings == []
    assert {"activities.approved_on", "ballots.valid", "states"} <= set(bundle.missing)
