"""Bundles as other programs and clerks write them: told in one clear problem, or read for what they say."""

from __future__ import annotations

import datetime as dt
import os
from decimal import Decimal
from pathlib import Path

import openpyxl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from tests.facts.small import Tables, small, write_csv
from tests.facts.test_errors import read_problems
from tests.facts.test_reading import rows
from zhibu.facts.bundle import Bundle
from zhibu.facts.reading import read_bundle
from zhibu.facts.writing import Format, write_bundle
from zhibu.kernel.errors import InputError, Problem

HEAD = "id,name,joined\n"


def problems_of(path: Path) -> list[Problem]:
    with pytest.raises(InputError) as caught:
        read_bundle(path)
    return list(caught.value.problems)


def csv_problems(folder: Path, content: bytes) -> list[Problem]:
    (folder / "members.csv").write_bytes(content)
    return problems_of(folder)


@pytest.mark.parametrize(
    ("content", "read"),
    [
        (b"id;name;joined\nM1;x;1998\n", "用分号隔开的列名"),
        (b"id\tname\tjoined\nM1\tx\t1998\n", "用制表符隔开的列名"),
        ("id，name，joined\nM1，x，1998\n".encode(), "用中文逗号隔开的列名"),
        ("编号,姓名,入党日期\nM1,甲,1998\n".encode("gbk"), "GBK（GB18030）编码的文字，共 2 行"),
        ("id,name,joined\nM1,甲,1998\n".encode("utf-16"), "UTF-16 编码的文字"),
        (b"", ""),
        (b"\xef\xbb\xbf\n", ""),
        (b"sep=,\nid,name,joined\n", "sep="),
    ],
)
def test_a_csv_of_another_make_is_one_problem(tmp_path: Path, content: bytes, read: str) -> None:
    [problem] = csv_problems(tmp_path, content)
    assert problem.read == read
    assert problem.mend


def test_lines_that_hold_nothing_are_passed_over(tmp_path: Path) -> None:
    """As spreadsheets write rows that were emptied, in a CSV as in a workbook."""
    (tmp_path / "members.csv").write_text(HEAD + "M1,甲,1998\n,,\n , ,\n   \nM2,乙,1999\n,,\n")
    assert rows(read_bundle(tmp_path), "SELECT id FROM members") == [("M1",), ("M2",)]

    (tmp_path / "members.csv").write_text(HEAD + "M1,甲,1998\n,,\nM2,,bad\n")
    assert [problem.where for problem in problems_of(tmp_path)] == [
        "members.csv 第 4 行“name”列",
        "members.csv 第 4 行“joined”列",
    ]


def test_wrong_lines_do_not_hide_wrong_cells(tmp_path: Path) -> None:
    """Nor do they make the ids of those lines unknown."""
    write_csv(tmp_path, small())
    (tmp_path / "members.csv").write_text(HEAD + "M1,甲\nM2,乙,1998,x\nM3,丙,bad,,\n")
    assert [problem.where for problem in problems_of(tmp_path)] == [
        "members.csv 第 2 行",
        "members.csv 第 3 行",
        "members.csv 第 4 行“joined”列",
    ]


@pytest.mark.parametrize("name", ["数[2]", "a*", "b?", "it's", "c{1}", "a b"])
@pytest.mark.parametrize("form", ["csv", "parquet"])
def test_a_folder_is_a_place_and_no_pattern(tmp_path: Path, name: str, form: Format) -> None:
    decoy = Bundle.from_rows({"members": [{"id": "other", "name": "x", "joined": "1998"}]})
    for place in ("数2", "ab", "bc"):
        write_bundle(decoy, tmp_path / place, form)
    write_bundle(Bundle.from_rows(small()), tmp_path / name, form)
    assert rows(read_bundle(tmp_path / name), "SELECT id FROM members") == [("M1",), ("M2",), ("M3",)]


def test_what_is_named_like_a_table_but_is_no_file(tmp_path: Path) -> None:
    write_csv(tmp_path, {"members": [{"id": "M1", "name": "x", "joined": "1998"}]})
    (tmp_path / "dues.parquet").mkdir()
    (tmp_path / "posts.csv").symlink_to(tmp_path / "gone")
    assert [(problem.where, problem.read) for problem in problems_of(tmp_path)] == [
        ("dues.parquet", "这是文件夹"), ("posts.csv", "打不开"),
    ]  # fmt: skip


