"""`zhibu backup` and `zhibu restore` from database to database: what was in one is in the other."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from zhibu.kernel.throwaway_postgres import server_binaries, throwaway_postgres

MAIN = "from zhibu.cli.main import main; main()"


def zhibu(root: Path, data: Path, *words: str, database: str = "") -> subprocess.CompletedProcess[str]:
    """The command line on an installation of its own."""
    clean = {k: v for k, v in os.environ.items() if not k.startswith(("ZHIBU_", "DJANGO_"))}
    environ = {
        **clean, "PYTHONPATH": str(root / "src"), "ZHIBU_DATA": str(data),
        "ZHIBU_DATABASE_URL": database,
    }
    return subprocess.run(
        [sys.executable, "-c", MAIN, *words], env=environ, capture_output=True, text=True, check=False
    )


def exported(root: Path, data: Path, target: Path, database: str = "") -> dict[str, str]:
    """All facts of an installation, as files."""
    done = zhibu(root, data, "facts", "export", str(target), "--personal", database=database)
    assert done.returncode == 0, done.stderr
    return {path.name: path.read_text("utf-8") for path in target.iterdir()}


@pytest.fixture(scope="module")
def office(root: Path, tmp_path_factory: pytest.TempPathFactory, shared: Path) -> Path:
    """An installation on SQLite that holds the golden bundle; the tests only read it."""
    data = tmp_path_factory.mktemp("office")
    for words in (["manage", "migrate", "-v0"], ["facts", "import", str(shared / "golden" / "bundle")]):
        done = zhibu(root, data, *words)
        assert done.returncode == 0, done.stderr
    return data


def test_to_an_empty_machine(root: Path, office: Path, tmp_path: Path) -> None:
    archive = tmp_path / "backup.zip"
    made = zhibu(root, office, "backup", str(archive))
    without = zhibu(root, tmp_path / "other", "restore", str(archive))
    done = zhibu(
        root, tmp_path / "other", "restore", str(archive), "--keys", str(office / "keys")
    )
    again = zhibu(root, tmp_path / "other", "restore", str(archive))

    assert made.returncode == 0
    assert "密钥不在备份里" in made.stderr
    assert (without.returncode, "另一套密钥" in without.stderr) == (2, True)
    assert done.returncode == 0, done.stderr
    assert (again.returncode, "--replace" in again.stderr) == (2, True)
    assert exported(root, tmp_path / "other", tmp_path / "b") == exported(root, office, tmp_path / "a")


@pytest.mark.skipif(server_binaries() is None, reason="缺少 PostgreSQL")
def test_from_sqlite_to_postgresql_and_back(root: Path, office: Path, tmp_path: Path) -> None:
    first, second = tmp_path / "first.zip", tmp_path / "second.zip"
    before = exported(root, office, tmp_path / "a")
    made = zhibu(root, office, "backup", str(first), "--with-keys")
    assert "密钥" in made.stderr
    with throwaway_postgres() as address:
        there = zhibu(root, tmp_path / "server", "restore", str(first), database=address)
        assert there.returncode == 0, there.stderr
        assert exported(root, tmp_path / "server", tmp_path / "b", address) == before
        made = zhibu(root, tmp_path / "server", "backup", str(second), "--with-keys", database=address)
        assert made.returncode == 0, made.stderr

    back = zhibu(root, tmp_path / "back", "restore", str(second))

    assert back.returncode == 0, back.stderr
    assert exported(root, tmp_path / "back", tmp_path / "c") == before
