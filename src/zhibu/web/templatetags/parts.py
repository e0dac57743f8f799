"""Small marks used on every page: icons, verdicts, signs, days."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from zhibu.domain.compliance.choices import Status, Strength
from zhibu.kernel import clock
from zhibu.kernel.dates import partial_text
from zhibu.web.components import bodies
from zhibu.web.components.choosing import organisation_input

register = template.Library()

# Colour, sign and word always go together.
STATUS_WORDS = {**dict(Status.choices), "none": "当时不适用"}
STRENGTH_WORDS = dict(Strength.choices)
WEEKDAYS = "一二三四五六日"


def _use(name: str) -> SafeString:
    return format_html('<svg aria-hidden="true" viewBox="0 0 20 20"><use href="#{}"/></svg>', name)


_ICONS: dict[str, SafeString] = {}


@register.simple_tag
def icon(name: str) -> SafeString:
    """A picture of the sprite; always beside a word or inside something with a label."""
    if name not in _ICONS:
        _ICONS[name] = _use(name)
    return _ICONS[name]


@register.simple_tag
def organisation_field(name: str, bodies: Iterable[Any], value: str, empty: str = "") -> SafeString:
    """A field to choose one of some organisations; where they are many, one that can be searched."""
    return organisation_input(name, bodies, value, empty)


@register.simple_tag(takes_context=True)
def at_field(context: dict[str, Any]) -> SafeString:
    """The field by which a list is cut to an organisation and what is below it (`?at=`)."""
    return bodies.at_field(context["request"])


@register.simple_tag
def verdict(status: str, word: str | int | None = None) -> SafeString:
    """A verdict in a line: sign and word; `word` replaces the word of the status."""
    text = STATUS_WORDS.get(status, status) if word in (None, "") else word
    return format_html('<span class="v v-{}">{}{}</span>', status, icon(status), text)


@register.simple_tag
def sign(status: str) -> SafeString:
    """The sign alone, with the word for readers of the screen."""
    return format_html(
        '<span class="v v-{} sign" role="img" aria-label="{}">{}</span>',
        status,
        STATUS_WORDS.get(status, status),
        icon(status),
    )


@register.simple_tag
def cell(status: str) -> SafeString:
    """A cell of the legend."""
    inner = mark_safe("·") if status == "none" else icon(status)
    return format_html('<i class="cell v-{}" aria-hidden="true">{}</i>', status, inner)


@register.simple_tag
def strength(code: str) -> SafeString:
    """How strongly the article speaks: 应当, 一般, 鼓励, 可以."""
    mark = " tag--must" if code == "must" else ""
    return format_html('<span class="tag{}">{}</span>', mark, STRENGTH_WORDS.get(code, code))


@register.filter
def status_word(status: str) -> str:
    """The Chinese word of a status."""
    return STATUS_WORDS.get(status, status)


@register.filter
def iso(day: dt.date | None) -> str:
    """2026-11-23, as in records and tables."""
    return day.isoformat() if day else ""


@register.filter
def day(value: dt.date | None) -> str:
    """11月23日, with the year where it is not this one."""
    if value is None:
        return ""
    text = f"{value.month}月{value.day}日"
    return text if value.year == clock.today().year else f"{value.year}年{text}"


@register.filter
def weekday(value: dt.date) -> str:
    """周一."""
    return f"周{WEEKDAYS[value.weekday()]}"


@register.filter
def left(value: dt.date | None, today: dt.date) -> str:
    """还有 10 天, 今天到期, 已过 3 天."""
    if value is None:
        return "没有期限"
    days = (value - today).days
    if days == 0:
        return "今天到期"
    return f"还有 {days} 天" if days > 0 else f"已过 {-days} 天"


@register.filter
def partial(value: dt.date | None, precision: str = "day") -> str:
    """A date that may be known only to the month or the year: 1998-07."""
    return partial_text(value, precision)


@register.filter
def partial_end(value: dt.date | None, precision: str = "day") -> str:
    """An end that may be known only to the month or the year; it is stored as the day after it."""
    return partial_text(value, precision, end=True)


@register.filter
def at(mapping: dict[str, str], key: str) -> str:
    """The value of a key that stands in a variable."""
    return mapping.get(key, "")
