"""权限表: who may do what, as the policies answer; to read, to print, as a workbook."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from zhibu.domain.accounts import matrix
from zhibu.domain.accounts.matrix_words import LEFT_OUT
from zhibu.papers import Column
from zhibu.web.components.sheets import Sheet, sheet_format, sheet_response
from zhibu.web.layout.request import Request


@require_safe
def right_list(request: Request) -> HttpResponse:
    """The table, room after room."""
    lines, notes = matrix.lines(), [note for note in LEFT_OUT.values() if note]
    heads = [label for _, label, *_ in matrix.WHO]
    if wanted_as := sheet_format(request):
        columns = (Column("方面", 16), Column("做什么", 28), *(Column(one, 16, centred=True) for one in heads))
        rows = [(line.room, line.label, *line.words) for line in lines]
        return sheet_response(request, Sheet("权限表", columns, rows, notes, landscape=True), wanted_as)
    shown = [
        {"room": line.room, "label": line.label, "cells": list(zip(heads, line.words, strict=True))} for line in lines
    ]
    return render(request, "accounts/right_list.html", {"lines": shown, "heads": heads, "notes": notes})
