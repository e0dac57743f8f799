"""The search box promises articles as well: by words, by name, by number of the directive."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client


@pytest.mark.parametrize("words", ["谈心", "第八条", "娄直发", "党小组会一般每月"])
@pytest.mark.parametrize("role", ["leader", "member"])
def test_articles_are_found(client_of: Callable[[str], Client], role: str, words: str) -> None:
    page = client_of(role).get("/search", {"q": words}).content.decode()

    assert "制度条文" in page
    assert "/directives/loudi-groups-2023#a-" in page


def test_what_is_in_force_comes_first(client_of: Callable[[str], Client]) -> None:
    page = client_of("leader").get("/search", {"q": "谈心"}).content.decode()

    assert page.index("娄直发〔2023〕8号 第八条") < page.index("在这里不逐条核查")


def test_a_name_is_still_found_alone(client_of: Callable[[str], Client]) -> None:
    page = client_of("leader").get("/search", {"q": "党员M2"}).content.decode()

    assert 'id="fm"' in page
    assert 'id="fa"' not in page
