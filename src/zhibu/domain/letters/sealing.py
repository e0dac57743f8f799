"""Sealing and opening. Called by services of the rooms whose texts these are, within their transaction.

Only a holder in person opens a letter: neither the keeper of the machine through any door, nor somebody who
enters for another (代办), nor a right over an organisation does.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable

from django.conf import settings

from zhibu.domain.letters.models import Letter, LetterKey
from zhibu.kernel import clock
from zhibu.kernel.actor import Actor
from zhibu.kernel.envelopes import envelope_open, envelope_rewrite, envelope_seal, envelope_share
from zhibu.kernel.errors import NotAllowed, Refused
from zhibu.kernel.ids import new_id

MOST = 20_000  # characters


def letter_seal(*, noun: str, text: str, readers: Iterable[str]) -> Letter:
    """Seal a text for these members; nobody else opens it."""
    wanted = sorted(set(readers))
    _require_fits(text)
    pk = new_id("let")
    sealed, keys = envelope_seal(_key(), _about(noun, pk), text.strip(), wanted)
    made = Letter.objects.create(id=pk, noun=noun, sealed=sealed, written_at=clock.now())
    LetterKey.objects.bulk_create(
        LetterKey(letter=made, member_id=holder, holder=holder, wrapped=wrapped) for holder, wrapped in keys.items()
    )
    return made


def letter_rewrite(*, actor: Actor, letter: Letter, text: str) -> Letter:
    """Another text in the place of the old one, for the same readers; only a holder can."""
    _require_fits(text)
    key = _held(actor, letter)
    letter.sealed = envelope_rewrite(_key(), _about(letter.noun, letter.pk), text.strip(), key.holder, key.wrapped)
    letter.written_at = clock.now()
    letter.save(update_fields=["sealed", "written_at"])
    return letter


def letter_share(*, actor: Actor, letter: Letter, readers: Iterable[str]) -> None:
    """Let others open it too; only a holder can."""
    key = _held(actor, letter)
    there = set(LetterKey.objects.filter(letter=letter).values_list("member", flat=True))
    more = sorted(set(readers) - there)
    wrapped = envelope_share(_key(), _about(letter.noun, letter.pk), key.holder, key.wrapped, more)
    LetterKey.objects.bulk_create(
        LetterKey(letter=letter, member_id=holder, holder=holder, wrapped=text) for holder, text in wrapped.items()
    )


def letter_open(actor: Actor, letter: Letter) -> str:
    """The text, for a holder in person; NotAllowed for everybody else."""
    key = _held(actor, letter)
    return envelope_open(_key(), _about(letter.noun, letter.pk), letter.sealed, key.holder, key.wrapped)


def letters_held(actor: Actor, letters: Collection[str]) -> set[str]:
    """Which of these he can open."""
    if not may_open(actor):
        return set()
    return set(LetterKey.objects.filter(letter__in=letters, member=actor.member).values_list("letter", flat=True))


def readers_of(letter: Letter) -> set[str]:
    """Ids of the members who can open it."""
    return set(LetterKey.objects.filter(letter=letter).values_list("member", flat=True))


def may_open(actor: Actor) -> bool:
    """Whether he could be a holder at all: a member in person."""
    return bool(actor.member) and actor.in_person


def _held(actor: Actor, letter: Letter) -> LetterKey:
    found = LetterKey.objects.filter(letter=letter, member=actor.member).first() if may_open(actor) else None
    if found is None:
        raise NotAllowed("这段内容只有写它的人和它写给的人看得到。")
    return found


def _require_fits(text: str) -> None:
    if not text.strip():
        raise Refused("还没有写内容。")
    if len(text) > MOST:
        raise Refused(f"内容最多 {MOST} 个字，读到 {len(text)} 个字，写短一些或分几次写。")


def _about(noun: str, pk: str) -> str:
    return f"{noun}\0{pk}"


def _key() -> str:
    key: str = settings.ZHIBU_SECRETS["files_key"]
    return key
