"""Facts on Spark: Parquet files in the normal form, judged on this machine or on a cluster."""

from __future__ import annotations

import contextlib
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from zhibu.engine.sources import Row, Session, Source, Tables
from zhibu.engine.spark_start import spark
from zhibu.engine.sql.tables import PREFIX, WORKING
from zhibu.facts.normal import literal, quoted
from zhibu.facts.prepared import file_of

if TYPE_CHECKING:
    from pyspark.sql import DataFrame, SparkSession

    from zhibu.engine.sql.compiling import Compiled

_ARROW = {"string": pa.string(), "int64": pa.int64(), "int32": pa.int32()}
_FACTS = "fact_"


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
        try:
            for table in self.tables:
                session.read(_FACTS + table, file_of(self.folder, table))
            yield session
        finally:
            session.close()

    def text(self, value: str) -> str:
        return literal(value.replace("\\", "\\\\"))


class SparkJudging(Session):
    """Working tables are views; those read again and again are kept in the workers' memory."""

    dialect = "pyspark"

    def __init__(self, session: SparkSession) -> None:
        self.spark = session
        self.kept: list[DataFrame] = []
        self.views: list[str] = []

    def query(self, sql: str) -> list[Row]:
        found = self.spark.sql(sql).toArrow()
        return list(zip(*(column.to_pylist() for column in found.columns), strict=True))

    def run(self, sql: str) -> None:
        self.spark.sql(sql)

    def read(self, name: str, path: Path) -> None:
        """A view on a Parquet file."""
        self._view(name, self.spark.read.parquet(path.absolute().as_uri()))

    def make(self, name: str, compiled: Compiled, sql: str, view: bool) -> None:
        frame = self.spark.sql(sql)
        if not view:
            frame = frame.persist()
            self.kept.append(frame)
        self._view(PREFIX + name, frame)

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
                   f'(ORDER BY {quoted("on")}, id) FROM ({sql}) AS counted GROUP BY 1, 2')
        return {(subject, int(start)): ids for subject, start, ids in self.query(grouped)}

    def close(self) -> None:
        """Drop everything that was made."""
        for frame in self.kept:
            frame.unpersist()
        for name in self.views:
            self.spark.catalog.dropTempView(name)
        self.kept, self.views = [], []

    def _view(self, name: str, frame: DataFrame) -> None:
        frame.createOrReplaceTempView(name)
        self.views.append(name)
