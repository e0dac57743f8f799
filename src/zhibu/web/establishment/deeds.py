"""Each kind of change as its page does it: the form, the preview, the service. One table for all pages."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeVar

from zhibu.domain.accounts import scope
from zhibu.domain.establishment import services
from zhibu.domain.establishment.given import Destination, NewBody, NewPart, NewUnit
from zhibu.domain.establishment.selectors import preview
from zhibu.domain.establishment.selectors.branch_forms import forms_said
from zhibu.domain.establishment.selectors.preview import Preview
from zhibu.domain.organisations.choices import OrganisationKind
from zhibu.web.establishment import forms

if TYPE_CHECKING:
    from zhibu.domain.establishment.models import Change
    from zhibu.domain.organisations.models import Organisation
    from zhibu.kernel.actor import Actor

BRANCH = OrganisationKind.BRANCH
Progress = Callable[[int, int, str], None]


def _quiet(done: int, of: int, what: str) -> None:
    """Nobody listens."""


FormOf = TypeVar("FormOf", bound=forms.DecisionForm)


@dataclass(slots=True)
class Asked:
    """What was asked: by whom, of which organisation, the valid form, and the choices in the table."""

    actor: Actor
    organisation: Organisation
    form: forms.DecisionForm
    choices: Mapping[str, str] = field(default_factory=dict)  # member or group id -> where
    progress: Progress = _quiet  # told how far the writing is


@dataclass(frozen=True, slots=True)
class Deed:
    """One kind of change; `table`: members are assigned one by one."""

    title: str
    lead: str
    button: str
    form: type[forms.DecisionForm]
    show: Callable[[Asked], Preview]
    do: Callable[[Asked], Change]
    table: str = ""
    moved: Callable[[Asked], list[Organisation]] = lambda _asked: []  # the bodies that move with all below them


def _units(text: str) -> tuple[NewUnit, ...]:
    """One a line: the name, and behind a blank the credit code."""
    found = []
    for line in text.splitlines():
        name, _, code = line.strip().replace("\t", " ").rpartition(" ")
        plain = code.isascii() and code.isalnum() and len(code) > 9
        found.append(NewUnit(name.strip(), credit_code=code) if name and plain else NewUnit(line.strip()))
    return tuple(one for one in found if one.name)


def _new(asked: Asked) -> NewBody:
    given = asked.form.cleaned_data
    return NewBody(
        given["kind"], given["name"], given["short_name"], given["sector"], given["form"], _units(given["units"])
    )


def _found(asked: Asked) -> Change:
    return services.organisation_found(
        actor=asked.actor, parent=asked.organisation, body=_new(asked), decision=asked.form.decision
    )[1]


def _found_shown(asked: Asked) -> Preview:
    one, on, body = asked.organisation, asked.form.decision.on, _new(asked)
    return Preview(begins=preview.binding(one, on), forms=forms_said(one, body.form, len(body.units), on))


def _rename(asked: Asked) -> Change:
    form = _as(asked, forms.RenameForm)
    return services.organisation_rename(
        actor=asked.actor, organisation=asked.organisation, values=form.values, decision=form.decision
    )


def _rename_shown(asked: Asked) -> Preview:
    form, one = _as(asked, forms.RenameForm), asked.organisation
    kind, sector = form.values.get("kind", one.kind), form.values["sector"]
    members = preview.members_in([one.pk], form.decision.on)
    size = preview.size_of(form.values["name"], kind, sector, members, form.decision.on)
    given = str(form.values.get("form", ""))
    form_on = given if given != one.form else ""
    said = forms_said(one.parent, form_on, preview.units_of(one, form.decision.on), form.decision.on)
    return Preview(objections=preview.objections_of(one, [size], form.decision.on), forms=said)


def _move(asked: Asked) -> Change:
    return services.organisation_move(
        actor=asked.actor, organisation=asked.organisation, parent=_body(asked, "parent"), decision=asked.form.decision
    )


def _move_shown(asked: Asked) -> Preview:
    return preview.moving(asked.organisation, _body(asked, "parent"), asked.form.decision.on)


def _merged(asked: Asked) -> tuple[list[Organisation], Organisation | NewBody]:
    given = asked.form.cleaned_data
    others = [scope.organisation_get(asked.actor, key) for key in given.get("others", ())]
    sources = [asked.organisation, *others]
    if given["into"]:
        into = _body(asked, "into")
        return [one for one in sources if one.pk != into.pk], into
    one = asked.organisation
    return sources, NewBody(one.kind, given["name"], sector=one.sector)


def _merge(asked: Asked) -> Change:
    sources, into = _merged(asked)
    keep = asked.form.cleaned_data.get("keep_groups", False)
    return services.organisation_merge(
        actor=asked.actor, sources=sources, into=into, decision=asked.form.decision, keep_groups=keep,
        progress=asked.progress,
    )[1]  # fmt: skip


def _merge_shown(asked: Asked) -> Preview:
    (sources, into), on = _merged(asked), asked.form.decision.on
    keep = asked.form.cleaned_data.get("keep_groups", False)
    name = into.name
    there = [one.pk for one in sources] + ([] if isinstance(into, NewBody) else [into.pk])
    size = preview.size_of(name, into.kind, into.sector, preview.members_in(there, on), on)
    found = preview.ending(sources, on, keep_groups=keep)
    if asked.organisation.kind != BRANCH:
        along = preview.joining(sources, None if isinstance(into, NewBody) else into, on)
        return Preview([*along.effects, *found], along.begins, along.ends)
    return Preview(found, objections=preview.objections_of(asked.organisation.parent, [size], on))


def _parts(asked: Asked) -> list[NewPart]:
    form, one = _as(asked, forms.SplitForm), asked.organisation
    groups = {group.pk for group in one.children.all()}
    return [
        NewPart(
            NewBody(one.kind, name, sector=one.sector),
            members=frozenset(k for k, to in asked.choices.items() if to == str(place) and k not in groups),
            groups=frozenset(k for k, to in asked.choices.items() if to == str(place) and k in groups),
        )
        for place, name in enumerate(form.named, 1)
    ]


def _split(asked: Asked) -> Change:
    return services.organisation_split(
        actor=asked.actor, source=asked.organisation, new=_parts(asked), decision=asked.form.decision,
        progress=asked.progress,
    )[1]  # fmt: skip


def _split_shown(asked: Asked) -> Preview:
    one, on = asked.organisation, asked.form.decision.on
    left, sizes, effects = preview.members_in([one.pk], on), [], []
    for part in _parts(asked):
        going = set(part.members) | preview.members_in(part.groups, on)
        left -= going
        sizes.append(preview.size_of(part.body.name, part.body.kind, one.sector, going, on))
        effects.append(preview.Effect(f"{part.body.name}的党员", len(going)))
    sizes.append(preview.size_of(one.name, one.kind, one.sector, left, on))
    effects.append(preview.Effect(f"留在{one}的党员", len(left)))
    return Preview(effects, objections=preview.objections_of(one.parent, sizes, on))


def _to(asked: Asked) -> Destination:
    return Destination(asked.form.cleaned_data.get("to", ""), {k: v for k, v in asked.choices.items() if v})


def _dissolve(asked: Asked) -> Change:
    return services.organisation_dissolve(
        actor=asked.actor, organisation=asked.organisation, decision=asked.form.decision, destination=_to(asked),
        progress=asked.progress,
    )  # fmt: skip


def _dissolve_shown(asked: Asked) -> Preview:
    one, on = asked.organisation, asked.form.decision.on
    found, to, sizes = preview.ending([one], on), _to(asked), []
    going = preview.members_in([one.pk], on) if one.kind == BRANCH else set()
    by_branch: dict[str, set[str]] = {}
    for key in going:
        by_branch.setdefault(to.of(key), set()).add(key)
    for key, members in by_branch.items():
        if key:
            branch = scope.organisation_get(asked.actor, key)
            there = members | preview.members_in([key], on)
            sizes.append(preview.size_of(str(branch), branch.kind, branch.sector, there, on))
    return Preview(found, objections=preview.objections_of(one.parent, sizes, on))


def _body(asked: Asked, name: str) -> Organisation:
    return scope.organisation_get(asked.actor, asked.form.cleaned_data[name])


def _as(asked: Asked, form: type[FormOf]) -> FormOf:
    assert isinstance(asked.form, form)
    return asked.form


DEEDS = {
    "found": Deed(
        "成立组织", "在它下面成立党委、总支、支部、党组；党小组由支部在“党小组”里设",
        "成立", forms.FoundForm, _found_shown, _found,
    ),
    "rename": Deed(
        "更名或调整", "改名称、类别、领域、设置形式；以前的日子保持原样", "从这一天起改", forms.RenameForm,
        _rename_shown, _rename,
    ),
    "move": Deed(
        "改变隶属", "连同下面的组织、党员一起改到另一个上级下面", "改变隶属", forms.MoveForm, _move_shown, _move,
        moved=lambda asked: [asked.organisation],
    ),
    "merge": Deed(
        "合并", "并入现有的一个，或者并成一个新的；党员全部转过去", "合并", forms.MergeForm, _merge_shown, _merge,
        moved=lambda asked: _merged(asked)[0],
    ),
    "split": Deed(
        "分设", "从它分出一到三个新组织，逐人或整组选去向", "分设", forms.SplitForm, _split_shown, _split,
        table="split",
    ),
    "dissolve": Deed(
        "撤销", "党员转到别的支部，党小组撤销，任职结束", "撤销", forms.DissolveForm, _dissolve_shown, _dissolve,
        table="dissolve",
    ),
}  # fmt: skip
