"""The result file: what holds is proven, what was changed is refused with its place."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.ballots.results import KEY, METHODS, data, electronic, file
from zhibu.ballots.canonical import digest
from zhibu.ballots.keys import seal_fingerprint
from zhibu.ballots.result_shape import SECTIONS, sealed_text
from zhibu.ballots.results import result_make, result_merge
from zhibu.ballots.verifying import verify_data, verify_file
from zhibu.kernel.errors import InputError


def places(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Every place in a piece of JSON."""
    yield path
    if isinstance(value, dict | list):
        for name in (sorted(value) if isinstance(value, dict) else range(len(value))):
            yield from places(value[name], (*path, name))


def at(value: Any, path: tuple[Any, ...]) -> Any:
    for part in path:
        value = value[part]
    return value


def put(value: Any, path: tuple[Any, ...], new: Any) -> Any:
    if not path:
        return new
    changed = copy.deepcopy(value)
    at(changed, path[:-1])[path[-1]] = new
    return changed


def resealed(changed: Any) -> Any:
    """As somebody would do who holds the installation's key."""
    digests = {section: digest(changed[section]) for section in SECTIONS}
    changed["seal"]["digests"] = digests
    changed["seal"]["signature"] = KEY.sign(sealed_text(changed, digests)).hex()
    return changed


@pytest.mark.parametrize("method", METHODS)
def test_a_good_file_holds(method: str) -> None:
    verified = verify_file(file(method), seal_fingerprint(KEY))

    assert verified.faults == ()
    assert any("封印" in line and "和给出的一样" in line for line in verified.proven)
    assert len(verified.unproven) >= 4


def test_the_file_names_nobody_on_the_roll_and_no_slip_whole() -> None:
    text = file("electronic").decode()

    assert "党员1" not in text
    assert set(data("electronic")["choices"]) == {"answers", "names"}
    assert data("electronic")["choices"]["answers"]["p1"] == [["against"], ["in_favour"]]


OTHERS = st.one_of(
    st.none(), st.booleans(), st.integers(-3, 10**12), st.text(max_size=6), st.just([]), st.just({}),
    st.just("0" * 64), st.just("1/2"), st.just("2026-03-03"),
)


@settings(max_examples=400, deadline=None, suppress_health_check=list(HealthCheck))
@given(draw=st.data())
def test_any_single_change_is_refused_with_a_place(draw: st.DataObject) -> None:
    method = draw.draw(st.sampled_from(METHODS))
    good = data(method)
    path = draw.draw(st.sampled_from(list(places(good))))
    kind = draw.draw(st.sampled_from(["set", "drop", "add", "double", "letter"]))
    changed = change(draw, good, path, kind)
    if json.dumps(changed, sort_keys=True) == json.dumps(good, sort_keys=True):
        return

    faults = verify_data(changed).faults

    assert faults, (method, path, kind)
    assert all(fault.path.startswith("$") and fault.expected for fault in faults)


def change(draw: st.DataObject, good: Any, path: tuple[Any, ...], kind: str) -> Any:
    old = at(good, path)
    if kind == "drop" and path:
        changed = copy.deepcopy(good)
        del at(changed, path[:-1])[path[-1]]
        return changed
    if kind == "add" and isinstance(old, dict):
        return put(good, path, {**old, draw.draw(st.text(max_size=5)): draw.draw(OTHERS)})
    if kind in ("add", "double") and isinstance(old, list) and old:
        return put(good, path, [*old, draw.draw(st.sampled_from(old))])
    if kind == "letter" and isinstance(old, str) and old:
        where = draw.draw(st.integers(0, len(old) - 1))
        return put(good, path, old[:where] + draw.draw(st.sampled_from("0af1票X")) + old[where + 1:])
    if isinstance(old, int) and not isinstance(old, bool):
        return put(good, path, old + draw.draw(st.sampled_from([-1, 1])))
    return put(good, path, draw.draw(OTHERS))