def test_files_that_may_not_be_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_csv(tmp_path, small())
    allowed = os.access
    monkeypatch.setattr(os, "access", lambda path, mode: path.name != "members.csv" and allowed(path, mode))
    assert [str(problem) for problem in problems_of(tmp_path)] == [
        "members.csv：读到“没有读取的权限”，应为能打开的文件。看看文件的权限，或换一个位置。"
    ]


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("b.xlsx", b"", "空文件"),
        ("b.xlsx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "加了密码"),
        ("b.xlsx", b"PK\x03\x04 and no more", "已损坏"),
        ("b.xlsx", b"<html></html>", "不是工作簿的内容"),
        ("b.xls", b"x", "另存为 .xlsx"),
        ("members.csv", b"id,name,joined\n", "所在的文件夹"),
    ],
)
def test_a_file_that_is_no_workbook(tmp_path: Path, name: str, content: bytes, told: str) -> None:
    (tmp_path / name).write_bytes(content)
    [problem] = problems_of(tmp_path / name)
    assert told in str(problem)


def test_failed_and_uncalculated_formulas_are_not_empty_cells(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "members"
    sheet.append(["id", "name", "joined", "full_since", "note"])
    sheet.append(["M1", "甲", "1998", "=C2+1", "=A1"])
    sheet.append(["M2", "乙", "1998", "#N/A", "x"])
    sheet.append(["M3", "=1", "1998", None, "x"])
    book.save(tmp_path / "b.xlsx")
    told = [(problem.where.rsplit("”", 2)[-2], problem.read) for problem in problems_of(tmp_path)]
    assert told[:3] == [(" 第 2 行“full_since", "没有算出结果的公式"), (" 第 3 行“full_since", "#N/A"),
                        (" 第 4 行“name", "没有算出结果的公式")]  # fmt: skip


def test_workbooks_that_count_from_1904_and_hold_charts(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.epoch = openpyxl.utils.datetime.CALENDAR_MAC_1904
    book.active.title = "党员"
    book.active.append(["编号", "姓名", "入党日期"])
    book.active.append(["M1", "甲", dt.date(1998, 7, 1)])
    book.create_chartsheet("图表")
    book.save(tmp_path / "b.xlsx")
    found = rows(read_bundle(tmp_path / "b.xlsx"), "SELECT joined + DATE '1970-01-01' FROM members")
    assert found == [(dt.date(1998, 7, 1),)]


def parquet(folder: Path, name: str, columns: dict[str, object]) -> Path:
    table = columns if isinstance(columns, pa.Table) else pa.table(columns)
    pq.write_table(table, folder / f"{name}.parquet")
    return folder


def test_more_typed_columns_of_parquet(tmp_path: Path) -> None:
    """Decimals with zeros, numbers that are none, texts not marked as such, moments with a zone."""
    moment = dt.datetime(2024, 4, 30, 16, tzinfo=dt.UTC)
    parquet(tmp_path, "members", {
        "id": pa.array([Decimal(1), Decimal(20)], pa.decimal128(38, 10)),
        "name": pa.array(["甲".encode(), "乙".encode()]),
        "joined": pa.array([moment, moment], pa.timestamp("us", "UTC")),
    })  # fmt: skip
    parquet(tmp_path, "dues", {
        "member": pa.array([1, 20]), "month": ["2024-01", "2024-02"],
        "assessed": pa.array([Decimal(20), Decimal("0.5")], pa.decimal128(18, 4)),
        "paid": pa.array([20.1, float("nan")]),
    })  # fmt: skip
    bundle = read_bundle(tmp_path)
    assert rows(bundle, "SELECT id, name, joined + DATE '1970-01-01' FROM members") == [
        ("1", "甲", dt.date(2024, 5, 1)), ("20", "乙", dt.date(2024, 5, 1)),
    ]  # fmt: skip
    assert rows(bundle, "SELECT assessed, paid FROM dues") == [(2000, 2010), (50, None)]


def test_parquet_that_is_refused(tmp_path: Path) -> None:
    folders = [tmp_path / name for name in ("ruined", "nested", "twice", "damaged")]
    for folder in folders:
        folder.mkdir()
    sound = {"name": ["甲"], "joined": ["1998"]}
    parquet(folders[0], "members", {"id": [9.99999198001010011e17], **sound})
    parquet(folders[1], "members", {"id": [{"a": 1}], **sound})
    names = ["id", "id", "name", "joined"]
    parquet(folders[2], "members", pa.table([["1"], ["2"], ["甲"], ["1998"]], names=names))
    parquet(folders[3], "members", {"id": ["M" * 9000], **sound})
    whole = bytearray((folders[3] / "members.parquet").read_bytes())
    whole[20:60] = b"\xff" * 40
    (folders[3] / "members.parquet").write_bytes(whole)
    told = [problems_of(folder)[0] for folder in folders]
    assert [problem.where for problem in told] == [
        "members.parquet 第 1 行“id”列", "members.parquet “id”列", "members.parquet 表头", "members.parquet",
    ]  # fmt: skip
    assert all(problem.expected for problem in told)


CASCADES: dict[str, tuple[str, int, dict[str, str]]] = {
    "end of a membership unreadable": ("memberships", 0, {"until": "2020/1/1"}),
    "begin of the branch unreadable": ("memberships", 3, {"since": "x"}),
    "branch of a membership unknown": ("memberships", 3, {"organisation": "Q"}),
    "kind of the branch unreadable": ("organisations", 1, {"kind": "zhibu"}),
    "parent of the group unknown": ("organisations", 2, {"parent": "Q"}),
    "group under a committee": ("organisations", 2, {"parent": "C"}),
}


@pytest.mark.parametrize("name", CASCADES)
def test_one_mistake_is_told_once(tmp_path: Path, name: str) -> None:
    """Not again for every row in which something would now be missing."""
    table, row, cells = CASCADES[name]
    tables: Tables = small()
    tables[table][row].update(cells)
    assert [problem.read for problem in read_problems(tmp_path, tables)] == list(cells.values())


@pytest.mark.parametrize(
    ("table", "column", "read", "mend"),
    [
        ("activities", "on", "2024/1/5", "改写成 2024-01-05"),
        ("activities", "on", "2024年1月5日", "改写成 2024-01-05"),
        ("activities", "on", "20240105", "改写成 2024-01-05"),
        ("activities", "on", "2024-02-30", "没有 2024 年 2 月 30 日这一天"),
        ("activities", "on", "2024-01-05 09:30", "只写日期，不写钟点"),
        ("activities", "on", "10000-01-01", ""),
        ("activities", "on", "2024-01-05 (BC)", ""),
        ("activities", "on", "45000", "像是表格软件的日期序号，把单元格格式设为日期"),
        ("members", "joined", "1998.07", "改写成 1998-07"),
        ("members", "joined", "1998.1", ""),
        ("members", "joined", "1998-13", "没有 13 月"),
        ("dues", "month", "2024-1", "改写成 2024-01"),
        ("dues", "paid", "￥1,020.5元", "改写成 1020.5"),
        ("dues", "paid", "-5", ""),
        ("activities", "start", "9:30", "改写成 09:30"),
        ("activities", "topics", "3.0", "改写成 3"),
        ("organisations", "kind", "Branch", "改写成 branch"),
        ("posts", "acting", "TRUE", "改写成 yes"),
        ("activities", "speaker", "M1、M2", "几个编号之间用空格隔开"),
    ],
)
def test_how_to_mend_is_told(tmp_path: Path, table: str, column: str, read: str, mend: str) -> None:
    tables = small()
    tables[table][0][column] = read
    [problem] = [p for p in read_problems(tmp_path, tables) if p.read == read]
    assert problem.mend == mend


def test_a_period_that_is_none_is_doubted(tmp_path: Path) -> None:
    tables = small()
    paper = tables["papers"][0]
    tables["papers"] = [
        {**paper, "id": f"D{number}", "for_period": period}
        for number, period in enumerate(["2024", "2024-H2", "2024-05", "2024春", "2024-Q5", "二〇二四"])
    ]
    warnings = read_bundle(write_csv(tmp_path, tables)).warnings
    assert ["2024-Q5" in warnings[0], "二〇二四" in warnings[1], len(warnings)] == [True, True, 2]


def test_nasty_texts_come_back(tmp_path: Path) -> None:
    tables = small()
    tables["members"][0]["name"] = 'a\r\nb\tc "q" ,; _x0041_ 𬱖😀'
    tables["members"][1]["name"] = "=SUM(A1)"
    tables["waivers"][0]["reason"] = "'quoted"
    tables["cases"][0]["outcome"] = "NULL"
    bundle = read_bundle(write_csv(tmp_path / "in", tables))
    forms: list[Format] = ["csv", "parquet", "xlsx"]
    for form in forms:
        write_bundle(bundle, tmp_path / form, form)
        again = read_bundle(tmp_path / form)
        for table in ("members", "waivers", "cases"):
            query = f"SELECT * FROM {table}"
            assert rows(again, query) == rows(bundle, query)
