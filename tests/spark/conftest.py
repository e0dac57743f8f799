"""Spark is left out where the machine lacks it; with CI=true that is a failure."""

from __future__ import annotations

import pytest

from zhibu.engine.sources.spark_start import lacking


@pytest.fixture(scope="session", autouse=True)
def _there_is_spark() -> None:
    missing = lacking()
    if missing is not None:
        pytest.skip(f"缺少 Spark：{missing}")
