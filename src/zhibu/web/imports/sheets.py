"""The preview's rows as a workbook."""

from __future__ import annotations

from django.http import HttpRequest
from django.utils.timezone import localtime

from zhibu.domain.imports.named import Named
from zhibu.domain.imports.selectors import Import
from zhibu.domain.imports.services.previews import Preview
from zhibu.kernel.actor import Actor
from zhibu.papers import Column
from zhibu.web.components.sheets import Sheet
from zhibu.web.imports.rows import Records, lines, wanted_rows

COLUMNS = (
    Column("文件", 24),
    Column("表", 18),
    Column("行", 6, True),
    Column("处理", 14, True),
    Column("是谁、是什么", 24),
    Column("读到", 24),
    Column("当作", 24),
    Column("说明和改法", 70),
)


def rows(request: HttpRequest, of: Import, preview: Preview, actor: Actor) -> Sheet:
    """All rows that the page's filter shows."""
    records = Records(preview, Named(preview.reading, of, actor))
    fate, sheet = request.GET.get("fate", ""), request.GET.get("sheet", "")
    chosen = wanted_rows(preview, fate, sheet, request.GET.get("q", "").strip(), records)
    told = [
        (
            line.fate.file,
            line.fate.sheet,
            line.row,
            line.word,
            " ".join(part for part in (line.what, line.number, line.sub) if part),
            "\n".join(f"{pair.column}：{pair.read}" for pair in line.pairs),
            "\n".join(pair.taken for pair in line.pairs),
            "\n".join(line.reasons),
        )
        for line in lines(chosen, preview, records)
    ]
    return Sheet(f"导入逐行说明 {localtime(of.made_at):%Y-%m-%d}", COLUMNS, told, landscape=True)
