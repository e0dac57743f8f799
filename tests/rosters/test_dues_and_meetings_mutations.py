"""The published workbooks with other sheet orders, titles, years and people, against the truth."""

from __future__ import annotations

import datetime as dt
import io
import random
import re
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from openpyxl.workbook import Workbook

from tests.rosters.known_from_truth import Compared, Row, known_of, place, truth
from tests.rosters.test_dues_and_meetings_truth import DUES, GROUPS, MEETINGS, TABLES
from zhibu.rosters import Reading, read

SURNAMES = "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜公因事出高产休值"
GIVEN = "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超霞平刚桂英华玉兰红文建国志成喆堃龑祎玥昇䶮犇垚共等"


def opened(shared: Path, file: str) -> Workbook:
    return openpyxl.load_workbook(shared / "data" / "rosters" / file)


def reread(workbook: Workbook, file: str, known: dict[str, list[Row]]) -> Reading:
    content = io.BytesIO()
    workbook.save(content)
    return read([(file, content.getvalue())], known=known)


def wrong(shared: Path, reading: Reading, file: str) -> list[object]:
    compared = Compared(shared, reading, file)
    return [
        *compared.outcomes(),
        *(one for table in TABLES[file] for one in compared.differences(table)),
    ]


def each_text(workbook: Workbook, change: Callable[[str, int, str], str]) -> None:
    """Change every text: `change(text, row, heading above)`."""
    for sheet in workbook:
        for cell in (cell for row in sheet.iter_rows() for cell in row):
            if isinstance(cell.value, str) and not cell.value.startswith("="):
                heading = str(sheet.cell(3, cell.column).value or "")
                cell.value = change(cell.value, cell.row, heading)


@pytest.mark.parametrize("file", TABLES)
def test_other_order_and_titles(shared: Path, file: str) -> None:
    workbook = opened(shared, file)
    random.Random(file).shuffle(workbook._sheets)
    for sheet in workbook:
        if sheet.title not in ("汇总", "模板"):
            sheet["A1"] = "县直机关工委台账（二〇二四年度）"
    assert wrong(shared, reread(workbook, file, known_of(shared)), file) == []


@pytest.mark.parametrize("file", [MEETINGS, DUES])
def test_the_branch_only_in_the_name_of_the_sheet(shared: Path, file: str) -> None:
    workbook = opened(shared, file)
    for sheet in workbook:
        if sheet.title not in ("汇总", "模板"):
            for area in [area for area in sheet.merged_cells.ranges if area.min_row == 2]:
                sheet.unmerge_cells(str(area))
            for cell in sheet[2]:
                cell.value = None
    assert wrong(shared, reread(workbook, file, known_of(shared)), file) == []


@pytest.mark.parametrize("file", [MEETINGS, DUES])
@pytest.mark.parametrize("years", [-1, 1])
def test_other_years(shared: Path, file: str, years: int) -> None:
    def text(value: str) -> str:
        return re.sub(r"(?<!\d)(20[12]\d)(?!\d)", lambda m: str(int(m[1]) + years), value)

    workbook = opened(shared, file)
    each_text(workbook, lambda value, row, heading: text(value))
    for cell in (cell for sheet in workbook for row in sheet.iter_rows() for cell in row):
        if isinstance(cell.value, dt.datetime):
            # 29 February: there is none in the years beside.
            day = min(cell.value.day, 28) if cell.value.month == 2 else cell.value.day
            cell.value = cell.value.replace(year=cell.value.year + years, day=day)
        elif isinstance(cell.value, int) and cell.value > 20_000_000:
            cell.value += years * 10_000
    known = known_of(shared)
    members = [{**row, "joined": text(row["joined"])} if row["joined"][:4] == "2024" else row
               for row in known["members"]]  # fmt: skip
    reading = reread(workbook, file, {**known, "members": members})
    for row in reading.tables[TABLES[file][0]]:
        for name in ("on", "notice_on", "month", "paid_month"):
            if row.get(name):
                row[name] = f"{int(str(row[name])[:4]) - years}{str(row[name])[4:]}"
    found = [one for one in wrong(shared, reading, file) if "2024-02-2" not in str(one)]
    assert found == []


@pytest.mark.parametrize("seed", [1, 2])
def test_other_people(shared: Path, seed: int) -> None:
    known = known_of(shared)
    names = sorted({row["name"] for row in known["members"]}, key=lambda name: (-len(name), name))
    new = dict(zip(names, _new_names(len(names), seed), strict=True))
    pattern = re.compile("|".join(r"\s?".join(map(re.escape, name)) for name in names))

    def renamed(match: re.Match[str]) -> str:
        blank = re.search(r"\s", match[0])
        name = new[re.sub(r"\s", "", match[0])]
        return f"{name[0]}{blank[0]}{name[1:]}" if blank else name

    columns = ("主持人", "记录人", "主讲人", "缺席人员及原因", "姓名", "小组长", "组员名单")
    members = [{**row, "name": new[row["name"]]} for row in known["members"]]
    for file in (MEETINGS, DUES, GROUPS):
        workbook = opened(shared, file)
        each_text(workbook, lambda value, row, heading: pattern.sub(renamed, value)
                  if row > 3 and heading in columns else value)  # fmt: skip
        reading = reread(workbook, file, {**known, "members": members})
        assert wrong(shared, reading, file) == []
        if file == MEETINGS:
            assert _absent(reading.tables["activities"], reading.tables["attendance"]) == _absent(
                truth(shared, "activities"), truth(shared, "attendance")
            )


def _absent(
    activities: list[dict[str, object]], attendance: list[dict[str, object]]
) -> Counter[object]:
    where = {row["key"]: (place(row), row["type"]) for row in activities}
    return Counter(
        (where[row["activity"]], row["member"], row["status"], row["reason"]) for row in attendance
    )


def _new_names(count: int, seed: int) -> list[str]:
    """Invented names, some long with a dot, some of characters that reasons hold too."""
    choose = random.Random(seed)
    names: dict[str, None] = {}
    while len(names) < count:
        length = choose.choice([1, 2, 2])
        name = choose.choice(SURNAMES) + "".join(choose.choices(GIVEN, k=length))
        if choose.random() < 0.05:
            name = f"{name}·{''.join(choose.choices(GIVEN, k=3))}"
        names[name] = None
    return list(names)
