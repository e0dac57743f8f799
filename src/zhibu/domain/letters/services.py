"""Sealing. Called by services of the rooms whose texts these are, within their transaction; they ask the right and write the record."""

from __future__ import annotations

from collections.abc import Iterable

from zhibu.domain.letters.models import Letter, LetterKey
from zhibu.domain.letters.selectors import installation_key, letter_about, letter_key
from zhibu.kernel import clock
from zhibu.kernel.actor import Actor
from zhibu.kernel.envelopes import envelope_rewrite, envelope_seal, envelope_share
from zhibu.kernel.errors import Refused
from zhibu.kernel.ids import new_id

MOST = 20_000  # characters


def letter_seal(*, noun: str, text: str, readers: Iterable[str]) -> Letter:
    """Seal a text for these members; nobody else opens it."""
    wanted = sorted(set(readers))
    _require_fits(text)
    pk = new_id("let")
    sealed, keys = envelope_seal(installation_key(), letter_about(noun, pk), text.strip(), wanted)
    made = Letter.objects.create(id=pk, noun=noun, sealed=sealed, written_at=clock.now())
    LetterKey.objects.bulk_create(
        LetterKey(letter=made, member_id=holder, holder=holder, wrapped=wrapped) for holder, wrapped in keys.items()
    )
    return made


def letter_rewrite(*, actor: Actor, letter: Letter, text: str) -> Letter:
    """Another text in the place of the old one, for the same readers; only a holder can."""
    _require_fits(text)
    key = letter_key(actor, letter)
    letter.sealed = envelope_rewrite(installation_key(), letter_about(letter.noun, letter.pk), text.strip(), key.holder, key.wrapped)
    letter.written_at = clock.now()
    letter.save(update_fields=["sealed", "written_at"])
    return letter


def letter_share(*, actor: Actor, letter: Letter, readers: Iterable[str]) -> None:
    """Let others open it too; only a holder can."""
    key = letter_key(actor, letter)
    there = set(LetterKey.objects.filter(letter=letter).values_list("member", flat=True))
    more = sorted(set(readers) - there)
    wrapped = envelope_share(installation_key(), letter_about(letter.noun, letter.pk), key.holder, key.wrapped, more)
    LetterKey.objects.bulk_create(
        LetterKey(letter=letter, member_id=holder, holder=holder, wrapped=text) for holder, text in wrapped.items()
    )


def _require_fits(text: str) -> None:
    if not text.strip():
        raise Refused("还没有写内容。")
    if len(text) > MOST:
        raise Refused(f"内容最多 {MOST} 个字，读到 {len(text)} 个字，写短一些或分几次写。")
