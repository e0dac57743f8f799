"""Reads of the rulebook: what is in force where on which day and why, decisions, local versions, own values."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from zhibu.domain.accounts import scope
from zhibu.domain.organisations.models import Organisation, OrganisationPast
from zhibu.domain.organisations.past import then
from zhibu.domain.organisations.paths import path_parents
from zhibu.domain.rulebook.models import (
    Adoption,
    Interpretation,
    LocalDirective,
    ParameterValue,
)
from zhibu.domain.rulebook.selectors.words import rulebook
from zhibu.engine.language.rulebook import Directive
from zhibu.kernel.actor import Actor


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
    return in_force_for([organisation], on)[organisation.pk]


def in_force_for(organisations: Sequence[Organisation], on: dt.date) -> dict[str, list[InForce]]:
    """The same of many by their ids, in as many queries as of one."""
    installed = rulebook().directives
    was = then(on)
    lines: dict[str, set[str]] = {}
    for one in organisations:  # somebody hung elsewhere that day: by its superiors of the day
        lines[one.pk] = set(was.line(one)) if was.pieces else {*path_parents(one.path), one.path}
    key = "organisation__in" if was.pieces else "organisation__path__in"
    above = Adoption.objects.filter(on_day(on), **{key: set().union(*lines.values())}).select_related("organisation")
    rows = list(above.order_by("organisation__depth", "directive")) if lines else []
    return {
        one.pk: [
            InForce(
                adoption=adoption,
                organisation=adoption.organisation,
                inherited=adoption.organisation_id != one.pk,
                directive=installed.get(adoption.directive),
            )
            for adoption in rows
            if (adoption.organisation_id if was.pieces else adoption.organisation.path) in lines[one.pk]
        ]
        for one in organisations
    }


def in_force_each(asked: Sequence[tuple[Organisation, dt.date]]) -> list[list[Directive]]:
    """The installed directives in force for each organisation on its day, in as many queries as for one of them.

    Only an organisation that (or whose superior) was something else since the first of the days is asked by itself.
    """
    if not asked:
        return []
    lines = {one.pk: {*path_parents(one.path), one.path} for one, _ in asked}
    paths = set().union(*lines.values())
    past = OrganisationPast.objects.filter(organisation__path__in=paths, until__gt=min(day for _, day in asked))
    moved = set(past.values_list("organisation__path", flat=True))
    above = Adoption.objects.filter(organisation__path__in=paths).select_related("organisation")
    rows, installed = list(above.order_by("organisation__depth", "directive")), rulebook().directives
    told = []
    for one, day in asked:
        if moved & lines[one.pk]:
            found = {row.key: row.directive for row in in_force(one, day)}
        else:
            found = {
                row.directive: installed.get(row.directive) for row in rows
                if row.organisation.path in lines[one.pk] and row.since <= day and (row.until is None or row.until > day)
            }  # fmt: skip
        told.append([directive for directive in found.values() if directive is not None])
    return told


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
    return scope.row_get(adoptions(actor), pk, "这条执行记录")


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
    found = Interpretation.objects.filter(scope.reach(actor, "organisation__")).select_related("organisation")
    return scope.row_get(found, pk, "这个决定")


def local_versions(directive: str) -> list[LocalDirective]:
    """The published versions of a local directive, the latest first; none where it is no local one."""
    found = LocalDirective.objects.filter(directive=directive).select_related("owner")
    return list(found.order_by("-version"))


def local_owner(directive: str) -> Organisation | None:
    """The organisation that wrote a local directive; None for those of packs."""
    return next((version.owner for version in local_versions(directive)), None)


def parameter_values(directive: str) -> list[ParameterValue]:
    """The values this installation set for a directive's parameters, former ones too, the latest first."""
    return list(ParameterValue.objects.filter(directive=directive).order_by("-set_at", "-pk"))


def parameters_set() -> set[tuple[str, str]]:
    """Directive and parameter of every value of this installation's own that is in use."""
    own = ParameterValue.objects.filter(ended_at__isnull=True)
    return set(own.values_list("directive", "parameter"))
