"""A draft out to files and in again is the same draft; what cannot be taken in is told by name."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from tests.domain.drafting.conftest import CONTENT
from zhibu.cli.rules_local import export, import_
from zhibu.domain.drafting.models import DraftDirective
from zhibu.domain.drafting.packing import packed, unpacked
from zhibu.engine import load
from zhibu.engine.packs.drafting import content_of, texts_of
from zhibu.kernel.errors import InputError, NotFound


def archive(**files: str) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as made:
        for name, text in files.items():
            made.writestr(name, text)
    return buffer.getvalue()


def test_out_and_in_again_is_the_same() -> None:
    texts = texts_of(CONTENT)

    assert unpacked([("own-1.zip", packed(texts, "own-1"))]) == texts
    assert unpacked([(name, text.encode()) for name, text in texts.items()]) == texts
    assert content_of(texts) == CONTENT


@pytest.mark.parametrize(
    ("uploads", "said"),
    [
        ([], "没有 directive.yaml"),
        ([("a.zip", b"no archive")], "a.zip：读到“打不开”"),
        ([("rules.yaml", b"rules: []")], "没有 directive.yaml"),
        ([("directive.yaml", "编号".encode("gbk"))], "UTF-8"),
        ([("directive.yaml", b"x" * 2_000_001)], "2000001 字节"),
        ([("a.zip", archive(**{"a/directive.yaml": "", "b/directive.yaml": ""}))], "一次只导入一份"),
        ([("a.zip", archive(**{f"{n}/rules.yaml": "" for n in range(40)}))], "40 个文件.*一次只导入一份"),
        ([("a.zip", archive(**{"directive.yaml": "x" * 2_000_001}))], "2000001 字节"),
    ],
)
def test_what_cannot_be_taken_in_is_told(uploads: list[tuple[str, bytes]], said: str) -> None:
    with pytest.raises(InputError, match=said):
        unpacked(uploads)


@pytest.mark.django_db
def test_the_commands_write_and_read_files_that_load(draft: DraftDirective, tmp_path: Path, tree: Any) -> None:
    folder = tmp_path / "out"
    run = CliRunner()

    assert run.invoke(export, ["own-1", str(folder)], catch_exceptions=False).exit_code == 0
    assert [rule.id for rule in load(folder).rules()] == ["F-1"]
    with pytest.raises(NotFound, match="own-1"):
        run.invoke(export, ["own-2", str(folder)], catch_exceptions=False)

    head = folder / "directive.yaml"
    head.write_text(head.read_text("utf-8").replace("own-1", "own-2"), "utf-8")
    said = run.invoke(import_, [str(folder), "--owner", "C9"], catch_exceptions=False)
    assert "own-2" in said.output
    made = DraftDirective.objects.get(directive="own-2")
    assert made.owner_id == "C9"
    assert made.content == {**CONTENT, "head": {**CONTENT["head"], "id": "own-2"}}  # type: ignore[dict-item]  # a dict
