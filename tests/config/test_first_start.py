"""The first start without any configuration: keys are made once, and never made anew by mistake."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from zhibu.kernel import environment
from zhibu.kernel.errors import ZhibuError

SHOW = (
    "from django.conf import settings as s; print(s.DEBUG, s.SESSION_COOKIE_SECURE, "
    "s.DATABASES['default']['ENGINE'].rsplit('.', 1)[-1], len(s.ZHIBU_SECRETS['audit_key']))"
)


def start(root: Path, data: Path, **variables: str) -> subprocess.CompletedProcess[str]:
    """A fresh process that loads the settings with nothing but a data folder."""
    clean = {k: v for k, v in os.environ.items() if not k.startswith(("ZHIBU_", "DJANGO_"))}
    environ = {
        **clean, "PYTHONPATH": str(root / "src"), "ZHIBU_DATA": str(data),
        "DJANGO_SETTINGS_MODULE": "zhibu.config.settings", **variables,
    }
    return subprocess.run(
        [sys.executable, "-c", SHOW], env=environ, capture_output=True, text=True, check=False
    )


def test_nothing_is_needed_and_the_keys_stay(root: Path, tmp_path: Path) -> None:
    first = start(root, tmp_path / "data")
    keys = {path.name: path.read_text() for path in (tmp_path / "data" / "keys").iterdir()}
    second = start(root, tmp_path / "data")

    assert first.stdout.split() == ["False", "False", "sqlite3", "64"], first.stderr
    assert second.returncode == 0
    assert keys == {path.name: path.read_text() for path in (tmp_path / "data" / "keys").iterdir()}
    assert set(keys) == {"secret_key", "field_salt", "index_key", "audit_key", "files_key"}
    assert len(set(keys.values())) == 5
    for path in (tmp_path / "data" / "keys").iterdir():
        assert path.stat().st_mode & 0o777 == 0o600
    assert (tmp_path / "data").stat().st_mode & 0o777 == 0o700


def test_a_lost_key_is_not_made_anew_beside_a_database(root: Path, tmp_path: Path) -> None:
    start(root, tmp_path)
    (tmp_path / "zhibu.sqlite3").write_bytes(b"a database")
    (tmp_path / "keys" / "index_key").unlink()

    again = start(root, tmp_path)

    assert again.returncode != 0
    assert "index_key 不见了" in again.stderr
    given = start(root, tmp_path, ZHIBU_INDEX_KEY="given by the environment")
    assert given.returncode == 0


def test_a_secret_may_lie_in_a_file_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "secret").write_text("from a file\n")
    monkeypatch.setenv("ZHIBU_AUDIT_KEY_FILE", str(tmp_path / "secret"))

    assert environment.read("AUDIT_KEY") == "from a file"
    monkeypatch.setenv("ZHIBU_AUDIT_KEY_FILE", str(tmp_path / "none"))
    with pytest.raises(ZhibuError, match="AUDIT_KEY_FILE"):
        environment.read("AUDIT_KEY")


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("postgresql://u:p%40ss@db:5433/zhibu", ("zhibu", "u", "p@ss", "db", "5433")),
        ("postgres://u@/zhibu?host=/run/pg", ("zhibu", "u", "", "/run/pg", "")),
    ],
)
def test_the_address_of_a_database(address: str, expected: tuple[str, ...], tmp_path: Path) -> None:
    found = environment.database(address, tmp_path)

    assert tuple(found[k] for k in ("NAME", "USER", "PASSWORD", "HOST", "PORT")) == expected


@pytest.mark.parametrize("address", ["mysql://u@h/x", "postgresql://host/", "nonsense"])
def test_another_address_is_told(address: str, tmp_path: Path) -> None:
    with pytest.raises(ZhibuError, match="ZHIBU_DATABASE_URL"):
        environment.database(address, tmp_path)


def test_a_switch_is_one_or_nought(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ZHIBU_DEBUG", "maybe")

    with pytest.raises(ZhibuError, match="ZHIBU_DEBUG"):
        environment.flag("DEBUG")
