"""What no form of ours posts changes nothing and is no error of the server."""

from __future__ import annotations

import pytest
from django.http import QueryDict

from zhibu.web.drafting.posted import changed, read
from zhibu.web.drafting.shapes import Shape


@pytest.mark.parametrize("action", [
    "item:sentence", "item:", "add:" + ".".join("a" * 5000), "drop:" + ".".join("a" * 5000), "drop:limits.²",
    "item:limits.0.count", "nothing:at all", "add:" + "9" * 5000,
])  # fmt: skip
def test_an_odd_button(action: str) -> None:
    data = {"sentence": "一句", "limits": [{"count": "members"}]}

    assert changed(data, action, QueryDict(), Shape("group"))["sentence"] == "一句"


def test_an_odd_number_in_a_name() -> None:
    shape = Shape("group", keys={"limits": Shape("list", item=Shape("text"))})
    post = QueryDict("has=limits&has=limits.²&has=limits." + "9" * 5000)

    assert read(shape, post) == {"limits": []}
