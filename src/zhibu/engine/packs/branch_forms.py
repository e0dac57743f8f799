"""Reads what one directive says of special forms of branch and holds it against its articles and the procedures."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from zhibu.engine.language.branch_forms import BranchForm, BranchFormsHead
from zhibu.engine.language.reading import File, Reading
from zhibu.engine.language.scalars import nearest
from zhibu.engine.packs.entries import check_article, entries


def read_branch_forms(
    reading: Reading, path: File, values: Mapping[str, str], articles: Collection[str], procedures: Collection[str]
) -> tuple[BranchForm, ...]:
    """Each form once; an unknown article or procedure is a problem."""
    if not path.is_file():
        return ()
    document, head = reading.read(path, BranchFormsHead)
    found: list[BranchForm] = []
    for place, form in entries(document, "forms", head.forms if head is not None else (), BranchForm, values):
        if form.form in {one.form for one in found}:
            document.problem((*place, "form"), form.form, "每种设置形式只写一次")
        check_article(document, (*place, "article"), form.article, articles)
        for number, one in enumerate(form.left_out):
            for code in one.procedures:
                if procedures and code not in procedures:
                    document.problem((*place, "left_out", number, "procedures"), code,
                                     f"程序之一：{'、'.join(procedures)}", nearest(code, procedures))
        found.append(form)
    reading.take(document)
    return tuple(found)
