"""Organisations of a register: new ones with a place in the tree, known ones compared."""

from __future__ import annotations

from typing import Any

from zhibu.domain.imports.models import RememberedName
from zhibu.domain.imports.services.plan.limits import Limits
from zhibu.domain.imports.services.plan.plan import (
    Item,
    Option,
    Plan,
    Question,
    Row,
    day_of,
    place_key,
    place_of,
    text,
)
from zhibu.domain.organisations.models import Organisation
from zhibu.kernel import clock
from zhibu.kernel.dates import PartialDate, partial_text
from zhibu.kernel.ids import new_id

GROUP_DAY = "党小组没有写设置时间，按所属支部的成立日期（以后有备案表再改）"
ABOVE_WAITS = "上级组织还没定下来，先不写入"
Keys = dict[str, str]
SetUp = dict[str, PartialDate]


def plan_organisations(
    plan: Plan,
    rows: list[Row],
    posts: list[Row],
    keys: Keys,
    limits: Limits,
    answers: dict[str, str],
) -> None:
    """Plan all organisations of a register and enter their ids into `keys` (roster key -> id)."""
    _roots(plan, rows, keys, limits, answers)
    wanted = {keys.get(text(row, "key"), text(row, "key")) for row in rows}
    there = Organisation.objects.in_bulk(list(wanted))
    rows = _ready(plan, rows, there, keys, limits)
    set_up = {
        text(row, "organisation"): day
        for row in posts
        if (day := day_of(row, "group_established")) is not None
    }
    by_key = {text(row, "key"): row for row in rows}
    for row in rows:
        body = limits.inside.get(keys[text(row, "key")])
        if body is None:
            _create(plan, row, by_key, keys, set_up, limits)
        elif body.pk == text(row, "key"):  # one that was only now recognised keeps its names
            plan.change(body, _differences(body, row))
        _former(plan, row, keys[text(row, "key")], limits)
    _known_groups(plan, set_up, by_key, limits)


# -- the root of a register ----------------------------------------------------------------------


def _roots(
    plan: Plan, rows: list[Row], keys: Keys, limits: Limits, answers: dict[str, str]
) -> None:
    """A register's only root of the same kind as the chosen organisation: it itself, or one below?"""
    top = limits.top
    roots = [row for row in rows if not text(row, "parent") and not plan.waits(row)]
    if top is None or len(roots) != 1 or text(roots[0], "kind") != top.kind:
        return
    [root] = roots
    if limits.holds(text(root, "key")):
        return
    name = text(root, "name")
    if RememberedName.objects.filter(organisation=top, name=name).exists():
        keys[text(root, "key")] = top.pk
        return
    key = f"root:{place_key(root)}"
    options = [Option("same", f"就是“{top}”，以后照这样认")]
    if limits.may_hang(top.kind, top):
        options.append(Option("below", f"是“{top}”下面的另一个组织"))
    options.append(Option("leave", "先留着，名册里的组织都不写入"))
    plan.questions.append(
        Question(
            "root",
            "名册最上面的组织是哪一个？",
            f"选了导入到“{top}”之下，名册最上面写的是“{name}”",
            tuple(options),
            (Item(key, name, "名册最上面一行"),),
        )
    )
    chosen = answers.get(key, "")
    if chosen == "same":
        keys[text(root, "key")] = top.pk
        plan.create(
            RememberedName(
                organisation=top,
                name=name,
                remembered_by_id=limits.user,
                remembered_at=clock.now(),
            )
        )
    elif chosen != "below" or len(options) < 3:
        plan.leave_out(root, name, "先定下名册最上面的组织是哪一个")


# -- what can be written -------------------------------------------------------------------------


def _ready(
    plan: Plan, rows: list[Row], there: dict[str, Organisation], keys: Keys, limits: Limits
) -> list[Row]:
    """Rows that can be written: not waiting, their parent not waiting, inside the limits."""
    waiting: set[str] = set()
    ready = []
    for row in rows:  # parents stand before their children
        key, name, parent = text(row, "key"), text(row, "name"), text(row, "parent")
        known = _known(row, there, keys, limits)
        refused = keys.get(parent, parent) in limits.foreign
        waits = plan.waits(row) or place_of(row) in plan.left_out or parent in waiting
        if waits and not refused:
            if known is None:
                waiting.add(key)
                plan.leave_out(row, name, ABOVE_WAITS)
            continue
        keys[key] = known.pk if known else new_id("org")
        if (refused and known is None) or not _allowed(row, known, keys, limits):
            limits.outside(plan, row, name)
            limits.foreign.add(keys[key])
        elif not waits:
            ready.append(row)
            if known is None:
                limits.new[keys[key]] = Organisation(
                    id=keys[key], name=name, kind=text(row, "kind")
                )
            else:
                _elsewhere(plan, row, known, keys)
    return ready


