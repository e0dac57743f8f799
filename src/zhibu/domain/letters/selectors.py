"""Opening: only a holder in person opens a letter.

Neither the keeper of the machine through any door, nor somebody who enters for another (代办), nor a right over
an organisation does.
"""

from __future__ import annotations

from collections.abc import Collection

from django.conf import settings

from zhibu.domain.letters.models import Letter, LetterKey
from zhibu.kernel.actor import Actor
from zhibu.kernel.envelopes import envelope_open
from zhibu.kernel.errors import NotAllowed


def letter_open(actor: Actor, letter: Letter) -> str:
    """The text, for a holder in person; NotAllowed for everybody else."""
    key = letter_key(actor, letter)
    return envelope_open(installation_key(), letter_about(letter.noun, letter.pk), letter.sealed, key.holder, key.wrapped)


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


def letter_key(actor: Actor, letter: Letter) -> LetterKey:
    """His key of a letter; NotAllowed where he holds none or does not act in person."""
    found = LetterKey.objects.filter(letter=letter, member=actor.member).first() if may_open(actor) else None
    if found is None:
        raise NotAllowed("这段内容只有写它的人和它写给的人看得到。")
    return found


def letter_about(noun: str, pk: str) -> str:
    """What a sealed text and its keys are bound to."""
    return f"{noun}\0{pk}"


def installation_key() -> str:
    """What wraps the keys of letters."""
    key: str = settings.ZHIBU_SECRETS["files_key"]
    return key