@pytest.mark.parametrize(("path", "new", "place"), [
    (("counts", "valid"), 3, "$.counts.valid"),
    (("counts", "returned_electronic"), 2, "$.counts.returned_electronic"),
    (("sums", "options", "p1", "in_favour"), 5, "$.sums.options.p1.in_favour"),
    (("outcome", "tied", 0), "p2", "$.outcome.tied[0]"),
    (("outcome", "standings", 0, "favours"), 5, "$.outcome.standings[0].favours"),
    (("roll", "size"), 7, "$.roll.size"),
    (("choices", "answers", "p2", 0), ["abstained"], "$.sums.options.p2.against"),
    (("rule", "seats"), 2, "$.outcome.decided"),
    (("tokens", 0, "prefix"), "00" * 32, "$.tokens[0].signature"),
    (("poll", "closed_on"), "2026-03-01", "$.poll.closed_on"),
    (("key", "n"), "15", "$.key.n"),
])
def test_a_change_is_found_even_under_a_fresh_seal(path: tuple[Any, ...], new: Any, place: str) -> None:
    """Whoever holds the installation's key cannot make the numbers say something else."""
    faults = verify_data(resealed(put(data("electronic"), path, new))).faults

    assert place in [fault.path for fault in faults]


@pytest.mark.parametrize(("method", "path", "new", "place"), [
    ("electronic", ("counts", "issued_paper"), 1, "$.counts.issued_paper"),
    ("electronic", ("counts", "returned_paper"), 1, "$.counts.issued_paper"),
    ("electronic", ("poll", "method"), "paper", "$.key"),
    ("electronic", ("poll", "method"), "hands", "$.choices"),
    ("electronic", ("key",), None, "$.key"),
    ("electronic", ("key", "poll"), "T2", "$.key.poll"),
    ("electronic", ("key", "n"), "f" * 4096, "$.key.n"),
    ("electronic", ("merged",), {"古丽·阿依": ""}, "$.merged.古丽·阿依"),
    ("electronic", ("choices", "names"), [["古丽·阿依"]] * 3, "$.choices.names"),
    ("electronic", ("choices", "names", 0), ["白", "露"], "$.choices.names[0]"),
    ("electronic", ("choices", "names", 0, 0), "古 丽", "$.choices.names[0]"),
    ("electronic", ("choices", "answers", "p1", 1), ["in_favour", "against"], "$.choices.answers.p1[1]"),
    ("electronic", ("choices", "answers", "p3"), [], "$.choices.answers.p3"),
    ("electronic", ("choices", "answers", "p2"), [["in_favour"]] * 2, "$.choices.answers"),
    ("electronic", ("form", "questions", 1, "key"), "p1", "$.form.questions[1]"),
    ("electronic", ("form", "questions"), [], "$.form.questions"),
    ("electronic", ("rule", "decides"), "each", "$.rule"),
    ("paper", ("counts", "issued_electronic"), 1, "$.counts.issued_electronic"),
    ("paper", ("choices",), None, "$.choices"),
    ("paper", ("counts", "present"), 7, "$.counts.present"),
    ("paper", ("counts", "issued_paper"), 6, "$.counts.issued_paper"),
    ("paper", ("choices", "answers", "p1"), [["in_favour"], ["against"]] * 2, "$.choices.answers.p1"),
    ("hands", ("counts", "void"), 1, "$.counts"),
    ("hands", ("sums", "options", "p1", "against"), 2, "$.sums.options.p1"),
    ("hands", ("sums", "options", "p1"), {"in_favour": 4}, "$.sums.options.p1"),
    ("hands", ("sums", "options", "p3"), {}, "$.sums.options.p3"),
    ("hands", ("merged",), {"甲": "乙"}, "$.merged.甲"),
])
def test_parts_that_contradict_each_other(method: str, path: tuple[Any, ...], new: Any, place: str) -> None:
    faults = verify_data(resealed(put(data(method), path, new))).faults

    assert place in [fault.path for fault in faults]


def test_a_token_twice_is_refused() -> None:
    changed = data("electronic")
    changed["tokens"][1] = changed["tokens"][0]

    faults = verify_data(resealed(changed)).faults

    assert any("出现两次" in fault.read for fault in faults)


