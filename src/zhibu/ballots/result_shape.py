"""The shape of a result file: every item that may stand in it, nothing else (docs/ballots.md)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from zhibu.ballots.canonical import canonical

FORMAT, VERSION = "zhibu-ballot-result", 1
SECTIONS = (
    "poll", "form", "rule", "roll", "counts", "key", "tokens", "choices", "merged", "sums", "outcome",
)
# what a reader expects, by the kind of fault pydantic finds
_EXPECTED = {
    "missing": "有这一项", "extra_forbidden": "没有这一项", "int_type": "整数", "string_type": "文字",
    "list_type": "列表", "dict_type": "对应表", "bool_type": "true 或 false", "model_type": "一组项目",
    "greater_than_equal": "0 或更大的整数", "literal_error": "规定的几个词之一", "none_required": "null",
}

Hash = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
Hex = Annotated[str, Field(pattern=r"^(?:[0-9a-f]{2})+$")]
Number = Annotated[int, Field(ge=0)]
Day = Annotated[str, Field(pattern=r"^\d{4}-\d{2}-\d{2}$")]
Code = Annotated[str, Field(min_length=1)]
Ratio = Annotated[str, Field(pattern=r"^\d{1,9}(?:/[1-9]\d{0,8})?$")]


class Item(BaseModel):
    """A part of the file; what it does not know is a fault."""

    model_config = ConfigDict(extra="forbid", strict=True)


class Named(Item):
    """A thing with its id or code and its name."""

    code: str
    name: str


class Poll(Item):
    """What was voted on, where, when, how."""

    id: str
    title: str
    organisation: Named
    matter: Named
    method: Literal["hands", "paper", "electronic", "mixed"]
    round: Annotated[int, Field(ge=1)]
    follows: str | None
    opened_on: Day
    closed_on: Day
    tellers: list[str]


class OptionItem(Item):
    """An answer."""

    code: Code
    label: str


class QuestionItem(Item):
    """A person or matter."""

    key: Code
    title: str
    most: Annotated[int, Field(ge=1)]
    options: list[OptionItem]


class FormItem(Item):
    """The slip."""

    questions: list[QuestionItem]
    favour: str
    favours_most: Number | None
    names_most: Number
    names_for_against: bool


class ShareItem(Item):
    """A part of a base."""

    base: Literal["entitled", "present", "issued", "returned", "valid"]
    fraction: Ratio
    strict: bool


class Source(Item):
    """Where a number comes from."""

    directive: str
    article: str
    gist: str


class RuleItem(Item):
    """How it is decided."""

    decides: Literal["each", "seats", "sums"]
    passes: ShareItem | None
    quorum: ShareItem | None
    seats: Annotated[int, Field(ge=1)] | None
    returned_at_most: Literal["", "issued", "present"]
    margin: Ratio | None
    sources: dict[str, Source]


class Roll(Item):
    """Who was entitled, as marks; how many were left out, with the reasons' numbers."""

    size: Number
    digest: Hash
    entries: list[Hash]
    excluded: dict[str, Number]


class CountsItem(Item):
    """Numbers of people and slips."""

    entitled: Number
    present: Number
    issued_paper: Number
    issued_electronic: Number
    returned_paper: Number
    returned_electronic: Number
    valid: Number
    void: Number


class Key(Item):
    """The poll's public keys."""

    poll: str
    n: Hex
    e: Literal["010001"]
    box: Hex


class Token(Item):
    """A token that was counted, with the proof that the poll issued it."""

    token: Hash
    prefix: Hash
    signature: Hex


class ChoicesItem(Item):
    """What was chosen, taken apart and sorted."""

    answers: dict[str, list[list[str]]]
    names: list[list[str]]


class Sums(Item):
    """Sums by question and option, and by name."""

    options: dict[str, dict[str, Number]]
    names: dict[str, Number]


class StandingItem(Item):
    """One person or matter."""

    key: str
    title: str
    favours: Number
    reached: bool


class OutcomeItem(Item):
    """What came out."""

    held: bool
    faults: list[str]
    least: Number | None
    standings: list[StandingItem]
    decided: list[str]
    tied: list[str]
    tied_seats: Number
    open_seats: Number


class Seal(Item):
    """The installation's signature over the digests of all sections."""

    digests: dict[str, Hash]
    public: Hash
    signature: Annotated[str, Field(pattern=r"^[0-9a-f]{128}$")]


class ResultFile(Item):
    """The whole file."""

    format: Literal["zhibu-ballot-result"]
    version: Literal[1]
    poll: Poll
    form: FormItem
    rule: RuleItem
    roll: Roll
    counts: CountsItem
    key: Key | None
    tokens: list[Token]
    choices: ChoicesItem | None
    merged: dict[str, str]
    sums: Sums
    outcome: OutcomeItem
    seal: Seal


def sealed_text(data: Mapping[str, Any], digests: Mapping[str, str]) -> bytes:
    """What the installation signs: format, version and the digest of each section."""
    return canonical({"format": data["format"], "version": data["version"], "digests": dict(digests)})


def shape_faults(data: Any) -> list[tuple[str, str, str]]:
    """(JSON path, expected, read) of everything that is not in shape."""
    try:
        ResultFile.model_validate(data)
    except ValidationError as error:
        return [
            (path_of(found["loc"]), _expected(found), shown(found["input"]))
            for found in error.errors(include_url=False)[:20]
        ]
    return []


def path_of(parts: tuple[int | str, ...] | list[int | str]) -> str:
    """A place in the file: $.tokens[3].signature."""
    return "$" + "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in parts)


def shown(value: Any, most: int = 60) -> str:
    """A value as a message shows it."""
    text = repr(value) if not isinstance(value, str) else value
    return text if len(text) <= most else text[:most] + "……"


def _expected(found: Any) -> str:
    if found["type"] == "string_pattern_mismatch":
        return f"写法 {found['ctx']['pattern']}"
    if found["type"] == "literal_error":
        return f"{found['ctx']['expected']}"
    return _EXPECTED.get(found["type"], str(found["msg"]))
