"""Reads of the rulebook: what is installed, its words, what is in force where on which day and why."""

from __future__ import annotations

import datetime as dt
import logging
import threading
import time
from dataclasses import dataclass
from pathlib import Path

from django.db import connection
from django.db.models import Q, QuerySet

from zhibu.domain.accounts import scope
from zhibu.domain.organisations.models import Organisation
from zhibu.domain.organisations.paths import path_parents
from zhibu.domain.rulebook.models import Adoption, Interpretation
from zhibu.engine.compilable import require_compilable
from zhibu.engine.loader import load
from zhibu.engine.packs import installed_packs, is_own
from zhibu.engine.rulebook import Directive, Rule, Rulebook
from zhibu.kernel.actor import Actor
from zhibu.kernel.errors import InputError, NotFound

log = logging.getLogger(__name__)
_LOOK_AGAIN = 2.0  # seconds for which the files are taken to be unchanged
Signature = tuple[tuple[str, int, int], ...]


class _Shelf:
    """The loaded packs of this process; loaded anew when a file has changed."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.looked_at = float("-inf")
        self.signature: Signature | None = None
        self.book = Rulebook()

    def _load(self, folders: list[Path]) -> None:
        """A pack that somebody is just changing must not close the site: the last good one stands."""
        try:
            book = load(folders)
            require_compilable(_brought(book), _engines())
            self.book = book
        except InputError as error:
            if self.signature is None:
                raise
            log.error("rule packs not read, the former ones stay in use:\n%s", error)

    def current(self) -> Rulebook:
        """The packs as they lie on the disk; looked at again at most every two seconds."""
        if time.monotonic() - self.looked_at < _LOOK_AGAIN:
            return self.book
        with self.lock:
            folders = installed_packs()
            signature = _signature(folders)
            if signature != self.signature:
                self._load(folders)
                self.signature = signature
            self.looked_at = time.monotonic()
        return self.book


def _brought(book: Rulebook) -> list[Rule]:
    """The rules of packs that the office brought itself: those of the program are known to compile."""
    brought = [name for name, directive in book.directives.items()
               if directive.folder is not None and not is_own(directive.folder)]
    return book.rules(brought)


def _engines() -> set[str]:
    """The engines on which the site judges: one organisation, many, and all at once."""
    return {"sqlite", "duckdb", "postgres" if connection.vendor == "postgresql" else "sqlite"}


def _signature(folders: list[Path]) -> Signature:
    """What tells whether a file was added, removed or changed, without reading any."""
    found = []
    for folder in folders:
        for path in sorted(folder.rglob("*.yaml")):
            stat = path.stat()
            found.append((str(path), stat.st_mtime_ns, stat.st_size))
    return tuple(found)


_shelf = _Shelf()


def rulebook() -> Rulebook:
    """All installed directives with their articles and rules, types of activity, kinds of paper."""
    return _shelf.current()


def directive_get(key: str) -> Directive:
    """One installed directive."""
    found = rulebook().directives.get(key)
    if found is None:
        raise NotFound(f"制度库里没有编号是 {key} 的文件。")
    return found


def activity_labels() -> dict[str, str]:
    """Code of a type of activity -> its Chinese name, in their order."""
    types = sorted(rulebook().activity_types.values(), key=lambda t: (t.order, t.code))
    return {kind.code: kind.label for kind in types}


def paper_labels() -> dict[str, str]:
    """Code of a kind of paper -> its Chinese name."""
    return {kind.code: kind.label for kind in rulebook().paper_kinds.values()}


def directive_titles() -> dict[str, str]:
    """Id of an installed directive -> its title."""
    return {key: directive.head.title for key, directive in rulebook().directives.items()}


@dataclass(frozen=True, slots=True)
class InForce:
    """A directive in force for an organisation on a day, and by which adoption of whom."""

    adoption: Adoption
    organisation: Organisation  # where it was adopted: itself or one above
    inherited: bool
    directive: Directive | None  # None: adopted, but no such pack is installed (any more)

    @property
    def key(self) -> str:
        """The directive's id."""
        return self.adoption.directive


def adoptions_over(organisation: Organisation) -> QuerySet[Adoption]:
    """The adoptions that ever concerned an organisation: its own and those of all above it."""
    paths = [*path_parents(organisation.path), organisation.path]
    return Adoption.objects.filter(organisation__path__in=paths).select_related("organisation")


