"""What can be printed: letters, forms, tables, slips, letters with stubs, trees, and bundles of them.

Plain values: whoever wants a paper builds one of these from rows and hands it to `render`. Texts are
printed as they are, whatever signs they hold; a line break in a text is a line break on the paper.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Literal, TypeAlias

Text = str
Head = Literal["document", "letter", "plain"]
Align = Literal["left", "center", "right"]


@dataclass(frozen=True, slots=True)
class Letter:
    """An official letter by GB/T 9704-2012: 请示, 批复, 函, 通知, 备案报告, 公示.

    `head` is its look: `document` (文件格式: red name of the organ, number, red line), `letter`
    (信函格式: red name, double line, number at the right) or `plain` (no red head: a notice on a board).
    `mark` is the red name where it is not `organ` with 文件 (`letter`: not `organ` alone); `approver` is 签发人, who stands
    in papers that go up. Paragraphs of `body` that begin with 一、 or （一） or 1. or （1） become headings
    of that level up to their first full stop. `tables` are printed after the body on pages of their own
    as attachments. `sealed` leaves the room of a seal over name and day.
    """

    organ: Text = ""
    number: Text = ""  # 发文字号: 溪口党发〔2026〕3号
    title: Text = ""
    to: Text = ""  # 主送
    body: Sequence[Text] = ()
    attachments: Sequence[Text] = ()  # 附件说明: their names
    signed_by: Text | Sequence[Text] = ""  # 发文机关署名; "" is `organ`
    on: dt.date | None = None  # 成文日期
    contact: Text = ""  # 附注: 联系人 and telephone, printed in brackets
    copies_to: Sequence[Text] = ()  # 抄送
    head: Head = "document"
    mark: Text = ""
    approver: Text = ""
    printed_by: Text = ""  # 印发机关; "" leaves the line out
    printed_on: dt.date | None = None
    sealed: bool = True
    tables: Sequence[Form | Table] = ()
    handwriting: bool = False  # draw rules where nothing stands

    def blank(self, lines: int = 4) -> Letter:
        """The same sheet to be filled in by hand: head and title stay, the rest is `lines` of rules."""
        return replace(
            self, number="", to="", body=("",) * lines, attachments=(), on=None, contact="",
            copies_to=(), approver="", printed_on=None, tables=(), handwriting=True,
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of a form: its text, how many columns and rows it takes, at least how high (mm).

    A `label` is what the form says; anything else is what a person fills in, unless it is `kept` on the
    blank form too. `foot` are lines at the bottom right: the place of a signature, a seal and a day.
    """

    text: Text = ""
    span: int = 1
    rows: int = 1
    label: bool = False
    kept: bool = False
    height: float = 0
    align: Align | None = None  # labels stand in the middle, else at the left
    foot: Sequence[Text] = ()


@dataclass(frozen=True, slots=True)
class Form:
    """A form with ruled cells: 登记表, 备案表, 审批表. `widths` are the columns' shares of the page.

    A cell may be given as a text. A row is written without the places that cells of rows above
    reach into. `serial` stands at the upper left (表号), `subtitle` below the title, `filled` below that
    left and right (单位, 填表日期), `signatures` under the form on one line.
    """

    title: Text
    widths: Sequence[float]
    rows: Sequence[Sequence[Cell | Text]]
    subtitle: Text = ""
    notes: Sequence[Text] = ()
    signatures: Sequence[Text] = ()
    serial: Text = ""
    filled: Sequence[Text] = ()
    landscape: bool = False
    on: dt.date | None = None  # the day of the facts; not printed, it dates the file

    def blank(self) -> Form:
        """The same form to be filled in by hand: labels and feet stay, values go, rows get high enough."""
        rows = [[_emptied(cell) for cell in row] for row in self.rows]
        filled = [f"{text.partition('：')[0]}：" if "：" in text else text for text in self.filled]
        return replace(self, rows=rows, filled=filled, on=None)


def _emptied(cell: Cell | Text) -> Cell:
    if isinstance(cell, str):
        return Cell(height=HAND)
    if cell.label:
        return cell
    if cell.kept:
        return replace(cell, height=max(cell.height, HAND))
    return replace(cell, text="", height=max(cell.height, HAND))


