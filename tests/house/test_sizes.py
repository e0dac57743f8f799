"""Small enough to read whole."""

from __future__ import annotations

import ast
from pathlib import Path

from tests.house.tree import (
    PACKAGE,
    ROOT,
    files,
    functions,
    is_vendored,
    name,
    nothing,
    python_files,
)

SOURCE, TEST, TEMPLATE = 300, 400, 150
FUNCTION, VIEW = 60, 20


def lines_of(file: Path) -> int:
    return len(file.read_text("utf-8").splitlines())


def length(node: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """Lines of a function without its decorators and its docstring."""
    last = node.end_lineno or node.lineno
    docstring = 0
    if ast.get_docstring(node, clean=False) is not None:
        docstring = (node.body[0].end_lineno or 0) - node.body[0].lineno + 1
    return last - node.lineno + 1 - docstring


def test_files_are_small() -> None:
    long = []
    for file in python_files():
        limit = TEST if file.is_relative_to(ROOT / "tests") else SOURCE
        if lines_of(file) > limit:
            long.append(f"{name(file)}: {lines_of(file)} lines, at most {limit}: split it by noun")

    nothing(long)


def test_templates_are_small() -> None:
    long = [
        f"{name(file)}: {lines_of(file)} lines, at most {TEMPLATE}: move a part to components"
        for file in files()
        if file.suffix == ".html" and not is_vendored(file) and lines_of(file) > TEMPLATE
    ]

    nothing(long)


def test_functions_are_small() -> None:
    long = [
        f"{name(file)}:{node.lineno} {node.name}: {length(node)} lines, at most {FUNCTION}"
        for file in python_files()
        for node in functions(file)
        if length(node) > FUNCTION
    ]

    nothing(long)


def test_views_are_thin() -> None:
    long = [
        f"{name(file)}:{node.lineno} {node.name}: {length(node)} lines, at most {VIEW}: "
        "parse, call one service or selector, render; the rest belongs in the room"
        for file in python_files(PACKAGE / "web")
        if file.stem == "views" or file.parent.name == "views"
        for node in functions(file)
        if length(node) > VIEW
    ]

    nothing(long)


def test_every_module_says_what_it_knows() -> None:
    silent = [
        name(file)
        for file in python_files()
        if file.read_text("utf-8").strip() and not ast.get_docstring(ast.parse(file.read_bytes()))
    ]

    nothing(silent, "a docstring of one to three lines: what does this file know?")
