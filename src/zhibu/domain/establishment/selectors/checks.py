"""Checklists as pages show them: per organisation, the latest of each item, the rules that ask for it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import QuerySet

from zhibu.domain.accounts import scope
from zhibu.domain.organisations.models import Organisation
from zhibu.domain.organisations.selectors import existing
from zhibu.domain.procedures.models import Check
from zhibu.domain.rulebook.selectors import in_force, rulebook
from zhibu.engine.language.checklists import Checklist, ChecklistItem
from zhibu.engine.wording import article_label
from zhibu.kernel.actor import Actor
from zhibu.kernel.errors import NotFound, Refused


@dataclass(frozen=True, slots=True)
class ItemShown:
    """One item: the latest check (None: never looked at), how often it was looked at, the least that is asked."""

    item: ChecklistItem
    latest: Check | None
    times: int
    least: str = ""

    @property
    def short(self) -> bool:
        """Whether the value is less than a rule in force asks for."""
        try:
            return bool(self.least and self.latest and float(self.latest.value) < float(self.least))
        except ValueError:
            return False


@dataclass(slots=True)
class ListShown:
    """One checklist of an organisation, with the rules in force that ask for it."""

    checklist: Checklist
    items: list[ItemShown]
    asked: list[tuple[str, str]] = field(default_factory=list)  # sentence, source

    @property
    def good(self) -> int:
        """How many items are in order."""
        return sum(bool(one.latest and one.latest.ok and not one.short) for one in self.items)


def checklists() -> list[Checklist]:
    """All checklists of the packs, in their order."""
    return sorted(rulebook().checklists.values(), key=lambda one: (one.order, one.code))


def checklist_get(code: str) -> Checklist:
    """One checklist."""
    found = rulebook().checklists.get(code)
    if found is None:
        raise NotFound(f"没有叫 {code} 的清单。")
    return found


def require_items(code: str, items: Sequence[str]) -> Checklist:
    """The checklist, if all these are items of it."""
    found = checklist_get(code)
    unknown = [item for item in items if item not in found.codes]
    if unknown:
        raise Refused(f"清单“{found.label}”里没有 {'、'.join(unknown)}；有的是：{'、'.join(sorted(found.codes))}。")
    return found


def sheet_of(organisation: Organisation, on: dt.date) -> list[ListShown]:
    """All checklists of one organisation on a day. The caller has asked the scope."""
    latest: dict[tuple[str, str], Check] = {}
    times: dict[tuple[str, str], int] = {}
    for row in Check.objects.filter(organisation=organisation, on__lte=on).order_by("on"):
        latest[row.checklist, row.item] = row
        times[row.checklist, row.item] = times.get((row.checklist, row.item), 0) + 1
    asked, least = _asked(organisation, on)
    return [
        ListShown(
            one,
            [
                ItemShown(
                    item, latest.get((one.code, item.code)), times.get((one.code, item.code), 0),
                    least.get((one.code, item.code), ""),
                )
                for item in one.items
            ],
            asked.get(one.code, []),
        )
        for one in checklists()
    ]


def _asked(
    organisation: Organisation, on: dt.date
) -> tuple[dict[str, list[tuple[str, str]]], dict[tuple[str, str], str]]:
    """The sentences of the rules in force on each list, and the least value of each item."""
    asked: dict[str, list[tuple[str, str]]] = {}
    least: dict[tuple[str, str], str] = {}
    for one in in_force(organisation, on):
        for rule in one.directive.rules if one.directive else ():
            spec: Any = rule.spec
            if spec.kind != "checklist" or (spec.when.kind and organisation.kind not in spec.when.kind):
                continue
            assert one.directive is not None
            source = f"{one.directive.head.number or one.directive.head.title} {article_label(spec.article)}"
            asked.setdefault(spec.checklist, []).append((spec.sentence, source))
            for item in spec.items:
                if item.least is not None:
                    least[spec.checklist, item.item] = str(item.least)
    return asked, least


def history_of(organisation: Organisation, checklist: str, item: str) -> list[Check]:
    """All checks of one item, the latest first."""
    found = Check.objects.filter(organisation=organisation, checklist=checklist, item=item)
    return list(found.order_by("-on"))


def bodies_to_check(actor: Actor, top: Organisation | None, kind: str, on: dt.date) -> QuerySet[Organisation]:
    """The organisations of a kind in scope, below one of them where it is named."""
    found = scope.organisations(actor).filter(existing(on), kind=kind)
    return found.filter(path__under=top.path) if top is not None else found


def latest_of(bodies: Sequence[Organisation], checklist: str, on: dt.date) -> dict[tuple[str, str], Check]:
    """(organisation, item) -> the latest check of a list: one query for a page of organisations."""
    rows = Check.objects.filter(organisation__in=[one.pk for one in bodies], checklist=checklist, on__lte=on)
    return {(row.organisation_id, row.item): row for row in rows.order_by("on")}


def check_get(actor: Actor, pk: int) -> Check:
    """One check in scope."""
    return scope.row_get(scope.checks(actor).select_related("organisation"), pk, "这次检查")
