"""Two who write the same minutes: their changes put together by field and by sentence, nothing of either lost."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from difflib import SequenceMatcher

from zhibu.domain.minutes.texts import Texts

_SENTENCE = re.compile(r"[^\n。；！？]*(?:[。；！？]|\n|$)")


@dataclass(frozen=True, slots=True)
class Clash:
    """One field that both changed at the same place: as it stood before, the standing text, the one offered."""

    name: str
    before: str
    standing: str
    offered: str


@dataclass(slots=True)
class Merged:
    """The texts put together, the names in which changes of both are, the places where somebody must choose."""

    texts: Texts
    both: list[str] = field(default_factory=list)
    clashes: list[Clash] = field(default_factory=list)


def merged(
    base: Mapping[str, str], standing: Mapping[str, str], offered: Mapping[str, str]
) -> Merged:
    """`offered` was written on `base`, while `standing` came to be saved.

    A field that one of them changed is his. Of a text that both changed, sentences are put together; what both
    added at one place stands one after the other. Where both changed the same sentence the standing one stays
    and a clash tells both.
    """
    found = Merged({})
    for name in sorted({*base, *standing, *offered}):
        before, there, mine = (side.get(name, "") for side in (base, standing, offered))
        if mine in (before, there):
            text = there
        elif there == before:
            text = mine
        else:
            found.both.append(name)
            text, other = lines_merged(before, there, mine) if is_long(name) else (there, mine)
            if other != text:
                found.clashes.append(Clash(name, before, text, other))
        if text:
            found.texts[name] = text
    return found


def is_long(name: str) -> bool:
    """Whether a field holds running text, which is merged inside."""
    return name.startswith(("field.", "follow.")) or name.endswith((".said", ".view"))


def lines_merged(before: str, standing: str, offered: str) -> tuple[str, str]:
    """The text put together, once with the standing words and once with those offered where they clash."""
    first: list[str] = []
    second: list[str] = []
    for old, there, mine in _chunks(_sentences(before), _sentences(standing), _sentences(offered)):
        if there == mine or mine == old:
            first += there
            second += there
        elif there == old:
            first += mine
            second += mine
        elif not old:  # both added here
            added = there + _apart(there, [one for one in mine if one not in there])
            first += added
            second += added
        else:
            first += there
            second += mine
    return "".join(first).strip("\n"), "".join(second).strip("\n")


def both_kept(standing: str, offered: str) -> str:
    """The standing text with every sentence of the other that it has not, where that one stands."""
    pieces: list[str] = []
    there, mine = _sentences(standing), _sentences(offered)
    for kind, i, j, k, m in SequenceMatcher(None, there, mine, autojunk=False).get_opcodes():
        pieces += there[i:j]
        if kind in ("replace", "insert"):
            pieces += _apart(pieces, mine[k:m])
    return "".join(pieces).strip("\n")


def _apart(there: list[str], added: list[str]) -> list[str]:
    """What is added begins a sentence of its own."""
    if there and added and not there[-1].endswith(("\n", "。", "；", "！", "？")):
        return ["\n", *added]
    return added


def _sentences(text: str) -> list[str]:
    return [piece for piece in _SENTENCE.findall(text) if piece]


def _chunks(
    old: list[str], there: list[str], mine: list[str]
) -> Iterator[tuple[list[str], list[str], list[str]]]:
    """The three texts cut at what all three share: (before, standing, offered) of each piece."""
    a = b = c = 0
    for start, at_there, at_mine, length in _shared(old, there, mine):
        yield old[a:start], there[b:at_there], mine[c:at_mine]
        for n in range(length):
            same = [old[start + n]]
            yield same, same, same
        a, b, c = start + length, at_there + length, at_mine + length
    yield old[a:], there[b:], mine[c:]


def _shared(
    old: list[str], there: list[str], mine: list[str]
) -> Iterator[tuple[int, int, int, int]]:
    """Runs of sentences of `old` that both others still have: where in each of the three, how long."""
    ones = SequenceMatcher(None, old, there, autojunk=False).get_matching_blocks()
    others = SequenceMatcher(None, old, mine, autojunk=False).get_matching_blocks()
    for one in ones:
        for other in others:
            start, end = max(one.a, other.a), min(one.a + one.size, other.a + other.size)
            if start < end:
                yield start, one.b + start - one.a, other.b + start - other.a, end - start
