"""What a browser without scripts would send: the fields of a form of a page, as they stand."""

from __future__ import annotations

from html.parser import HTMLParser
from typing import Any

Fields = dict[str, list[str]]


class Page(HTMLParser):
    """Collects the fields of the form with an id, in their order."""

    def __init__(self, wanted: str) -> None:
        super().__init__()
        self.wanted, self.inside = wanted, False
        self.fields: Fields = {}
        self.select, self.chosen, self.first = "", None, None
        self.area: list[str] | None = None
        self.area_name = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found: dict[str, Any] = dict(attrs)
        if tag == "form":
            self.inside = found.get("id") == self.wanted
        if not self.inside:
            return
        name = found.get("name") or ""
        if tag == "input" and name:
            if found.get("type") != "checkbox" or "checked" in found:
                self.fields.setdefault(name, []).append(found.get("value") or "")
        elif tag == "select":
            self.select, self.chosen, self.first = name, None, None
        elif tag == "option":
            self.first = found.get("value") if self.first is None else self.first
            self.chosen = found.get("value") if "selected" in found else self.chosen
        elif tag == "textarea":
            self.area, self.area_name = [], name

    def handle_endtag(self, tag: str) -> None:
        if not self.inside:
            return
        if tag == "select":
            value = self.chosen if self.chosen is not None else self.first or ""
            self.fields.setdefault(self.select, []).append(value)
        elif tag == "textarea" and self.area is not None:
            self.fields.setdefault(self.area_name, []).append("".join(self.area))
            self.area = None
        elif tag == "form":
            self.inside = False

    def handle_data(self, data: str) -> None:
        if self.area is not None:
            self.area.append(data)


def fields_of(answer: Any, form: str = "editor") -> Fields:
    """The fields of the form of an answer, without the token."""
    page = Page(form)
    page.feed(answer.content.decode())
    page.fields.pop("csrfmiddlewaretoken", None)
    return page.fields
