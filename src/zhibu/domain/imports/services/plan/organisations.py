"""Organisations of a register: new ones with a place in the tree, known ones compared."""

from __future__ import annotations

from typing import Any

from zhibu.domain.imports.services.plan.plan import Plan, Row, day_of, text
from zhibu.domain.organisations.models import Organisation
from zhibu.kernel.ids import new_id

GROUP_DAY = "党小组没有写设置时间，按所属支部的成立日期（以后有备案表再改）"


def plan_organisations(
    plan: Plan, rows: list[Row], posts: list[Row], keys: dict[str, str], top: Organisation | None
) -> None:
    """Plan all organisations of a register and enter their ids into `keys` (roster key -> id)."""
    rows = _ready(plan, rows)
    there = Organisation.objects.in_bulk([text(row, "key") for row in rows])
    set_up = {
        text(row, "organisation"): day
        for row in posts
        if (day := day_of(row, "group_established")) is not None
    }
    for row in rows:
        key = text(row, "key")
        keys[key] = key if key in there else new_id("org")
    by_key = {text(row, "key"): row for row in rows}
    for row in rows:
        body = there.get(text(row, "key"))
        if body is None:
            _create(plan, row, by_key, keys, set_up, top)
        else:
            plan.change(body, _differences(body, row), f"{body.name}：资料有变")
    _known_groups(plan, set_up, by_key, keys)


def _ready(plan: Plan, rows: list[Row]) -> list[Row]:
    """Rows that can be written: not waiting themselves, and their parent not waiting either."""
    waiting = {text(row, "key") for row in rows if plan.waits(row)}
    waiting -= set(Organisation.objects.filter(pk__in=waiting).values_list("pk", flat=True))
    ready = []
    for row in rows:  # parents stand before their children
        if text(row, "key") in waiting:
            continue
        if text(row, "parent") in waiting:
            waiting.add(text(row, "key"))
            plan.left_out.append(f"{text(row, 'name')}：上级组织还没定下来，先不写入")
        elif not plan.waits(row):
            ready.append(row)
    return ready


def _create(
    plan: Plan,
    row: Row,
    by_key: dict[str, Row],
    keys: dict[str, str],
    set_up: dict[str, Any],
    top: Organisation | None,
) -> None:
    key, parent = text(row, "key"), text(row, "parent")
    established = day_of(row, "established") or set_up.get(key)
    if established is None and text(row, "kind") == "party_group":
        established = day_of(by_key.get(parent, {}), "established")
        if established is None and parent:
            above = Organisation.objects.filter(pk=keys.get(parent, parent)).first()
            first = above.established if above else None
        else:
            first = None
        plan.assumptions[GROUP_DAY] += 1
    else:
        first = None
    dissolved = day_of(row, "dissolved")
    plan.create(
        Organisation(
            id=keys[key],
            parent_id=keys.get(parent, parent) or (top.pk if top else None),
            kind=text(row, "kind"),
            name=text(row, "name"),
            short_name=text(row, "short_name"),
            sector=text(row, "sector"),
            established=established.first if established else first,
            established_precision=established.precision if established else "day",
            dissolved=dissolved.after() if dissolved else None,
            dissolved_precision=dissolved.precision if dissolved else "day",
        )
    )


def _differences(body: Organisation, row: Row) -> dict[str, Any]:
    """What the register says otherwise; an empty cell says nothing."""
    fields: dict[str, Any] = {}
    for name in ("name", "short_name", "sector"):
        if text(row, name):
            fields[name] = text(row, name)
    established, dissolved = day_of(row, "established"), day_of(row, "dissolved")
    if established and not _vaguer(established.precision, body.established_precision):
        fields |= {
            "established": established.first,
            "established_precision": established.precision,
        }
    if dissolved:
        fields |= {
            "dissolved": dissolved.after(),
            "dissolved_precision": dissolved.precision,
        }
    return fields


def _vaguer(new: str, old: str) -> bool:
    """A month does not replace a day that is known."""
    order = ("day", "month", "year")
    return order.index(new) > order.index(old)


def _known_groups(
    plan: Plan, set_up: dict[str, Any], by_key: dict[str, Row], keys: dict[str, str]
) -> None:
    """A filing table tells when groups that are there already were set up."""
    wanted = [key for key in set_up if key not in by_key]
    for group in Organisation.objects.filter(pk__in=wanted):
        day = set_up[group.pk]
        if not _vaguer(day.precision, group.established_precision):
            plan.change(
                group,
                {"established": day.first, "established_precision": day.precision},
                f"{group.name}：设置时间",
            )
