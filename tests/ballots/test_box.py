"""Issuing, casting and opening: what is taken, what is refused, what survives a restart."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import gmpy2
import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.ballots.polls import FILES_KEY, NO, YES, Voter, election, entries, opened, rule, slip
from tests.ballots.results import KEY, about
from zhibu.ballots.box import (
    SUITE,
    Cast,
    box_foreign,
    box_open,
    cast_check,
    cast_read,
    slip_info,
    slip_seal,
)
from zhibu.ballots.keys import (
    KeysLost,
    poll_keys_destroy,
    poll_keys_left,
    poll_keys_make,
    poll_keys_open,
)
from zhibu.ballots.outcomes import choices_of
from zhibu.ballots.results import Counted, result_make
from zhibu.ballots.rsabssa import BlindingError
from zhibu.ballots.rules import Counts
from zhibu.ballots.slips import Form, slip_read
from zhibu.ballots.tokens import issued_again, short, token_issue
from zhibu.kernel.errors import InputError, Refused

ENTRIES = entries("T1", 5)


def test_what_was_cast_comes_out_sorted_and_without_tokens(tmp_path: Path) -> None:
    poll = opened(tmp_path)
    slips = [slip(YES, NO), slip("", YES), slip(NO, NO, names=("古丽",)), slip(YES, NO)]
    casts = [poll.voter().cast(chosen) for chosen in slips]
    for cast in casts:
        cast_check(poll.public, poll.form, cast)

    found = box_open(poll.keys, poll.form, casts)

    assert list(found.slips) == sorted(slips)
    assert found.void == {}
    assert "token" not in repr(found)


def test_all_sealed_slips_have_one_length(tmp_path: Path) -> None:
    poll = opened(tmp_path)
    voter = poll.voter()

    lengths = {len(slip_seal(poll.public, poll.form, voter.token, chosen))
               for chosen in (slip(), slip(YES, NO), slip(NO, NO, names=("𫖯" * 24,)))}

    assert len(lengths) == 1


def test_a_token_of_another_poll_is_refused(tmp_path: Path) -> None:
    one, other = opened(tmp_path, "T1"), opened(tmp_path, "T2")
    cast = other.voter().cast(slip(YES))

    with pytest.raises(Refused, match="不是本场投票发出的"):
        cast_check(one.public, one.form, cast)


def test_a_token_that_nobody_signed_is_refused(tmp_path: Path) -> None:
    poll = opened(tmp_path)
    voter = Voter(poll.public, poll.form)
    voter.signature = "11" * 256

    with pytest.raises(Refused, match="不是本场投票发出的"):
        cast_check(poll.public, poll.form, voter.cast(slip(YES)))


def test_another_slip_cannot_be_put_under_a_token(tmp_path: Path) -> None:
    """Who can write into the database knows the box key's public half, but not the voter's pair."""
    poll = opened(tmp_path)
    cast = poll.voter().cast(slip(YES))
    swapped = replace(cast, sealed=slip_seal(poll.public, poll.form, cast.token, slip(NO)))

    with pytest.raises(Refused, match="对不上"):
        cast_check(poll.public, poll.form, swapped)
    assert box_foreign(poll.public, poll.form, [swapped]) == (cast.token,)
    with pytest.raises(Refused, match=f"没有开箱.*|.*{short(cast.token)}.*"):
        box_open(poll.keys, poll.form, [swapped])


def test_the_same_token_counts_once(tmp_path: Path) -> None:
    poll = opened(tmp_path)
    voter = poll.voter()

    with pytest.raises(Refused, match="没有开箱"):
        box_open(poll.keys, poll.form, [voter.cast(slip(YES)), voter.cast(slip(NO))])


def test_a_slip_that_cannot_be_read_is_void_and_stops_nothing(tmp_path: Path) -> None:
    poll = opened(tmp_path)
    good, broken, too_many, foreign = (poll.voter() for _ in range(4))
    length = len(good.cast(slip()).sealed)
    other = opened(tmp_path, "T9")
    casts = [
        good.cast(slip(YES)),
        broken.bind("00" * (length // 2)),
        too_many.cast(slip(YES, YES)),
        foreign.bind(slip_seal(other.public, poll.form, foreign.token, slip(YES))),
    ]

    found = box_open(poll.keys, poll.form, casts)

    assert found.slips == (slip(YES),)
    assert sum(found.void.values()) == 3
    assert found.void["打不开或读不出"] == 2


JUNK = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5) | st.sampled_from([YES, NO, "p1"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(
        st.sampled_from(["answers", "names", "p1", "p2", "x"]), inner, max_size=3),
)
NEAR = st.fixed_dictionaries({
    "answers": st.dictionaries(st.sampled_from(["p1", "p2"]), st.lists(st.sampled_from([YES, NO]), max_size=2)),
    "names": st.lists(st.text(max_size=6), max_size=2),
})


@settings(max_examples=600, deadline=None)
@given(data=NEAR | JUNK)
def test_no_voter_can_stop_the_count_by_what_he_seals(data: object) -> None:
    """Whatever is in a slip: it is void, or a result can be made with it."""
    form = election()
    try:
        said = slip_read(form, json.loads(json.dumps(data)))
    except InputError:
        return
    choices = choices_of(form, [said])
    numbers = Counts(5, 5, 5, 0, 1, 0, 1, 0)
    result_make(Counted(about("paper"), form, rule(), ENTRIES, numbers, choices), KEY)


@pytest.mark.parametrize("plain", [
    b"[" * 6000, b'{"answers":' * 500, b"\xff" * 50, b"", b"9" * 6000, b"NaN", b'"\\ud800"', b'{"answers":{"p1":[[]]}}',
    b'{"answers":{"p1":[{}]}}', b'{"names":[null]}', b'{"names":[["a"]]}',
])
def test_a_slip_of_nonsense_is_void(tmp_path: Path, plain: bytes) -> None:
    form = Form(tuple(replace(q, key=f"{q.key}-{at}") for at in range(60) for q in election().questions))
    poll = opened(tmp_path, form=form)
    voter = poll.voter()
    point = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), bytes.fromhex(poll.public.box))
    info = slip_info(poll.public.poll, form, voter.token)
    sealed = SUITE.encrypt(plain.ljust(form.padded)[: form.padded], point, info=info).hex()
    cast = voter.bind(sealed)
    cast_check(poll.public, form, cast)

    found = box_open(poll.keys, form, [cast])

    assert (found.slips, sum(found.void.values())) == ((), 1)


def test_asking_again_gives_the_same_and_another_question_nothing() -> None:
    assert issued_again("aa", "bb", "aa") == "bb"
    with pytest.raises(Refused, match="一人只发一张"):
        issued_again("aa", "bb", "ac")


def test_a_restart_in_the_middle_changes_nothing(tmp_path: Path) -> None:
    poll = opened(tmp_path)
    before = poll.voter().cast(slip(YES))
    kept = poll.voter()  # token issued, not yet cast

    again = poll_keys_open(tmp_path, FILES_KEY, poll.public)
    after = kept.cast(slip(NO))

    assert len(box_open(again, poll.form, [before, after]).slips) == 2


def test_lost_keys_are_said_plainly(tmp_path: Path) -> None:
    poll = opened(tmp_path)
    with pytest.raises(KeysLost, match="files_key 换过"):
        poll_keys_open(tmp_path, "another key altogether", poll.public)
    with pytest.raises(Refused, match="已经有密钥"):
        poll_keys_make(tmp_path, FILES_KEY, "T1")

    (tmp_path / "ballots" / "T1.key").unlink()

    with pytest.raises(KeysLost, match="重新发起"):
        _ = poll.keys


def test_keys_are_overwritten_and_gone(tmp_path: Path) -> None:
    poll = opened(tmp_path)
    file = tmp_path / "ballots" / "T1.key"
    assert file.stat().st_mode & 0o077 == 0
    assert b"PRIVATE KEY" not in file.read_bytes()
    beside = tmp_path / "same-bytes-on-disk"
    beside.hardlink_to(file)

    assert poll_keys_left(tmp_path) == ("T1",)
    assert poll_keys_destroy(tmp_path, poll.public.poll)

    assert set(beside.read_bytes()) == {0}
    assert poll_keys_left(tmp_path) == ()
    assert not poll_keys_destroy(tmp_path, "T1")


def test_a_faulty_signature_is_not_released(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    poll = opened(tmp_path)
    voter = Voter(poll.public, poll.form)
    real = gmpy2.powmod_sec
    monkeypatch.setattr(gmpy2, "powmod_sec", lambda *given: real(*given) ^ 1)

    with pytest.raises(BlindingError, match="没有发出"):
        token_issue(poll.keys, voter.blinded)


@pytest.mark.parametrize("blinded", ["", "zz", "00" * 256, "ff" * 256, "11" * 255, "AB" * 256])
def test_what_is_no_blinded_token_is_refused(tmp_path: Path, blinded: str) -> None:
    poll = opened(tmp_path)

    with pytest.raises(BlindingError):
        token_issue(poll.keys, blinded)


@pytest.mark.parametrize("data", [
    None, [], {}, {"token": "aa"}, dict.fromkeys(Cast.__slots__, "zz"), dict.fromkeys(Cast.__slots__, 5),
    {**dict.fromkeys(Cast.__slots__, "aa"), "who": "M1"}, dict.fromkeys(Cast.__slots__, "aa" * 100_001),
])
def test_what_is_no_vote_is_refused(data: object) -> None:
    with pytest.raises(Refused, match="没有收下"):
        cast_read(data)


@pytest.mark.parametrize("name", Cast.__slots__)
def test_every_part_of_a_vote_is_checked(tmp_path: Path, name: str) -> None:
    poll = opened(tmp_path)
    cast = poll.voter().cast(slip(YES))
    value = getattr(cast, name)
    for changed in ("00", value[:-2] + ("00" if value[-2:] != "00" else "01"), value + "00"):
        with pytest.raises(Refused):
            cast_check(poll.public, poll.form, replace(cast, **{name: changed}))
