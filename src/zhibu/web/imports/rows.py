"""The rows of the sheets as the page lists them: what each holds, its fate, what was read and taken."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from zhibu.domain.imports.named import Named
from zhibu.domain.imports.services.plan import Place
from zhibu.domain.imports.services.previews import Preview
from zhibu.domain.rulebook import selectors as rulebook
from zhibu.rosters.findings import Issue, RowFate
from zhibu.web.imports.wording import covered, date_text, sentence, shown

FATES: dict[str, tuple[str, str]] = {
    "import": ("导入", "met"),
    "import_with_note": ("导入并注明", "advice"),
    "hold": ("待你定", "deviation"),
    "reject": ("退回", "unmet"),
    "skip": ("跳过（不是数据）", "waived"),
    "merge": ("并入已有的人", "pending"),
}
ORDER = ("hold", "reject", "import_with_note", "merge", "import", "skip")
SKIPPED = {
    "title": "标题", "subtitle": "副标题", "header": "表头", "total": "小计、合计", "summary": "汇总",
    "signature": "落款", "blank": "空行", "blank_form": "空白模板", "notes": "说明文字",
    "duplicate": "重复的一行，已舍去", "group_heading": "小组标题", "hidden_sheet": "隐藏表，不读",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Pair:
    """A cell as it was read and what became of it."""

    column: str
    read: str
    taken: str


@dataclass(frozen=True, slots=True)
class Line:
    """One row of a sheet as the page shows it."""

    sheet: str
    row: int
    fate: RowFate
    word: str
    status: str
    what: str
    sub: str
    number: str
    pairs: tuple[Pair, ...]
    reasons: tuple[str, ...]


class Records:
    """What the reader made of each row."""

    def __init__(self, preview: Preview, named: Named) -> None:
        self.preview = preview
        self.named = named

    @cached_property
    def _by_place(self) -> dict[Place, dict[str, Any]]:
        found: dict[Place, dict[str, Any]] = {}
        for name, table in self.preview.reading.tables.items():
            for record in table:
                place = (str(record["file"]), str(record["sheet"]), int(str(record["row"])))
                found.setdefault(place, {**record, "table": name})
        return found

    @cached_property
    def _keys(self) -> dict[Place, str]:
        return {(row.file, row.sheet, row.row): row.key for row in self.preview.rows if row.key}

    def at(self, row: RowFate) -> dict[str, Any]:
        """The clean row, empty where there is none."""
        return self._by_place.get((row.file, row.sheet, row.row), {})

    def who(self, file: str, sheet: str, row: int) -> str:
        """The person, body or meeting of a row, in a few words."""
        place = (file, sheet, row)
        record = self._by_place.get(place, {})
        what, sub, _ = self.told(record, self._keys.get(place, ""))
        return f"{what}（{sub}）" if what and sub else what

    def told(self, record: dict[str, Any], key: str) -> tuple[str, str, str]:
        """(what, what else, covered number) of a clean row."""
        cells = {name: str(value or "") for name, value in record.items()}
        match cells.get("table", ""):
            case "activities":
                body = self.named.label(cells["organisation"])
                types = rulebook.activity_labels()
                kinds = [types.get(code, code) for code in cells["type"].split("|")]
                return f"{cells['on']} {'、'.join(kinds)}".strip(), body, ""
            case "dues":
                one = self.named.people.get(cells["member"])
                return (one.name, one.branch, "") if one else ("", "", "")
            case "posts":
                one = self.named.people.get(cells["member"])
                return (
                    (one.name if one else "（空缺）"),
                    self.named.label(cells["organisation"]),
                    "",
                )
            case "organisations":
                return cells["name"], cells.get("short_name", ""), ""
            case "attendance":
                return self.named.label(cells["member"]), "", ""
            case "":
                one = self.named.people.get(key)
                return (one.name, one.branch, "") if one else ("", "", "")
            case _:
                branch = self.named.bodies.get(cells.get("branch_key", ""), "")
                number = covered(cells.get("id_number", ""), "身份证号")
                return cells.get("name", ""), f"{branch} {cells.get('group', '')}".strip(), number

    @cached_property
    def _branches(self) -> dict[tuple[str, str], str]:
        """Sheet -> its branch, for registers and ledgers that are of one branch."""
        found: dict[tuple[str, str], str] = {}
        members = self.preview.reading.tables.get("members", ())
        of_member = {str(row["key"]): str(row.get("branch_key") or "") for row in members}
        for table, name in (("activities", "organisation"), ("dues", "member")):
            for row in self.preview.reading.tables.get(table, ()):
                key = str(row[name] or "")
                branch = of_member.get(key, "") if name == "member" else self.named.branch_of(key)
                if branch:
                    found.setdefault((str(row["file"]), str(row["sheet"])), branch)
        return found

    def branch_of(self, file: str, sheet: str, row: int) -> str:
        """The branch that a row is about; "" where it is not known."""
        record = self._by_place.get((file, sheet, row), {})
        own = record.get("branch_key") or record.get(
            "branch" if record.get("table") == "posts" else ""
        )
        body = (
            self.named.branch_of(str(record["organisation"])) if record.get("organisation") else ""
        )
        return str(own or body or self._branches.get((file, sheet), ""))


def wanted_rows(
    preview: Preview, fate: str, sheet: str, text: str, records: Records
) -> list[RowFate]:
    """Rows of one fate, one sheet, with a word in them; the doubtful first where all are shown."""
    rows: Iterable[RowFate] = preview.rows
    if fate in FATES:
        rows = [row for row in rows if row.outcome == fate]
    if sheet:
        rows = [row for row in rows if f"{row.file}|{row.sheet}" == sheet]
    if text:
        rows = [row for row in rows if text in _haystack(row, records)]
    return list(rows) if fate in FATES else sorted(rows, key=lambda row: ORDER.index(row.outcome))


def _haystack(row: RowFate, records: Records) -> str:
    what, sub, _ = records.told(records.at(row), row.key)
    return f"{row.sheet} {row.row} {what} {sub} {' '.join(row.reasons)}"


def _offer(issue: Issue, named: Named) -> str:
    """The choices of a held cell, as the download lists them."""
    column = "".join(issue.column.split())
    told = [shown(one, named, column) for one in issue.candidates if one not in named.foreign]
    return f"“{column}”可选：{'；'.join(told)}。" if told else ""


def lines(rows: Iterable[RowFate], preview: Preview, records: Records) -> list[Line]:
    """Rows with what they hold and what became of their odd cells."""
    rows = list(rows)
    named = records.named
    places = {(row.file, row.sheet, row.row) for row in rows}
    named.enter(row.key for row in rows)
    pairs: dict[Place, list[Pair]] = defaultdict(list)
    offered: dict[Place, list[str]] = defaultdict(list)
    own = [i for i in preview.reading.issues if (i.file, i.sheet, i.row) in places]
    named.enter(
        part for issue in own for one in (issue.clean, *issue.candidates) for part in one.split("|")
    )
    for issue in own:
        place = (issue.file, issue.sheet, issue.row)
        if issue.severity == "hold" and issue.candidates:
            offered[place].append(_offer(issue, named))
        if not issue.raw:
            continue
        column = "".join(issue.column.split())
        taken = shown(issue.clean, named, column)
        read = covered(" ".join(issue.raw.split()), column)
        if taken and taken not in (read, date_text(read)):
            pairs[place].append(Pair(column, read, taken))
    found = []
    for row in rows:
        what, sub, number = records.told(records.at(row), row.key)
        word, status = FATES[row.outcome]
        reasons = [sentence(reason, named) for reason in row.reasons]
        reasons += offered[row.file, row.sheet, row.row]
        if row.outcome == "skip" and not reasons:
            reasons = [SKIPPED.get(row.what, "不是数据")]
        found.append(
            Line(
                row.sheet or row.file, row.row, row, word, status, what, sub, number,
                tuple(dict.fromkeys(pairs[row.file, row.sheet, row.row])), tuple(dict.fromkeys(filter(None, reasons))),
            )
        )  # fmt: skip
    return found
