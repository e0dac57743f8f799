"""What `check` and `explain` share: their options, and opening the bundle and the rules together."""

from __future__ import annotations

import datetime as dt
import functools
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from zhibu.kernel import clock
from zhibu.kernel.errors import InputError, Problem

if TYPE_CHECKING:
    from zhibu.engine import Rulebook, Window
    from zhibu.engine.sources.sessions import Source

F = TypeVar("F", bound=Callable[..., Any])
ENGINES = ("duckdb", "sqlite", "postgres", "spark")


@dataclass(frozen=True)
class Asked:
    """The options as typed; read together with the bundle, so that every error is told at once."""

    bundle: Path
    rules: tuple[Path, ...]
    as_of: str
    since: str
    engine: str


@dataclass(frozen=True)
class Opened:
    """Rules, facts and days, all in order."""

    rulebook: Rulebook
    source: Source
    window: Window


def judging_options(command: F) -> F:
    """BUNDLE and the options of everything that judges one."""

    @click.argument("bundle", type=click.Path(path_type=Path))
    @click.option("--rules", multiple=True, type=click.Path(path_type=Path), metavar="DIR",
                  help="用这个文件夹里的制度包，代替随程序安装的；可写几次")
    @click.option("--as-of", default="", metavar="日期", help="核查日，如 2024-06-30；不写是今天")
    @click.option("--from", "since", default="", metavar="日期",
                  help="窗口的第一天；不写是核查日当年的 1 月 1 日")
    @click.option("--engine", default="duckdb", metavar="|".join(ENGINES), show_default=True,
                  help="用哪种数据库计算")
    @functools.wraps(command)
    def wrapped(
        bundle: Path, rules: tuple[Path, ...], as_of: str, since: str, engine: str, **rest: Any
    ) -> Any:
        return command(Asked(bundle, rules, as_of, since, engine), **rest)

    return wrapped  # type: ignore[return-value]  # click hands the options over by name


class Problems:
    """Collects what is wrong from several readers."""

    def __init__(self) -> None:
        self.found: list[Problem] = []

    @contextmanager
    def collecting(self) -> Iterator[None]:
        try:
            yield
        except InputError as error:
            self.found += error.problems

    def add(self, where: str, read: str, expected: str, mend: str = "") -> None:
        self.found.append(Problem(where, read, expected, mend))

    def raise_any(self) -> None:
        if self.found:
            raise InputError(self.found)


def day_of(text: str, option: str, problems: Problems) -> dt.date | None:
    """A day as typed; what is none is noted."""
    try:
        if not re.fullmatch(r"\d{4}-\d{2}-\d{2}", text, re.ASCII):
            raise ValueError
        day = dt.date.fromisoformat(text)
        if not 1921 <= day.year < 2200:  # periods around the day must be days as well
            raise ValueError
        return day
    except ValueError:
        problems.add(option, text, "1921 至 2199 年间的日期，如 2024-06-30")
        return None


@contextmanager
def opened(asked: Asked, problems: Problems, directives: tuple[str, ...]) -> Iterator[Opened]:
    """Rules and bundle, read; InputError with every problem of both and of the options."""
    from zhibu.engine import load
    from zhibu.engine.packs.loader import with_installed_words
    from zhibu.engine.packs.unheard import unheard
    from zhibu.engine.sources.copies import opened as opened_on
    from zhibu.facts.prepared import is_prepared, read_prepared
    from zhibu.facts.reading import read_bundle
    from zhibu.kernel.packs import installed_packs

    if asked.engine not in ENGINES:
        problems.add("--engine", asked.engine, f"{'、'.join(ENGINES)} 之一")
    window = _window(asked, problems)
    rulebook = bundle = None
    with problems.collecting():
        rulebook = load(asked.rules or installed_packs())
        if asked.rules:  # whoever reads sees 党小组会, not party_group_meeting
            rulebook = with_installed_words(rulebook)
        rulebook.rules(directives or None)
    if _size(asked.bundle) > _LARGE:
        click.echo("正在读数据包……", err=True)
    with problems.collecting():
        prepared = is_prepared(asked.bundle)
        bundle = read_prepared(asked.bundle) if prepared else read_bundle(asked.bundle)
    problems.raise_any()
    if rulebook is None or bundle is None or window is None:  # each would have been a problem
        raise InputError(())
    for warning in (*rulebook.warnings, *bundle.warnings, *unheard(rulebook, bundle)):
        click.echo(f"提示：{warning}", err=True)
    with opened_on(bundle, asked.engine) as source:
        yield Opened(rulebook, source, window)


_LARGE = 20_000_000  # bytes; smaller bundles are read at once


def _size(bundle: Path) -> int:
    files = bundle.iterdir() if bundle.is_dir() else [bundle]
    return sum(file.stat().st_size for file in files if file.is_file())


def _window(asked: Asked, problems: Problems) -> Window | None:
    from zhibu.engine import Window

    as_of = day_of(asked.as_of, "--as-of", problems) if asked.as_of else clock.today()
    since = day_of(asked.since, "--from", problems) if asked.since else None
    if as_of is None or (asked.since and since is None):
        return None
    if since is not None and since > as_of:
        problems.add("--from", asked.since, f"不晚于核查日 {as_of}")
        return None
    return Window.until(as_of, since)
