"""What an installation may be told: `ZHIBU_*` variables, their files, folders and database address."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

from zhibu.kernel.crypto import key_read
from zhibu.kernel.errors import ZhibuError

CHECKOUT = Path(__file__).resolve().parents[3]


def read(name: str, default: str = "") -> str:
    """`ZHIBU_<name>`, or the content of the file that `ZHIBU_<name>_FILE` names."""
    file = os.environ.get(f"ZHIBU_{name}_FILE")
    if file:
        try:
            return Path(file).read_text("utf-8").strip()
        except OSError as error:
            raise ZhibuError(
                f"环境变量 ZHIBU_{name}_FILE 指的文件 {file} 读不到：{error}"
            ) from None
    return os.environ.get(f"ZHIBU_{name}", default)


def flag(name: str) -> bool:
    """Whether `ZHIBU_<name>` is switched on."""
    value = read(name).lower()
    if value in {"", "0", "no", "false", "off"}:
        return False
    if value in {"1", "yes", "true", "on"}:
        return True
    raise ZhibuError(f"环境变量 ZHIBU_{name} 读到“{value}”，应为 1 或 0。")


def whole_number(name: str, default: int, *, least: int, most: int) -> int:
    """`ZHIBU_<name>` as a whole number within bounds."""
    text = read(name).strip()
    if not text:
        return default
    if not (text.isascii() and text.isdigit() and least <= int(text) <= most):
        raise ZhibuError(f"环境变量 ZHIBU_{name} 读到“{text}”，应为 {least} 到 {most} 的整数。")
    return int(text)


def some_of(name: str, known: tuple[str, ...]) -> frozenset[str]:
    """`ZHIBU_<name>` as some of the words that are known, with commas; empty where it is not set."""
    given = [word.strip() for word in read(name).split(",") if word.strip()]
    for word in given:
        if word not in known:
            raise ZhibuError(f"环境变量 ZHIBU_{name} 读到“{word}”，应为 {'、'.join(known)} 里的几个，用逗号隔开。")
    return frozenset(given)


def data_folder() -> Path:
    """Where everything written lies: ZHIBU_DATA, `data` in a checkout, or the user's data folder."""
    named = read("DATA")
    if named:
        return Path(named).expanduser().resolve()
    if (CHECKOUT / "pyproject.toml").is_file():
        return CHECKOUT / "data"
    base = os.environ.get("XDG_DATA_HOME") or str(Path.home() / ".local" / "share")
    return Path(base) / "zhibu"


def secret(name: str, folder: Path, data: Path) -> str:
    """A key: from its variable, else from its file, which is made on the first start.

    Where a database lies already, a missing key file is not made anew: what was encrypted with the old
    one would be lost without a word.
    """
    given = read(name.upper())
    if given:
        return given
    database = data / "zhibu.sqlite3"
    if not (folder / name).exists() and database.exists() and database.stat().st_size > 0:
        raise ZhibuError(
            f"密钥文件 {folder / name} 不见了，而数据库 {database} 还在。"
            "把原来的密钥文件放回去；没有它，加密的身份证号、电话和文件打不开。"
        )
    return key_read(folder, name)


SQLITE_OPTIONS = {
    "timeout": 20,
    # without IMMEDIATE a read that turns into a write fails under load instead of waiting
    "transaction_mode": "IMMEDIATE",
    "init_command": (
        "PRAGMA journal_mode=WAL;PRAGMA synchronous=NORMAL;PRAGMA mmap_size=134217728;"
        "PRAGMA journal_size_limit=27103364;PRAGMA cache_size=-16000;"
    ),
}


def database(address: str, data: Path) -> dict[str, Any]:
    """Django's description of the database: SQLite in the data folder, or the PostgreSQL named."""
    if not address:
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": str(data / "zhibu.sqlite3"),
            "OPTIONS": dict(SQLITE_OPTIONS),
        }
    parts = urlsplit(address)
    if parts.scheme not in {"postgres", "postgresql"} or not parts.path.strip("/"):
        raise ZhibuError(
            "环境变量 ZHIBU_DATABASE_URL 的写法应为 postgresql://用户:口令@主机:端口/库名；"
            "不设这个变量就用数据目录里的 SQLite。"
        )
    query = {name: values[-1] for name, values in parse_qs(parts.query).items()}
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or query.pop("user", "")),
        "PASSWORD": unquote(parts.password or query.pop("password", "")),
        "HOST": query.pop("host", "") or unquote(parts.hostname or ""),
        "PORT": query.pop("port", "") or str(parts.port or ""),
        "CONN_MAX_AGE": 600,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": query,
    }
