"""Rules that changed are compiled by the worker: a write that follows compiles none."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.domain.compliance.test_judging import AS_OF, judged
from tests.domain.conftest import people, tree
from zhibu.domain.compliance import services
from zhibu.domain.compliance.models import Run
from zhibu.domain.compliance.services import warming
from zhibu.kernel import clock

__all__ = ["judged", "people", "tree"]


def test_what_a_write_would_compile_is_there_before(
    judged: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(clock, "today", lambda: AS_OF)
    monkeypatch.setenv("ZHIBU_CACHE", str(tmp_path))
    monkeypatch.setattr("zhibu.engine.sql.compiling._memory", {})
    monkeypatch.setattr(warming, "_seen", [])

    assert services.rules_compile() > 0
    assert services.rules_compile() == 0  # nothing changed since
    kept = {path.name for path in tmp_path.rglob("*.json")}
    assert kept

    assert services.judge_organisation(organisation="B1", as_of=AS_OF) is not None
    assert {path.name for path in tmp_path.rglob("*.json")} == kept
