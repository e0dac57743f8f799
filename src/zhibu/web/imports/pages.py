"""What the preview page shows: fates, questions in groups, rows with raw and clean values, columns."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, cast

from django.core.paginator import Paginator
from django.http import HttpRequest

from zhibu.domain.imports.models import Import
from zhibu.domain.imports.services.previews import Preview
from zhibu.kernel.masking import masked_numbers
from zhibu.rosters.findings import Issue, RowFate
from zhibu.rosters.kinds import all_kinds

FATES: dict[str, tuple[str, str]] = {
    "import": ("导入", "met"),
    "import_with_note": ("导入并注明", "advice"),
    "hold": ("待你定", "deviation"),
    "reject": ("退回", "unmet"),
    "skip": ("跳过（不是数据）", "waived"),
    "merge": ("并入已有的人", "pending"),
}
ORDER = ("hold", "reject", "import_with_note", "merge", "import", "skip")
PEOPLE = {"added": "新增", "changed": "有变", "moved": "换了组织", "missing": "新名册里没有"}
ROWS_A_PAGE = 100
QUESTIONS_A_PAGE = 40
MASKED = ("身份证", "公民身份", "电话", "手机")


@dataclass(frozen=True, slots=True)
class Choice:
    """One radio button."""

    value: str
    label: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class Asked:
    """One question as the page asks it; `keys` are all doubts it settles."""

    field: str
    keys: tuple[str, ...]
    text: str
    detail: str
    choices: tuple[Choice, ...]
    asks_day: bool = False
    asks_text: bool = False
    written: str = ""
    lines: tuple[str, ...] = ()
    answered: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """One row of a sheet as the page shows it."""

    place: str
    fate: RowFate
    word: str
    status: str
    what: str
    read: tuple[tuple[str, str, str], ...]
    reasons: tuple[str, ...]


def masked(column: str, value: str) -> str:
    """Numbers of persons are never shown whole."""
    if any(word in column for word in MASKED) and len(value) > 8:
        return f"{value[:6]}{'*' * max(len(value) - 10, 4)}{value[-4:]}"
    return value


def questions(of: Import, preview: Preview) -> list[Asked]:
    """The plan's own questions, then the doubts of the rows in groups of equal doubts."""
    answers = {answer.key: answer.choice for answer in of.answers.all()}
    asked = [_from_plan(question, answers) for question in preview.plan.questions]
    groups: dict[tuple[str, ...], list[Issue]] = defaultdict(list)
    for issue in preview.reading.issues:
        if issue.severity == "hold" or issue.decision:
            groups[_alike(issue)].append(issue)
    return asked + [_from_issues(group, answers) for group in groups.values()]


def _alike(issue: Issue) -> tuple[str, ...]:
    """Doubts that one answer settles: the same words, the same choices."""
    single = () if issue.candidates and issue.raw else (issue.key,)
    return (issue.code, issue.column, issue.raw, *issue.candidates, *single)


def _from_plan(question: Any, answers: dict[str, str]) -> Asked:
    answer = answers.get(question.key, "")
    choice, _, written = answer.partition(" ")
    if choice and not any(choice == option.value for option in question.options):
        choice, written = "", answer
    return Asked(
        field=f"q-{question.key}",
        keys=(question.key,),
        text=question.text,
        detail=question.detail,
        choices=tuple(Choice(o.value, o.label, o.value == choice) for o in question.options),
        asks_day=question.asks_day,
        written=written,
        lines=question.lines,
        answered=bool(answer),
    )


