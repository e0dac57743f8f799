"""`zhibu serve`: the web server with its workers, and beside it one process for periodic work."""

from __future__ import annotations

import contextlib
import ipaddress
import os
import signal
import socket
import ssl
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from pathlib import Path

import click

from zhibu.kernel.certificates import Certificate, fingerprint, names_for, own_certificate
from zhibu.kernel.environment import data_folder
from zhibu.kernel.errors import ZhibuError

THREADS = 4  # per worker; SQLite has one writer, so more would only wait
PATIENCE = 60  # seconds a slow machine may need until the first answer


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _bracketed(host: str) -> str:
    return f"[{host}]" if ":" in host else host


def check_port(host: str, port: int) -> None:
    """Refuse a taken port: the workers share theirs, so two servers would both seem to start."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            reason = f"不能在 {host} 上开端口 {port}：{error.strerror}。"
            raise ZhibuError(f"{reason}用 --port 换一个，或核对 --host 的地址。") from None


def certificate_for(host: str, cert: Path | None, key: Path | None) -> Certificate | None:
    """The given certificate, or our own for an address that others can reach, or none."""
    if (cert is None) != (key is None):
        raise ZhibuError("--cert 和 --key 要一起给。")
    if cert and key:
        return Certificate(cert, key, fingerprint(cert))
    if _is_loopback(host):
        return None
    return own_certificate(data_folder() / "certificates", host)


def set_environment(host: str, port: int, https: bool) -> None:
    """Tell the settings which names this start answers to; what is set already stands."""
    scheme = "https" if https else "http"
    names = list(dict.fromkeys([*names_for(host), "[::1]"]))
    hosts = [_bracketed(name) if ":" in name and "[" not in name else name for name in names]
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "zhibu.config.settings")
    os.environ.setdefault("ZHIBU_HOSTS", ",".join(hosts))
    os.environ.setdefault("ZHIBU_ORIGINS", ",".join(f"{scheme}://{h}:{port}" for h in hosts))
    if https:
        os.environ.setdefault("ZHIBU_HTTPS", "1")


def answers(address: str) -> bool:
    """Whether the site answers at this address; our own certificate needs no check here."""
    context = ssl._create_unverified_context() if address.startswith("https") else None  # noqa: S323 -- our own server on this machine
    try:
        with urllib.request.urlopen(address, timeout=5, context=context):  # noqa: S310 -- http(s) only, made by us
            return True
    except urllib.error.HTTPError as error:
        return error.code < 500
    except OSError:
        return False


def welcome(addresses: list[str], certificate: Certificate | None) -> str:
    """What the person at the terminal needs: address, accounts, how a phone gets in."""
    lines = ["", *(f"  打开  {address}" for address in addresses)]
    accounts = data_folder() / "demo-accounts.txt"
    if accounts.exists():
        lines += ["", *(f"  {line}" for line in accounts.read_text("utf-8").splitlines())]
    if certificate:
        lines += [
            "",
            "  手机：连上同一个办公网，用浏览器打开上面的地址。",
            "  证书是本机自制的，浏览器会提示“不受信任”。打开证书详情，核对 SHA-256 指纹：",
            f"  {certificate.fingerprint}",
            "  一致就选“高级 → 继续访问”；不一致就停下，那不是这台机器。",
        ]
    return "\n".join([*lines, "", "  按 Ctrl-C 停止。", ""])


def announce(addresses: list[str], certificate: Certificate | None) -> None:
    """Wait until the site answers, then say so."""
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        if answers(addresses[0]):
            click.echo(welcome(addresses, certificate))
            return
        time.sleep(0.1)
    click.echo(f"等了 {PATIENCE} 秒网站还没有应答，原因见上面的记录。", err=True)


def start_work() -> subprocess.Popen[bytes]:
    """The process for periodic work; in its own session, so that Ctrl-C reaches it only through us."""
    words = [sys.executable, "-m", "zhibu", "work", "--while-parent-lives"]
    return subprocess.Popen(words, start_new_session=True, stdin=subprocess.DEVNULL)


def stop_work(process: subprocess.Popen[bytes]) -> None:
    """End it; a job cut short is run again, every job can bear that."""
    process.terminate()
    with contextlib.suppress(subprocess.TimeoutExpired):
        process.wait(5)
        return
    process.kill()
    process.wait()


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="本机的地址；非本机回环时用 HTTPS")
@click.option("--port", default=8000, show_default=True, help="端口")
@click.option("--cert", type=click.Path(exists=True, path_type=Path), help="自备证书（PEM）")
@click.option("--key", type=click.Path(exists=True, path_type=Path), help="自备证书的私钥（PEM）")
@click.option("--workers", default=2, show_default=True, help="进程数")
@click.option("--no-work", is_flag=True, help="不带定时任务（另用 zhibu work 跑）")
def command(
    host: str, port: int, cert: Path | None, key: Path | None, workers: int, no_work: bool
) -> None:
    """启动网站。"""
    from granian import Granian
    from granian.constants import Interfaces, SSLProtocols
    from granian.log import LogLevels

    check_port(host, port)
    certificate = certificate_for(host, cert, key)
    set_environment(host, port, certificate is not None)
    scheme = "https" if certificate else "http"
    reachable = [host] if _is_loopback(host) else [n for n in names_for(host) if "." in n or ":" in n]
    shown = [name for name in reachable if not _is_loopback(name) or name == host]
    addresses = [f"{scheme}://{_bracketed(name)}:{port}/" for name in shown]
    server = Granian(
        "zhibu.config.wsgi:application",
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=workers,
        blocking_threads=THREADS,
        respawn_failed_workers=True,
        workers_kill_timeout=10,
        log_level=LogLevels.warning,
        log_access=False,  # who asked for what, and when: it would tell when slips were cast
        ssl_cert=certificate.cert if certificate else None,
        ssl_key=certificate.key if certificate else None,
        ssl_protocol_min=SSLProtocols.tls12,  # office phones are not the newest
    )
    # a closed terminal window ends the site too; granian would only start its workers anew
    server.on_startup(lambda: signal.signal(signal.SIGHUP, server.signal_handler_interrupt))
    answers(addresses[0])  # imports here what asking needs: workers forked while a thread imports would hang on its lock
    threading.Thread(target=announce, args=(addresses, certificate), daemon=True).start()
    work = None if no_work else start_work()
    try:
        server.serve()
    finally:
        if work:
            stop_work(work)
    click.echo("已停止。")
