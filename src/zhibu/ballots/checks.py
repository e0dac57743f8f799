"""What must hold between the parts of a result file; each thing that does not is a fault with its place."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from zhibu.ballots.board import roll_digest
from zhibu.ballots.keys import PublicKeys
from zhibu.ballots.outcomes import Choices, Tally, outcome, tally
from zhibu.ballots.result_shape import path_of, shown
from zhibu.ballots.rules import Counts, Rule
from zhibu.ballots.slips import Form, name_normal
from zhibu.ballots.tokens import token_is_signed

LEAST_BITS, MOST_BITS = 2048, 8192


@dataclass(frozen=True, slots=True)
class Fault:
    """A place (JSON path) that is not as it should be."""

    path: str
    expected: str
    read: str

    def __str__(self) -> str:
        return f"{self.path}：应为 {self.expected}，读到 {self.read}"


def section_faults(data: dict[str, Any]) -> list[Fault]:
    """All faults of a file that is in shape, from the roll to the outcome."""
    made = _made(data)
    if isinstance(made, Fault):
        return [made]
    form, rule = made
    counts = Counts(**data["counts"])
    before = [*_by_method(data), *_key(data)]
    if before:  # with a key that is none, no token need be tried
        return before
    faults = [
        *_roll(data), *_numbers(data, counts), *_tokens(data),
        *_choices(data, form, counts), *_merged(data),
    ]
    if faults:
        return faults
    return [*_sums(data, form, counts), *_outcome(data, form, rule, counts)]


def _made(data: dict[str, Any]) -> tuple[Form, Rule] | Fault:
    form = Form.from_data(data["form"])
    keys = set[str]()
    for at, question in enumerate(form.questions):
        if question.key in keys or len(set(question.codes)) != len(question.codes):
            return Fault(path_of(("form", "questions", at)), "各不相同的题号和选项", question.key)
        keys.add(question.key)
    if form.questions == ():
        return Fault("$.form.questions", "至少一题", "没有")
    try:
        return form, Rule.from_data(data["rule"])
    except ValueError as error:
        return Fault("$.rule", "可以算的规则", str(error))


def _roll(data: dict[str, Any]) -> Iterator[Fault]:
    roll = data["roll"]
    entries = roll["entries"]
    if entries != sorted(set(entries)):
        yield Fault("$.roll.entries", "按大小排好、没有重复", "次序不对或有重复")
    if roll["size"] != len(entries):
        yield Fault("$.roll.size", str(len(entries)), str(roll["size"]))
    if roll["digest"] != roll_digest(entries):
        yield Fault("$.roll.digest", roll_digest(entries), roll["digest"])
    if data["counts"]["entitled"] != len(entries):
        yield Fault("$.counts.entitled", f"名册的 {len(entries)}", str(data["counts"]["entitled"]))


def _numbers(data: dict[str, Any], counts: Counts) -> Iterator[Fault]:
    if counts.present > counts.entitled:
        yield Fault("$.counts.present", f"不超过 {counts.entitled}", str(counts.present))
    if counts.issued > counts.present:
        yield Fault("$.counts.issued_paper", f"和电子票一共不超过到会的 {counts.present}", str(counts.issued))
    if counts.valid + counts.void != counts.returned:
        yield Fault("$.counts.valid", f"有效加废票等于收回的 {counts.returned}", str(counts.valid + counts.void))
    if counts.returned_electronic > counts.issued_electronic:
        yield Fault("$.counts.returned_electronic", f"不超过发出的 {counts.issued_electronic}",
                    str(counts.returned_electronic))
    if counts.returned_electronic != len(data["tokens"]):
        yield Fault("$.counts.returned_electronic", f"凭证的张数 {len(data['tokens'])}",
                    str(counts.returned_electronic))
    if data["poll"]["opened_on"] > data["poll"]["closed_on"]:
        yield Fault("$.poll.closed_on", f"不早于 {data['poll']['opened_on']}", data["poll"]["closed_on"])


def _by_method(data: dict[str, Any]) -> Iterator[Fault]:
    method, counts = data["poll"]["method"], data["counts"]
    electronic = method in ("electronic", "mixed")
    if (data["key"] is not None) != electronic:
        yield Fault("$.key", "电子票有密钥，别的没有", shown(data["key"]))
    if (data["choices"] is None) != (method == "hands"):
        yield Fault("$.choices", "举手没有票，别的都有", shown(data["choices"]))
    if not electronic and counts["issued_electronic"]:
        yield Fault("$.counts.issued_electronic", "0", str(counts["issued_electronic"]))
    if method == "electronic" and (counts["issued_paper"] or counts["returned_paper"]):
        yield Fault("$.counts.issued_paper", "没有纸质票", str(counts["issued_paper"]))
    hands = Counts.of_hands(counts["entitled"], counts["present"])
    if method == "hands" and Counts(**counts) != hands:
        yield Fault("$.counts", "举手：发出、收回、有效都等于到会", shown(counts))


def _key(data: dict[str, Any]) -> Iterator[Fault]:
    key = data["key"]
    if key is None:
        return
    if key["poll"] != data["poll"]["id"]:
        yield Fault("$.key.poll", data["poll"]["id"], key["poll"])
    number = int(key["n"], 16)
    if not LEAST_BITS <= number.bit_length() <= MOST_BITS or number % 2 == 0:
        yield Fault("$.key.n", f"{LEAST_BITS} 到 {MOST_BITS} 位的奇数", f"{number.bit_length()} 位")


def _tokens(data: dict[str, Any]) -> Iterator[Fault]:
    tokens = [row["token"] for row in data["tokens"]]
    for at, (before, token) in enumerate(pairwise(tokens), 1):
        if before == token:
            yield Fault(path_of(("tokens", at, "token")), "每张凭证一次", f"{token} 出现两次")
        elif before > token:
            yield Fault(path_of(("tokens", at, "token")), "按大小排好", token)
    if data["key"] is None:
        return
    public = PublicKeys(data["key"]["poll"], data["key"]["n"], data["key"]["box"])
    for at, row in enumerate(data["tokens"]):
        if not token_is_signed(public, row["token"], row["prefix"], row["signature"]):
            yield Fault(path_of(("tokens", at, "signature")), "本场密钥对这张凭证的签名", shown(row["signature"], 16))


def _choices(data: dict[str, Any], form: Form, counts: Counts) -> Iterator[Fault]:
    choices = data["choices"]
    if choices is None:
        return
    for key in sorted(set(choices["answers"]) ^ {q.key for q in form.questions}):
        yield Fault(path_of(("choices", "answers", key)), "选票上的题各一项", key)
    for question in form.questions:
        chosen = choices["answers"].get(question.key, [])
        path = path_of(("choices", "answers", question.key))
        if len(chosen) != counts.valid:
            yield Fault(path, f"有效票 {counts.valid} 张", f"{len(chosen)} 项")
        if chosen != sorted(chosen):
            yield Fault(path, "按大小排好", "次序不对")
        for at, codes in enumerate(chosen):
            if codes != sorted(set(codes) & set(question.codes)) or len(codes) > question.most:
                yield Fault(f"{path}[{at}]", f"最多 {question.most} 个选项", shown(codes))
    yield from _names(choices, form, counts)


def _names(choices: dict[str, Any], form: Form, counts: Counts) -> Iterator[Fault]:
    rows = choices["names"]
    if rows != sorted(rows) or len(rows) > counts.valid:
        yield Fault("$.choices.names", f"排好、最多 {counts.valid} 张票", f"{len(rows)} 张")
    for at, names in enumerate(rows):
        normal = sorted({name_normal(name) for name in names})
        if not names or names != normal or len(names) > form.names_most:
            yield Fault(path_of(("choices", "names", at)), f"1 到 {form.names_most} 个不同的姓名", shown(names))
    favours = sum(form.favour in codes for chosen in choices["answers"].values() for codes in chosen)
    favours += sum(len(names) for names in rows)
    if form.favours_most is not None and favours > form.favours_most * counts.valid:
        yield Fault("$.choices.answers", f"赞成和另选一共不超过 {form.favours_most * counts.valid}", str(favours))


def _merged(data: dict[str, Any]) -> Iterator[Fault]:
    written = {name for names in (data["choices"] or {"names": []})["names"] for name in names}
    for name, into in data["merged"].items():
        if name not in written or into in data["merged"] or not into:
            yield Fault(path_of(("merged", name)), "写在票上的姓名归到一个姓名", shown(into))


def _sums(data: dict[str, Any], form: Form, counts: Counts) -> Iterator[Fault]:
    if data["choices"] is not None:
        expected = tally(form, Choices.from_data(data["choices"]), data["merged"]).as_data()
        yield from differences(expected, data["sums"], ("sums",))
        return
    options = data["sums"]["options"]
    yield from differences({q.key: None for q in form.questions}, dict.fromkeys(options), ("sums", "options"))
    for question in form.questions:
        row = options.get(question.key, {})
        if set(row) != set(question.codes) or (question.most == 1 and sum(row.values()) > counts.present):
            yield Fault(path_of(("sums", "options", question.key)),
                        f"各选项一个数，一共不超过到会的 {counts.present}", shown(row))


def _outcome(data: dict[str, Any], form: Form, rule: Rule, counts: Counts) -> Iterator[Fault]:
    options = data["sums"]["options"]
    if any(set(options.get(q.key, ())) != set(q.codes) for q in form.questions):
        return  # told already
    counted = Tally(options, data["sums"]["names"])
    yield from differences(outcome(rule, form, counts, counted).as_data(), data["outcome"], ("outcome",))


def differences(expected: Any, read: Any, path: tuple[int | str, ...]) -> Iterator[Fault]:
    """Where two pieces of data differ, as deep as possible."""
    if isinstance(expected, dict) and isinstance(read, dict):
        for name in sorted(set(expected) | set(read)):
            if name not in read or name not in expected:
                told = "有这一项" if name in expected else "没有这一项"
                yield Fault(path_of((*path, name)), told, shown(read.get(name, "没有")))
            else:
                yield from differences(expected[name], read[name], (*path, name))
    elif isinstance(expected, list) and isinstance(read, list) and len(expected) == len(read):
        for at, (one, other) in enumerate(zip(expected, read, strict=True)):
            yield from differences(one, other, (*path, at))
    elif expected != read:
        yield Fault(path_of(path), shown(expected), shown(read))
