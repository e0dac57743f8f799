"""Starts Spark: one session a process, quiet, in this machine unless a cluster is named.

Needs the extra `spark` (pyspark) and Java 17 or newer. Where one is missing the error says what to install.
"""

from __future__ import annotations

import atexit
import contextlib
import functools
import importlib.util
import os
import re
import shutil
import tempfile
from typing import TYPE_CHECKING, Any, NoReturn

from zhibu.kernel.errors import ZhibuError
from zhibu.kernel.java import OLDEST, java_version

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

MASTER = "ZHIBU_SPARK_MASTER"
_LOCAL = "local[*]"
# Compiled SQL quotes names in both ways; days are numbers, so no clock of a place comes in.
_ALWAYS = {
    "spark.sql.ansi.enabled": "true",
    "spark.sql.ansi.doubleQuotedIdentifiers": "true",
    "spark.sql.session.timeZone": "UTC",
    "spark.sql.catalogImplementation": "in-memory",
    "spark.ui.enabled": "false",
    "spark.ui.showConsoleProgress": "false",
    "spark.log.level": "ERROR",
}
_ON_THIS_MACHINE = {
    "spark.driver.bindAddress": "127.0.0.1",
    "spark.driver.host": "127.0.0.1",
    "spark.sql.shuffle.partitions": str(min(os.cpu_count() or 2, 8)),
}


class NoSpark(ZhibuError):
    """Spark cannot be used here; the text says what is missing and how to install it."""


def master() -> str:
    """Where Spark works: the cluster that `ZHIBU_SPARK_MASTER` names, else all cores of this machine."""
    return os.environ.get(MASTER) or _LOCAL


def on_this_machine() -> bool:
    """Whether the workers read this machine's own files."""
    return master().startswith("local")


def lacking() -> str | None:
    """What Spark needs and this machine lacks, as a sentence that says what to install."""
    if importlib.util.find_spec("pyspark") is None:
        return ("缺少 pyspark。在项目文件夹里运行 python3 dev.py run --prepare --spark 装上它"
                "（约 0.5 GB）。")
    found = java_version()
    if found is None:
        return (f"缺少 Java。安装 Java {OLDEST}（Debian：apt install openjdk-17-jre-headless），"
                "或把 JAVA_HOME 指向它。")
    if found < OLDEST:
        return f"读到 Java {found}，Spark 需要 {OLDEST} 或更新的版本。另装一个，并把 JAVA_HOME 指向它。"
    return None


@functools.cache
def spark() -> SparkSession:
    """The process's Spark, started when first asked for; it ends with the process."""
    if not re.match(r"(local|spark://|yarn|k8s://)", master()):
        raise NoSpark(f"{MASTER}：读到“{master()}”，应为 local[*]、spark://主机:端口、yarn 或 k8s://……。")
    missing = lacking()
    if missing is not None:
        raise NoSpark(missing)
    from pyspark import SparkConf, SparkContext
    from pyspark.errors import PySparkException
    from pyspark.java_gateway import launch_gateway
    from pyspark.sql import SparkSession

    conf = SparkConf().setMaster(master()).setAppName("zhibu").setAll(list(_ALWAYS.items()))
    scratch = tempfile.mkdtemp(prefix="zhibu-spark-")
    atexit.register(shutil.rmtree, scratch, ignore_errors=True)
    if on_this_machine():
        conf.setAll(list(_ON_THIS_MACHINE.items())).set("spark.local.dir", scratch)
        conf.set("spark.driver.extraJavaOptions", f'-Djava.io.tmpdir="{scratch}"')
    # Java's own words go to a file that nobody keeps, and are shown if it does not come up.
    with tempfile.TemporaryFile() as words:
        try:
            gateway = launch_gateway(conf, popen_kwargs={"stderr": words, "stdout": words})
            context = SparkContext(conf=conf, gateway=gateway)
        except (PySparkException, OSError) as error:
            _did_not_start(error, words)
        except Exception as error:
            if not type(error).__module__.startswith("py4j"):
                raise
            _did_not_start(error, words)
    atexit.register(_stop, context)
    return SparkSession(context)


def _stop(context: Any) -> None:
    with contextlib.suppress(Exception):  # it may have ended by itself, and nobody waits for it
        context.stop()


def _did_not_start(error: Exception, words: Any) -> NoReturn:
    words.seek(0)
    said = words.read().decode(errors="replace")[-1500:] or str(error)[:1500]
    raise NoSpark(f"Spark 没有启动（{master()}）。检查 {MASTER} 和 Java。原话：\n{said}") from error
