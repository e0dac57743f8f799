"""Small workbooks as clerks keep them, for the tests of the import."""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO

from openpyxl import Workbook

WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)


def id_number(birth: str, serial: int) -> str:
    """An invented ID number: area 999999, right checksum; an odd serial is a man."""
    body = f"999999{birth}{serial:03d}"
    rest = sum(int(digit) * weight for digit, weight in zip(body, WEIGHTS, strict=True)) % 11
    return body + "10X98765432"[rest]


def book(title: str, headings: Sequence[str], rows: Sequence[Sequence[object]]) -> bytes:
    """One sheet with a title row, headings and rows; everything as text but numbers."""
    workbook = Workbook()
    sheet = workbook.active
    sheet.title = title
    sheet.append([title])
    sheet.append(list(headings))
    for row in rows:
        sheet.append(list(row))
    buffer = BytesIO()
    workbook.save(buffer)
    return buffer.getvalue()


ROSTER = ("序号", "姓名", "公民身份号码", "性别", "出生日期", "人员类别", "所在党支部", "加入党组织日期", "转为正式党员日期", "联系电话")  # fmt: skip


def person(
    number: int, name: str, branch: str, *, phone: str = "15400000001"
) -> tuple[object, ...]:
    """A full member born in 1980, joined in 2005."""
    born = f"198001{number:02d}"
    return (
        number, name, id_number(born, 11), "男", f"1980-01-{number:02d}", "正式党员", branch,
        "2005-07-01", "2006-07-01", phone,
    )  # fmt: skip


def roster(*people: tuple[object, ...]) -> bytes:
    """A roster of members."""
    return book("党员花名册", ROSTER, people)


def register(*branches: tuple[str, str]) -> bytes:
    """A register of branches below one work committee: (name, established)."""
    top = ("一", "中共甲县直属机关工作委员会", "工作委员会", "1990-07-01", "")
    rows = [
        (f"（{number}）", name, "党支部", day, "") for number, (name, day) in enumerate(branches, 1)
    ]
    return book("党组织名册", ("序号", "党组织名称", "组织类别", "成立时间", "备注"), [top, *rows])
