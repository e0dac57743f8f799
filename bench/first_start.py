"""The first start after installation: database, demo county, first answer; and the second start."""

from __future__ import annotations

import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request

from bench.stage import Figure, Stage


def _until_it_answers(stage: Stage) -> float:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    words = [sys.executable, "-m", "zhibu", "serve", "--port", str(port), "--no-work"]
    started = time.perf_counter()
    server = subprocess.Popen(words, env=stage.environment(), stdout=subprocess.DEVNULL)
    try:
        while True:
            try:
                urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=30)
                return time.perf_counter() - started
            except urllib.error.HTTPError:
                return time.perf_counter() - started
            except OSError:
                time.sleep(0.02)
                if server.poll() is not None or time.perf_counter() - started > 60:
                    raise RuntimeError("the server does not answer") from None
    finally:
        server.send_signal(signal.SIGINT)
        server.wait(20)


def measure(stage: Stage) -> list[Figure]:
    stage.county()
    answer = _until_it_answers(stage)
    total = stage.seconds["migrate"] + stage.seconds["demo"] + answer
    return [
        Figure("安装后首次启动，含生成演示县", total, "秒", 60),
        Figure("其中：建库", stage.seconds["migrate"], "秒"),
        Figure("其中：生成演示县", stage.seconds["demo"], "秒"),
        Figure("以后启动到首次应答", answer, "秒"),
    ]
