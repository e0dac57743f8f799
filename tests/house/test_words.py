"""Words that do not belong in the tree: vague names, places of one machine, addresses of registries."""

from __future__ import annotations

import re
from pathlib import Path

from tests.house.tree import ROOT, files, is_vendored, name, nothing, python_files

VAGUE = {"utils", "util", "helpers", "helper", "misc", "common", "manager", "managers", "tools", "stuff"}
# in pieces, so that this file does not find itself
MACHINE = re.compile(r"(?<![\w.:/-])/(?:wo" r"rk|ro" r"ot)/\w")
REGISTRIES = re.compile(
    r"py" r"pi\.org|python" r"hosted|npm" r"js\.|deb" r"ian\.org|registry\." r"npm", re.I
)
TEXT = {".py", ".md", ".toml", ".txt", ".yaml", ".yml", ".html", ".css", ".js", ".json", ".sh", ""}


def text_files() -> list[Path]:
    return [file for file in files() if file.suffix in TEXT and not is_vendored(file)]


def test_no_vague_file_names() -> None:
    vague = [name(file) for file in python_files() if file.stem in VAGUE or VAGUE & set(file.parts)]

    nothing(vague, "name the file after what it knows")


def test_no_machine_and_no_registry_is_named() -> None:
    found = []
    for file in text_files():
        for number, line in enumerate(file.read_text("utf-8", "replace").splitlines(), 1):
            match = MACHINE.search(line) or REGISTRIES.search(line)
            if match:
                found.append(f"{name(file)}:{number}: {match.group()}")

    nothing(found, "the project runs anywhere: no paths of one machine, no registry's address")


def test_locks_hold_hashes_and_no_address() -> None:
    locks = {"requirements.txt": 20, "requirements-test.txt": 20, "requirements-spark.txt": 3}
    for lock, least in locks.items():
        text = (ROOT / lock).read_text("utf-8")
        pins = re.findall(r"^[\w.\[\]-]+==", text, re.M)
        assert "://" not in text
        assert len(pins) >= least
        assert text.count("--hash=sha256:") >= len(pins)


def test_the_spark_lock_is_the_extra() -> None:
    text = (ROOT / "pyproject.toml").read_text("utf-8")
    pinned = re.findall(r'"(pyspark==[\w.]+)"', text)

    assert len(pinned) == 1
    assert pinned[0] in (ROOT / "requirements-spark.txt").read_text("utf-8")


def test_the_test_lock_agrees_with_the_run_lock() -> None:
    pins = [
        dict(re.findall(r"^([\w.\[\]-]+)==([\w.]+)", (ROOT / lock).read_text("utf-8"), re.M))
        for lock in ("requirements.txt", "requirements-test.txt")
    ]

    assert pins[0].items() <= pins[1].items(), "make both locks anew (CONTRIBUTING.md)"
