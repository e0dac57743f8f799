"""Words of votes: methods, and why the others are not offered."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from zhibu.domain.voting.choices import Means
from zhibu.domain.voting.roll import REASONS
from zhibu.domain.voting.services import names_merged, names_written
from zhibu.domain.voting.terms import Terms, means_refused

if TYPE_CHECKING:
    from zhibu.domain.voting.models import Poll

register = template.Library()


@register.filter
def means_word(means: str) -> str:
    """举手, 纸票, 电子票."""
    return dict(Means.choices).get(means, means)


@register.simple_tag
def means_note(terms: Terms) -> SafeString:
    """Why electronic ballots are off for a matter; nothing where they are on."""
    why = means_refused(terms, "electronic")
    return format_html('<span class="hint">{}</span>', why) if why else SafeString("")


@register.filter
def spaced(name: str) -> str:
    """A name of two letters with a gap, as on ballots: 白　露."""
    return f"{name[0]}\u3000{name[1]}" if len(name) == 2 else name


@register.filter
def item(table: object, key: str) -> object:
    """The entry of a mapping."""
    return table.get(key, "") if isinstance(table, dict) else ""


@register.simple_tag
def typed(posted: object, name: str) -> str:
    """What was typed into a field before it was refused."""
    get = getattr(posted, "get", None)
    return str(get(name, "")) if get else ""


@register.filter
def why_out(reason: str) -> str:
    """Why somebody is not among those called."""
    return REASONS.get(reason, reason)


@register.simple_tag
def was_typed(posted: object, number: int, key: str, code: str) -> SafeString:
    """Keeps the choice of a refused form; nothing is chosen beforehand."""
    get = getattr(posted, "get", None)
    value = get(f"s{number}_{key}") if get else None
    return SafeString(" checked") if value == code else SafeString("")


@register.simple_tag
def typed_at(posted: object, name: str, number: int) -> str:
    """What was typed into a field of one slip or stack."""
    return typed(posted, f"{name}{number}")


@register.simple_tag
def if_typed(posted: object, name: str, number: int) -> SafeString:
    """Keeps the tick of a refused form."""
    return SafeString(" checked") if typed(posted, f"{name}{number}") else SafeString("")


@register.simple_tag
def meter(votes: int, least: int, entitled: int) -> SafeString:
    """A bar of votes with a line at the number that is enough."""
    whole = max(entitled, votes, 1)
    width, line = 240 * votes // whole, 240 * least // whole
    return format_html(
        '<svg viewBox="0 0 240 18" preserveAspectRatio="none" role="img" aria-label="{} 票，要 {} 票">'
        '<rect x="0" y="0" width="{}" height="18"/><line x1="{}" y1="0" x2="{}" y2="18"/></svg>',
        votes, least, width, line, line,
    )  # fmt: skip


@register.simple_tag
def written_in(poll: Poll) -> list[tuple[int, str, str]]:
    """Names that were written in: number, name, and as whom it counts."""
    merged = names_merged(poll)
    return [(at, name, merged.get(name, "")) for at, name in enumerate(names_written(poll))]
