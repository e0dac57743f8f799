"""转出及去世党员: those who left during the year, with reason and time."""

from __future__ import annotations

from zhibu.rosters.context import Context
from zhibu.rosters.findings import Page
from zhibu.rosters.kinds.kind import Kind
from zhibu.rosters.kinds.members import peek, reader_of
from zhibu.rosters.people.belonging import judge_branch
from zhibu.rosters.people.birth import judge_born
from zhibu.rosters.people.duplicates import First, is_duplicate, seen_in
from zhibu.rosters.people.entering import date_columns, enter
from zhibu.rosters.people.person import Person, Reader
from zhibu.rosters.people.section import names_a_branch, rows_of_persons
from zhibu.rosters.people.standing import judge_full_since, judge_joined
from zhibu.rosters.people.vocabulary import VOCABULARY
from zhibu.rosters.rowkinds import title_year
from zhibu.rosters.values.dates import DateReading, read_date
from zhibu.rosters.values.text import is_missing, tidy
from zhibu.rosters.values.words import read_left_reason

REASONS = {"去世": "died", "转出": "transferred_out", "出党": "expelled", "停止党籍": "suspended"}


def read(page: Page, context: Context) -> None:
    """Read one list of those who left."""
    reader = reader_of(page, context)
    # The title names the year of the list, not the day up to which it was made.
    reader.report = context.today
    year = title_year(page.sheet, page.layout)
    for row in rows_of_persons(reader):
        _row(reader, row, year)


def _row(reader: Reader, row: int, year: int | None) -> None:
    page = reader.page
    person = reader.begin(row)
    if is_duplicate(reader, person):
        return
    reader.judge_name(person)
    reader.judge_id(person)
    reader.judge_ethnicity(person)
    if reader.layout.index("sex") >= 0:
        reader.judge_sex(person)
    judge_born(reader, person)
    judge_branch(reader, person)
    if reader.layout.index("joined") >= 0:
        judge_full_since(reader, person, judge_joined(reader, person))
    reason = _reason(reader, person)
    left = _left(reader, person, year)
    member = enter(reader, person, left=left.text)
    record = page.add("members", row, _record(reader, person, member.key, reason, left))
    page.fate(row, "left_member", key=member.key)
    seen_in(reader.context).remember(
        First(person, member, record, f"“{page.sheet.file}”{page.sheet.name}")
    )


def _record(
    reader: Reader, person: Person, key: str, reason: str, left: DateReading
) -> dict[str, object]:
    joined = person.joined.precision if reader.layout.index("joined") >= 0 else ""
    return {
        "key": key, "name": person.name, "id_number": person.id.number,
        "sex": person.sex, "ethnicity": person.ethnicity, "education": "", "category": "",
        "branch": person.branch.name if person.branch else "", "group": "", "job": "", "phone": "",
        **date_columns(person), "joined_precision": joined,
        "left": left.text, "left_reason": reason,
        "left_precision": "" if left.precision == "missing" else left.precision,
        "branch_key": person.branch.key if person.branch else "",
        "left_to": tidy(reader.text(person.row, "left_to")),
        "remark": tidy(reader.text(person.row, "remark")),
    }  # fmt: skip


def _reason(reader: Reader, person: Person) -> str:
    """Why the person left; 停止党籍 is no leaving and is asked."""
    raw, heading, page = (
        reader.text(person.row, "left_reason"),
        reader.heading("left_reason"),
        reader.page,
    )
    code = read_left_reason(raw)
    if code == "suspended":
        page.hold(person.row, heading, "membership_suspended", raw, ("停止党籍",), "停止党籍不等于离开",
                  "确认是停止党籍，还是已经离开")  # fmt: skip
    elif code is None and reader.layout.index("left_reason") >= 0:
        reason = "没有写减少原因" if is_missing(raw) else "减少原因不在清单里"
        chosen = page.hold(person.row, heading, "left_reason_unknown", raw, REASONS, reason)
        code = REASONS.get(chosen or "")
    return code or ""


def _left(reader: Reader, person: Person, year: int | None) -> DateReading:
    """The day of leaving; a year missing in the cell is taken from the title and told."""
    row, heading, page = person.row, reader.heading("left"), reader.page
    raw, reading = reader.value(row, "left"), reader.date(row, "left", year=year)
    if reading.precision == "invalid":
        page.reject(row, heading, reading.code, raw, reading.reason)
    elif reading.precision == "missing":
        chosen = page.hold(row, heading, "left_date_missing", raw, (), "没有写减少时间")
        return read_date(chosen) if chosen else reading
    elif reading.precision == "ambiguous" or reading.code == "year_only":
        chosen = page.hold(row, heading, reading.code, raw, reading.candidates, reading.reason)
        return read_date(chosen) if chosen else reading
    elif reading.value is not None and reading.value.first > reader.report:
        page.reject(row, heading, "date_in_future", raw, f"晚于今天{reader.report}")
        return DateReading(None, "invalid")
    elif (
        person.joined.value is not None
        and reading.value is not None
        and reading.value.after() < person.joined.value.first
    ):
        chosen = page.hold(
            row, heading, "left_before_joined", raw, (reading.text,), "减少时间早于入党"
        )
        return read_date(chosen) if chosen else DateReading(None, "ambiguous")
    elif reading.code:
        page.note(row, heading, reading.code, raw, reading.text, "年份在标题里")
    return reading


KIND = Kind(
    "departed", "转出及去世党员", 30, VOCABULARY,
    required=(("name",), ("left_reason", "left"), ("left_reason", "left_to", "left"), ("id_number", "branch")),
    read=read, told_elsewhere=names_a_branch,
    telling=("left_reason", "left", "left_to"),
    title_words=("减少", "转出", "去世", "死亡"),
    peek=peek,
    tables=("members",),
)  # fmt: skip
