"""The preview's rows as a workbook."""

from __future__ import annotations

from django.http import HttpRequest

from zhibu.domain.imports.models import Import
from zhibu.domain.imports.services.previews import Preview
from zhibu.web.components.sheets import Column, Sheet
from zhibu.web.imports import pages


def rows(request: HttpRequest, of: Import, preview: Preview) -> Sheet:
    """All rows of the fate that the page shows."""
    columns = (
        Column("文件", 24),
        Column("表", 18),
        Column("行", 6, True),
        Column("处理", 14, True),
        Column("内容", 18),
        Column("说明和改法", 70),
    )
    chosen = pages.wanted_rows(preview.reading.rows, request.GET.get("fate", ""))
    lines = [
        (
            line.fate.file,
            line.fate.sheet,
            line.fate.row,
            line.word,
            line.what,
            "\n".join(line.reasons),
        )
        for line in pages.lines(chosen, preview)
    ]
    return Sheet(f"导入逐行说明 {of.made_at:%Y-%m-%d}", columns, lines, landscape=True)
