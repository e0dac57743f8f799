"""Reads what a directive says of holding activities and of their topics, held against the words there are."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from zhibu.engine.language.activity_types import DERIVED, ActivityType
from zhibu.engine.language.meetings import MeetingDemand, MeetingsHead, Topic, TopicsHead
from zhibu.engine.language.reader import Document, Place
from zhibu.engine.language.reading import File, Reading
from zhibu.engine.language.scalars import nearest
from zhibu.engine.packs.entries import check_article, entries
from zhibu.engine.packs.vocabulary import Vocabulary


def read_meetings(
    reading: Reading, path: File, values: Mapping[str, str], articles: Collection[str], rules: Collection[str],
    words: Vocabulary,
) -> tuple[MeetingDemand, ...]:
    """The demands of one directive; an unknown article or rule is a problem, an unknown word a warning."""
    if not path.is_file():
        return ()
    document, head = reading.read(path, MeetingsHead)
    found = []
    for place, demand in entries(document, "meetings", head.meetings if head is not None else (), MeetingDemand, values):
        check_article(document, (*place, "article"), demand.article, articles)
        for name in demand.rules:
            if name not in rules:
                document.problem((*place, "rules"), name, "rules.yaml 里的规则", nearest(name, rules))
        _warn_types(reading, document, place, demand.types, words.activity_types)
        _warn_said(reading, document, place, demand, words)
        found.append(demand)
    reading.take(document)
    return tuple(found)


def read_topics(
    reading: Reading, path: File, values: Mapping[str, str], articles: Collection[str], words: Vocabulary
) -> tuple[Topic, ...]:
    """The topics of one directive; a code may stand only once."""
    if not path.is_file():
        return ()
    document, head = reading.read(path, TopicsHead)
    found: list[Topic] = []
    for place, topic in entries(document, "topics", head.topics if head is not None else (), Topic, values):
        check_article(document, (*place, "article"), topic.article, articles)
        if topic.code in {one.code for one in found}:
            document.problem((*place, "code"), topic.code, "本制度里没有用过的编号")
        _warn_types(reading, document, place, topic.types, words.activity_types)
        found.append(topic)
    reading.take(document)
    return tuple(found)


def _warn_types(
    reading: Reading, document: Document, place: Place, types: Collection[str], known: Collection[str]
) -> None:
    for name in types:
        _warn(reading, document, place, "活动类型", name, known)


def _warn_said(
    reading: Reading, document: Document, place: Place, demand: MeetingDemand, words: Vocabulary
) -> None:
    """Tell of a paper nobody knows, and of what is demanded of a type that has no place for it."""
    if demand.paper:
        _warn(reading, document, place, "材料种类", demand.paper, words.paper_kinds)
    for name in demand.types:
        kind = words.activity_types.get(name)
        if kind is None:
            continue
        what, code = demand.says
        if code not in _room_for(kind).get(what, {code}):
            reading.warnings.append(
                f"{document.where(place)}：活动类型 {name}（{kind.label}）没有 {what} {code}，这一条要求没有地方填。")


def _room_for(kind: ActivityType) -> dict[str, set[str]]:
    return {"step": set(kind.life), "field": set(kind.fields), "minutes": {one.code for one in kind.minutes} | set(DERIVED),
            "paper": set(kind.papers)}


def _warn(
    reading: Reading, document: Document, place: Place, what: str, word: str, known: Collection[str]
) -> None:
    if known and word not in known:
        hint = nearest(word, known)
        reading.warnings.append(
            f"{document.where(place)}：{what} {word} 不在制度包里。" + (f"{hint}。" if hint else ""))
