"""A generated county: a large roster with every ordinary way of writing, for measuring the speed."""

from __future__ import annotations

import datetime as dt
import random
from pathlib import Path

import xlsxwriter

from zhibu.rosters.values.ids import check_digit

SURNAMES, GIVEN = (
    "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张",
    "一宁文明华建国芳秀英敏静丽强磊军洋勇艳杰娟涛超霞平刚桂",
)
HEAD = ["序号", "姓名", "公民身份号码", "性别", "民族", "籍贯", "出生日期", "年龄", "学历", "人员类别", "所在党支部", "党小组",
        "加入党组织\n日期", "转为正式党员日期", "工作岗位", "党内职务", "联系电话", "家庭住址", "党籍状态", "是否失联党员", "是否流动党员",
        "备注"]  # fmt: skip


def id_number(born: dt.date, serial: int) -> str:
    """An invented number: area code 999999 does not exist."""
    first = f"999999{born:%Y%m%d}{serial % 1000:03d}"
    return first + check_digit(first)


def write_big(path: Path, rows: int = 10_000, seed: int = 7) -> Path:
    """Organisations and members of a county of `rows` members in one workbook."""
    chance = random.Random(seed)
    book = xlsxwriter.Workbook(path)
    month = book.add_format({"num_format": 'yyyy"年"m"月"'})
    day = book.add_format({"num_format": "yyyy-mm-dd"})
    branches = _organisations(book.add_worksheet("党组织名册"), rows // 20)
    sheet = book.add_worksheet("党员花名册")
    sheet.write(0, 0, "松岭县党员花名册")
    sheet.write_row(1, 0, ["填报单位：县直机关工委", "", "", "截止时间：2024年12月20日"])
    sheet.write_row(2, 0, HEAD)
    for number in range(rows):
        _member(
            sheet,
            number,
            branches[number // 20 % len(branches)],
            chance,
            {"month": month, "day": day},
        )
    book.close()
    return path


def _organisations(sheet: xlsxwriter.worksheet.Worksheet, count: int) -> list[str]:
    sheet.write(0, 0, "松岭县党组织名册")
    sheet.write_row(1, 0, ["序号", "党组织名称", "简称", "组织类别", "成立时间"])
    sheet.write_row(2, 0, [1, "中共松岭县直属机关工作委员会", "县直机关工委", "党工委", "1984.06"])
    names, row = [], 3
    for number in range(count):
        unit = f"{SURNAMES[number % 24]}{GIVEN[number // 24 % 28]}{SURNAMES[number // 7 % 24]}局"
        names.append(f"县{unit}党支部")
        sheet.write_row(
            row, 0, ["", f"　中共松岭县{unit}支部委员会", names[-1], "党支部", "1999.05"]
        )
        sheet.write_row(row + 1, 0, ["", "　　第一党小组", "", "党小组"])
        sheet.write_row(row + 2, 0, ["", "　　第二党小组", "", "党小组"])
        row += 3
    return names


def _member(sheet: xlsxwriter.worksheet.Worksheet, number: int, branch: str, chance: random.Random,
            formats: dict[str, xlsxwriter.format.Format]) -> None:  # fmt: skip
    born = dt.date(1950, 1, 1) + dt.timedelta(days=chance.randrange(18000))
    joined = born + dt.timedelta(days=365 * 20 + chance.randrange(1500))
    full = joined + dt.timedelta(days=366)
    name = chance.choice(SURNAMES) + "".join(
        chance.choice(GIVEN) for _ in range(chance.choice((1, 2)))
    )
    forms = [
        f"{joined:%Y.%m}",
        f"{joined:%Y-%m-%d}",
        f"{joined.year}年{joined.month}月",
        f"{joined:%Y%m%d}",
    ]
    number18 = id_number(born, number)
    sex = "男" if int(number18[16]) % 2 else "女"
    sheet.write_row(number + 3, 0, [
        number + 1, name, number18, sex, "汉族", "本县", f"{born:%Y.%m.%d}", "", "大学本科", "正式党员", branch,
        ("第一党小组", "第二党小组")[number % 2], forms[number % 4], "", "事业单位管理岗位", "",
        f"154{number:08d}", f"城关镇建设路{number}号", "正常", "否", "否", "",
    ])  # fmt: skip
    sheet.write_datetime(
        number + 3,
        13,
        dt.datetime.combine(full, dt.time()),
        formats["month" if number % 3 else "day"],
    )
