"""Where Spark cannot run, the message says what is missing and how to get it."""

from __future__ import annotations

import importlib.util
import os
import subprocess
import sys
from pathlib import Path

import pytest

from zhibu.engine.sources import spark_start
from zhibu.engine.sources.spark_start import NoSpark, lacking

GOLDEN = Path(__file__).parents[2] / "golden" / "rules"


def java(folder: Path, version: str) -> None:
    """A Java that says it is of a version."""
    program = folder / "bin" / "java"
    program.parent.mkdir(parents=True)
    program.write_text(f"#!/bin/sh\necho 'openjdk version \"{version}\"' >&2\n", "utf-8")
    program.chmod(0o755)


@pytest.fixture
def with_pyspark(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: object())


@pytest.mark.usefixtures("with_pyspark")
@pytest.mark.parametrize(("version", "told"), [
    ("11.0.2", "读到 Java 11，Spark 需要 17"), ("1.8.0_392", "读到 Java 8，Spark 需要 17"),
    ("17.0.15", ""), ("21", ""),
])
def test_java_must_be_new_enough(
    version: str, told: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    java(tmp_path, version)
    monkeypatch.setenv("JAVA_HOME", str(tmp_path))
    assert (lacking() or "").startswith(told)
    assert bool(lacking()) == bool(told)


@pytest.mark.usefixtures("with_pyspark")
def test_no_java_names_the_package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("JAVA_HOME", raising=False)
    monkeypatch.setenv("PATH", str(tmp_path))
    assert "apt install openjdk-17-jre-headless" in (lacking() or "")


def test_no_pyspark_names_the_command(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)
    assert "dev.py run --prepare --spark" in (lacking() or "")


def test_a_master_that_is_none_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ZHIBU_SPARK_MASTER", "sc://cluster:15002")
    with pytest.raises(NoSpark, match="读到“sc://cluster:15002”"):
        spark_start.spark.__wrapped__()


def test_the_command_says_so_and_nothing_else(tmp_path: Path, shared: Path) -> None:
    words = ["check", shared / "golden" / "bundle", "--rules", GOLDEN, "--engine", "spark",
             "--out", tmp_path / "out.csv"]
    done = subprocess.run(
        [sys.executable, "-m", "zhibu", *map(str, words)], capture_output=True, text=True,
        env={**os.environ, "JAVA_HOME": str(tmp_path), "ZHIBU_SPARK_MASTER": ""})
    assert done.returncode == 2
    assert "缺少" in done.stderr
    assert "Traceback" not in done.stderr
    assert list(tmp_path.iterdir()) == []
