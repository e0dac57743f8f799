"""Reads what one directive says of special forms of branch and holds it against its articles and the procedures."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from zhibu.engine.language.branch_forms import BranchForm, BranchFormsHead
from zhibu.engine.language.checking import checked
from zhibu.engine.language.parameters import put_in
from zhibu.engine.language.reader import Place
from zhibu.engine.language.reading import File, Reading
from zhibu.engine.language.scalars import nearest


def read_branch_forms(
    reading: Reading, path: File, values: Mapping[str, str], articles: Collection[str], procedures: Collection[str]
) -> tuple[BranchForm, ...]:
    """Each form once; an unknown article or procedure is a problem."""
    if not path.is_file():
        return ()
    document, head = reading.read(path, BranchFormsHead)
    found: list[BranchForm] = []
    for index in range(len(head.forms) if head is not None else 0):
        place: Place = ("forms", index)
        put_in(document, place, values)
        form = checked(BranchForm, document, place)
        if form is None:
            continue
        if form.form in {one.form for one in found}:
            document.problem((*place, "form"), form.form, "每种设置形式只写一次")
        if articles and form.article not in articles:
            document.problem((*place, "article"), form.article, "articles.yaml 里的条款", nearest(form.article, articles))
        for number, one in enumerate(form.left_out):
            for code in one.procedures:
                if procedures and code not in procedures:
                    document.problem((*place, "left_out", number, "procedures"), code,
                                     f"程序之一：{'、'.join(procedures)}", nearest(code, procedures))
        found.append(form)
    reading.take(document)
    return tuple(found)
