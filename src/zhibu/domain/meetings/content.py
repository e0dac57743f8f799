"""What is said of a meeting when it is planned, changed or entered, as one value."""

from __future__ import annotations

from dataclasses import dataclass

from zhibu.domain.meetings.choices import Source


@dataclass(frozen=True, slots=True)
class Item:
    """An item of the agenda."""

    title: str
    note: str = ""
    source: str = Source.FREE.value
    origin: str = ""


@dataclass(frozen=True, slots=True)
class Invited:
    """A guest: a member by id, or somebody by name; with his role."""

    name: str
    role: str = ""
    member: str = ""


@dataclass(frozen=True, slots=True)
class Content:
    """Columns of the activity and of the work on it; None: left as it is (of a new one: derived or empty).

    `host`, `recorder`, `speaker`: ids of members joined by a blank.
    """

    start: str | None = None
    place: str | None = None
    theme: str | None = None
    form: str | None = None
    host: str | None = None
    recorder: str | None = None
    speaker: str | None = None
    topics: int | None = None
    declared_entitled: int | None = None
    declared_present: int | None = None
    requirements: str | None = None
    minutes_long: int | None = None
    host_word: str | None = None
    entrusted_word: str | None = None
    agenda: tuple[Item, ...] | None = None
    guests: tuple[Invited, ...] | None = None

    def columns(self) -> dict[str, object]:
        """What goes into the activity."""
        return {name: value for name in ACTIVITY if (value := getattr(self, name)) is not None}

    def named(self) -> set[str]:
        """Ids of all who are named in it."""
        cells = " ".join(filter(None, (self.host, self.recorder, self.speaker)))
        return {*cells.split(), *(guest.member for guest in self.guests or () if guest.member)}

    def sheet(self) -> dict[str, object]:
        """What goes into the work on it."""
        return {name: value for name in SHEET if (value := getattr(self, name)) is not None}


ACTIVITY = (
    "start", "place", "theme", "form", "host", "recorder", "speaker", "topics", "declared_entitled", "declared_present",
)  # fmt: skip
SHEET = ("requirements", "minutes_long", "host_word", "entrusted_word")
