"""What the measurements share: figures with their limits, and a data folder with the demo county."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from dataclasses import asdict, dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


@dataclass(frozen=True)
class Figure:
    """One measured value; `limit` is the most it may be, 0 where there is none."""

    name: str
    value: float
    unit: str
    limit: float = 0

    def line(self) -> str:
        text = f"{self.name:<44}{self.value:>10.3g} {self.unit:<3}"
        if not self.limit:
            return text
        mark = "达标" if self.value <= self.limit else "超限"
        return f"{text}  上限 {self.limit:g}  {self.value / self.limit:5.2f}  {mark}"


class Stage:
    """A temporary place to measure in; the county is made once, by whoever needs it first."""

    def __init__(self, folder: Path, more: dict[str, str] | None = None) -> None:
        self.folder = folder
        self.more = more or {}
        self.data = folder / "data"
        self.seconds: dict[str, float] = {}

    def environment(self) -> dict[str, str]:
        kept = {k: v for k, v in os.environ.items() if not k.startswith("ZHIBU_")}
        path = f"{ROOT / 'src'}{os.pathsep}{ROOT}"
        bench = {k: v for k, v in os.environ.items() if k.startswith("ZHIBU_BENCH_")}
        mine = bench | {"ZHIBU_DATA": str(self.data), "ZHIBU_CACHE": str(self.data / "cache")}
        settings = {"DJANGO_SETTINGS_MODULE": "zhibu.config.settings", "PYTHONPATH": path}
        return {**kept, **mine, **settings, **self.more}

    def zhibu(self, *words: str, codes: tuple[int, ...] = (0,)) -> float:
        """Run a command of the command line; the seconds it took."""
        return self.timed([sys.executable, "-m", "zhibu", *words], codes)

    def timed(self, command: list[str], codes: tuple[int, ...] = (0,)) -> float:
        started = time.perf_counter()
        done = subprocess.run(command, env=self.environment(), capture_output=True, text=True)
        seconds = time.perf_counter() - started
        if done.returncode not in codes:
            raise RuntimeError(f"{command}\n{done.stdout}\n{done.stderr}")
        return seconds

    def county(self) -> None:
        """The demo county in this place's database."""
        if not self.seconds:
            self.data.mkdir(parents=True, exist_ok=True)
            self.seconds["migrate"] = self.zhibu("manage", "migrate", "--noinput", "-v", "0")
            self.seconds["demo"] = self.zhibu("demo", "load")

    def site_for(self, name: str) -> tuple[Stage, str, str]:
        """A migrated site of its own for the branches asked for, its size and folder: the county's stays as it is."""
        size, folder = self.branches()
        own = Stage(Path(folder) / f"{name}-{size}")
        own.data.mkdir(parents=True, exist_ok=True)
        own.zhibu("manage", "migrate", "--noinput", "-v", "0")
        return own, size, folder

    def branches(self) -> tuple[str, str]:
        """How many branches are asked for (the first of several sizes), and in which folder they are made."""
        size = os.environ.get("ZHIBU_BENCH_BRANCHES", "2000").split(",")[0]
        return size, os.environ.get("ZHIBU_BENCH_FOLDER") or str(self.folder)

    def inside(self, module: str, *words: str) -> list[Figure]:
        """Run a module of this folder with the site's settings; the figures it prints as JSON."""
        command = [sys.executable, "-m", f"bench.{module}", *words]
        done = subprocess.run(command, env=self.environment(), capture_output=True, text=True)
        if done.returncode:
            raise RuntimeError(f"bench.{module}\n{done.stdout}\n{done.stderr}")
        return [Figure(**figure) for figure in json.loads(done.stdout.splitlines()[-1])]


def hand_over(figures: list[Figure]) -> None:
    """The other end of `Stage.inside`."""
    print(json.dumps([asdict(figure) for figure in figures]))


def temporary_stage() -> tuple[Stage, tempfile.TemporaryDirectory[str]]:
    folder = tempfile.TemporaryDirectory(prefix="zhibu-bench-")
    return Stage(Path(folder.name)), folder
