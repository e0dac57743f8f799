#!/usr/bin/env python3
"""The three commands of a checkout: run, test, bench. Needs Python 3.11 with venv, nothing else.

Makes `.venv`, installs the hash-locked libraries, puts the package on the path, prepares the
database, and hands over to the program in `.venv`. Standard library only.
"""

from __future__ import annotations

import argparse
import hashlib
import importlib.util
import ipaddress
import json
import os
import platform
import re
import shutil
import socket
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
ZHIBU = VENV / "bin" / "zhibu"
RUN_LOCK = ROOT / "requirements.txt"
TEST_LOCK = ROOT / "requirements-test.txt"
SPARK_LOCK = ROOT / "requirements-spark.txt"
SPARK = VENV / "spark"  # apart from the other libraries: half a gigabyte that few need
LAUNCHER = """#!/bin/sh
'''exec' "{python}" "$0" "$@"
' '''
from zhibu.cli.main import main

main()
"""


class Stop(Exception):
    """What keeps the command from going on, and what to do about it, in Chinese."""


def say(text: str) -> None:
    print(text, flush=True)


def digest(*parts: bytes) -> str:
    return hashlib.sha256(b"\0".join(parts)).hexdigest()


# The environment -------------------------------------------------------------------------------


def check_python() -> None:
    if sys.version_info < (3, 11):
        raise Stop(f"读到 Python {platform.python_version()}，需要 3.11 或更新的版本。")
    missing = [name for name in ("venv", "ensurepip") if importlib.util.find_spec(name) is None]
    if missing and not PYTHON.exists():
        raise Stop("缺少 python3-venv。用管理员身份运行 apt install python3-venv，然后重来。")


def make_venv() -> None:
    """A fresh `.venv`, unless the one that stands there is whole and was made at this place."""
    place = VENV / "zhibu-place"
    if PYTHON.exists() and place.exists() and place.read_text() == str(ROOT):
        return
    if Path(sys.prefix) == VENV:
        raise Stop("不能用 .venv 里的 Python 重建 .venv。用系统的 python3 运行 dev.py。")
    say("建立虚拟环境 .venv ……")
    command = [sys.executable, "-m", "venv", "--clear", str(VENV)]
    made = subprocess.run(command, capture_output=True, text=True)
    if made.returncode:
        output = made.stdout + made.stderr
        raise Stop(f"虚拟环境没有建成。确认装了 python3-venv、磁盘有空。原话：\n{output}")
    place.write_text(str(ROOT))


def stamp_of(lock: Path) -> tuple[Path, str]:
    """Where it is noted that a lock is installed, and what stands there then."""
    version = platform.python_version().encode()
    return VENV / f"zhibu-{lock.stem}.stamp", digest(lock.read_bytes(), version)


def pip(*words: str, **variables: str) -> None:
    """Install by hash."""
    command = [str(PYTHON), "-m", "pip", "install", "--require-hashes"]
    command += ["--disable-pip-version-check", "--no-input", *words]
    if not sys.stdout.isatty():
        command += ["-qq", "--progress-bar", "off"]
    if subprocess.run(command, env={**os.environ, **variables}).returncode:
        raise Stop("依赖没有装好（上面是 pip 的原话）。检查网络和 pip 的软件源设置，然后重来。")


def install(lock: Path) -> None:
    """Install what the lock names, by hash and as wheels only; nothing to do if its stamp stands."""
    stamp, expected = stamp_of(lock)
    if stamp.exists() and stamp.read_text() == expected:
        return
    say(f"按 {lock.name} 安装依赖（首次约一分钟）……")
    pip("--only-binary=:all:", "-r", str(lock))
    for other in VENV.glob("zhibu-*.stamp"):
        other.unlink()  # this lock may have moved what another one had put there
    stamp.write_text(expected)
    if lock == TEST_LOCK:  # it holds all of the other one (a house test says so)
        covered, text = stamp_of(RUN_LOCK)
        covered.write_text(text)