def on_day(on: dt.date) -> Q:
    """The span covers the day."""
    return Q(since__lte=on) & (Q(until__isnull=True) | Q(until__gt=on))


def in_force(organisation: Organisation, on: dt.date) -> list[InForce]:
    """What is in force for an organisation on a day: from the top down, then by directive."""
    installed = rulebook().directives
    found = (
        adoptions_over(organisation).filter(on_day(on)).order_by("organisation__depth", "directive")
    )
    return [
        InForce(
            adoption=adoption,
            organisation=adoption.organisation,
            inherited=adoption.organisation_id != organisation.pk,
            directive=installed.get(adoption.directive),
        )
        for adoption in found
    ]


def adoptions(actor: Actor) -> QuerySet[Adoption]:
    """The adoptions of organisations in scope."""
    return (
        Adoption.objects.filter(scope.reach(actor, "organisation__"))
        .select_related("organisation")
        .order_by("organisation__path", "directive", "since")
    )


def adoptions_binding(actor: Actor) -> QuerySet[Adoption]:
    """The adoptions in scope, and those of bodies above that bind the actor's own bodies."""
    own = {held.path for held in actor.roles}
    if actor.member and not actor.subtrees():  # a plain member: his branch and group
        own |= set(scope.organisations_named(actor).order_by().values_list("path", flat=True))
    above = {path for body in own for path in path_parents(body)} | own
    return (
        Adoption.objects.filter(
            scope.reach(actor, "organisation__") | Q(organisation__path__in=above)
        )
        .select_related("organisation")
        .order_by("organisation__path", "directive", "since")
    )


def directives_for(actor: Actor) -> set[str]:
    """The directives that are or were in force for the actor; all, where none is."""
    found = set(adoptions_binding(actor).order_by().values_list("directive", flat=True))
    return found or set(rulebook().directives)


def adoption_get(actor: Actor, pk: int) -> Adoption:
    """One adoption in scope."""
    found = adoptions(actor).filter(pk=pk).first()
    if found is None:
        raise NotFound("找不到这条执行记录，或者它不在你的管理范围里。")
    return found


def overlapping(
    found: QuerySet[Adoption], since: dt.date, until: dt.date | None
) -> QuerySet[Adoption]:
    """Those of the adoptions whose span shares a day with this one."""
    shared = found.filter(Q(until__isnull=True) | Q(until__gt=since))
    return shared if until is None else shared.filter(since__lt=until)


def may_adopt_for(actor: Actor) -> list[Organisation]:
    """The organisations for which the actor may put a directive in force, in tree order; no groups."""
    found = Organisation.objects.filter(
        scope.reach(actor, roles=("clerk",)), dissolved__isnull=True
    )
    return list(found.exclude(kind="party_group").order_by("path"))


def interpretations_of(organisation: Organisation, matter: str) -> QuerySet[Interpretation]:
    """An organisation's own decisions on a matter, former ones too."""
    return Interpretation.objects.filter(organisation=organisation, matter=matter)


def interpretations_over(organisation: Organisation, on: dt.date) -> dict[str, Interpretation]:
    """Matter -> the decision that holds for an organisation on a day: of several the nearest above."""
    paths = [*path_parents(organisation.path), organisation.path]
    found = (
        Interpretation.objects.filter(on_day(on), organisation__path__in=paths)
        .select_related("organisation")
        .order_by("organisation__depth", "since", "pk")
    )
    return {one.matter: one for one in found}


def interpretation_history(organisation: Organisation, matter: str) -> list[Interpretation]:
    """All decisions on a matter that ever bound an organisation, the latest first."""
    paths = [*path_parents(organisation.path), organisation.path]
    found = Interpretation.objects.filter(matter=matter, organisation__path__in=paths)
    return list(found.select_related("organisation").order_by("-since", "-pk"))


def interpretation_get(actor: Actor, pk: int) -> Interpretation:
    """One decision in scope."""
    found = Interpretation.objects.filter(scope.reach(actor, "organisation__"), pk=pk)
    one = found.select_related("organisation").first()
    if one is None:
        raise NotFound("找不到这个决定，或者它不在你的管理范围里。")
    return one
