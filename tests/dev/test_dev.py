"""dev.py: what it says when it cannot go on, and what it does not do twice."""

from __future__ import annotations

import importlib.util
import socket
import subprocess
import sys
import sysconfig
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def dev() -> ModuleType:
    spec = importlib.util.spec_from_file_location("dev", ROOT / "dev.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def run(*words: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, str(ROOT / "dev.py"), *words]
    return subprocess.run(command, capture_output=True, text=True)


def test_a_taken_port_is_named_with_another_one_to_take() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        done = run("run", "--port", str(port))

    assert done.returncode == 2
    assert done.stderr == f"端口 {port} 已被占用。用 --port 换一个，例如 --port {port + 1}。\n"


def test_an_address_of_another_machine_is_refused() -> None:
    done = run("run", "--host", "192.0.2.200")

    assert done.returncode == 2
    assert "核对 --host 的地址" in done.stderr


def test_a_certificate_needs_its_key() -> None:
    done = run("run", "--cert", "site.crt")

    assert (done.returncode, done.stderr) == (2, "--cert 和 --key 要一起给。\n")


def test_an_unknown_step_is_refused() -> None:
    command = [sys.executable, str(ROOT / "tests" / "run_all.py"), "alles"]
    done = subprocess.run(command, capture_output=True, text=True)

    assert done.returncode == 2
    assert "lint types sqlite postgres engine browser spark" in done.stderr


def test_a_python_that_is_too_old_is_named(dev: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dev.sys, "version_info", (3, 9, 2))

    with pytest.raises(dev.Stop, match=r"需要 3\.11"):
        dev.check_python()


def test_a_missing_venv_names_the_package(
    dev: ModuleType, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(dev, "PYTHON", tmp_path / "python")
    monkeypatch.setattr(dev.importlib.util, "find_spec", lambda name: None)

    with pytest.raises(dev.Stop, match="apt install python3-venv"):
        dev.check_python()


def test_the_package_is_on_the_path_without_a_build(
    dev: ModuleType, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    venv = tmp_path / "with a blank" / ".venv"
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", venv], check=True)
    site = next(venv.glob("lib/python3.*/site-packages"))
    (site / "libraries.pth").write_text(sysconfig.get_path("purelib"))
    monkeypatch.setattr(dev, "VENV", venv)
    monkeypatch.setattr(dev, "PYTHON", venv / "bin" / "python")
    monkeypatch.setattr(dev, "ZHIBU", venv / "bin" / "zhibu")
    dev.link_package()

    done = subprocess.run(
        [venv / "bin" / "zhibu", "--help"], capture_output=True, text=True, cwd=tmp_path, env={}
    )
    assert (site / "zhibu.pth").read_text() == f"{ROOT / 'src'}\n{dev.SPARK}\n"
    assert "支部工作台" in done.stdout, done.stderr


def test_an_installed_lock_is_not_installed_again(
    dev: ModuleType, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    calls: list[list[str]] = []

    def fake(command: list[str], env: dict[str, str]) -> subprocess.CompletedProcess[str]:
        calls.append(command)
        return subprocess.CompletedProcess(command, 0)

    lock = tmp_path / "requirements.txt"
    lock.write_text("a==1 --hash=sha256:00\n")
    monkeypatch.setattr(dev, "VENV", tmp_path)
    monkeypatch.setattr(dev.subprocess, "run", fake)
    dev.install(lock)
    dev.install(lock)
    lock.write_text("a==2 --hash=sha256:00\n")
    dev.install(lock)

    assert len(calls) == 2
    assert {"--require-hashes", "--only-binary=:all:"} <= set(calls[0])


def test_spark_goes_to_a_folder_of_its_own(
    dev: ModuleType, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """By hash, and first what builds it; once."""
    calls: list[tuple[list[str], str]] = []

    def fake(command: list[str], env: dict[str, str]) -> subprocess.CompletedProcess[str]:
        calls.append((command, Path(command[command.index("-r") + 1]).read_text("utf-8")))
        assert env["PYTHONPATH"] == command[command.index("--target") + 1] == str(dev.SPARK)
        dev.SPARK.mkdir(exist_ok=True)
        return subprocess.CompletedProcess(command, 0)

    monkeypatch.setattr(dev, "VENV", tmp_path)
    monkeypatch.setattr(dev, "SPARK", tmp_path / "spark")
    monkeypatch.setattr(dev.subprocess, "run", fake)
    dev.install_spark()
    dev.install_spark()

    (first, wheels), (second, built) = calls
    assert {"--require-hashes", "--only-binary=:all:"} <= set(first)
    assert {"--require-hashes", "--no-build-isolation"} <= set(second)
    assert "setuptools==" in wheels
    assert built.startswith("pyspark==")
    assert wheels.count("--hash") + built.count("--hash") == dev.SPARK_LOCK.read_text().count("--hash")
    assert "pyspark" not in dev.RUN_LOCK.read_text() + dev.TEST_LOCK.read_text()
