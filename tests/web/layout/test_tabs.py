"""The tabs of the phone stand on every page as they are, whatever a page brings of its own."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from tests.web import foreign


@pytest.mark.parametrize("role", ["secretary", "member"])
def test_no_page_loses_the_tabs_of_the_phone(role: str, client_of: Callable[[str], Client]) -> None:
    client = client_of(role)
    paths = ["/", "/organisations", "/members/M2", *foreign.without_object().values()]
    bare = []
    for path in paths:
        answer = client.get(path, follow=True)
        text = answer.content.decode(errors="replace")
        if answer["Content-Type"].startswith("text/html") and 'href=""' in text:
            bare.append(path)

    assert bare == []
