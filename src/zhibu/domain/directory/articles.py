"""Finding articles of the installed directives by words of their gist, of their rules, or of the title."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from zhibu.domain.rulebook import selectors as rulebook
from zhibu.engine.language.rulebook import Directive
from zhibu.engine.wording import article_label
from zhibu.kernel.actor import Actor


@dataclass(frozen=True, slots=True)
class FoundArticle:
    """One article: where it stands, what it says, and whether it binds the actor."""

    directive: str
    article: str
    title: str
    label: str
    gist: str
    binds: bool


def articles_found(*, actor: Actor, text: str) -> list[FoundArticle]:
    """Articles that hold the text, those in force for the actor first; all of a directive so named."""
    bound = rulebook.directives_for(actor)
    found = [
        one
        for directive in rulebook.rulebook().directives.values()
        for one in _of(directive, text, directive.id in bound)
    ]
    return sorted(found, key=lambda one: not one.binds)


def _of(directive: Directive, text: str, binds: bool) -> Iterator[FoundArticle]:
    head = directive.head
    whole = text in head.title or bool(head.number and text in head.number)
    said: dict[str, str] = {}
    for rule in directive.rules:
        said[rule.spec.article] = said.get(rule.spec.article, "") + rule.spec.sentence
    for article in directive.articles:
        label = article_label(article.article)
        if whole or text == label or text in article.gist or text in said.get(article.article, ""):
            yield FoundArticle(
                directive.id, article.article, head.title, f"{head.number} {label}".strip(),
                article.gist, binds,
            )  # fmt: skip
