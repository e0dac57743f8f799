"""What the documents list is what there is: settings and commands."""

from __future__ import annotations

import ast
import re

from tests.house.tree import PACKAGE, ROOT, nothing, parsed, python_files
from zhibu.cli.main import COMMANDS

VARIABLE = re.compile(r"ZHIBU_[A-Z][A-Z_]*[A-Z]")
# Names inside settings.py, not variables of the environment; `_FILE` is explained once for all.
NOT_VARIABLES = {"ZHIBU_FILES", "ZHIBU_SECRETS"}


def variables_read() -> set[str]:
    """Every ZHIBU_ name that the package looks up in its environment."""
    found = {f"ZHIBU_{word}" for word in ("SECRET_KEY", "FIELD_SALT", "INDEX_KEY", "AUDIT_KEY", "FILES_KEY")}
    for file in python_files(PACKAGE):
        # where they are defined they are called by their bare names
        readers: tuple[str, ...] = ("environment.read", "environment.flag", "environment.whole_number", "environment.some_of")
        readers += ("read", "flag") if file.name == "environment.py" else ()
        for node in ast.walk(parsed(file)):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                if re.fullmatch(VARIABLE, node.value):
                    found.add(node.value)
            elif isinstance(node, ast.Call) and ast.unparse(node.func).endswith(readers):
                argument = node.args[0]
                if isinstance(argument, ast.Constant):
                    found.add(f"ZHIBU_{argument.value}")
    return found - NOT_VARIABLES


def test_every_setting_is_documented_and_every_documented_setting_exists() -> None:
    text = (ROOT / "docs" / "settings.md").read_text("utf-8")
    documented = set(re.findall(r"^\| `(ZHIBU_[A-Z_]+)`", text, re.M))

    assert documented == variables_read()


def test_every_command_is_in_the_readme() -> None:
    for readme in ("README.md", "README.zh-CN.md"):
        text = (ROOT / readme).read_text("utf-8")
        absent = [command for command in COMMANDS if f"zhibu {command}" not in text]
        nothing(absent, f"{readme} does not name them")


def test_every_room_is_in_the_architecture_in_its_order() -> None:
    text = (ROOT / "docs" / "architecture.md").read_text("utf-8")
    table = text.partition("## The rooms")[2].partition("## ")[0]
    told = re.findall(r"^\| `(\w+)` \|", table, re.M)
    contract = (ROOT / ".importlinter").read_text("utf-8").partition("contract:rooms]")[2]
    floors = contract.partition("exhaustive")[0].strip().splitlines()[::-1]
    order = [re.findall(r"\((\w+)\)", line) for line in floors if "(" in line]

    assert told == [room for floor in order for room in floor]


def test_decisions_have_numbers_of_their_own_and_a_document_is_found_by_the_map() -> None:
    decisions = sorted((ROOT / "docs" / "decisions").glob("*.md"))
    numbers = [file.name[:4] for file in decisions]
    nothing([n for n in numbers if numbers.count(n) > 1], "give it the next free number of its decade")
    wrong = [file.name for file in decisions if not file.read_text("utf-8").startswith(f"# {file.name[:4]} ")]
    nothing(wrong, "its first line has its number")
    text = (ROOT / "docs" / "architecture.md").read_text("utf-8")
    absent = [f.name for f in (ROOT / "docs").glob("*.md") if f"({f.name})" not in text and f.name != "architecture.md"]
    nothing(absent, "docs/architecture.md does not lead to them")
