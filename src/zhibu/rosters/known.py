"""Entering what the database holds already into the register, in the form of the clean tables."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from zhibu.rosters.context import Context
from zhibu.rosters.register import Member, Organisation


def _text(row: Mapping[str, object], name: str) -> str:
    value = row.get(name)
    return "" if value is None else str(value)


def _list(row: Mapping[str, object], name: str) -> list[str]:
    value = row.get(name) or []
    if isinstance(value, str):
        return [part for part in value.split("|") if part]
    return [str(part) for part in value] if isinstance(value, Iterable) else [str(value)]


def _key(row: Mapping[str, object], name: str) -> str:
    """The key of a branch or group: `branch_key` of our own tables, else `branch` itself."""
    return _text(row, f"{name}_key") if f"{name}_key" in row else _text(row, name)


def enter_known(context: Context, known: Mapping[str, Iterable[Mapping[str, object]]]) -> None:
    """Organisations and members, keys as the caller gives them.

    Organisations: key, name, kind, short_name, parent, former and aliases (lists or `|`-joined),
    dissolved, foreign (only to recognise that a row is not the reader's own). Members: key, name, branch_key and group_key (or branch and group as keys),
    id_number, born, sex, joined, full_since, left, former_names. Rows of a reading's own tables
    will do as they are.
    """
    for row in known.get("organisations", ()):
        context.register.add_organisation(
            Organisation(
                _text(row, "key"), _text(row, "name"), _text(row, "kind"), _text(row, "short_name"),
                _text(row, "parent"), _list(row, "former"), _list(row, "aliases"),
                _text(row, "dissolved"), _text(row, "sector"), _text(row, "established"), known=True,
                rank=2 if row.get("foreign") else 1,
            )
        )  # fmt: skip
    for row in known.get("members", ()):
        context.register.add_member(
            Member(
                _text(row, "key"), _text(row, "name"), _key(row, "branch"), _key(row, "group"),
                _text(row, "id_number"), _text(row, "born"), _text(row, "sex"), _text(row, "joined"),
                _text(row, "joined_precision"), _text(row, "full_since"), _text(row, "left"),
                _list(row, "former_names"), known=True,
            )
        )  # fmt: skip
