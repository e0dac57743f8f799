"""Reads of the rulebook: what is installed, and the words it brings."""

from __future__ import annotations

from collections.abc import Iterable

from zhibu.domain.activities.models import Activity
from zhibu.domain.rulebook.shelf import shelf
from zhibu.engine.language.rulebook import Directive, Rulebook
from zhibu.kernel.errors import NotFound


def rulebook() -> Rulebook:
    """All installed directives with their articles and rules, types of activity, kinds of paper."""
    return shelf.current()


def rulebook_now() -> Rulebook:
    """The same, looked at again at once: what another process published a moment ago is in it."""
    shelf.forget()
    return shelf.current()


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


def meeting_choices(found: Iterable[Activity]) -> list[tuple[str, str]]:
    """Meetings to choose from: (id, day, type and theme); never what only those who took part may know."""
    labels, private = activity_labels(), confidential_types()
    return [(one.pk, f"{one.on} {labels.get(one.type, one.type)} {one.theme}".strip()) for one in found if one.type not in private]


def confidential_types() -> frozenset[str]:
    """Codes of the types of which only those who took part may know what was spoken of."""
    known = rulebook().activity_types.values()
    return frozenset(kind.code for kind in known if kind.confidential)


def paper_labels() -> dict[str, str]:
    """Code of a kind of paper -> its Chinese name."""
    return {kind.code: kind.label for kind in rulebook().paper_kinds.values()}


def procedure_labels() -> dict[str, str]:
    """Code of a procedure -> its Chinese name, in their order."""
    known = sorted(rulebook().procedures.values(), key=lambda one: (one.order, one.code))
    return {one.code: one.label for one in known}


def holders_of(duty: str) -> tuple[str, ...]:
    """The posts that see to an activity type, a procedure or other work, the nearest first; () where nobody is named."""
    for file in reversed(rulebook().holders):
        found = file.works.get(duty) or file.activities.get(duty)
        if found:
            return tuple(found)
    return ()


def directive_titles() -> dict[str, str]:
    """Id of an installed directive -> its title."""
    return {key: directive.head.title for key, directive in rulebook().directives.items()}
