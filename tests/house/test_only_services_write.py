"""Rows are written by services only: nobody else saves, deletes, creates or updates."""

from __future__ import annotations

import ast
from pathlib import Path

from tests.house.tree import PACKAGE, name, nothing, parsed, python_files

ON_A_MANAGER = {
    "create", "update", "delete", "bulk_create", "bulk_update", "get_or_create", "update_or_create",
    "acreate", "aupdate", "adelete",
}
ON_A_ROW = {"save", "delete", "asave", "adelete"}


def chain(node: ast.expr) -> list[str]:
    """The names of `a.b(...).c` from the left: ["a", "b", "c"]."""
    match node:
        case ast.Attribute(value=value, attr=attr):
            return [*chain(value), attr]
        case ast.Call(func=function):
            return chain(function)
        case ast.Subscript(value=value):
            return chain(value)
        case ast.Name(id=identifier):
            return [identifier]
        case _:
            return [""]


def is_service(file: Path) -> bool:
    return file.stem == "services" or "services" in file.parent.parts


def is_test_of_writes(call: ast.Call) -> bool:
    names = chain(call.func)
    if names[0] == "super":  # a query set that adds to what it is asked, not a write of its own
        return False
    if names[-1] in ON_A_MANAGER and ("objects" in names[:-1] or names[-1].startswith("bulk_")):
        return True
    return names[-1] in ON_A_ROW and not call.args and len(names) > 1


def test_only_services_write() -> None:
    writes = [
        f"{name(file)}:{node.lineno}: {'.'.join(chain(node.func))}(...)"
        for folder in ("domain", "web", "cli", "jobs", "config")
        for file in python_files(PACKAGE / folder)
        if not is_service(file)
        for node in ast.walk(parsed(file))
        if isinstance(node, ast.Call) and is_test_of_writes(node)
    ]

    nothing(writes, "move it to a service, where policy, transaction and audit stand")