def install_spark() -> None:
    """PySpark into a folder of its own. It has no wheel: the lock's setuptools, put there first, builds it."""
    stamp, expected = SPARK / "zhibu.stamp", stamp_of(SPARK_LOCK)[1]
    if stamp.exists() and stamp.read_text() == expected:
        return
    say("安装 Spark（约 0.5 GB，一两分钟）……")
    shutil.rmtree(SPARK, ignore_errors=True)
    pins = re.split(r"\n(?=\w)", SPARK_LOCK.read_text())
    for name, words in (
        ("py4j setuptools", ["--only-binary=:all:"]),
        ("pyspark", ["--no-binary=pyspark", "--no-build-isolation", "--use-pep517"]),
    ):
        file = VENV / f"{name}.txt"
        file.write_text("\n".join(pin for pin in pins if pin.split("==")[0] in name.split()))
        place = ("--target", str(SPARK), "--no-deps", "--no-cache-dir", "-r", str(file))
        pip(*words, *place, PYTHONPATH=str(SPARK))
    stamp.write_text(expected)


def link_package() -> None:
    """Put `src` on the path, and Spark if it is there, and make `.venv/bin/zhibu`; no build step."""
    site = next(VENV.glob("lib/python3.*/site-packages"))
    path = f"{ROOT / 'src'}\n{SPARK}\n"
    for file, text in ((site / "zhibu.pth", path), (ZHIBU, LAUNCHER.format(python=PYTHON))):
        if not file.exists() or file.read_text() != text:
            file.write_text(text)
    ZHIBU.chmod(0o755)


def environment(test: bool = False) -> None:
    check_python()
    make_venv()
    install(TEST_LOCK if test else RUN_LOCK)
    link_package()


# The data --------------------------------------------------------------------------------------


def migrations_digest() -> str:
    texts = (f.read_bytes() for f in sorted(ROOT.glob("src/zhibu/domain/*/migrations/*.py")))
    return digest(RUN_LOCK.read_bytes(), os.environ.get("ZHIBU_DATABASE_URL", "").encode(), *texts)


def zhibu(*words: str, lines: int | None = None) -> int:
    """Run a command of the command line; show all it prints, or its first lines only."""
    if lines is None:
        return subprocess.run([str(ZHIBU), *words]).returncode
    done = subprocess.run([str(ZHIBU), *words], stdout=subprocess.PIPE, text=True)
    say("\n".join(done.stdout.splitlines()[:lines]))
    return done.returncode


def prepare_data(data: Path, demo: bool | None) -> None:
    """Bring the database to the present form; on the first start load the demo county.

    `demo` False: this installation shall never have it; None: leave that to the first start.
    """
    data.mkdir(parents=True, exist_ok=True)
    note = data / "start.json"
    state = json.loads(note.read_text()) if note.exists() else {}
    embedded = "ZHIBU_DATABASE_URL" not in os.environ
    if embedded and not (data / "zhibu.sqlite3").exists():
        state = {}

    def remember(**values: str) -> None:
        state.update(values)
        note.write_text(json.dumps(state))

    if state.get("migrations") != migrations_digest():
        say("准备数据库……")
        if zhibu("manage", "migrate", "--noinput", "--verbosity", "0"):
            raise Stop("数据库没有备好，原因见上面。")
        remember(migrations=migrations_digest())
    if demo is False and "demo" not in state:
        remember(demo="none")
        zhibu("accounts", "first")  # somebody must be able to sign in; refused where somebody is
    if demo and "demo" not in state:
        say("首次启动：生成演示县（全部为虚构）……")
        code = zhibu("demo", "load", lines=1)  # the accounts are told at the end
        if code not in (0, 2):
            raise Stop("演示县没有装成，原因见上面。用 --empty 可以不装。")
        remember(demo="loaded" if code == 0 else "refused")  # refused: there was work in it already


# The commands ----------------------------------------------------------------------------------