def test_a_token_of_another_poll_is_refused() -> None:
    changed, other = data("electronic"), json.loads(result_make(electronic(), KEY))
    changed["tokens"] = sorted([*changed["tokens"][1:], other["tokens"][0]], key=lambda row: row["token"])

    faults = verify_data(resealed(changed)).faults

    assert [fault.expected for fault in faults] == ["本场密钥对这张凭证的签名"]


def test_more_tokens_than_were_issued_is_refused() -> None:
    changed = data("electronic")
    changed["counts"]["issued_electronic"] = 2

    assert "$.counts.returned_electronic" in [f.path for f in verify_data(resealed(changed)).faults]


def test_another_seal_is_refused_by_its_fingerprint() -> None:
    verified = verify_file(file("paper"), "0000 1111 2222 3333 4444 5555 6666 7777")

    assert [fault.path for fault in verified.faults] == ["$.seal.public"]


def test_without_a_fingerprint_it_says_that_the_seal_was_not_compared() -> None:
    assert any("没有比对" in line for line in verify_file(file("paper")).unproven)


@pytest.mark.parametrize("broken", [
    b"", b"{", b"\xff\xfe", b"[" * 100_000, "票".encode("gbk"), b'"\\ud800"', b'{"a": ' + b"9" * 5000 + b"}",
])
def test_what_is_no_json_is_bad_input(broken: bytes) -> None:
    with pytest.raises(InputError, match="读不出"):
        verify_file(broken)


@settings(max_examples=300, deadline=None)
@given(st.sampled_from(METHODS), st.data())
def test_whatever_the_bytes_it_answers(method: str, draw: st.DataObject) -> None:
    """Cut, repeated and foreign octets: refused or unreadable, never an error of the program."""
    good = file(method)
    at, to = (draw.draw(st.integers(0, len(good))) for _ in range(2))
    between = draw.draw(st.sampled_from([b"", b"\"", b"{", b"\\ud800", b"NaN", b"1e400", b"\x00", b"[[[", b"\xe7"]))
    changed = good[:at] + between + good[to:]
    if changed == good:
        return
    try:
        faults = verify_file(changed).faults
    except InputError:
        return
    assert faults or json.loads(changed) == json.loads(good)
    assert all(str(fault).encode() for fault in faults)


@pytest.mark.parametrize("other", [b"[]", b"1", b"null", b"{}", b'"x"', b'{"format":"zhibu-ballot-result"}'])
def test_other_json_is_refused(other: bytes) -> None:
    assert verify_file(other).faults


def test_a_name_twice_is_refused() -> None:
    doubled = file("paper").replace(b'"version": 1', b'"version": 1,\n "version": 1')

    assert "$…version" in [fault.path for fault in verify_file(doubled).faults]


def test_numbers_that_contradict_each_other_are_never_sealed() -> None:
    counted = electronic()
    made: Callable[..., Any] = type(counted)
    fields = {name: getattr(counted, name) for name in counted.__dataclass_fields__}

    with pytest.raises(ValueError, match=r"\$.roll|\$.counts.entitled"):
        result_make(made(**{**fields, "entries": fields["entries"][1:]}), KEY)


def test_spellings_are_put_together_after_the_box_was_opened() -> None:
    before = json.loads(file("mixed"))
    apart = json.loads(result_merge(file("mixed"), {}, KEY))
    together = json.loads(result_merge(file("mixed"), {"古丽·阿衣": "古丽·阿依"}, KEY))

    assert apart["sums"]["names"] == {"古丽·阿依": 1, "古丽·阿衣": 2}
    assert apart["outcome"]["decided"] == ["name:古丽·阿衣"]
    assert together == before
    assert together["outcome"]["decided"] == ["name:古丽·阿依"]
    with pytest.raises(ValueError, match="merged"):
        result_merge(file("mixed"), {"没有人写的": "古丽·阿依"}, KEY)
    with pytest.raises(ValueError, match="不能接着改"):
        result_merge(file("mixed").replace(b"T1", b"T2"), {}, KEY)
