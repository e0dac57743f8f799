"""Facts without an id of their own, named by their key: `table:key/key`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from zhibu.domain.activities.models import Attendance
from zhibu.domain.compliance.selectors.fact import Fact, until_words
from zhibu.domain.compliance.selectors.names import member_names, organisation_names
from zhibu.domain.dues.models import Due
from zhibu.domain.members.models import Membership, Penalty
from zhibu.domain.procedures.models import Check, Step
from zhibu.domain.rulebook import selectors as rulebook
from zhibu.engine.wording import period_label


def composed(keys: Iterable[str]) -> dict[str, Fact]:
    """The rows behind the keys; a key whose row is gone is shown in its parts."""
    keys = list(keys)
    people = member_names([_person(key) for key in keys])
    found = {key: _unread(key, people) for key in keys}
    for read in (_dues, _memberships, _penalties, _attendance):
        found |= read(keys, people)
    return found | _steps(keys) | _checks(keys)


def _person(key: str) -> str:
    """The member that a key names: the last part of an attendance, the first of all others."""
    parts = key.partition(":")[2].split("/")
    return parts[-1] if key.startswith("attendance:") else parts[0]


_TABLES = {"dues": "党费", "checks": "检查", "steps": "步骤", "attendance": "到会"}


def _unread(key: str, people: Mapping[str, str]) -> Fact:
    table, _, rest = key.partition(":")
    if not rest:
        return Fact(None, key)
    parts = [people.get(part, part) for part in rest.split("/")]
    return Fact(None, _TABLES.get(table, table), detail=" · ".join(parts))


def _parts(keys: Iterable[str], table: str) -> dict[tuple[str, ...], str]:
    """The keys of a table, by their parts."""
    found = [(key, key.partition(":")) for key in keys]
    return {tuple(rest.split("/")): key for key, (name, _, rest) in found if name == table}


def _steps(keys: Iterable[str]) -> dict[str, Fact]:
    """Steps of cases by the names that their procedure gives them."""
    wanted = _parts(keys, "steps")
    words = rulebook.rulebook().words()
    rows = Step.objects.filter(case__in={parts[0] for parts in wanted}).select_related("case")
    found = {}
    for row in rows:
        key = wanted.get((row.case_id, row.step, row.on.isoformat()))
        if key is not None:
            name = words.get(f"{row.case.procedure}.{row.step}", row.step)
            found[key] = Fact(row.on, name, detail=row.outcome)
    return found


def _dues(keys: Iterable[str], people: Mapping[str, str]) -> dict[str, Fact]:
    """Dues of months: assessed, paid and when."""
    wanted = _parts(keys, "dues")
    rows = Due.objects.filter(
        member__in={parts[0] for parts in wanted}, month__in={parts[-1] for parts in wanted}
    )
    found = {}
    for row in rows:
        key = wanted.get((row.member_id, row.month))
        if key is not None:
            paid = f"实交 {row.paid} 元" if row.paid is not None else "没有交"
            detail = f"{people.get(row.member_id, row.member_id)} · 应交 {row.assessed} 元 · {paid}"
            what = f"{period_label(row.month)}党费"
            found[key] = Fact(row.paid_on, what, detail=detail, member=row.member_id)
    return found


def _memberships(keys: Iterable[str], people: Mapping[str, str]) -> dict[str, Fact]:
    """When somebody belonged to an organisation."""
    wanted = _parts(keys, "memberships")
    rows = list(Membership.objects.filter(member__in={parts[0] for parts in wanted}))
    places = organisation_names([row.organisation_id for row in rows])
    found = {}
    for row in rows:
        key = wanted.get((row.member_id, row.organisation_id, row.since.isoformat()))
        if key is not None:
            name = people.get(row.member_id, row.member_id)
            what = f"{name} 编入{places.get(row.organisation_id, row.organisation_id)}"
            found[key] = Fact(
                row.since, what, detail=until_words(row.until), member=row.member_id,
                organisation=row.organisation_id,
            )  # fmt: skip
    return found


def _penalties(keys: Iterable[str], people: Mapping[str, str]) -> dict[str, Fact]:
    """Penalties of members and how long they run."""
    wanted = _parts(keys, "penalties")
    found = {}
    for row in Penalty.objects.filter(member__in={parts[0] for parts in wanted}):
        key = wanted.get((row.member_id, row.kind, row.since.isoformat()))
        if key is not None:
            what = f"{people.get(row.member_id, row.member_id)} 受{row.get_kind_display()}"
            found[key] = Fact(row.since, what, detail=until_words(row.until), member=row.member_id)
    return found


def _attendance(keys: Iterable[str], people: Mapping[str, str]) -> dict[str, Fact]:
    """Who was at an activity."""
    wanted = _parts(keys, "attendance")
    found = {}
    for row in Attendance.objects.filter(activity__in={parts[0] for parts in wanted}):
        key = wanted.get((row.activity_id, row.member_id))
        if key is not None:
            said = " · ".join(part for part in (str(row.get_status_display()), row.reason) if part)
            name = people.get(row.member_id, row.member_id)
            found[key] = Fact(None, name, detail=said, member=row.member_id)
    return found


def _checks(keys: Iterable[str]) -> dict[str, Fact]:
    """Checks of items: what was found, and the value that was measured."""
    wanted = _parts(keys, "checks")
    words = rulebook.rulebook().words()
    rows = Check.objects.filter(organisation__in={parts[0] for parts in wanted})
    found = {}
    for row in rows:
        key = wanted.get((row.organisation_id, row.checklist, row.item, row.on.isoformat()))
        if key is not None:
            result = "符合" if row.ok else "不符合"
            detail = f"{result} · 数值 {row.value}" if row.value else result
            item = words.get(f"checklist.{row.checklist}.{row.item}", row.item)
            found[key] = Fact(row.on, f"检查：{item}", detail=detail)
    return found
