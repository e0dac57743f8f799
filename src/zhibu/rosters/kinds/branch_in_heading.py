"""The branch that a sheet belongs to, named above its headings, by its name, or row by row."""

from __future__ import annotations

import re

from zhibu.rosters.columns import Layout
from zhibu.rosters.context import Context
from zhibu.rosters.findings import Page
from zhibu.rosters.register import Match, Organisation
from zhibu.rosters.sections import UPPER, heading_in, narrowed
from zhibu.rosters.sheets import Sheet
from zhibu.rosters.values.text import is_ditto, text_of

_LABEL = re.compile(
    r"(?:党支部名称|支部名称|党组织名称|所在党支部|所属党支部|党支部|支部|党组织|填报单位|单位名称|单位)(?:（盖章）|\(盖章\))?\s*[:：]\s*(?P<name>\S.*)"
)
_NEXT_LABEL = re.compile(r"\s{2,}|\s*[\u3400-\u9fff]{2,6}[:：]")
_YEAR = re.compile(r"^\s*[（(]?(?:\d{4}|[〇零○一二三四五六七八九]{4})\s*年?度?[)）]?")
_UP_TO_BRANCH = re.compile(r"(\S+?(?:党支部委员会|支部委员会|党支部|支部))")
_NUMBER = re.compile(r"^[\d０-９]+[\s.、．_-]*")


class RowBranches:
    """The branch of each row: of the whole sheet, of a heading row above it, or of its own cell."""

    def __init__(self, page: Page, context: Context) -> None:
        assert page.layout is not None
        self.page, self.register = page, context.register
        self.by_row = "branch" in page.layout
        self.branch: Organisation | None = None
        self.outcome = "reject"
        self.told_at = 0  # the row that names the branch
        self._above: Organisation | None = None  # the committee whose branches follow
        if not self.by_row:
            self.branch, self.outcome = branch_of(page, context, quiet=True)
            # What the title lacks is told only where no heading row further down says it.
            if self.branch is None and not self._has_headings():
                self.branch, self.outcome = branch_of(page, context)

    def _has_headings(self) -> bool:
        sheet, layout = self.page.sheet, self.page.layout
        assert layout is not None
        return any((found := heading_in(sheet, row, layout)) and found.level == "branch"
                   for row in range(layout.first_row, sheet.height + 1))  # fmt: skip

    def takes_heading(self, row: int) -> bool:
        """Settle a row that names the branch of the rows below it; False for any other."""
        layout = self.page.layout
        heading = None if self.by_row or layout is None else heading_in(self.page.sheet, row, layout)
        if heading is None or heading.level == "group":
            return False
        if heading.level == "upper":
            self._above = self.register.find_branch(heading.name, UPPER).found
            self.branch, self.outcome, self.told_at = None, "reject", 0
        else:
            match = narrowed(self.register, self.register.find_branch(heading.name), self._above)
            self.branch, self.outcome = match.found, ""
            if match.found is None:
                self._ask(row, "", heading.raw, match)
        self.page.fate(row, "section_heading", "" if self.page.worst(row) in ("hold", "reject") else "skip")
        return True

    def at(self, row: int) -> Organisation | None:
        """The branch of a row; where there is none `outcome` is the row's fate."""
        if not self.by_row:
            return self.branch
        layout = self.page.layout
        assert layout is not None
        text = text_of(self.page.sheet.spread(row, layout.index("branch"))).strip()
        if text and not is_ditto(text):
            match = self.register.find_branch(text)
            self.branch, self.outcome = match.found, ""
            if match.found is None:
                self._ask(row, layout.heading("branch"), text, match)
        return self.branch

    def settle(self, row: int, what: str) -> None:
        """The fate of a row whose branch is not known, with a word on where that is told."""
        if self.told_at:
            open_ = "还没有选定" if self.outcome == "hold" else "在党组织名册里找不到"
            why = f"第{self.told_at}行写的支部{open_}。先改好那一行"
        else:
            why = "不知道是哪个支部的。在标题、小标题或一列里写上支部名称"
        fate = self.page.fate(row, what, self.outcome)
        fate.reasons = [*fate.reasons, f"{why}。"]

    def _ask(self, row: int, heading: str, text: str, match: Match[Organisation]) -> None:
        self.told_at = row
        if not match.candidates:
            self.page.reject(row, heading, "branch_unknown", text, "没有这个党支部")
            self.outcome = "reject"
            return
        keys = [one.key for one in match.candidates]
        chosen = self.page.hold(row, heading, "branch_ambiguous", text, keys, "不止一个党支部像它")
        self.branch = self.register.organisations.get(chosen or "")
        self.outcome = "" if self.branch else "hold"


def branch_of(page: Page, context: Context, quiet: bool = False) -> tuple[Organisation | None, str]:
    """(branch, outcome of the rows without one): "" with a branch, else `hold` or `reject`.

    What is wrong is told once, at the row that names the branch; not at all if `quiet`.
    """
    register = context.register
    best: tuple[int, str, Match[Organisation]] | None = None
    for row, name in names_above(page.sheet, page.layout):
        match = register.find_branch(name)
        if match.found is not None:
            return match.found, ""
        if best is None or (match.candidates and not best[2].candidates):
            best = (row, name, match)
    if quiet:
        return None, "reject"
    row, name, match = best or (1, page.sheet.name, Match[Organisation]("unknown"))
    if not match.candidates:
        page.reject(row, "", "branch_unknown", name, "没有这个党支部")
        return None, "reject"
    chosen = page.hold(row, "", "branch_ambiguous", name, [one.key for one in match.candidates],
                       "不止一个党支部像它")  # fmt: skip
    return (register.organisations.get(chosen), "") if chosen else (None, "hold")


def names_above(
    sheet: Sheet, layout: Layout | None, with_sheet_name: bool = True
) -> list[tuple[int, str]]:
    """(row, name) of what may name the branch, the most likely first."""
    labelled: list[tuple[int, str]] = []
    plain: list[tuple[int, str]] = []
    for row in range(1, layout.header_rows[0] if layout else 1):
        for value in sheet.rows[row - 1]:
            text = text_of(value).strip()
            if label := _LABEL.search(text):
                labelled.append((row, _NEXT_LABEL.split(label["name"])[0].strip()))
            elif "支部" in text:
                plain += [(row, name) for name in _inside(text)]
    sheet_name = _NUMBER.sub("", sheet.name) if with_sheet_name else ""
    return [*labelled, *plain, *([(1, sheet_name)] if sheet_name else [])]


def _inside(text: str) -> list[str]:
    """The names that a title may hold: 2024年度县档案馆党支部三会一课登记表."""
    bare = _YEAR.sub("", text).strip()
    return [text, *(match[1] for match in _UP_TO_BRANCH.finditer(bare))]