def _from_issues(group: list[Issue], answers: dict[str, str]) -> Asked:
    first = group[0]
    answer = answers.get(first.key, "")
    options = [*first.candidates]
    choices = [Choice(one, masked(first.column, one), one == answer) for one in options]
    choices.append(
        Choice("leave", f"先留着，不导入这 {len(group)} 行里的这一格", answer == "leave")
    )
    rows = "、".join(str(issue.row) for issue in group[:12])
    more = f" 等 {len(group)} 行" if len(group) > 12 else " 行"
    read = f"读到“{masked(first.column, first.raw)}”：" if first.raw else ""
    return Asked(
        field=f"i-{first.key}",
        keys=tuple(issue.key for issue in group),
        text=f"{read}{first.reason}",
        detail=f"{first.sheet or first.file} 第 {rows}{more}，“{first.column}”一列。{first.mend}",
        choices=tuple(choices),
        asks_text=not options,
        written="" if answer in options or answer == "leave" else answer,
        answered=bool(answer),
    )


def preview_page(request: HttpRequest, of: Import, preview: Preview) -> dict[str, Any]:
    """The context of the preview page."""
    reading, plan = preview.reading, preview.plan
    asked = questions(of, preview)
    wanted = request.GET.get("fate", "")
    open_first = sorted(asked, key=lambda one: one.answered)
    cut = Paginator(wanted_rows(reading.rows, wanted), ROWS_A_PAGE).get_page(
        request.GET.get("page")
    )
    counts = reading.counts()
    return {
        "of": of,
        "fates": [(key, counts.get(key, 0), FATES[key][0], key == wanted) for key in FATES],
        "asked": Paginator(open_first, QUESTIONS_A_PAGE).get_page(request.GET.get("asked")),
        "open_count": sum(not one.answered for one in asked),
        "lines": lines(cut.object_list, preview),
        "cut": cut,
        "wanted": wanted,
        "sheets": reading.sheets,
        "sheet_count": len(reading.sheets),
        "row_count": len(reading.rows),
        "fields": field_choices(),
        "kinds": [(kind.name, kind.label) for kind in all_kinds()],
        "plan": plan,
        "people": [
            (word, [one for one in plan.people if one.fate == fate])
            for fate, word in PEOPLE.items()
        ],
        "assumptions": sorted(plan.assumptions.items()),
        "left": counts.get("hold", 0) + counts.get("reject", 0),
    }


def wanted_rows(rows: Iterable[RowFate], fate: str) -> list[RowFate]:
    """Rows of one fate; without one the doubtful first."""
    if fate in FATES:
        return [row for row in rows if row.outcome == fate]
    return sorted(rows, key=lambda row: ORDER.index(row.outcome))


def lines(rows: Iterable[RowFate], preview: Preview) -> list[Line]:
    """Rows with what they hold and what became of their odd cells."""
    records: dict[tuple[str, str, int], dict[str, Any]] = {}
    for table in preview.reading.tables.values():
        for record in table:
            place = cast(tuple[str, str, int], (record["file"], record["sheet"], record["row"]))
            records.setdefault(place, record)
    repaired: dict[tuple[str, str, int], list[tuple[str, str, str]]] = defaultdict(list)
    for issue in preview.reading.issues:
        place = (issue.file, issue.sheet, issue.row)
        clean = masked(issue.column, issue.clean)
        repaired[place].append((issue.column, masked(issue.column, issue.raw), clean))
    found = []
    for row in rows:
        place = (row.file, row.sheet, row.row)
        word, status = FATES[row.outcome]
        record = records.get(place, {})
        what = str(record.get("name") or record.get("theme") or record.get("month") or "")
        found.append(
            Line(
                f"{row.sheet} {row.row}",
                row,
                word,
                status,
                what,
                tuple(repaired[place]),
                tuple(masked_numbers(reason) for reason in row.reasons),
            )
        )
    return found


def field_choices() -> dict[str, list[tuple[str, str]]]:
    """kind -> (field, Chinese name) for the columns form."""
    choices = {}
    for kind in all_kinds():
        names: dict[str, str] = {}
        for heading, field in kind.vocabulary.exact.items():
            names.setdefault(field, heading)
        choices[kind.name] = sorted(names.items(), key=lambda pair: pair[1])
    return choices
