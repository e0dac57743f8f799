"""A prepared bundle is judged like the bundle it was made of; what does not fit is refused."""

from __future__ import annotations

import datetime as dt
import stat
from pathlib import Path

import pytest
from click.testing import CliRunner

from zhibu import engine
from zhibu.cli.main import root
from zhibu.engine.sources.copies import opened
from zhibu.facts.bundle import Bundle
from zhibu.facts.prepared import MARK, is_prepared, read_prepared, write_prepared
from zhibu.facts.reading import read_bundle
from zhibu.kernel.errors import InputError, Refused

GOLDEN = Path(__file__).parents[1] / "golden" / "rules"


@pytest.fixture
def prepared(shared: Path, tmp_path: Path) -> Path:
    """The published bundle, prepared by the command."""
    folder = tmp_path / "prepared"
    words = ["facts", "prepare", str(shared / "golden" / "bundle"), str(folder)]
    done = CliRunner().invoke(root, words)
    assert done.exit_code == 0, done.output
    return folder


@pytest.mark.parametrize("name", ["duckdb", "sqlite"])
def test_it_is_judged_alike(shared: Path, prepared: Path, name: str) -> None:
    rulebook = engine.load(GOLDEN)
    window = engine.Window.until(dt.date(2024, 12, 31))
    rows = []
    for bundle in (read_bundle(shared / "golden" / "bundle"), read_prepared(prepared)):
        with opened(bundle, name) as source:
            rows.append(engine.judge(rulebook, source, window, ["D-TOWN"]))
    assert rows[0] == rows[1] != []


def test_it_holds_nothing_personal_and_is_the_owners(tmp_path: Path) -> None:
    member = {"id": "M", "name": "某人", "joined": "2020-01-01", "phone": "15400000000"}
    bundle = Bundle.from_rows({"members": [member]})
    folder = write_prepared(bundle, tmp_path / "prepared")
    described = read_prepared(folder).connection.execute("DESCRIBE members").fetchall()
    columns = {row[0] for row in described}
    assert "phone" in bundle.tables["members"]
    assert "joined" in columns
    assert "phone" not in columns
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700


def test_a_folder_that_is_not_empty_is_left_alone(shared: Path, prepared: Path) -> None:
    with pytest.raises(Refused, match="没有写入"):
        write_prepared(read_bundle(shared / "golden" / "bundle"), prepared)
    assert is_prepared(prepared)


def test_what_was_changed_afterwards_is_refused(prepared: Path) -> None:
    (prepared / "members.parquet").unlink()
    (prepared / "posts.parquet").write_bytes(b"PAR1")
    with pytest.raises(InputError) as caught:
        read_prepared(prepared)
    told = str(caught.value)
    assert "members.parquet：读到“没有这个文件”" in told
    assert "posts.parquet：读到“不完整”" in told
    assert "zhibu facts prepare" in told


@pytest.mark.parametrize(("text", "told"), [
    ("{", "读不出的内容"), ('{"form": 1}', "读不出的内容"),
    ('{"form": 0, "contract": "", "tables": {}, "warnings": []}', "别的版本"),
])
def test_another_version_is_refused(prepared: Path, text: str, told: str) -> None:
    (prepared / MARK).write_text(text, encoding="utf-8")
    with pytest.raises(InputError, match=told):
        read_prepared(prepared)
