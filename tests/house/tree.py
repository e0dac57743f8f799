"""The files of the checkout as the house tests see them: ours, without what was vendored or made."""

from __future__ import annotations

import ast
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "src" / "zhibu"
SKIPPED = {".git", ".venv", "data", "test-results", "__pycache__", ".mypy_cache", ".ruff_cache"}


@cache
def files() -> tuple[Path, ...]:
    """Every file that belongs to the checkout, by git's own list where there is git."""
    words = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"]
    try:
        listed = subprocess.run(words, cwd=ROOT, capture_output=True, check=True).stdout.decode()
        found = [ROOT / name for name in listed.split("\0") if name]
    except (OSError, subprocess.CalledProcessError):
        found = [f for f in ROOT.rglob("*") if not SKIPPED & set(f.relative_to(ROOT).parts)]
    return tuple(sorted(file for file in found if file.is_file()))


def name(file: Path) -> str:
    """The file as messages name it."""
    return file.relative_to(ROOT).as_posix()


def is_vendored(file: Path) -> bool:
    return "vendor" in file.parts or ".min." in file.name


def is_migration(file: Path) -> bool:
    return "migrations" in file.parts


def python_files(under: Path = ROOT) -> Iterator[Path]:
    """Our Python files below a folder, without migrations."""
    for file in files():
        if file.suffix == ".py" and file.is_relative_to(under) and not is_migration(file):
            yield file


@cache
def parsed(file: Path) -> ast.Module:
    return ast.parse(file.read_text("utf-8"), filename=str(file))


def functions(file: Path) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    for node in ast.walk(parsed(file)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def nothing(found: list[str], advice: str = "") -> None:
    """Fail with every finding on a line of its own, and what to do instead."""
    if found:
        raise AssertionError("\n".join([advice, *found]).strip())
