"""党员花名册: the roster of members with category, branch and group."""

from __future__ import annotations

from zhibu.rosters.context import Context
from zhibu.rosters.findings import Page
from zhibu.rosters.kinds.kind import Kind
from zhibu.rosters.people.belonging import judge_branch, judge_group
from zhibu.rosters.people.birth import judge_born
from zhibu.rosters.people.condition import judge_condition
from zhibu.rosters.people.duplicates import First, is_duplicate, seen_in
from zhibu.rosters.people.entering import date_columns, enter
from zhibu.rosters.people.person import Person, Reader
from zhibu.rosters.people.section import names_a_branch, rows_of_persons
from zhibu.rosters.people.standing import judge_category, judge_full_since, judge_joined
from zhibu.rosters.people.vocabulary import VOCABULARY
from zhibu.rosters.rowkinds import report_day
from zhibu.rosters.values.phones import read_phone
from zhibu.rosters.values.text import is_missing, squash, tidy
from zhibu.rosters.values.words import read_category, read_education, read_post


def reader_of(page: Page, context: Context) -> Reader:
    """A reader that knows the day the sheet was made up to."""
    stated = report_day(page.sheet, page.layout)
    return Reader(page, context, min(stated, context.today) if stated else context.today)


def peek(page: Page, context: Context) -> None:
    """Remember who bears which ID number, for characters that another list could not type."""
    reader = reader_of(page, context)
    for row in range(reader.layout.first_row, page.sheet.height + 1):
        if not page.sheet.is_blank(row):
            person = page.peeked[row] = reader.begin(row)
            if person.id.number and not reader.named(person).hold:
                names = context.names_by_id[person.id.number]
                if person.name not in names:
                    names.append(person.name)


def read(page: Page, context: Context) -> None:
    """Read one roster."""
    reader = reader_of(page, context)
    for row in rows_of_persons(reader):
        _row(reader, row)


def _row(reader: Reader, row: int) -> None:
    page = reader.page
    person = reader.begin(row)
    raw = reader.text(row, "category")
    if read_category(raw) == "not_a_member":
        page.reject(
            row, reader.heading("category"), "not_a_member", raw, "不是党员，不得读入党员表"
        )
        page.fate(row, "not_a_member")
        return
    if is_duplicate(reader, person):
        return
    if row in page.sheet.hidden_rows:
        page.note(row, "", "hidden_row", "", "", "隐藏行仍是数据")
    record = _judge(reader, person)
    member = enter(reader, person, post=str(record["post"]))
    full = page.add("members", row, {"key": member.key, **record})
    page.fate(row, "member", key=member.key)
    place = f"“{page.sheet.file}”{page.sheet.name}"
    seen_in(reader.context).remember(First(person, member, full, place))


def _judge(reader: Reader, person: Person) -> dict[str, object]:
    """Every value of the row; the clean row without its key."""
    row = person.row
    reader.judge_name(person)
    reader.judge_id(person)
    reader.judge_sex(person)
    reader.judge_ethnicity(person)
    judge_born(reader, person)
    judge_branch(reader, person)
    judge_group(reader, person)
    planned = judge_full_since(reader, person, judge_joined(reader, person))
    judge_category(reader, person)
    condition = judge_condition(reader, person)
    post = reader.text(row, "post")
    return {
        "name": person.name, "id_number": person.id.number, "sex": person.sex,
        "ethnicity": person.ethnicity, "education": _education(reader, row),
        "category": person.category, "branch": person.branch.name if person.branch else "",
        "group": person.group.name if person.group else "", "job": _job(reader, row),
        "phone": _phone(reader, row), "left": "", "left_reason": "", "left_precision": "",
        **date_columns(person),
        "former_name": person.former_name, "branch_key": person.branch.key if person.branch else "",
        "group_key": person.group.key if person.group else "", "full_planned": planned,
        "post": read_post(post) or "", "post_written": tidy(post),
        "remark": tidy(reader.text(row, "remark")), **condition,
    }  # fmt: skip


def _education(reader: Reader, row: int) -> str:
    raw = reader.text(row, "education")
    if is_missing(raw):
        return ""
    word = read_education(raw)
    if word is None:
        reader.page.note(row, reader.heading("education"), "value_not_in_list", raw, squash(raw),
                         "学历不在清单里，照写")  # fmt: skip
    return word or squash(raw)


def _job(reader: Reader, row: int) -> str:
    raw = tidy(reader.text(row, "job"))
    return "" if is_missing(raw) else raw


def _phone(reader: Reader, row: int) -> str:
    raw = reader.value(row, "phone")
    reading = read_phone(raw)
    if reading.code:
        reader.page.note(
            row, reader.heading("phone"), reading.code, raw, reading.number, reading.reason
        )
    return reading.number


KIND = Kind(
    "members", "党员花名册", 20, VOCABULARY,
    required=(("name",), ("branch", "id_number"), ("joined", "full_since", "category"), ("category", "group")),
    read=read, told_elsewhere=names_a_branch,
    telling=("category", "full_since"),
    against=("left_reason", "left", "introducers", "admitted"),
    title_words=("花名册", "党员名册", "党员名单"),
    peek=peek,
    tables=("members",),
)  # fmt: skip
