"""What `python3 dev.py test` runs: lint, types, all tests on SQLite, database tests on PostgreSQL, the engine's
tests, pages in a browser, rules on Spark. Two steps at a time; what failed stands at the end.

Installs by apt what the machine lacks when it may; names at the end what had to be left out. With
CI=true something left out is a failure.
"""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import sys
import threading
import time
import xml.etree.ElementTree as ElementTree
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BIN = Path(sys.executable).parent
RESULTS = ROOT / "test-results"
SHOWN = 300  # lines at either end of what a step said
IN_CI = os.environ.get("CI") == "true"
sys.path.insert(0, str(ROOT / "src"))


def has_postgres() -> bool:
    return any(Path("/usr/lib/postgresql").glob("*/bin/initdb")) or bool(shutil.which("initdb"))


def has_fonts() -> bool:
    return any(Path("/usr/share/fonts").rglob("NotoSansCJK*"))


def has_java() -> bool:
    """Whether there is a Java that Spark runs on."""
    from zhibu.kernel.java import OLDEST, java_version

    return (java_version() or 0) >= OLDEST


# Debian's package -> whether its thing is here, and what is left out without it
NEEDED: dict[str, tuple[Callable[[], bool], str]] = {
    "postgresql": (has_postgres, "PostgreSQL 上的测试"),
    "chromium": (lambda: bool(shutil.which("chromium")), "浏览器测试"),
    "fonts-noto-cjk": (has_fonts, "截图里的中文字"),
    "poppler-utils": (lambda: bool(shutil.which("pdftoppm")), "PDF 页面的测试"),
    "openjdk-17-jre-headless": (has_java, "Spark 上的测试"),
}


@dataclass
class Tally:
    """What came out so far."""

    passed: int = 0
    failed: int = 0
    skipped: int = 0
    lines: list[str] = field(default_factory=list)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def note(self, name: str, seconds: float, passed: int, failed: int, skipped: int) -> None:
        mark = "失败" if failed else "通过"
        count = f"{passed} 过 {failed} 败 {skipped} 略"
        with self.lock:
            self.passed += passed
            self.failed += failed
            self.skipped += skipped
            self.lines.append(f"{mark}  {name:<10} {seconds:6.1f} 秒  {count}")


def missing() -> list[str]:
    return [package for package, (present, _) in NEEDED.items() if not present()]


def install_missing() -> list[str]:
    """Let apt bring what is missing, if this is Debian and we are root; what is still missing."""
    packages = missing()
    if not packages or os.geteuid() != 0 or not shutil.which("apt-get"):
        return packages
    print(f"安装测试要用的系统软件：{' '.join(packages)}", flush=True)
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for words in (
        ["apt-get", "update", "-qq"],
        ["apt-get", "install", "-y", "-qq", "--no-install-recommends", *packages],
    ):
        done = subprocess.run(words, env=environment, stdin=subprocess.DEVNULL, capture_output=True)
        if done.returncode:
            sys.stderr.write(done.stderr.decode(errors="replace")[-2000:])
    return missing()


class Runner:
    """Runs commands, several at a time; what each says is shown together when it has ended."""

    def __init__(self) -> None:
        self.running: set[subprocess.Popen[bytes]] = set()
        self.said: dict[str, Path] = {}  # of the running ones
        self.stopped = False
        self.lock = threading.Lock()

    def run(self, name: str, words: list[str], **variables: str) -> int:
        """The exit code of a command in the checkout; its output is kept beside the results."""
        RESULTS.mkdir(exist_ok=True)
        said = RESULTS / f"{name}.txt"
        with said.open("wb") as out:
            with self.lock:
                if self.stopped:
                    return 1
                child = subprocess.Popen(
                    words, cwd=ROOT, env={**os.environ, **variables}, stdout=out,
                    stderr=subprocess.STDOUT,
                )  # fmt: skip
                self.running.add(child)
                self.said[name] = said
            code = child.wait()
        with self.lock:
            self.running.discard(child)
            del self.said[name]
            print(f"\n== {name}\n{ends_of(said)}", flush=True)
        return code

    def stop(self, *_: object) -> None:
        """Ended from outside: end what was started too; the steps then come to their ends."""
        self.stopped = True
        for child in list(self.running):
            child.terminate()


def ends_of(said: Path) -> str:
    """The first and the last lines; all of it lies in the file."""
    lines = said.read_text("utf-8", errors="replace").splitlines()
    if len(lines) <= 2 * SHOWN:
        return "\n".join(lines)
    where = f"……中间 {len(lines) - 2 * SHOWN} 行见 {said.relative_to(ROOT)}"
    return "\n".join([*lines[:SHOWN], where, *lines[-SHOWN:]])


RUNNER = Runner()


def run_check(name: str, words: list[str], tally: Tally) -> None:
    started = time.monotonic()
    failed = RUNNER.run(name, words) != 0
    tally.note(name, time.monotonic() - started, int(not failed), int(failed), 0)


def run_pytest(name: str, words: list[str], tally: Tally, **variables: str) -> None:
    RESULTS.mkdir(exist_ok=True)
    report = RESULTS / f"{name}.xml"
    report.unlink(missing_ok=True)
    command = [str(BIN / "python"), "-m", "pytest", "-q", f"--junitxml={report}", *words]
    started = time.monotonic()
    code = RUNNER.run(name, command, **variables)
    seconds = time.monotonic() - started
    passed, failed, skipped = counts(report)
    if code not in (0, 5) and not failed:
        failed = 1  # the run broke before it could count, or collected with errors
    if not passed + failed + skipped:
        print(f"{name}：没有收集到测试。")
        failed = 1 if IN_CI else 0
    tally.note(name, seconds, passed, failed, skipped)


