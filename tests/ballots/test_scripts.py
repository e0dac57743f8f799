"""The scripts of the ballot as they are read: nothing newer than Chromium 86 knows, nothing that could leak."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

FOLDER = Path(__file__).resolve().parents[2] / "src" / "zhibu" / "web" / "voting" / "static" / "voting"
CRYPTO = ("octets", "rsabssa", "hpke", "slip", "ballot")
# came into Chromium after version 86
NEWER = (
    r"\.at\(-", r"Object\.(?:hasOwn|groupBy)\b", r"structuredClone", r"\.findLast", r"\.toSorted", r"\.toReversed",
    r"^await ", r"\bstatic \{", r"randomUUID", r"AbortSignal\.timeout", r"\.toHex\(",
)
RISKY = (
    r"\beval\(", r"\bnew Function", r"\.innerHTML", r"document\.cookie", r"localStorage", r"console\.", r"https?://",
    r"sendBeacon", r"XMLHttpRequest", r"Math\.random",
)


def code(name: str) -> str:
    """A script without its comments."""
    text = (FOLDER / f"{name}.js").read_text("utf-8")
    return re.sub(r"/\*.*?\*/|^\s*//.*?$", "", text, flags=re.S | re.M)


@pytest.mark.parametrize("name", [file.stem for file in sorted(FOLDER.glob("*.js"))])
def test_only_what_old_browsers_know_and_nothing_risky(name: str) -> None:
    found = [word for word in (*NEWER, *RISKY) if re.search(word, code(name), re.M)]

    # https:// stands in the sentence that says why an address is not safe
    assert [word for word in found if not (name == "ballot" and word == r"https?://")] == []


def test_only_one_place_sends_anything_and_it_sends_no_cookie() -> None:
    calls = {name: re.findall(r"\bfetch\((.*?)\}\);", code(name), re.S) for name in CRYPTO}

    assert {name: len(found) for name, found in calls.items() if found} == {"ballot": 1}
    for said in ('credentials: "omit"', 'referrerPolicy: "no-referrer"', 'cache: "no-store"', 'redirect: "error"'):
        assert said in calls["ballot"][0]


def test_what_seals_and_signs_knows_nothing_of_the_page() -> None:
    for name in ("octets", "rsabssa", "hpke", "slip"):
        assert not re.search(r"\b(?:window|document|sessionStorage|fetch)\b", code(name)), name
