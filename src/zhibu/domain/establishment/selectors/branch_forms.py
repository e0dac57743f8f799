"""What directives say of joint, temporary and floating branches: read by whoever founds one."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from zhibu.domain.compliance.choices import Strength
from zhibu.domain.organisations.models import Organisation
from zhibu.domain.rulebook.selectors import in_force, rulebook
from zhibu.engine.language.branch_forms import BranchForm
from zhibu.engine.language.rulebook import Directive
from zhibu.engine.wording import article_label

CENTRAL = "central"


@dataclass(frozen=True, slots=True)
class FormSaid:
    """What one directive says of a form. `missed`: what of the units does not fit, in words.

    `in_force`: it is recorded as in force there; if nothing that is says a word, national texts are cited.
    """

    source: str
    gist: str
    left_out: str
    units: str
    missed: str
    in_force: bool


def forms_said(above: Organisation | None, form: str, units: int, on: dt.date) -> list[FormSaid]:
    """What is said of a branch of this form that covers so many units, below a body on a day."""
    if not form:
        return []
    binding = [one.directive for one in in_force(above, on) if one.directive] if above else []
    found = list(_speaking(binding, form))
    if found:
        return [_said(directive, one, units, in_force=True) for directive, one in found]
    national = [one for one in rulebook().directives.values() if one.head.level == CENTRAL and _holds(one, on)]
    return [_said(directive, one, units, in_force=False) for directive, one in _speaking(national, form)]


def _holds(directive: Directive, on: dt.date) -> bool:
    head = directive.head
    return head.effective <= on and (head.until is None or on < head.until)


def _speaking(directives: list[Directive], form: str) -> Iterator[tuple[Directive, BranchForm]]:
    for directive in directives:
        for one in directive.forms:
            if one.form == form:
                yield directive, one


def _said(directive: Directive, one: BranchForm, units: int, *, in_force: bool) -> FormSaid:
    left = "、".join(found.label for found in one.left_out)
    bounds = one.units
    return FormSaid(
        source=f"《{directive.head.title}》{article_label(one.article)}",
        gist=one.gist,
        left_out=f"{Strength(one.strength).label}不办：{left}。" if left else "",
        units=f"{Strength(bounds.strength).label}覆盖 {bounds.words} 个单位。" if bounds else "",
        missed=bounds.missed(units) if bounds else "",
        in_force=in_force,
    )