HAND = 11.0  # mm: a row in which a person writes


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a table: heading, share of the width, whether its cells stand in the middle."""

    heading: Text
    width: float = 1
    centred: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """A list with a heading row that comes again on every page; its rows do not break over pages."""

    title: Text
    columns: Sequence[Column]
    rows: Sequence[Sequence[object]]
    subtitle: Text = ""
    notes: Sequence[Text] = ()
    landscape: bool = False
    serial: Text = ""
    height: float = 0  # mm: at least so high are its rows, where a person writes in them
    compact: bool = False  # small letters and low rows: a list of hundreds
    on: dt.date | None = None

    def blank(self, lines: int = 15) -> Table:
        """The same list with so many empty rows, high enough to write in."""
        height = max(self.height, HAND)
        return replace(self, rows=[[""] * len(self.columns)] * lines, height=height, on=None)


@dataclass(frozen=True, slots=True)
class Slip:
    """One slip: a ballot, an invitation. `rows` under `columns` are a small table (candidates and what to tick).

    The order of rows (strokes of the names) is the caller's. `stub` are the lines of a stub that is torn
    off at the left; never number a secret ballot.
    """

    title: Text
    subtitle: Text = ""
    body: Sequence[Text] = ()
    columns: Sequence[Column] = ()
    rows: Sequence[Sequence[Text]] = ()
    notes: Sequence[Text] = ()
    stub: Sequence[Text] = ()
    code: Text = ""  # an address or a text as a QR code at the right of `body`
    foot: Text = ""  # at the lower right: who gave it out, the day, a seal


@dataclass(frozen=True, slots=True)
class Slips:
    """Slips on A4 with cutting lines: `per_page` of them (1, 2, 3, 4, 6 or 8; two columns from 4 on)."""

    title: Text  # the file's, not printed
    slips: Sequence[Slip]
    per_page: int = 2
    on: dt.date | None = None

    @classmethod
    def same(cls, slip: Slip, count: int, per_page: int = 2, on: dt.date | None = None) -> Slips:
        """`count` slips, all alike: a secret ballot."""
        return cls(slip.title, (slip,) * count, per_page, on)


@dataclass(frozen=True, slots=True)
class Leaf:
    """One part of a sheet that is torn: 第一联 存根, 第二联 介绍信, 第三联 回执."""

    name: Text
    title: Text
    to: Text = ""
    body: Sequence[Text] = ()
    signed_by: Text = ""
    on: dt.date | None = None
    notes: Sequence[Text] = ()


@dataclass(frozen=True, slots=True)
class Counterfoil:
    """A letter with its stub and receipt on one sheet; `serial` stands across each seam, where the seal goes."""

    title: Text
    serial: Text
    leaves: Sequence[Leaf]
    on: dt.date | None = None
    handwriting: bool = False

    def blank(self) -> Counterfoil:
        """The same sheet by hand: titles stay, three rules stand for each body."""
        leaves = [replace(leaf, to="", body=("",) * 3, on=None) for leaf in self.leaves]
        return replace(self, serial="", leaves=leaves, on=None, handwriting=True)


@dataclass(frozen=True, slots=True)
class Node:
    """One organisation in a tree: how deep it lies (0 is the root), its name, what stands beside it."""

    depth: int
    name: Text
    cells: Sequence[object] = ()


@dataclass(frozen=True, slots=True)
class Tree:
    """A tree in the order of the register (each node after its parent).

    As a table, lines show what belongs to what, `columns` are what stands beside the names. As a
    `wall` sheet the same tree is boxes with lines on A3 across.
    """

    title: Text
    nodes: Sequence[Node]
    columns: Sequence[Column] = ()
    subtitle: Text = ""
    notes: Sequence[Text] = ()
    heading: Text = "组织"
    landscape: bool = False
    wall: bool = False
    on: dt.date | None = None


Single: TypeAlias = Letter | Form | Table | Slips | Counterfoil | Tree


@dataclass(frozen=True, slots=True)
class Bundle:
    """Several papers in one file; pages are counted within each. `duplex`: each begins on an odd page."""

    parts: Sequence[Single]
    title: Text = ""
    duplex: bool = False
    on: dt.date | None = field(default=None)


Paper: TypeAlias = Single | Bundle
Format = Literal["pdf", "docx"]
