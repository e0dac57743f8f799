"""The documented format is enough to write a checker from, and both checkers say the same."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.ballots.results import METHODS, data, file
from tests.ballots.second_verifier import Wrong, check
from tests.ballots.test_result_file import put, resealed
from zhibu.ballots.verifying import verify_data


@pytest.mark.parametrize("method", METHODS)
def test_what_holds_holds_for_both(method: str) -> None:
    check(file(method))


@pytest.mark.parametrize(("path", "new"), [
    (("counts", "present"), 6), (("counts", "void"), 0), (("roll", "entries", 0), "0" * 64),
    (("sums", "options", "p1", "against"), 9), (("outcome", "held"), False),
    (("outcome", "tied"), []), (("rule", "seats"), 2), (("tokens", 1, "prefix"), "0" * 64),
    (("tokens", 0, "token"), "f" * 64), (("choices", "answers", "p2", 0), []),
    (("choices", "names"), []), (("key", "n"), "c" + "1" * 511),
    (("rule", "quorum", "fraction"), "1"), (("counts", "issued_electronic"), 1),
])
@pytest.mark.parametrize("sealed_again", [False, True])
def test_what_one_refuses_the_other_refuses(path: tuple[Any, ...], new: Any, sealed_again: bool) -> None:
    changed = put(data("electronic"), path, new)
    if sealed_again:
        changed = resealed(changed)

    assert verify_data(changed).faults
    with pytest.raises(Wrong):
        check(json.dumps(changed).encode())
