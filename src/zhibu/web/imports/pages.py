"""What the import pages show: the preview, and an import that was written."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from zhibu.domain.imports.named import Named
from zhibu.domain.imports.selectors import Import
from zhibu.domain.imports.services.previews import Preview
from zhibu.kernel.actor import Actor
from zhibu.web.components.paging import page_of
from zhibu.web.imports.columns import sheet_lines
from zhibu.web.imports.families import Family
from zhibu.web.imports.questions import Questions
from zhibu.web.imports.rows import FATES, Records, lines, wanted_rows

PEOPLE = {"added": "新增", "changed": "有变", "moved": "换了组织", "missing": "新名册里没有"}
PEOPLE_SHOWN = 100
ROWS_A_PAGE = 100


def families_of(of: Import, preview: Preview, actor: Actor) -> list[Family]:
    """All questions of an import."""
    return Questions(of, preview, Named(preview.reading, of, actor)).families()


def preview_page(
    request: HttpRequest, of: Import, preview: Preview, actor: Actor
) -> dict[str, Any]:
    """The context of the preview page."""
    named = Named(preview.reading, of, actor)
    families = Questions(of, preview, named).families()
    open_families = [family for family in families if family.unanswered]
    if open_families:
        open_families[0].open = True
    sheets = sheet_lines(preview)
    return {
        "of": of,
        "preview": preview,
        "families": families,
        "asked_count": sum(family.count for family in families),
        "open_count": sum(family.unanswered for family in families),
        "sheets": sheets,
        "unsure": sum(one.state == "deviation" for one in sheets),
        "sheet_count": len(preview.reading.sheets),
        "row_count": len(preview.rows),
        "people": _people(preview),
        "left": preview.counts["hold"] + preview.counts["reject"],
        "carried": of.summary.get("carried", 0),
        **rows_part(request, of, preview, named),
    }


def _people(preview: Preview) -> list[tuple[str, int, list[Any]]]:
    """Word, how many, and the first of them."""
    found = []
    for fate, word in PEOPLE.items():
        own = [one for one in preview.people if one.fate == fate]
        if own:
            found.append((word, len(own), own[:PEOPLE_SHOWN]))
    return found


def rows_part(request: HttpRequest, of: Import, preview: Preview, named: Named) -> dict[str, Any]:
    """The rows that are asked for, and the filter."""
    fate, sheet = request.GET.get("fate", ""), request.GET.get("sheet", "")
    text = request.GET.get("q", "").strip()
    records = Records(preview, named)
    wanted = wanted_rows(preview, fate, sheet, text, records)
    cut = page_of(request, wanted, ROWS_A_PAGE)
    counts = preview.counts
    return {
        "fates": [(key, counts[key], FATES[key][0], key == fate) for key in FATES],
        "lines": lines(cut.object_list, preview, records),
        "cut": cut,
        "fate": fate if fate in FATES else "",
        "sheet": sheet,
        "find_row": text,
        "sheet_names": [
            (f"{one.file}|{one.sheet}", one.sheet or one.file) for one in preview.reading.sheets
        ],
        "files": list(of.files.all()),
    }
