"""A PostgreSQL cluster that lives as long as a `with` block and leaves nothing behind.

It uses the server installed on the machine, listens on a unix socket in a temporary folder only,
and runs as another user when started by root (the server refuses to run as root).
"""

from __future__ import annotations

import atexit
import contextlib
import os
import pwd
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from zhibu.kernel.errors import ZhibuError

_ROOTS = ("/usr/lib/postgresql", "/opt/homebrew/opt", "/usr/local/opt", "/usr/pgsql")
# No durability: the cluster is thrown away. Few connections, little memory, no listening on IP.
_SETTINGS = {
    "listen_addresses": "",
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "max_wal_size": "1GB",
    "shared_buffers": "64MB",
    "max_connections": "40",
    "jit": "off",
    "timezone": "Asia/Shanghai",
}


class NoPostgres(ZhibuError):
    """No PostgreSQL server is installed, or it did not come up; the text says which."""


def server_binaries() -> Path | None:
    """The folder of the newest installed server's programs, or None where there is no server."""
    found: list[tuple[tuple[int, ...], Path]] = []
    for root in map(Path, _ROOTS):
        for initdb in root.glob("*/bin/initdb"):
            digits = "".join(c if c.isdigit() else " " for c in initdb.parent.parent.name).split()
            found.append((tuple(int(part) for part in digits), initdb.parent))
    if found:
        return max(found)[1]
    on_path = shutil.which("initdb")
    return Path(on_path).resolve().parent if on_path else None


def _owner() -> pwd.struct_passwd | None:
    """Who runs the server when we are root: postgres, else nobody; None: we run it ourselves."""
    if os.geteuid() != 0:
        return None
    for name in ("postgres", "nobody"):
        with contextlib.suppress(KeyError):
            return pwd.getpwnam(name)
    raise NoPostgres("以 root 身份不能直接运行 PostgreSQL，而系统里没有 postgres 或 nobody 用户。")


def _run(command: list[str], owner: pwd.struct_passwd | None, folder: Path) -> None:
    user: dict[str, Any] = {}
    if owner is not None:
        user = {"user": owner.pw_uid, "group": owner.pw_gid, "extra_groups": []}
    environment = {"PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8", "HOME": str(folder)}
    log = folder / "command.log"
    with log.open("wb") as output:
        code = subprocess.call(
            command, stdin=subprocess.DEVNULL, stdout=output, stderr=output,
            cwd=folder, env=environment, **user,
        )
    if code:
        lines = [log, folder / "server.log"]
        tail = "\n".join(p.read_text(errors="replace")[-1500:] for p in lines if p.exists())
        raise NoPostgres(f"临时 PostgreSQL 没有启动（{Path(command[0]).name} 返回 {code}）：\n{tail}")


def _stop(binaries: Path, data: Path, owner: pwd.struct_passwd | None, folder: Path) -> None:
    """Stop the server and remove every trace; never raises, since it also runs after errors."""
    if (data / "postmaster.pid").exists():
        with contextlib.suppress(NoPostgres):
            _run([str(binaries / "pg_ctl"), "stop", "-D", str(data), "-m", "immediate", "-w"],
                 owner, folder)
    for _ in range(20):
        shutil.rmtree(folder, ignore_errors=True)
        if not folder.exists():
            return
        time.sleep(0.05)  # a dying server process may still have written a file


@contextlib.contextmanager
def throwaway_postgres() -> Iterator[str]:
    """Start a cluster, yield its URL, stop it and remove every trace, also after an error."""
    binaries = server_binaries()
    if binaries is None:
        raise NoPostgres("没有找到 PostgreSQL 服务器程序。安装 postgresql，或设置 ZHIBU_POSTGRES_URL。")
    owner = _owner()
    # A short path: a unix socket's path may have 107 bytes at most.
    folder = Path(tempfile.mkdtemp(prefix="zhibu-pg-"))
    data = folder / "data"
    if owner is not None:
        os.chown(folder, owner.pw_uid, owner.pw_gid)
    clean = contextlib.ExitStack()
    clean.callback(_stop, binaries, data, owner, folder)
    atexit.register(clean.close)  # the interpreter may be ended inside the block
    try:
        _run([str(binaries / "initdb"), "-D", str(data), "-U", "zhibu", "-A", "trust", "-E", "UTF8",
              "--locale=C", "--no-sync"], owner, folder)
        with (data / "postgresql.conf").open("a", encoding="utf-8") as settings:
            settings.write("".join(f"{key} = '{value}'\n" for key, value in _SETTINGS.items()))
            settings.write(f"unix_socket_directories = '{folder}'\n")
        _run([str(binaries / "pg_ctl"), "start", "-D", str(data), "-w", "-t", "60",
              "-l", str(folder / "server.log")], owner, folder)
        yield f"postgresql://zhibu@/postgres?host={folder}"
    finally:
        clean.close()
        atexit.unregister(clean.close)