def counts(report: Path) -> tuple[int, int, int]:
    if not report.exists():
        return 0, 0, 0
    suites = ElementTree.parse(report).getroot().iter("testsuite")
    total = failed = skipped = 0
    for suite in suites:
        total += int(suite.get("tests", 0))
        failed += int(suite.get("failures", 0)) + int(suite.get("errors", 0))
        skipped += int(suite.get("skipped", 0))
    return total - failed - skipped, failed, skipped


def lint(tally: Tally) -> None:
    run_check("ruff", [str(BIN / "ruff"), "check", "."], tally)


def types(tally: Tally) -> None:
    run_check("mypy", [str(BIN / "mypy")], tally)


# Floors below the site: they know no Django. Whatever else there is, is tested with the site.
BELOW = ["ballots", "engine", "facts", "golden", "judge", "kernel", "papers", "rosters", "rulepacks"]
APART = ["browser", "spark", *BELOW]  # steps of their own


def engine(tally: Tally) -> None:
    run_pytest("engine", [f"tests/{folder}" for folder in BELOW], tally, ZHIBU_DATABASE_URL="")


def sqlite(tally: Tally) -> None:
    run_pytest("sqlite", without(APART), tally, ZHIBU_DATABASE_URL="")


def without(folders: list[str]) -> list[str]:
    return [f"--ignore=tests/{folder}" for folder in folders]


def postgres(tally: Tally) -> None:
    from zhibu.kernel.throwaway_postgres import throwaway_postgres

    with throwaway_postgres() as address:
        words = [*without(APART), "--database-only"]
        run_pytest("postgres", words, tally, ZHIBU_DATABASE_URL=address)


def browser(tally: Tally) -> None:
    run_pytest("browser", ["tests/browser"], tally, ZHIBU_DATABASE_URL="")


def spark(tally: Tally) -> None:
    # Java's second compiler pays off after minutes of work only
    quick = {"JDK_JAVA_OPTIONS": "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC"}
    run_pytest("spark", ["tests/spark"], tally, ZHIBU_DATABASE_URL="", ZHIBU_SPARK_MASTER="", **quick)


# In the order they begin, two at a time: the short ones last, so that both cores end together.
STEPS: dict[str, tuple[Callable[[Tally], None], str]] = {
    "lint": (lint, ""),
    "types": (types, ""),
    "sqlite": (sqlite, ""),
    "postgres": (postgres, "postgresql"),
    "engine": (engine, ""),
    "browser": (browser, "chromium"),
    "spark": (spark, "openjdk-17-jre-headless"),
}
AT_ONCE = 2  # each keeps one core busy
TELL_EVERY = 30  # seconds
TOLD = 150  # lines of what failed


def take_steps(waiting: list[str], tally: Tally) -> None:
    """One of the two: takes the next step as long as there is one."""
    while True:
        with tally.lock:
            if not waiting:
                return
            name = waiting.pop(0)
        try:
            STEPS[name][0](tally)
        except Exception as error:  # a step that cannot even start has failed; the others still count
            print(f"{name}：{error}", flush=True)
            tally.note(name, 0, 0, 1, 0)


def tell_progress(started: float, ended: threading.Event) -> None:
    """How far the running steps are, every half minute: the last share that pytest wrote."""
    while not ended.wait(TELL_EVERY):
        told = [f"{name} {share(said)}" for name, said in sorted(RUNNER.said.items())]
        print(f"[{time.monotonic() - started:4.0f} 秒] {'，'.join(told)}", flush=True)


def share(said: Path) -> str:
    found = re.findall(r"\[ *(\d+%)\]", said.read_text("utf-8", errors="replace"))
    return found[-1] if found else "开始了"


def failures() -> list[str]:
    """What failed by the reports, one line each."""
    found = []
    for report in sorted(RESULTS.glob("*.xml")):
        for case in ElementTree.parse(report).getroot().iter("testcase"):
            for what in (*case.iter("failure"), *case.iter("error")):
                first = " ".join((what.get("message") or "").split())[:160]
                found.append(f"{report.stem}  {case.get('classname')}::{case.get('name')}  {first}")
    return found


def tell_failures() -> None:
    found = failures()
    if found:
        print("\n== 没有通过的", *found[:TOLD], sep="\n")
    if len(found) > TOLD:
        print(f"……还有 {len(found) - TOLD} 项，见 test-results/*.xml")


def main(wanted: list[str]) -> int:
    unknown = [name for name in wanted if name not in STEPS]
    if unknown:
        print(f"没有这一步：{'、'.join(unknown)}。可选：{' '.join(STEPS)}", file=sys.stderr)
        return 2
    signal.signal(signal.SIGTERM, RUNNER.stop)
    started = time.monotonic()
    absent = install_missing()
    tally = Tally()
    for old in RESULTS.glob("*.xml"):
        old.unlink()
    waiting = [n for n in STEPS if STEPS[n][1] not in absent and (not wanted or n in wanted)]
    ended = threading.Event()
    threading.Thread(target=tell_progress, args=(started, ended), daemon=True).start()
    takers = [threading.Thread(target=take_steps, args=(waiting, tally)) for _ in range(AT_ONCE)]
    for taker in takers:
        taker.start()
    for taker in takers:
        taker.join()
    ended.set()
    tell_failures()
    print(f"\n== 结果（{time.monotonic() - started:.0f} 秒）", *tally.lines, sep="\n")
    for package in absent:
        print(f"略过  {NEEDED[package][1]}：缺少 {package}（apt install {package}）")
        if IN_CI:
            tally.failed += 1
        else:
            tally.skipped += 1
    print(f"{tally.passed} passed, {tally.failed} failed, {tally.skipped} skipped", flush=True)
    if RUNNER.stopped:
        return 143
    return 1 if tally.failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