def check_port(host: str, port: int) -> None:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except PermissionError:
            raise Stop(f"端口 {port} 要管理员身份才能用。用 --port 换一个 1024 以上的。") from None
        except OSError as error:
            if error.errno == 98:
                raise Stop(
                    f"端口 {port} 已被占用。用 --port 换一个，例如 --port {port + 1}。"
                ) from None
            raise Stop(f"不能在 {host} 上开端口 {port}：{error.strerror}。核对 --host 的地址。") from None


def is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def run(args: argparse.Namespace) -> None:
    started = time.monotonic()
    if bool(args.cert) != bool(args.key):
        raise Stop("--cert 和 --key 要一起给。")
    port = args.port or (8000 if is_loopback(args.host) and not args.cert else 8443)
    if not args.prepare:
        check_port(args.host, port)
    environment()
    if args.spark:
        install_spark()
    data = Path(args.data).expanduser().resolve()
    os.environ["ZHIBU_DATA"] = str(data)
    os.environ.setdefault("ZHIBU_CACHE", str(data / "cache"))
    prepare_data(data, demo=False if args.empty else None if args.prepare else True)
    if args.prepare:
        say(f"准备好了，用时 {time.monotonic() - started:.0f} 秒。命令行：.venv/bin/zhibu")
        return
    say(f"准备用时 {time.monotonic() - started:.1f} 秒，正在启动……")
    words = [str(ZHIBU), "serve", "--host", args.host, "--port", str(port)]
    if args.cert:
        words += ["--cert", str(Path(args.cert).resolve()), "--key", str(Path(args.key).resolve())]
    os.execv(words[0], words)  # noqa: S606 -- our own launcher, no shell


def test(args: argparse.Namespace) -> None:
    environment(test=True)
    if not args.steps or "spark" in args.steps:
        try:
            install_spark()
        except Stop as stop:  # its tests are left out, which with CI=true is failing
            say(f"{stop} Spark 没有装上。")
    words = [str(PYTHON), str(ROOT / "tests" / "run_all.py"), *args.steps]
    os.execv(words[0], words)  # noqa: S606 -- our own launcher, no shell


def bench(args: argparse.Namespace) -> None:
    environment()
    words = [str(PYTHON), str(ROOT / "bench" / "run_all.py"), *args.words]
    os.execv(words[0], words)  # noqa: S606 -- our own launcher, no shell


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="dev.py", description="支部工作台：启动、测试、测速。")
    commands = parser.add_subparsers(dest="command", required=True, metavar="run|test|bench")
    start = commands.add_parser("run", help="装好、备好数据、启动网站")
    start.add_argument("--port", type=int, help="端口，默认 8000（HTTPS 为 8443）")
    start.add_argument("--data", default=str(ROOT / "data"), help="数据目录，写的东西都在这里")
    start.add_argument("--empty", action="store_true", help="不装演示数据")
    start.add_argument("--prepare", action="store_true", help="只安装和备好数据库，不启动")
    start.add_argument("--spark", action="store_true", help="连同 Spark（0.5 GB，要 Java 17）")
    start.add_argument("--host", default="127.0.0.1", help="办公网内给手机用时，写本机的地址")
    start.add_argument("--cert", help="自备证书（PEM）；不给则自制")
    start.add_argument("--key", help="自备证书的私钥（PEM）")
    start.set_defaults(do=run)
    check = commands.add_parser("test", help="装好测试用的东西，全部测一遍")
    check.add_argument("steps", nargs="*", help="只做这几步：lint types sqlite postgres engine browser spark")
    check.set_defaults(do=test)
    measure = commands.add_parser("bench", help="测速")
    measure.add_argument("words", nargs=argparse.REMAINDER, help="只测这几项，和 --branches、--others")
    measure.set_defaults(do=bench)
    return parser.parse_args()


def main() -> int:
    args = arguments()
    try:
        args.do(args)
    except Stop as stop:
        print(stop, file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        print("\n已停止。", file=sys.stderr)
        return 130
    return 0


if __name__ == "__main__":
    sys.exit(main())
