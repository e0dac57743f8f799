"""A second checker of result files, written from docs/ballots.md alone: it shares no line with the package."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from fractions import Fraction
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.padding import MGF1, PSS
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicNumbers
from cryptography.hazmat.primitives.hashes import SHA384

PARTS = ["poll", "form", "rule", "roll", "counts", "key", "tokens", "choices", "merged", "sums", "outcome"]


class Wrong(Exception):
    """The file does not hold."""


def must(holds: object, what: str) -> None:
    if not holds:
        raise Wrong(what)


def sha(data: Any) -> str:
    text = json.dumps(data, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


def check(content: bytes) -> None:
    file = json.loads(content)
    must(set(file) == {*PARTS, "format", "version", "seal"}, "parts")
    seal(file)
    counts, roll = file["counts"], file["roll"]
    must(roll["entries"] == sorted(set(roll["entries"])), "roll sorted")
    must(sha(roll["entries"]) == roll["digest"], "roll digest")
    must(counts["entitled"] == roll["size"] == len(roll["entries"]), "roll size")
    returned = counts["returned_paper"] + counts["returned_electronic"]
    issued = counts["issued_paper"] + counts["issued_electronic"]
    must(issued <= counts["present"] <= counts["entitled"], "people")
    must(returned == counts["valid"] + counts["void"], "slips")
    tokens(file)
    if file["choices"] is not None:
        must(file["sums"] == added_up(file), "sums")
    must(won(file, returned, issued) == decided(file), "outcome")


def seal(file: dict[str, Any]) -> None:
    digests = {part: sha(file[part]) for part in PARTS}
    must(file["seal"]["digests"] == digests, "digests")
    said = {"format": file["format"], "version": file["version"], "digests": digests}
    text = json.dumps(said, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()
    key = Ed25519PublicKey.from_public_bytes(bytes.fromhex(file["seal"]["public"]))
    try:
        key.verify(bytes.fromhex(file["seal"]["signature"]), text)
    except InvalidSignature:
        raise Wrong("seal") from None


def tokens(file: dict[str, Any]) -> None:
    """RSASSA-PSS with SHA-384 and 48 octets of salt, on prefix and token, by the library's own check."""
    rows, counts = file["tokens"], file["counts"]
    must(len(rows) == counts["returned_electronic"] <= counts["issued_electronic"], "number of tokens")
    must(len({row["token"] for row in rows}) == len(rows), "tokens once")
    for row in rows:
        key = RSAPublicNumbers(65537, int(file["key"]["n"], 16)).public_key()
        message = bytes.fromhex(row["prefix"] + row["token"])
        try:
            key.verify(bytes.fromhex(row["signature"]), message, PSS(MGF1(SHA384()), 48), SHA384())
        except InvalidSignature:
            raise Wrong("token") from None


def added_up(file: dict[str, Any]) -> dict[str, Any]:
    chosen, valid = file["choices"], file["counts"]["valid"]
    options = {}
    for question in file["form"]["questions"]:
        lists = chosen["answers"][question["key"]]
        must(len(lists) == valid, "length of choices")
        options[question["key"]] = {
            option["code"]: sum(said.count(option["code"]) for said in lists)
            for option in question["options"]
        }
    names: Counter[str] = Counter()
    for written in chosen["names"]:
        names.update({file["merged"].get(name, name) for name in written})
    return {"options": options, "names": dict(names)}


def enough(share: Any, number: int, counts: dict[str, int]) -> bool:
    if share is None:
        return number > 0
    of = {**counts, "returned": counts["valid"] + counts["void"],
          "issued": counts["issued_paper"] + counts["issued_electronic"]}[share["base"]]
    part = Fraction(share["fraction"]) * of
    return of > 0 and (number > part if share["strict"] else number >= part)


def won(file: dict[str, Any], returned: int, issued: int) -> tuple[bool, set[str], set[str]]:
    rule, counts = file["rule"], file["counts"]
    most = {"": returned, "issued": issued, "present": counts["present"]}[rule["returned_at_most"]]
    quorum = rule["quorum"] is None or enough(rule["quorum"], counts["present"], counts)
    held = quorum and 0 < returned <= most
    if not held or rule["decides"] == "sums":
        return held, set(), set()
    favour = file["form"]["favour"]
    votes = {key: sums.get(favour, 0) for key, sums in file["sums"]["options"].items()}
    votes |= {f"name:{name}": number for name, number in file["sums"]["names"].items()}
    able = {key: number for key, number in votes.items() if enough(rule["passes"], number, counts)}
    if rule["decides"] == "each":
        return True, set(able), set()
    sure, tied = set(), set()
    for key, number in able.items():
        better = sum(other > number for other in able.values())
        same = sum(other == number for other in able.values())
        if better + same <= rule["seats"]:
            sure.add(key)
        elif better < rule["seats"]:
            tied.add(key)
    return True, sure, tied


def decided(file: dict[str, Any]) -> tuple[bool, set[str], set[str]]:
    said = file["outcome"]
    return said["held"], set(said["decided"]), set(said["tied"])
