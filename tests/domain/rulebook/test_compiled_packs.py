"""The site does not take over a pack with a rule that one of its engines cannot judge."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.engine.bundles import pack
from tests.engine.packs.test_compilable import WithAList
from zhibu.domain.rulebook import shelf
from zhibu.engine import kinds
from zhibu.engine.packs import loader

RULE = "kind: notice\ntypes: [study]"


@pytest.mark.django_db
def test_a_pack_that_does_not_compile_leaves_the_former_in_use(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = pack(tmp_path / "pack", RULE)
    monkeypatch.setenv("ZHIBU_RULEPACKS", str(folder))
    packs = shelf.Shelf()
    before = packs.current()

    monkeypatch.setattr(loader, "MODELS", {**kinds.MODELS, "notice": WithAList})
    monkeypatch.setenv("ZHIBU_CACHE", "")
    monkeypatch.setattr("zhibu.engine.sql.compiling._memory", {})
    rules = next(folder.rglob("rules.yaml"))
    rules.write_text(rules.read_text("utf-8") + "\n", "utf-8")
    packs.forget()

    assert packs.current() is before
