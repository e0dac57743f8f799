"""Reads the roads of one directive and holds them against its articles and the procedures there are."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from zhibu.engine.language.files import Procedure
from zhibu.engine.language.reader import Document, Place
from zhibu.engine.language.reading import File, Reading
from zhibu.engine.language.roads import Road, RoadsHead
from zhibu.engine.language.scalars import nearest
from zhibu.engine.packs.entries import check_article, entries
from zhibu.engine.packs.vocabulary import Vocabulary


def read_roads(
    reading: Reading, path: File, values: Mapping[str, str], articles: Collection[str], words: Vocabulary
) -> tuple[Road, ...]:
    """The roads of one directive; what fits neither the language nor the procedures is noted."""
    if not path.is_file():
        return ()
    document, head = reading.read(path, RoadsHead)
    found: list[Road] = []
    listed = head.roads if head is not None else ()
    for place, road in entries(document, "roads", listed, Road, values, within="steps"):
        if road.id in {one.id for one in found}:
            document.problem((*place, "id"), road.id, "本制度里没有用过的编号")
        found.append(road)
        _check(document, place, road, articles, words)
        _warn(reading, document, place, road, words)
    reading.take(document)
    return tuple(found)


def _check(
    document: Document, place: Place, road: Road, articles: Collection[str], words: Vocabulary
) -> None:
    check_article(document, (*place, "article"), road.article, articles)
    known = words.procedures
    procedure = known.get(road.procedure)
    if procedure is None and known:
        document.problem((*place, "procedure"), road.procedure, f"程序之一：{'、'.join(known)}",
                         nearest(road.procedure, known))
    if road.matter is not None and words.matters and road.matter not in words.matters:
        document.problem((*place, "matter"), road.matter, "matters.yaml 里的问题",
                         nearest(road.matter, words.matters))
    for number, step in enumerate(road.steps):
        here = (*place, "steps", number)
        _check_step(document, (*here, "code"), step.code, procedure)
        if step.article:
            check_article(document, (*here, "article"), step.article, articles)
        for limit in (*step.within, *step.not_before):
            if limit.article:
                check_article(document, here, limit.article, articles)


def _check_step(document: Document, place: Place, code: str, procedure: Procedure | None) -> None:
    if procedure is not None and code not in procedure.codes:
        document.problem(place, code, f"程序 {procedure.code} 的步骤之一：{'、'.join(procedure.codes)}",
                         nearest(code, procedure.codes))


def _warn(reading: Reading, document: Document, place: Place, road: Road, words: Vocabulary) -> None:
    """Tell of words that no list has: these lists are open."""
    for number, step in enumerate(road.steps):
        used: list[tuple[str, Collection[str], tuple[str, ...]]] = [
            ("活动类型", words.activity_types, (*step.decided_by, *step.without_committee)),
            ("材料种类", words.paper_kinds, step.papers),
            ("表决事项", words.ballot_matters, (step.ballot,) if step.ballot else ()),
        ]
        for what, known, given in used:
            for word in given:
                if known and word not in known:
                    hint = nearest(word, known)
                    where = document.where((*place, "steps", number))
                    reading.warnings.append(
                        f"{where}：{what} {word} 不在制度包里。" + (f"{hint}。" if hint else ""))
