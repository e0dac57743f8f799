"""Each channel against a stand-in that checks what the real service checks."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from tests.domain.notices.stand_ins import SECRET, TOKEN, Box, Chat, chat_server, mail_server
from zhibu.domain.notices import channels

TEXT = "支部工作台\n11月28日 15:00 https://zhibu.example/n/not_1"


@pytest.fixture(scope="module")
def places() -> Iterator[tuple[Box, Chat, dict[str, Any]]]:
    with mail_server() as (box, mail), chat_server() as (chat, web):
        yield box, chat, {
            "open": frozenset({"mail"}), "site": "https://zhibu.example", "sender": "zhibu@example.cn",
            "server": mail, "wecom": web, "dingtalk": web, "feishu": web,
        }  # fmt: skip


@pytest.fixture
def told(places: tuple[Box, Chat, dict[str, Any]], settings: Any) -> tuple[Box, Chat]:
    box, chat, settings.ZHIBU_NOTICES = places
    settings.ZHIBU_PROVIDERS = {"wecom": {"corp": "corp", "secret": "app-secret", "agent": "7"}}
    box.letters, box.to, box.full, chat.told, chat.broken = [], [], False, [], False
    return box, chat


def test_mail_arrives_with_the_same_number_when_sent_again(told: tuple[Box, Chat]) -> None:
    box, _ = told

    assert [channels.mail("a@example.cn", TEXT, "1,2") for _ in range(2)] == ["", ""]
    first, again = box.letters
    assert first["Message-ID"] == again["Message-ID"]
    assert (box.to[0], first["From"], first["Auto-Submitted"]) == ("a@example.cn", "zhibu@example.cn", "auto-generated")
    assert "https://zhibu.example/n/not_1" in first.get_payload(decode=True).decode()  # type: ignore[union-attr]  # one part


def test_mail_that_is_not_taken_says_so(told: tuple[Box, Chat], settings: Any) -> None:
    told[0].full = True
    assert "没有收下" in channels.mail("a@example.cn", TEXT, "1")
    settings.ZHIBU_NOTICES = settings.ZHIBU_NOTICES | {"server": "smtp://127.0.0.1:1"}
    assert "没有收下" in channels.mail("a@example.cn", TEXT, "1")


@pytest.mark.parametrize("channel", ["wecom_robot", "dingtalk_robot", "feishu_robot"])
def test_a_robot_speaks_and_a_refusal_is_heard(told: tuple[Box, Chat], channel: str) -> None:
    chat = told[1]

    assert channels.robot(channel, TOKEN, SECRET, TEXT) == ""
    assert chat.told == [(channel, "", TEXT)]
    wrong = ("another0token", SECRET) if channel == "wecom_robot" else (TOKEN, "SEC0000000000000000")
    assert "没有收下" in channels.robot(channel, *wrong, TEXT)  # the service answers 200 and says no
    chat.broken = True
    assert channels.robot(channel, TOKEN, SECRET, TEXT) != ""
    assert len(chat.told) == 1


def test_the_office_application_speaks_to_one_person(told: tuple[Box, Chat]) -> None:
    assert channels.wecom("zhangsan", TEXT) == ""
    assert told[1].told == [("wecom", "zhangsan", TEXT)]


@pytest.mark.parametrize("name", ["@all", "all", "ALL", "#1", "+2", "a b", ""])
def test_nobody_speaks_to_everybody(told: tuple[Box, Chat], name: str) -> None:
    assert channels.wecom(name, TEXT) == "企业微信账号写得不对"
    assert told[1].told == []


def test_all_is_off_until_named_and_the_site_has_a_name(told: tuple[Box, Chat], settings: Any) -> None:
    assert channels.opened() == {"mail"}
    settings.ZHIBU_NOTICES = settings.ZHIBU_NOTICES | {"site": ""}
    assert channels.opened() == frozenset()
