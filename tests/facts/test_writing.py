"""What is written is read back the same, in every form; nothing is written by halves."""

from __future__ import annotations

import csv
from pathlib import Path

import openpyxl
import pyarrow.parquet as pq
import pytest

from tests.facts.small import columns_of, small, write_csv
from tests.facts.test_reading import content
from zhibu.facts.bundle import Bundle
from zhibu.facts.reading import read_bundle
from zhibu.facts.writing import Format, write_bundle
from zhibu.kernel.errors import Refused

FORMATS: list[Format] = ["csv", "parquet", "xlsx"]


@pytest.mark.parametrize("form", FORMATS)
def test_round_trip(tmp_path: Path, form: Format) -> None:
    bundle = read_bundle(write_csv(tmp_path / "in", small()))

    written = write_bundle(bundle, tmp_path / "out", form)
    again = read_bundle(tmp_path / "out")

    assert content(again) == content(bundle)
    assert again.tables == bundle.tables
    assert again.warnings == []
    assert written == tmp_path / "out" / ("facts.xlsx" if form == "xlsx" else "")


def test_texts_come_back_as_they_were(tmp_path: Path) -> None:
    """All but: names of a list by one blank, two decimals, full_since without a probation."""
    tables = small()
    write_bundle(read_bundle(write_csv(tmp_path / "in", tables)), tmp_path / "out", "csv")

    tables["activities"][0]["speaker"] = "M1 M2"
    tables["dues"][0]["paid"] = "20.50"
    tables["dues"][1]["assessed"] = "0.00"
    tables["members"][1]["full_since"] = "1970"
    for name, given in tables.items():
        with (tmp_path / "out" / f"{name}.csv").open(encoding="utf-8", newline="") as stream:
            read = list(csv.DictReader(stream))
        assert read == [{c: row.get(c, "") for c in columns_of(given)} for row in given], name


def test_ids_and_phones_are_text_in_a_workbook(tmp_path: Path) -> None:
    write_bundle(Bundle.from_rows(small()), tmp_path / "out.xlsx", "xlsx")
    sheet = openpyxl.load_workbook(tmp_path / "out.xlsx")["members"]
    heading = [cell.value for cell in sheet[1]]
    assert sheet[2][heading.index("phone")].value == "15400000001"
    assert sheet[2][heading.index("id_number")].value == "999999198001010011"
    assert sheet[2][heading.index("joined")].value == "1998-07"


def test_numbers_stay_numbers_in_parquet(tmp_path: Path) -> None:
    write_bundle(Bundle.from_rows(small()), tmp_path / "out", "parquet")
    assert str(pq.read_schema(tmp_path / "out" / "dues.parquet").field("assessed").type) == "decimal128(18, 2)"
    assert str(pq.read_schema(tmp_path / "out" / "activities.parquet").field("topics").type) == "int32"


def test_nothing_is_overwritten_or_left_behind(tmp_path: Path) -> None:
    bundle = Bundle.from_rows(small())
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "x").write_text("x")
    (tmp_path / "there.xlsx").write_text("x")
    with pytest.raises(Refused):
        write_bundle(bundle, tmp_path / "full", "csv")
    with pytest.raises(Refused):
        write_bundle(bundle, tmp_path / "there.xlsx", "xlsx")
    (tmp_path / "empty").mkdir()
    write_bundle(bundle, tmp_path / "empty", "parquet")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["empty", "full", "there.xlsx"]


@pytest.mark.parametrize("form", ["csv", "parquet", "xlsx"])
def test_nobody_else_on_the_machine_reads_it(tmp_path: Path, form: Format) -> None:
    written = write_bundle(Bundle.from_rows(small()), tmp_path / "out", form)

    assert written.stat().st_mode & 0o077 == 0
