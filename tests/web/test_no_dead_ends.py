"""Whoever follows the links of the site never meets a page that is refused to him or is not there."""

from __future__ import annotations

import html
import re
from collections import Counter, deque
from collections.abc import Callable

import pytest
from django.test import Client

LINK = re.compile(r'<a\b[^>]*\shref="([^"]+)"')
PART = re.compile(r"(?<=[/=])[^/=&]*(?:\d|%)[^/&]*")
NOT_PAGES = ("format=", ".ics", "data:", "otpauth:", "print", "blank", "letter", "paper")
MOST, ALIKE = 50, 1  # pages opened in all, and of one kind


def followed(client: Client, most: int = MOST) -> dict[str, str]:
    """Addresses that did not open, with the page that leads there."""
    waiting, kinds, seen, failed = deque([("/", "")]), Counter[str](), set[str](), dict[str, str]()
    while waiting and len(seen) < most:
        address, leads = waiting.popleft()
        kind = PART.sub("*", address)
        if address in seen or kinds[kind] >= ALIKE or any(one in address for one in NOT_PAGES):
            continue
        seen.add(address)
        kinds[kind] += 1
        answer = client.get(address, follow=True)
        if answer.status_code != 200:
            failed[address] = f"{answer.status_code} from {leads}"
        elif "text/html" in answer["Content-Type"]:
            base = answer.request["PATH_INFO"]
            for found in LINK.findall(answer.content.decode()):
                link = html.unescape(found).split("#")[0]
                if link.startswith(("/", "?")):
                    waiting.append((base + link if link.startswith("?") else link, address))
    return failed


@pytest.mark.parametrize("role", ["member", "leader"])
def test_no_link_leads_to_a_refusal(role: str, client_of: Callable[[str], Client]) -> None:
    assert followed(client_of(role)) == {}