def _known(
    row: Row, there: dict[str, Organisation], keys: Keys, limits: Limits
) -> Organisation | None:
    """The body that is there already; a group of a branch that was only now recognised too."""
    key, parent = text(row, "key"), text(row, "parent")
    body = there.get(keys.get(key, key))
    if body is None and parent in keys:
        body = limits.like(text(row, "kind"), text(row, "name"), keys[parent])
    return body


def _allowed(row: Row, known: Organisation | None, keys: Keys, limits: Limits) -> bool:
    if known is not None:
        return limits.holds(known.pk)
    parent = text(row, "parent")
    above = keys.get(parent, parent)
    if above in limits.new:
        return True
    if not above:
        return limits.may_hang(text(row, "kind"), limits.top)
    return limits.holds(above) and limits.may_hang(text(row, "kind"), limits.inside[above])


def _elsewhere(plan: Plan, row: Row, known: Organisation, keys: Keys) -> None:
    """A register that hangs a known body elsewhere is told, and changes nothing."""
    parent = text(row, "parent")
    if parent and known.parent_id != keys.get(parent, parent):
        plan.remarks.append(f"{known}：名册里的上级和库里不同，上级没有改；要改在组织页面移动")


# -- one row -------------------------------------------------------------------------------------


def _create(
    plan: Plan, row: Row, by_key: dict[str, Row], keys: Keys, set_up: SetUp, limits: Limits
) -> None:
    key, parent = text(row, "key"), text(row, "parent")
    established = day_of(row, "established") or set_up.get(key)
    assumed = established is None and text(row, "kind") == "party_group"
    if assumed:
        established = day_of(by_key.get(parent, {}), "established") or _established_of(
            limits.body(keys.get(parent, parent))
        )
        plan.assumptions[GROUP_DAY] += 1
    dissolved = day_of(row, "dissolved")
    body = Organisation(
        id=keys[key],
        parent_id=keys.get(parent, parent) or (limits.top.pk if limits.top else None),
        kind=text(row, "kind"),
        name=text(row, "name"),
        short_name=text(row, "short_name"),
        sector=text(row, "sector"),
        established=established.first if established else None,
        established_precision=established.precision if established else "day",
        established_assumed=assumed,
        dissolved=dissolved.after() if dissolved else None,
        dissolved_precision=dissolved.precision if dissolved else "day",
    )
    limits.new[body.pk] = body
    plan.create(body)


def _established_of(body: Organisation | None) -> PartialDate | None:
    if body is None or body.established is None:
        return None
    return PartialDate.parse(partial_text(body.established, body.established_precision))


def _differences(body: Organisation, row: Row) -> dict[str, Any]:
    """What the register says otherwise; an empty cell says nothing."""
    fields: dict[str, Any] = {}
    for name in ("name", "short_name", "sector"):
        if text(row, name):
            fields[name] = text(row, name)
    established, dissolved = day_of(row, "established"), day_of(row, "dissolved")
    if established:
        fields |= _set_up_on(body, established)
    if dissolved:
        fields |= {
            "dissolved": dissolved.after(),
            "dissolved_precision": dissolved.precision,
        }
    return fields


def _set_up_on(body: Organisation, day: PartialDate) -> dict[str, Any]:
    """A day that is written replaces an assumed one; a month does not replace a known day."""
    order = ("day", "month", "year")
    vaguer = order.index(day.precision) > order.index(body.established_precision)
    if vaguer and not body.established_assumed:
        return {}
    return {
        "established": day.first,
        "established_precision": day.precision,
        "established_assumed": False,
    }


def _known_groups(plan: Plan, set_up: SetUp, by_key: dict[str, Row], limits: Limits) -> None:
    """A filing table tells when groups that are there already were set up."""
    wanted = [key for key in set_up if key not in by_key and limits.holds(key)]
    for key in wanted:
        group = limits.inside[key]
        plan.change(group, _set_up_on(group, set_up[key]))


def _former(plan: Plan, row: Row, pk: str, limits: Limits) -> None:
    """Former names that the register tells, so that older sheets find the body."""
    written = row.get("former") or ""
    names = written if isinstance(written, list) else str(written).split("|")
    names = [name.strip() for name in names if name.strip() and len(name) <= 200]
    if not names:
        return
    known = RememberedName.objects.filter(organisation=pk, name__in=names)
    there = set(known.values_list("name", flat=True))
    for name in dict.fromkeys(names):
        if name not in there:
            plan.create(
                RememberedName(
                    organisation_id=pk,
                    name=name,
                    former=True,
                    remembered_by_id=limits.user,
                    remembered_at=clock.now(),
                )
            )
