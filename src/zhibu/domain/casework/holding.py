"""Which directives are in force and which readings were decided, for many organisations at once."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from zhibu.domain.organisations.models import Organisation
from zhibu.domain.organisations.paths import path_parents
from zhibu.domain.rulebook.models import Adoption, Interpretation
from zhibu.domain.rulebook.selectors import rulebook
from zhibu.engine.comparing.roads import WholeRoad, whole_road, whole_roads

Span = tuple[str, dt.date, dt.date | None, str, str]  # path, since, until, directive, matter


class Holding:
    """Adoptions and interpretations over a set of organisations: two queries, whatever their number."""

    def __init__(self, organisations: Iterable[Organisation]) -> None:
        paths = {path for one in organisations for path in (*path_parents(one.path), one.path)}
        self._book = rulebook()
        self._known: dict[tuple[object, ...], list[WholeRoad]] = {}
        adopted = Adoption.objects.filter(organisation__path__in=paths).order_by("organisation__depth", "directive")
        self._adopted: list[Span] = [
            (*row, "") for row in adopted.values_list("organisation__path", "since", "until", "directive")]
        read = Interpretation.objects.filter(organisation__path__in=paths).order_by("organisation__depth", "since", "pk")
        self._read: list[Span] = list(
            read.values_list("organisation__path", "since", "until", "directive", "matter"))

    def held(self, organisation: Organisation, on: dt.date) -> tuple[list[str], dict[str, str]]:
        """The directives in force on a day, and matter -> the directive that an interpretation chose."""
        held = [row[3] for row in self._adopted
                if _over(row, organisation, on) and row[3] in self._book.directives]
        decided = {row[4]: row[3] for row in self._read if _over(row, organisation, on)}
        return list(dict.fromkeys(held)), {matter: name for matter, name in decided.items() if name in held}

    def roads(self, organisation: Organisation, procedure: str, on: dt.date) -> list[WholeRoad]:
        """The roads on offer; empty where the packs have no such procedure."""
        if procedure not in self._book.procedures:
            return []
        held, decided = self.held(organisation, on)
        key = (procedure, tuple(held), tuple(sorted(decided.items())))
        if key not in self._known:
            self._known[key] = whole_roads(self._book, procedure, held, decided)
        return self._known[key]

    def road(self, organisation: Organisation, procedure: str, on: dt.date, key: str) -> WholeRoad | None:
        """The road of a key, else the first on offer; None where the packs have no such procedure."""
        offers = self.roads(organisation, procedure, on)
        found = next((one for one in offers if one.key == key), None)
        if found is not None or not offers:
            return found
        held, decided = self.held(organisation, on)
        return whole_road(self._book, procedure, held, decided, key)


def _over(row: Span, organisation: Organisation, on: dt.date) -> bool:
    path, since, until = row[:3]
    return organisation.path.startswith(path) and since <= on and (until is None or on < until)
