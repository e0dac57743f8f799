"""Checking a result file offline: it needs the file and nothing else, no database and no key of the site."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from zhibu.ballots.canonical import digest
from zhibu.ballots.checks import Fault, section_faults
from zhibu.ballots.disclosure import METHODS
from zhibu.ballots.keys import PublicKeys, fingerprint_of
from zhibu.ballots.result_shape import SECTIONS, path_of, sealed_text, shape_faults, shown
from zhibu.kernel.errors import InputError, Problem

UNPROVEN = (
    "名册对不对：谁该有表决权、谁该除外，要看名册和理由。",
    "领票的是不是本人：谁领了票记在操作日志里，去那里查。",
    "投票时网页和服务器有没有被改过：文件只能证明收下的票怎样算成结果。",
    "没有人被逼着投，投的时候没有人看着。",
)
UNPROVEN_PAPER = "纸质票录得对不对：两人各录一遍，要再查就打开封存的票数一遍。"
UNPROVEN_HANDS = "举手数得对不对：只有两名计票人的数。"
UNPROVEN_POLL = "选票密钥是不是投票通知上的那一把：没有给出它的指纹（--poll-key），没有比对。"
UNPROVEN_SEAL = "封印是哪个单位的：没有给出封印指纹（--key），没有比对。"


@dataclass(frozen=True, slots=True)
class Verified:
    """What checking found: `faults` (none: the file holds), what was proven, what cannot be."""

    faults: tuple[Fault, ...]
    proven: tuple[str, ...] = ()
    unproven: tuple[str, ...] = ()


def verify_file(content: bytes, key: str | None = None, poll_key: str | None = None) -> Verified:
    """Check a file; InputError where it is no JSON at all.

    Fingerprints expected: `key` of the installation's seal, `poll_key` of the poll's keys (on the notice).
    """
    doubled: list[str] = []

    def once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        found = dict(pairs)
        if len(found) < len(pairs):
            doubled.extend(name for name, n in Counter(name for name, _ in pairs).items() if n > 1)
        return found

    try:
        data = json.loads(content.decode("utf-8"), object_pairs_hook=once)
        json.dumps(data, ensure_ascii=False).encode()  # half a letter (\ud800) is no text
    except (ValueError, RecursionError) as error:
        raise InputError([Problem("结果文件", shown(content[:40].decode("utf-8", "replace")),
                                  "UTF-8 编码的 JSON", f"读不出：{error}")]) from None
    if doubled:
        return Verified(tuple(Fault(f"$…{name}", "这一项出现一次", "出现两次") for name in doubled))
    return verify_data(data, key, poll_key)


def verify_data(data: Any, key: str | None = None, poll_key: str | None = None) -> Verified:
    """Check the content of a result file."""
    shape = shape_faults(data)
    if shape:
        return Verified(tuple(Fault(*fault) for fault in shape))
    faults = [*section_faults(data), *_digest_faults(data), *_seal_faults(data, key)]
    found = _poll_fingerprint(data)
    if poll_key is not None and _plain(found) != _plain(poll_key):
        faults.append(Fault("$.key", f"指纹 {poll_key}", f"指纹 {found or '没有'}，不是通知上的那一把"))
    if faults:
        return Verified(tuple(faults))
    return Verified((), tuple(_proven(data, key)), tuple(_unproven(data, key, poll_key)))


def _poll_fingerprint(data: dict[str, Any]) -> str:
    if data["key"] is None:
        return ""
    return PublicKeys(data["key"]["poll"], data["key"]["n"], data["key"]["box"]).fingerprint


def _digest_faults(data: dict[str, Any]) -> Iterator[Fault]:
    digests = data["seal"]["digests"]
    for name in sorted(set(digests) ^ set(SECTIONS)):
        expected = "这一段的摘要" if name in SECTIONS else "没有这一项"
        yield Fault(path_of(("seal", "digests", name)), expected, digests.get(name, ""))
    for section in SECTIONS:
        if section in digests and digest(data[section]) != digests[section]:
            yield Fault(f"$.{section}", f"摘要 {digests[section]}", f"摘要 {digest(data[section])}，这一段被改过")


def _seal_faults(data: dict[str, Any], key: str | None) -> Iterator[Fault]:
    seal = data["seal"]
    try:
        public = Ed25519PublicKey.from_public_bytes(bytes.fromhex(seal["public"]))
        public.verify(bytes.fromhex(seal["signature"]), sealed_text(data, seal["digests"]))
    except (InvalidSignature, ValueError):
        yield Fault("$.seal.signature", "对各段摘要的签名", "签名不对，文件或封印被改过")
    if key is not None:
        found = fingerprint_of(seal["public"])
        if _plain(found) != _plain(key):
            yield Fault("$.seal.public", f"指纹 {key}", f"指纹 {found}，不是这个单位的封印")


def _plain(fingerprint: str) -> str:
    return "".join(fingerprint.split()).upper()


def _proven(data: dict[str, Any], key: str | None) -> Iterator[str]:
    counts, poll = data["counts"], data["poll"]
    yield f"{poll['organisation']['name']}《{poll['title']}》，{METHODS[poll['method']]}，{poll['closed_on']} 计票。"
    yield f"名册 {counts['entitled']} 人，到会 {counts['present']} 人，名册摘要对得上。"
    if data["tokens"]:
        yield (f"电子票 {len(data['tokens'])} 张：每张都是本场密钥签发的，没有重复，"
               f"不超过发出的 {counts['issued_electronic']} 张。")
    if data["choices"] is not None:
        returned = counts["returned_paper"] + counts["returned_electronic"]
        yield f"收回 {returned} 张，有效 {counts['valid']} 张，废票 {counts['void']} 张；从选择重新加出的各项合计都对。"
    yield "按写明的规则重新算出的结果和文件里的一样。"
    fingerprint = fingerprint_of(data["seal"]["public"])
    yield f"各段摘要和封印签名都对；封印指纹 {fingerprint}{'，和给出的一样' if key else ''}。"
    if data["key"]:
        yield f"本场选票密钥指纹 {_poll_fingerprint(data)}，应和投票通知上的一样。"


def _unproven(data: dict[str, Any], key: str | None, poll_key: str | None) -> Iterator[str]:
    yield from UNPROVEN
    if data["counts"]["returned_paper"] and data["poll"]["method"] != "hands":
        yield UNPROVEN_PAPER
    if data["poll"]["method"] == "hands":
        yield UNPROVEN_HANDS
    if data["key"] is not None and poll_key is None:
        yield UNPROVEN_POLL
    if key is None:
        yield UNPROVEN_SEAL
