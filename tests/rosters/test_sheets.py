"""Opening workbooks: formats, indents, strikes, hiding and merges; encodings; what cannot be read."""

from __future__ import annotations

import datetime as dt
import io
from pathlib import Path

import openpyxl
import pytest
from openpyxl.styles import Alignment, Font

from zhibu.kernel.errors import InputError
from zhibu.rosters.sheets import open_workbook


def _book() -> bytes:
    workbook = openpyxl.Workbook()
    sheet = workbook.active
    sheet.title = "表"
    for row, code in enumerate(['yyyy"年"m"月"', "yyyy\\.mm", "yyyy-mm-dd", "mmm-yy", "yyyy", "[$-804]yyyy\"年\"m\"月\";@"], 1):
        sheet.cell(row, 1, dt.date(1998, 7, 15)).number_format = code
    sheet.cell(1, 2, 35977).number_format = "yyyy.mm"
    sheet.cell(2, 2, "一支部").alignment = Alignment(indent=3)
    sheet.cell(3, 2, "撤销的").font = Font(strike=True)
    sheet.cell(4, 3, "合并")
    sheet.merge_cells("C4:D6")
    sheet.row_dimensions[5].hidden = True
    sheet.column_dimensions["F"].hidden = True
    sheet.cell(6, 6, 1)
    workbook.create_sheet("旧表").sheet_state = "hidden"
    workbook["旧表"]["A1"] = "旧"
    content = io.BytesIO()
    workbook.save(content)
    return content.getvalue()


def test_looks_of_a_workbook() -> None:
    sheet, old = open_workbook(("甲.xlsx", _book()))
    assert [sheet.shown.get((row, 0)) for row in range(1, 7)] == ["month", "month", None, "month", "year", "month"]
    assert sheet.shown[(1, 1)] == "month"
    assert sheet.indents == {(2, 1): 3}
    assert sheet.struck == {(3, 1)}
    assert sheet.hidden_rows == {5}
    assert 5 in sheet.hidden_columns
    assert (sheet.spread(6, 3), sheet.value(6, 3)) == ("合并", "")
    assert (sheet.hidden, old.hidden) == (False, True)


@pytest.mark.parametrize("encoding", ["gb18030", "utf-8", "utf-8-sig", "utf-16"])
@pytest.mark.parametrize("separator", [",", "\t"])
def test_text_files(encoding: str, separator: str) -> None:
    text = separator.join(["姓名", "备注"]) + "\r\n" + separator.join(["余𫘧", '"流动\n外出"']) + "\r\n"
    (sheet,) = open_workbook(("导出.csv", text.encode(encoding)))
    assert sheet.rows == [["姓名", "备注"], ["余𫘧", "流动\n外出"]]
    assert sheet.text_file


def test_the_content_counts_not_the_ending() -> None:
    assert open_workbook(("其实是.xls", _book()))[0].name == "表"


@pytest.mark.parametrize("content", [b"PK\x03\x04 broken", b"\xd0\xcf\x11\xe0 broken", b"\x00\x01\x02\xff" * 30])
def test_what_cannot_be_read_says_how_to_mend_it(content: bytes) -> None:
    with pytest.raises(InputError) as caught:
        open_workbook(("坏.xlsx", content))
    assert "另存为" in str(caught.value)


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="没有"):
        open_workbook(tmp_path / "没有.xlsx")


def test_the_old_list_has_its_merged_title(roster_files: list[Path]) -> None:
    (old,) = [path for path in roster_files if path.suffix == ".xls"]
    assert open_workbook(old)[0].merges[0].top == 1


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("a.xlsx", b"", "空文件"),
        ("a.csv", "姓名,支部\n\"钱一,甲\n孙二,甲\n".encode(), "第2条记录的双引号没有合上"),
        ("a.docx", b"PK\x03\x04", "打不开的文件"),
    ],
)
def test_what_is_wrong_with_a_file_is_told(name: str, content: bytes, told: str) -> None:
    with pytest.raises(InputError) as caught:
        open_workbook((name, content))
    assert told in str(caught.value)
