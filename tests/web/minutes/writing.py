"""Filling the record page in as a browser does: every field as it stands, then what is typed."""

from __future__ import annotations

from html.parser import HTMLParser
from typing import Any


class _Fields(HTMLParser):
    """The fields of the page with what stands in them."""

    def __init__(self) -> None:
        super().__init__()
        self.found: dict[str, str] = {}
        self.area = ""
        self.choosing = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        had = {name: value or "" for name, value in attrs}
        name = had.get("name", "")
        if tag == "input" and name and (had.get("type") != "radio" or "checked" in had):
            self.found[name] = had.get("value", "")
        elif tag == "textarea" and name:
            self.area = name
            self.found[name] = ""
        elif tag == "select" and name:
            self.choosing = name
            self.found[name] = ""
        elif tag == "option" and self.choosing and "selected" in had:
            self.found[self.choosing] = had.get("value", "")

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea":
            self.area = ""
        elif tag == "select":
            self.choosing = ""

    def handle_data(self, data: str) -> None:
        if self.area:
            self.found[self.area] += data


def form_of(answer: Any) -> dict[str, str]:
    """Every field of the page."""
    reader = _Fields()
    reader.feed(answer.content.decode())
    return reader.found


def typed(answer: Any, **said: str) -> dict[str, str]:
    """What a browser sends after this was typed."""
    return form_of(answer) | said
