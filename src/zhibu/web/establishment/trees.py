"""组织图和组织表: the tree below an organisation as of a day, as a picture, a table, Excel, PDF."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from zhibu.domain.accounts import scope
from zhibu.domain.establishment.papers import tree_paper
from zhibu.domain.establishment.selectors.trees import MOST, tree_lines
from zhibu.domain.organisations.past import then
from zhibu.web.components.days import as_of
from zhibu.web.components.papers import paper_response
from zhibu.web.components.sheets import sheet_response
from zhibu.web.establishment import sheets
from zhibu.web.establishment.picture import picture
from zhibu.web.layout.request import Request

DEPTHS = ((1, "一级"), (2, "两级"), (3, "三级"), (9, "全部"))
LISTED = 300  # lines of the page; a workbook holds more
DRAWN = 400  # boxes of one picture; more are a table


@require_safe
def organisation_tree(request: Request, key: str) -> HttpResponse:
    """The tree below one organisation."""
    day, asked = as_of(request), request.GET
    top = scope.organisation_get(request.actor, key)
    depth = int(asked["depth"]) if asked.get("depth") in ("1", "2", "3", "9") else 2
    find = asked.get("q", "").strip()[:60]
    most = MOST if asked.get("format") else (DRAWN if asked.get("view") == "picture" else LISTED)
    lines, more = tree_lines(request.actor, top, day.day, depth=depth, find=find, most=most)
    name = str(then(day.day).dressed([top])[0])
    if asked.get("format") == "xlsx":
        return sheet_response(request, sheets.tree(name, lines, day.day))
    if asked.get("format") in ("pdf", "docx"):
        paper = tree_paper(f"{name}组织表", lines, day.day, wall=asked.get("paper") == "a3")
        return paper_response(paper, f"{name}组织表", asked["format"])
    drawn = asked.get("view") == "picture" and not find and not more
    context = {"top": top, "name": name, "as_of": day, "depth": depth, "depths": DEPTHS, "lines": lines, "more": more}
    context |= {"find_here": find, "drawn": drawn, "picture": picture(lines) if drawn else None, "view": asked.get("view", "")}
    return render(request, "establishment/tree.html", context | {"keep": [("depth", depth), ("view", asked.get("view", ""))]})
