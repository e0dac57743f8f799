"""The result file: put together once, sealed with the installation's key, written so that a person can read it."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from zhibu.ballots.board import roll_digest
from zhibu.ballots.canonical import digest
from zhibu.ballots.keys import PublicKeys
from zhibu.ballots.outcomes import Choices, Outcome, Tally, outcome, tally
from zhibu.ballots.result_shape import FORMAT, SECTIONS, VERSION, sealed_text
from zhibu.ballots.rules import Counts, Rule
from zhibu.ballots.slips import Form
from zhibu.ballots.verifying import verify_data
from zhibu.kernel.errors import Refused


class Contradictory(Refused, ValueError):
    """Numbers that no result can be made of; the text names each place."""


@dataclass(frozen=True, slots=True)
class About:
    """What was voted on. `organisation` and `matter`: (id or code, name); days are ISO text.

    `round` counts from 1; `follows` is the id of the round before. `tellers`: names, as on the report.
    """

    id: str
    title: str
    organisation: tuple[str, str]
    matter: tuple[str, str]
    method: str
    opened_on: str
    closed_on: str
    round: int = 1
    follows: str | None = None
    tellers: tuple[str, ...] = ()

    def as_data(self) -> dict[str, Any]:
        """The section `poll`."""
        return {
            "id": self.id, "title": self.title, "method": self.method, "round": self.round,
            "organisation": dict(zip(("code", "name"), self.organisation, strict=True)),
            "matter": dict(zip(("code", "name"), self.matter, strict=True)),
            "follows": self.follows, "opened_on": self.opened_on, "closed_on": self.closed_on,
            "tellers": list(self.tellers),
        }


@dataclass(frozen=True, slots=True)
class Counted:
    """Everything that a result is made of.

    `entries`: marks of all entitled people (`roll_entry`); `excluded`: reason -> number of people left
    out. `tokens`: (token, prefix, signature) of the electronic slips. `choices`: of all valid slips,
    electronic and paper together; None for a show of hands, which gives `by_hands` instead.
    `merged`: spellings of written-in names that are the same person.
    """

    about: About
    form: Form
    rule: Rule
    entries: Sequence[str]
    counts: Counts
    choices: Choices | None = None
    by_hands: Tally | None = None
    public: PublicKeys | None = None
    tokens: Sequence[tuple[str, str, str]] = ()
    merged: Mapping[str, str] = field(default_factory=dict)
    excluded: Mapping[str, int] = field(default_factory=dict)

    @property
    def sums(self) -> Tally:
        """The sums."""
        if self.choices is not None:
            return tally(self.form, self.choices, self.merged)
        if self.by_hands is None:
            raise ValueError("a result needs choices, or sums by hands")
        return self.by_hands

    @property
    def outcome(self) -> Outcome:
        """What came out."""
        return outcome(self.rule, self.form, self.counts, self.sums)


def result_make(counted: Counted, key: Ed25519PrivateKey) -> bytes:
    """The sealed file, UTF-8. Contradictory where the numbers do not agree (nothing to publish)."""
    data: dict[str, Any] = {"format": FORMAT, "version": VERSION, **_sections(counted)}
    return _sealed(data, key)


def result_merge(content: bytes, merged: Mapping[str, str], key: Ed25519PrivateKey) -> bytes:
    """The same result with spellings of written-in names put together, sealed anew.

    Which names were written in is known only after the box was opened, and its keys are gone by then;
    what was chosen stands in the file. Contradictory where `merged` names somebody nobody wrote.
    """
    data = json.loads(content)
    found = verify_data(data).faults
    if found:
        raise Contradictory(f"原来的结果文件不对，不能接着改：{found[0]}")
    form, rule = Form.from_data(data["form"]), Rule.from_data(data["rule"])
    sums = tally(form, Choices.from_data(data["choices"]), merged)
    data["merged"], data["sums"] = dict(merged), sums.as_data()
    data["outcome"] = outcome(rule, form, Counts(**data["counts"]), sums).as_data()
    return _sealed(data, key)


def _sealed(data: dict[str, Any], key: Ed25519PrivateKey) -> bytes:
    data["seal"] = _seal(data, key)
    faults = verify_data(data).faults
    if faults:
        told = "\n".join(str(fault) for fault in faults)
        raise Contradictory(f"这些数对不上，没有做成结果：\n{told}")
    return file_bytes(data)


def file_bytes(data: Mapping[str, Any]) -> bytes:
    """The file as it is written: names sorted, a line for each value; digests are of the canonical form."""
    return (json.dumps(data, ensure_ascii=False, sort_keys=True, indent=1) + "\n").encode()


def _sections(counted: Counted) -> dict[str, Any]:
    numbers = counted.counts
    entries = sorted(counted.entries)
    return {
        "poll": counted.about.as_data(),
        "form": counted.form.as_data(),
        "rule": counted.rule.as_data(),
        "roll": {"size": len(entries), "digest": roll_digest(entries), "entries": entries,
                 "excluded": dict(counted.excluded)},
        "counts": {name: getattr(numbers, name) for name in numbers.__dataclass_fields__},
        "key": counted.public.as_data() if counted.public else None,
        "tokens": [
            {"token": token, "prefix": prefix, "signature": signature}
            for token, prefix, signature in sorted(counted.tokens)
        ],
        "choices": counted.choices.as_data() if counted.choices is not None else None,
        "merged": dict(counted.merged),
        "sums": counted.sums.as_data(),
        "outcome": counted.outcome.as_data(),
    }


def _seal(data: Mapping[str, Any], key: Ed25519PrivateKey) -> dict[str, Any]:
    digests = {section: digest(data[section]) for section in SECTIONS}
    public = key.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw).hex()
    return {"digests": digests, "public": public, "signature": key.sign(sealed_text(data, digests)).hex()}
