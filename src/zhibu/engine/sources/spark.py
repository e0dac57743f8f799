"""Facts on Spark: Parquet files in the normal form, judged on this machine or on a cluster."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from zhibu.engine.sources.sessions import Row, Session, Source, Tables
from zhibu.engine.sources.spark_start import spark
from zhibu.engine.sql.tables import PREFIX, WORKING
from zhibu.facts.normal import literal, quoted
from zhibu.facts.prepared import file_of

if TYPE_CHECKING:
    from pyspark.sql import DataFrame, SparkSession

    from zhibu.engine.sql.compiling import Compiled

_ARROW = {"string": pa.string(), "int64": pa.int64(), "int32": pa.int32()}
_FACTS = "fact_"
_STEP = "step_"
# For few rows, planning and generating code takes far longer than reading them.
_SMALL = 5_000_000  # bytes of Parquet
_FOR_FEW_ROWS = {
    "spark.sql.codegen.wholeStage": "false",
    "spark.sql.codegen.factoryMode": "NO_CODEGEN",
    "spark.sql.adaptive.enabled": "false",
    "spark.sql.shuffle.partitions": "1",
    "spark.sql.leafNodeDefaultParallelism": "1",
}


class SparkSource(Source):
    """A prepared bundle (a folder of Parquet files) that every worker can read."""

    dialect = "pyspark"

    def __init__(self, folder: Path, tables: Tables) -> None:
        super().__init__(tables, _FACTS)
        self.folder = folder

    @contextlib.contextmanager
    def session(self) -> Iterator[Session]:
        # A session of its own in the one Spark: its views are seen by nobody else.
        session = SparkJudging(spark().newSession())
        files = [file_of(self.folder, table) for table in self.tables]
        if sum(path.stat().st_size for path in files) < _SMALL:
            session.expect_few_rows()
        try:
            for table in self.tables:
                session.read(_FACTS + table, file_of(self.folder, table))
            yield session
        finally:
            session.close()

    def text(self, value: str) -> str:
        return literal(value.replace("\\", "\\\\"))


class SparkJudging(Session):
    """Working tables, and the steps of a query that are read more than once, are views on computed rows."""

    dialect = "pyspark"

    def __init__(self, session: SparkSession) -> None:
        self.spark = session
        self.kept: list[Any] = []
        self.views: list[str] = []
        self.steps: dict[str, str] = {}  # SQL of a step -> its view

    def expect_few_rows(self) -> None:
        for name, value in _FOR_FEW_ROWS.items():
            self.spark.conf.set(name, value)

    def query(self, sql: str) -> list[Row]:
        return self._rows(self._stepwise(sql))

    def run(self, sql: str) -> None:
        self.spark.sql(sql)

    def read(self, name: str, path: Path) -> None:
        """A view on a Parquet file."""
        plain = re.sub(r"([\\{}\[\]*?])", r"\\\1", str(path.absolute()))  # a folder's name is no pattern
        self._view(name, self.spark.read.parquet(plain))

    def make(self, name: str, compiled: Compiled, sql: str, view: bool) -> None:
        self._make(PREFIX + name, self._stepwise(sql), view)

    def empty(self, name: str) -> None:
        self.fill(name, ())

    def fill(self, name: str, rows: Iterable[Row]) -> None:
        columns = WORKING[name]
        cells: Sequence[Sequence[Any]] = list(zip(*rows, strict=True)) or [()] * len(columns)
        arrays = [pa.array(c, _ARROW[t]) for c, t in zip(cells, columns.values(), strict=True)]
        table = pa.Table.from_arrays(arrays, list(columns))
        self._view(PREFIX + name, self.spark.createDataFrame(table))

    def evidence(self, sql: str) -> dict[tuple[str, int], str]:
        grouped = (f'SELECT subject, "start", listagg(id, \' \') WITHIN GROUP '
                   f'(ORDER BY {quoted("on")}, id) FROM ({self._stepwise(sql)}) AS counted '
                   'GROUP BY 1, 2')
        return {(subject, int(start)): ids for subject, start, ids in self._rows(grouped)}

    def _rows(self, sql: str) -> list[Row]:
        found = self.spark.sql(sql).toArrow()
        return list(zip(*(column.to_pylist() for column in found.columns), strict=True))

    def _stepwise(self, sql: str) -> str:
        """A query whose named steps have become views.

        Spark would put a step's plan wherever its name stands, and the plans of the steps within it
        again: a few steps read twice each grow to a plan that takes minutes to think about.
        """
        if not sql.startswith("WITH "):
            return sql
        import sqlglot

        parsed = sqlglot.parse_one(sql, dialect="spark")
        views: dict[str, str] = {}
        for step in parsed.args.pop("with_").expressions:
            _renamed(step.this, views)
            text = step.this.sql(dialect="spark")
            if text not in self.steps:
                self.steps[text] = f"{_STEP}{len(self.steps)}"
                self._make(self.steps[text], text)
            views[step.alias] = self.steps[text]
        return str(_renamed(parsed, views).sql(dialect="spark"))

    def _make(self, name: str, sql: str, view: bool = False) -> None:
        frame = self.spark.sql(sql)
        if not view:
            frame = frame.localCheckpoint(eager=False)
            self.kept.append(frame._jdf.queryExecution().logical().rdd())
        self._view(name, frame)

    def close(self) -> None:
        """Drop everything that was made."""
        for rows in self.kept:
            rows.unpersist(False)
        for name in self.views:
            self.spark.catalog.dropTempView(name)
        self.kept, self.views = [], []

    def _view(self, name: str, frame: DataFrame) -> None:
        frame.createOrReplaceTempView(name)
        self.views.append(name)


def _renamed(query: Any, views: Mapping[str, str]) -> Any:
    """A query that reads views in place of steps; what is called by the step's name still is."""
    from sqlglot import exp

    for table in query.find_all(exp.Table):
        if table.name in views:
            table.set("alias", exp.TableAlias(this=exp.to_identifier(table.alias_or_name)))
            table.set("this", exp.to_identifier(views[table.name], quoted=True))
    return query
