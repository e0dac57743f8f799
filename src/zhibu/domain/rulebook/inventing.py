"""An activity type that an organisation invented, from the plain data of a form to the type that all pages know."""

from __future__ import annotations

import logging
import re
from collections.abc import Mapping
from typing import Any

from django.db.models import Max

from zhibu.domain.rulebook.models import OwnType
from zhibu.engine.language.activity_types import ActivityType, MinutesField
from zhibu.engine.packs.drafting import part_of
from zhibu.engine.packs.vocabulary import with_fields
from zhibu.kernel.errors import InputError, Problem

log = logging.getLogger(__name__)
PREFIX = "own"
LONGEST = {"label": 40, "short": 20, "gist": 200}
MOST_PARTS = 120
_CODE = re.compile(r"[a-z][a-z0-9_]{0,59}")  # as texts of records are named
BEHIND = 1_000  # in lists they stand after the types of the packs
# How the parts of a type are called on the form; problems are told there.
WORDS = {
    "label": "名称", "short": "简称", "gist": "一句话说明", "held_by": "由谁开展", "called": "应到的人",
    "guests": "列席", "fields": "登记哪些", "minutes": "记录里写哪些", "papers": "常有的材料", "steps": "有哪些步骤",
    "confidential": "只给有关的人看",
}  # fmt: skip


def type_of(code: str, content: Mapping[str, Any], known: Mapping[str, MinutesField], order: int = 0) -> ActivityType:
    """The type that a form's data describe; InputError names the parts of the form that are wrong."""
    made, faults = part_of(ActivityType, {"schema": "1", "code": code, "order": BEHIND + order, **content})
    problems = [Problem(_word(place), fault.read, fault.expected, fault.mend) for place, fault in faults]
    for index, field in enumerate(made.minutes if made is not None else ()):
        if not field.label and field.code not in known:
            problems.append(Problem(WORDS["minutes"], f"第 {index + 1} 项 {field.code}", "清单里的项，或者写全名称"))
        elif not _CODE.fullmatch(field.code):
            problems.append(Problem(WORDS["minutes"], field.code[:60], "小写字母开头的代码，只有小写字母、数字和下划线"))
    problems += _too_long(content)
    if problems:
        raise InputError(problems)
    return with_fields(made, known)


def _too_long(content: Mapping[str, Any]) -> list[Problem]:
    """What does not fit a page: long names, endless lists."""
    found = [(name, len(str(content.get(name) or "")), most, "个字") for name, most in LONGEST.items()]
    lists = ((name, content.get(name)) for name in ("fields", "minutes", "papers", "steps"))
    found += [(name, len(value), MOST_PARTS, "项") for name, value in lists if isinstance(value, list | tuple)]
    fields = [one for one in content.get("minutes") or () if isinstance(one, Mapping)]
    texts = [str(text) for one in fields for text in (one.get("label", ""), one.get("help", ""), *one.get("choices", ()))]
    found += [("minutes", len(text), LONGEST["gist"], "个字") for text in texts]
    return [Problem(WORDS[name], f"{much} {unit}", f"最多 {most} {unit}") for name, much, most, unit in found if much > most]


def _word(place: tuple[str | int, ...]) -> str:
    return WORDS.get(str(place[0]), str(place[0])) if place else "活动类型"


def latest() -> list[OwnType]:
    """The version that holds of each type, in the order in which they were invented."""
    last = OwnType.objects.values("code").annotate(last=Max("pk")).values("last")
    rows = {one.code: one for one in OwnType.objects.filter(pk__in=last).select_related("owner")}
    first = OwnType.objects.filter(version=1).order_by("pk").values_list("code", flat=True)
    return [rows[code] for code in first if code in rows]


def own_types(known: Mapping[str, MinutesField]) -> dict[str, ActivityType]:
    """All invented types by code; one that can no longer be read is left out, the others stay in use."""
    found = {}
    for order, row in enumerate(latest()):
        try:
            found[row.code] = type_of(row.code, row.content, known, order)
        except InputError as error:
            log.error("an activity type of %s is left out:\n%s", row.owner_id, error)
    return found
