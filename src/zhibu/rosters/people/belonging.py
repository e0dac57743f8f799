"""Which branch and which group a row belongs to."""

from __future__ import annotations

from zhibu.rosters.orgnames import core_of
from zhibu.rosters.people.person import Person, Reader, Section
from zhibu.rosters.register import Match, Organisation
from zhibu.rosters.values.text import is_missing, squash, tidy

NO_GROUP = "不编入党小组"


def find_branch(reader: Reader, row: int) -> Match[Organisation]:
    """The branch a row names, without any judgement; entered as written where no list is known."""
    text = reader.text(row, "branch")
    if is_missing(text):
        above = reader.section.branch if reader.section else None
        return Match("exact", above) if above else Match("unknown")
    return branch_named(reader, text)


def branch_named(reader: Reader, text: str) -> Match[Organisation]:
    """The branch of a name; entered as written where no list is known."""
    register = reader.context.register
    if not reader.context.notes.get("organisations_known", True):
        return Match("exact", _as_written(reader, text))
    return register.find_branch(text)


def _as_written(reader: Reader, text: str) -> Organisation:
    """Without a list every name is a branch of its own; the ways of writing one name are one."""
    made = reader.context.notes.setdefault("branches_as_written", {})
    assert isinstance(made, dict)
    core = core_of(text, "")
    if core not in made:
        body = Organisation(reader.context.new_key("O"), squash(text), "branch")
        made[core] = reader.context.register.add_organisation(body)
    found: Organisation = made[core]
    return found


def judge_branch(reader: Reader, person: Person) -> None:
    """Set the branch, or the branches it may be; told, held or rejected."""
    row, heading, page = person.row, reader.heading("branch"), reader.page
    text = tidy(reader.text(row, "branch"))
    raw = reader.text(row, "branch")
    if reader.section is not None and is_missing(text):
        _from_section(reader, person, raw, reader.section)
        return
    match = find_branch(reader, row)
    if match.found is not None:
        person.branch = reader.above_branch = match.found
        if match.how in ("variant", "full"):
            page.note(row, heading, "branch_name_variant", raw, match.found.name, "名称写法与名册不同")
        elif match.how == "former":
            page.note(row, heading, "branch_former_name", raw, match.found.name, "写的是旧名")
        if match.found.dissolved:
            _dissolved(reader, person, raw)
        return
    if is_missing(text):
        _empty(reader, person, raw)
        return
    candidates = match.candidates or _below(reader, raw)
    if not candidates:
        page.reject(row, heading, "branch_unknown", raw, "党组织名册中没有")
        return
    names = {one.name: one for one in candidates}
    reason = {"ambiguous": "不止一个党支部符合", "near": "名册里没有，只有相近的"}.get(match.how, "写的不是党支部")
    chosen = page.hold(row, heading, "branch_ambiguous", raw, names, reason)
    person.branch = names.get(chosen or "")
    person.branches = () if person.branch else tuple(candidates)


def _from_section(reader: Reader, person: Person, raw: str, section: Section) -> None:
    """The branch of the heading row that the row stands under; its own cell is empty."""
    page, heading = reader.page, reader.heading("branch")
    if section.branch is not None:
        person.branch = reader.above_branch = section.branch
        if heading:
            page.note(person.row, heading, "branch_from_heading", raw, section.branch.name,
                      f"没有填所在党支部，按第{section.row}行的小标题")  # fmt: skip
        if section.branch.dissolved:
            _dissolved(reader, person, section.raw)
    elif section.candidates:
        person.branches = section.candidates
        page.hold(person.row, heading, "branch_of_heading_open", raw, (),
                  f"第{section.row}行的支部还没有选定", f"选定第{section.row}行是哪个支部")  # fmt: skip
    else:
        page.reject(person.row, heading, "branch_missing", raw,
                    f"没有填所在党支部，第{section.row}行“{tidy(section.raw)}”也不是名册里的支部")  # fmt: skip


def _empty(reader: Reader, person: Person, raw: str) -> None:
    """No branch: perhaps the one of the row above, which a person must say."""
    page, heading = reader.page, reader.heading("branch")
    above = reader.above_branch
    if above is None:
        where = "" if heading else "，表里没有这一列，标题和小标题也没有写"
        page.reject(person.row, heading, "branch_missing", raw, f"没有填所在党支部{where}")
        return
    chosen = page.hold(person.row, heading, "branch_missing", raw, (above.name,), "没有填所在党支部，上一行填的是候选")
    person.branch = above if chosen == above.name else (
        reader.context.register.find_branch(chosen).found if chosen else None)  # fmt: skip
    person.branches = ()


def _below(reader: Reader, raw: str) -> tuple[Organisation, ...]:
    """A committee or general branch in the place of a branch: the branches below it."""
    register = reader.context.register
    match = register.find_branch(raw, ("general_branch", "committee"))
    if match.found is None:
        return ()
    keys = {match.found.key}
    for one in register.organisations.values():
        if one.parent in keys and one.kind in ("general_branch", "committee"):
            keys.add(one.key)
    return tuple(one for one in register.organisations.values() if one.kind == "branch" and one.parent in keys)


def _dissolved(reader: Reader, person: Person, raw: str) -> None:
    assert person.branch is not None
    chosen = reader.page.hold(person.row, reader.heading("branch"), "branch_dissolved", raw,
                              (person.branch.name,), f"该支部已于{person.branch.dissolved}撤销")  # fmt: skip
    if chosen and chosen != person.branch.name:
        person.branch = reader.context.register.find_branch(chosen).found


def judge_group(reader: Reader, person: Person) -> None:
    """Set the group of the branch; held where the branch has no such group."""
    above = reader.section.group if reader.section else ""
    if person.branch is None or (reader.layout.index("group") < 0 and not above):
        return
    row, heading, page = person.row, reader.heading("group"), reader.page
    raw = reader.text(row, "group")
    if above and is_missing(raw):
        raw = above
    register = reader.context.register
    groups = register.groups_of(person.branch.key)
    if is_missing(raw):
        if groups:
            page.note(row, heading, "group_missing", raw, "", "支部划分了党小组，此人未填")
        return
    if not groups and not reader.context.notes.get("groups_known", True):
        body = Organisation(reader.context.new_key("G"), squash(raw), "party_group", parent=person.branch.key)
        person.group = register.add_organisation(body)
        return
    match = register.find_group(person.branch.key, raw)
    if match.found is None and not reader.context.notes.get("groups_known", True):
        body = Organisation(reader.context.new_key("G"), squash(raw), "party_group", parent=person.branch.key)
        person.group = register.add_organisation(body)
    elif match.found is not None:
        person.group = match.found
        if match.how == "variant":
            page.note(row, heading, "group_name_variant", raw, match.found.name, "党小组名称写法与名册不同")
    else:
        names = {one.name: one for one in match.candidates}
        reason = "支部没有这个党小组" if groups else "支部没有划分党小组"
        chosen = page.hold(row, heading, "group_unknown_in_branch", raw, names or (NO_GROUP,), reason)
        person.group = names.get(chosen or "")


def note_what_is_known(reader: Reader) -> None:
    """Once a sheet: whether there is a list of organisations to check against at all."""
    notes, register = reader.context.notes, reader.context.register
    if "organisations_known" not in notes:
        notes["organisations_known"] = any(one.kind == "branch" for one in register.organisations.values())
        notes["groups_known"] = any(one.kind == "party_group" for one in register.organisations.values())
        if not notes["organisations_known"]:
            reader.page.note(0, "", "no_organisation_list", "", "",
                             "没有党组织名册可对照，支部和党小组照写")  # fmt: skip
