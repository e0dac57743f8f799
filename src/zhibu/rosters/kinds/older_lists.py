"""Lists of the same members without category or group: an older roster, a system's export."""

from __future__ import annotations

from zhibu.rosters.context import Context
from zhibu.rosters.findings import Page
from zhibu.rosters.kinds.kind import Kind
from zhibu.rosters.kinds.members import peek, reader_of
from zhibu.rosters.people.belonging import judge_branch
from zhibu.rosters.people.birth import judge_born
from zhibu.rosters.people.duplicates import First, Seen, is_duplicate
from zhibu.rosters.people.entering import date_columns, enter, find_same
from zhibu.rosters.people.person import Person, Reader
from zhibu.rosters.people.section import names_a_branch, rows_of_persons
from zhibu.rosters.people.standing import judge_full_since, judge_joined
from zhibu.rosters.people.vocabulary import VOCABULARY
from zhibu.rosters.register import Member
from zhibu.rosters.values.names import name_key
from zhibu.rosters.values.text import tidy


def read(page: Page, context: Context) -> None:
    """Read one list; every person keeps the key that the roster gave him."""
    reader = reader_of(page, context)
    # Such lists go on being kept after the day in their title.
    reader.report = context.today
    table, what = (
        ("members_csv", "member_csv")
        if page.sheet.text_file
        else ("members_2021", "member_old_list")
    )
    # Twice inside one list is a duplicate; once here and once in the roster is what lists are for.
    rosters, context.notes["people_seen"] = context.notes.get("people_seen"), Seen()
    for row in rows_of_persons(reader):
        _row(reader, row, table, what)
    if rosters is None:
        del context.notes["people_seen"]
    else:
        context.notes["people_seen"] = rosters


def _row(reader: Reader, row: int, table: str, what: str) -> None:
    page, context = reader.page, reader.context
    person = reader.begin(row)
    if is_duplicate(reader, person):
        return
    if row in page.sheet.hidden_rows:
        page.note(row, "", "hidden_row", "", "", "隐藏行仍是数据")
    _judge(reader, person)
    same = find_same(reader, person)
    if same is None:
        same = enter(reader, person)
    elif same.id_number and same.id_number == person.id.number and not _same_name(person, same):
        page.hold(row, reader.heading("name"), "same_id_two_names", person.raw_name, (same.name, person.name),
                  f"花名册里这个身份证号是“{same.name}”")  # fmt: skip
    record = page.add(table, row, {
        "key": same.key, "name": person.name, "id_number": person.id.number, "sex": person.sex,
        "ethnicity": person.ethnicity, **date_columns(person),
        "branch": person.branch.name if person.branch else "",
        "branch_key": person.branch.key if person.branch else "", "former_name": person.former_name,
        "remark": tidy(reader.text(row, "remark")),
    })  # fmt: skip
    page.fate(row, what, key=same.key)
    seen = context.notes["people_seen"]
    assert isinstance(seen, Seen)
    seen.remember(First(person, same, record, f"“{page.sheet.file}”{page.sheet.name}"))


def _same_name(person: Person, member: Member) -> bool:
    """The name of the roster, a former one, or one that only some list could type."""
    names = {name_key(one) for one in (member.name, *member.former_names, *member.other_names)}
    return name_key(person.name) in names or bool(
        person.former_name and name_key(person.former_name) in names
    )


def _judge(reader: Reader, person: Person) -> None:
    reader.judge_name(person)
    reader.judge_id(person)
    reader.judge_sex(person)
    reader.judge_ethnicity(person)
    judge_born(reader, person)
    judge_branch(reader, person)
    judge_full_since(reader, person, judge_joined(reader, person))


KIND = Kind(
    "older_lists", "旧名册或系统导出", 50, VOCABULARY,
    required=(("name",), ("id_number", "born"), ("joined", "full_since"), ("branch",)),
    read=read, told_elsewhere=names_a_branch,
    against=("category", "group", "left_reason", "left", "introducers", "admitted"),
    title_words=("名册", "导出", "名单"),
    peek=peek,
    tables=("members_2021", "members_csv"),
)  # fmt: skip
