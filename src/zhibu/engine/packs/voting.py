"""Reads how matters are voted, from `voting.yaml` of one directive; its words are held against their lists."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from zhibu.engine.language.ballot_ways import BallotWay, VotingHead
from zhibu.engine.language.reading import File, Reading
from zhibu.engine.language.scalars import nearest
from zhibu.engine.packs.entries import entries


def read_voting(
    reading: Reading, path: File, values: Mapping[str, str], articles: Collection[str],
    matters: Collection[str],
) -> tuple[BallotWay, ...]:
    """What a directive says of voting; an unknown article is a problem, an unknown matter a warning."""
    if not path.is_file():
        return ()
    document, head = reading.read(path, VotingHead)
    found = []
    for place, way in entries(document, "voting", head.voting if head is not None else (), BallotWay, values):
        if way.article is None:
            document.problem((*place, "article"), "", "出自哪一条", "写 articles.yaml 里的条款号")
        elif way.article not in articles:
            document.problem((*place, "article"), way.article, "articles.yaml 里的条款",
                             nearest(way.article, articles))
        for matter in way.matters:
            if matters and matter not in matters:
                hint = nearest(matter, matters)
                reading.warnings.append(
                    f"{document.where(place)}：表决事项 {matter} 不在制度包里。" + (f"{hint}。" if hint else ""))
        found.append(way)
    if head is not None and not head.voting:
        document.problem(("voting",), "", "至少一条")
    reading.take(document)
    return tuple(found)
