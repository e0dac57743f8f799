"""One action has one name: an audit entry is called as the service that writes it."""

from __future__ import annotations

import ast

from tests.house.tree import PACKAGE, functions, name, nothing, python_files


def actions_and_services() -> tuple[dict[str, str], set[str]]:
    """Every action named at an audit entry with its file, and the names of all functions of the rooms."""
    actions: dict[str, str] = {}
    services: set[str] = set()
    for file in python_files(PACKAGE / "domain"):
        for function in functions(file):
            services.add(function.name)
            for node in ast.walk(function):
                if isinstance(node, ast.Call) and ast.unparse(node.func) in ("entry_record", "_record"):
                    words = [*node.args, *(k.value for k in node.keywords if k.arg == "action")]
                    for word in words:
                        if isinstance(word, ast.Constant) and "." in str(word.value):
                            actions[str(word.value)] = name(file)
    return actions, services


def test_an_audit_entry_bears_the_name_of_its_service() -> None:
    actions, services = actions_and_services()
    assert len(actions) > 15
    wrong = []
    for action, file in actions.items():
        noun, _, verb = action.partition(".")
        if not {f"{noun}_{verb}", f"{noun}s_{verb}"} & services:
            wrong.append(f"{file}: {action}")
    nothing(wrong, "the service is `<noun>_<verb>` (`<noun>s_<verb>` where it takes many)")
