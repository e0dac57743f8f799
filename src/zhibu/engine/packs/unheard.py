"""What a bundle names and no installed directive knows: nothing of it is judged, so it is told."""

from __future__ import annotations

from collections.abc import Iterator

from zhibu.engine.language.rulebook import Rulebook
from zhibu.engine.language.scalars import nearest
from zhibu.facts.bundle import Bundle

_LETTERS = 60  # of a name that are told


def unheard(book: Rulebook, bundle: Bundle) -> list[str]:
    """Adoptions, waivers and activities that bear on no rule, each sort of them with how many rows it has.

    None of them is an error by the contract: but one letter too many in `adoptions` and nothing is judged.
    """
    return [*_adoptions(book, bundle), *_waivers(book, bundle), *_activities(book, bundle)]


def _adoptions(book: Rulebook, bundle: Bundle) -> Iterator[str]:
    if "directive" not in bundle.tables.get("adoptions", ()):
        return
    if not bundle.count("adoptions"):
        yield "adoptions（执行）表里一行也没有：没有一件制度在哪个组织执行，所以不会有结论；要都按施行日算，就不要这张表。"
    for (name,), rows in _named(bundle, "adoptions", "directive"):
        if name not in book.directives:
            hint = nearest(name, book.directives)
            yield (f"adoptions（执行）表里的制度“{_short(name)}”没有装入，这 {rows} 行没有用上"
                   f"{'；' + hint if hint else ''}。")


def _waivers(book: Rulebook, bundle: Bundle) -> Iterator[str]:
    known = {
        (rule.directive, name) for d in book.directives.values() for rule in d.rules
        for unit in rule.units for name in unit.names
    }  # fmt: skip
    if not {"directive", "rule"} <= bundle.tables.get("waivers", set()):
        return
    for (directive, rule), rows in _named(bundle, "waivers", "directive", "rule"):
        if (directive, rule) not in known:
            yield f"waivers（豁免）表里的“{_short(directive)} {_short(rule)}”不是装入的规则，这 {rows} 行没有用上。"


def _activities(book: Rulebook, bundle: Bundle) -> Iterator[str]:
    if "type" not in bundle.tables.get("activities", ()):
        return
    for (name,), rows in _named(bundle, "activities", "type"):
        if name not in book.activity_types and not any(f'"{name}"' in rule.text for rule in book.rules()):
            hint = nearest(name, book.activity_types)
            yield (f"activities（活动）表里的活动类别“{_short(name)}”哪条要求也不问，这 {rows} 行没有用上"
                   f"{'；' + hint if hint else ''}。")


def _named(bundle: Bundle, table: str, *columns: str) -> list[tuple[tuple[str, ...], int]]:
    listed = ", ".join(columns)
    rows = bundle.connection.execute(
        f"SELECT {listed}, count(*) FROM {table} GROUP BY ALL ORDER BY ALL"
    ).fetchall()
    return [(tuple(map(str, names)), count) for *names, count in rows]


def _short(name: str) -> str:
    return name if len(name) <= _LETTERS else f"{name[:_LETTERS]}……"
