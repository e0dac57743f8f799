"""Walks the entries of one list of a directive's file: parameters put in, what does not fit the language left out."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sized
from typing import TypeVar

from zhibu.engine.language.checking import checked
from zhibu.engine.language.parameters import put_in
from zhibu.engine.language.reader import Document, Place
from zhibu.engine.language.scalars import Model, nearest

Entry = TypeVar("Entry", bound=Model)


def entries(
    document: Document, key: str, listed: Sized, shape: type[Entry], values: Mapping[str, str], *, within: str = ""
) -> Iterator[tuple[Place, Entry]]:
    """Each sound entry with its place; `within`: a list inside each entry that names parameters as well."""
    for index in range(len(listed)):
        place: Place = (key, index)
        put_in(document, place, values)
        data = document.at(place) if within else None
        inner = data.get(within) if isinstance(data, dict) else None
        for number in range(len(inner) if isinstance(inner, list) else 0):
            put_in(document, (*place, within, number), values)
        made = checked(shape, document, place)
        if made is not None:
            yield place, made


def check_article(document: Document, place: Place, article: str, articles: Collection[str]) -> None:
    """Note an article that the directive has not."""
    if articles and article not in articles:
        document.problem(place, article, "articles.yaml 里的条款", nearest(article, articles))
