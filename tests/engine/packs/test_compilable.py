"""A rule that some engine cannot judge is told when its pack is loaded: where, which engine, why."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

import ibis
import pytest
from click.testing import CliRunner

from tests.engine.bundles import pack
from zhibu.cli.main import root
from zhibu.engine import kinds, load
from zhibu.engine.kinds.notice import NoticeRule
from zhibu.engine.packs import loader
from zhibu.engine.packs.compilable import require_compilable
from zhibu.engine.sources.copies import ENGINES
from zhibu.engine.sql.built import Built
from zhibu.kernel.errors import InputError


class WithAList(NoticeRule):
    """A kind whose SQL needs a list, which not every engine has."""

    kind: Literal["notice"]

    def build(self, directive: str) -> Built:
        built = super().build(directive)
        ids = built.rows.group_by("subject").agg(ids=built.rows.organisation.collect())
        wide = built.rows.join(ids, "subject").filter(ibis._.ids.length() > 0)
        return Built(wide.select(*built.rows.columns), built.extra, built.evidence, built.candidates)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A pack with a rule of that kind."""
    models = {**kinds.MODELS, "notice": WithAList}
    monkeypatch.setattr(loader, "MODELS", models)
    monkeypatch.setenv("ZHIBU_CACHE", "")
    monkeypatch.setattr("zhibu.engine.sql.compiling._memory", {})
    return pack(tmp_path / "pack", "kind: notice\ntypes: [study]")


def test_only_the_engine_that_cannot_is_named(folder: Path) -> None:
    rules = load(folder).rules()
    with pytest.raises(InputError) as caught:
        require_compilable(rules)

    assert len(caught.value.problems) == 1
    told = str(caught.value)
    assert "rules.yaml:" in told
    assert "规则 R" in told
    assert "sqlite 也能计算的规则" in told
    assert "Array" in told
    require_compilable(rules, [name for name in ENGINES if name != "sqlite"])


def test_rules_check_refuses_the_pack(folder: Path) -> None:
    done = CliRunner().invoke(root, ["rules", "check", str(folder)])

    assert isinstance(done.exception, InputError)
    assert "写法没有问题" not in done.output
