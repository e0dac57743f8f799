"""10,000 rows of a members' register, read with the fate of every row."""

from __future__ import annotations

import datetime as dt
import random
import sys
import time
from pathlib import Path

from bench.stage import Figure, Stage, hand_over

ROWS = 10_000
BRANCHES = 400
HEADINGS = (
    "序号", "姓名", "公民身份号码", "性别", "民族", "学历", "人员类别", "所在党支部", "党小组",
    "加入党组织日期", "转为正式党员日期", "工作岗位", "党内职务", "联系电话", "党籍状态", "备注",
)
FAMILY = "苗谷麦禾田林石江白云程叶柏季安温乔景宁方"
GIVEN = "清和雨晴明远思齐书瑶景行子衿若谷怀瑾知微望舒承宇安澜"
WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)


def id_number(born: dt.date, order: int) -> str:
    """An invented number of the area 999999 with a right last digit."""
    digits = f"999999{born:%Y%m%d}{order % 1000:03d}"
    rest = sum(int(digit) * weight for digit, weight in zip(digits, WEIGHTS, strict=True)) % 11
    return digits + "10X98765432"[rest]


def row(number: int, chance: random.Random) -> list[object]:
    born = dt.date(1950, 1, 1) + dt.timedelta(days=chance.randrange(18_000))
    joined = born + dt.timedelta(days=365 * 19 + chance.randrange(6000))
    name = chance.choice(FAMILY) + "".join(chance.sample(GIVEN, chance.choice((1, 2))))
    forms = (f"{joined:%Y.%m}", f"{joined:%Y-%m-%d}", f"{joined.year}年{joined.month}月", joined)
    full = joined.replace(year=joined.year + 1, day=min(joined.day, 28))
    branch = number * BRANCHES // ROWS
    return [
        number + 1, name, id_number(born, number), chance.choice("男女"), "汉族", "大学", "正式党员",
        f"第{branch + 1}党支部", f"第{number % 3 + 1}党小组", chance.choice(forms), f"{full:%Y.%m}",
        "职员", "", f"154{number:08d}", "正常", "",
    ]


def workbook(target: Path, rows: int = ROWS) -> Path:
    """The register as a clerk would hand it over."""
    import xlsxwriter

    chance = random.Random(7)
    with xlsxwriter.Workbook(target, {"constant_memory": True}) as book:
        day = book.add_format({"num_format": "yyyy-mm-dd"})
        sheet = book.add_worksheet("党员花名册")
        sheet.write_string(0, 0, "青梧县党员花名册")
        sheet.write_row(2, 0, HEADINGS)
        for number in range(rows):
            for column, value in enumerate(row(number, chance)):
                if isinstance(value, dt.date):
                    sheet.write_datetime(number + 3, column, value, day)
                else:
                    sheet.write(number + 3, column, value)
    return target


def measure(stage: Stage) -> list[Figure]:
    stage.county()
    return stage.inside("roster_preview", str(workbook(stage.folder / "党员花名册.xlsx")))


def main(file: Path) -> None:
    from zhibu import rosters

    started = time.perf_counter()
    reading = rosters.read([file])
    seconds = time.perf_counter() - started
    counts = reading.counts()
    taken = counts.get("import", 0) + counts.get("import_with_note", 0)
    hand_over(
        [
            Figure(f"读 {ROWS} 行，给出每行去向", seconds, "秒", 3),
            Figure("其中：可导入的行", taken, "行"),
        ]
    )


if __name__ == "__main__":
    main(Path(sys.argv[1]))
