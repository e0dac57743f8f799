"""The ways out of the site: mail by the server that is set, the others through the library apprise.

Addresses are put together from settings and from tokens, never from what somebody typed. A message holds times and
links. Each function gives "" or, in words, why it was not taken.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import logging
import re
import threading
import time
from collections.abc import Callable
from email.message import EmailMessage
from typing import Any
from urllib.parse import unquote

import requests
from django.conf import settings

from zhibu.domain.notices.choices import Channel
from zhibu.kernel.mail import mail_send

SUBJECT = "支部工作台有新的通知"
HEAD = "支部工作台"  # robots that ask for a keyword are given this one
SECONDS = 15
TOKEN = re.compile(r"[A-Za-z0-9_-]{8,200}")
WECOM_NAME = re.compile(r"(?!all$)[A-Za-z0-9_][A-Za-z0-9_.@-]{0,63}", re.IGNORECASE)  # never everybody at once
MAIL = re.compile(r"[^@\s<>,;\"]{1,64}@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+")
log = logging.getLogger(__name__)


def opened() -> frozenset[str]:
    """The channels that the machine's keeper has switched on; none where the site has no name for links."""
    wanted: frozenset[str] = frozenset(settings.ZHIBU_NOTICES["open"])
    return wanted if settings.ZHIBU_NOTICES["site"] else frozenset()


def message(lines: list[str]) -> str:
    """What goes out: whose, then a line for each thing."""
    return "\n".join([HEAD, *lines])


def mail(to: str, text: str, reference: str) -> str:
    """A mail; `reference` makes its number, so that the same one sent again is known as the same."""
    letter = EmailMessage()
    letter["Subject"], letter["From"], letter["To"] = SUBJECT, settings.ZHIBU_NOTICES["sender"], to
    letter["Message-ID"] = f"<{hashlib.sha256(reference.encode()).hexdigest()[:32]}@zhibu>"
    letter["Auto-Submitted"] = "auto-generated"
    letter.set_content(f"{text}\n\n详情登录以后看。在“我的账号 › 通知设置”里可以改成每周一次，或者关掉邮件。\n")
    return mail_send(letter, settings.ZHIBU_NOTICES["server"])


def wecom(to: str, text: str) -> str:
    """A message of the office's own application to one person."""
    if not WECOM_NAME.fullmatch(to):
        return "企业微信账号写得不对"
    from apprise.plugins.wechat import NotifyWeChat  # slow to import; only the worker needs it

    known = settings.ZHIBU_PROVIDERS["wecom"]
    kind = _at(NotifyWeChat, token_url=f"{_api('wecom')}/cgi-bin/gettoken", notify_url=f"{_api('wecom')}/cgi-bin/message/send")
    return _taken(lambda: kind(corpid=known["corp"], corpsecret=known["secret"], agentid=known["agent"], targets=[to]), text)


def robot(channel: str, token: str, secret: str, text: str) -> str:
    """A message in the group chat in which the robot sits."""
    return ROBOTS[channel](token, secret, text)


def _wecom_robot(token: str, _: str, text: str) -> str:
    from apprise.plugins import wecombot

    kind = _at(wecombot.NotifyWeComBot, notify_url=_api("wecom") + "/cgi-bin/webhook/send?key={key}")
    return _heard(wecombot, lambda: kind(key=token), text)


def _dingtalk_robot(token: str, secret: str, text: str) -> str:
    from apprise.plugins import dingtalk

    class Signed(dingtalk.NotifyDingTalk):
        """The library encodes its signature, and `requests` once more: given as it is, it is encoded once."""

        def get_signature(self) -> tuple[str, str]:
            moment, mark = super().get_signature()
            return moment, unquote(mark)

    kind = _at(Signed, notify_url=_api("dingtalk") + "/robot/send?access_token={token}")
    return _heard(dingtalk, lambda: kind(token=token, secret=secret or None), text)


class _Ear:
    """Stands for `requests` in a module of the library, which takes every answer with status 200 for success.

    These services refuse with status 200 too and say so in the answer, which is kept here for the thread that asked.
    """

    def __init__(self) -> None:
        self.heard = threading.local()

    def post(self, *given: Any, **named: Any) -> requests.Response:
        self.heard.answer = requests.post(*given, **named)  # noqa: S113 -- the library gives its own timeout
        answer: requests.Response = self.heard.answer
        return answer

    def __getattr__(self, name: str) -> Any:
        return getattr(requests, name)


EAR = _Ear()


def _heard(module: Any, make: Callable[[], Any], text: str) -> str:
    """Let the library send, and read what was answered."""
    module.requests, EAR.heard.answer = EAR, None
    problem = _taken(make, text)
    if problem or EAR.heard.answer is None:
        return problem
    try:
        said = EAR.heard.answer.json()
    except ValueError:
        said = None
    if not isinstance(said, dict):
        return "对方的应答读不懂"
    return "" if said.get("errcode") == 0 else f"对方没有收下：{said.get('errcode')} {str(said.get('errmsg', ''))[:100]}"


def _feishu_robot(token: str, secret: str, text: str) -> str:
    """By hand: the library knows no signature of Feishu, and takes a refusal told in the answer for success."""
    told: dict[str, Any] = {"msg_type": "text", "content": {"text": text}}
    if secret:
        moment = str(int(time.time()))
        mark = hmac.new(f"{moment}\n{secret}".encode(), b"", hashlib.sha256).digest()
        told |= {"timestamp": moment, "sign": base64.b64encode(mark).decode()}
    try:
        answer = requests.post(
            f"{_api('feishu')}/open-apis/bot/v2/hook/{token}", json=told, timeout=SECONDS, allow_redirects=False
        )
        said = answer.json()
    except (requests.RequestException, ValueError) as error:
        return f"{type(error).__name__}：飞书没有应答"
    if not isinstance(said, dict) or answer.status_code != requests.codes.ok or said.get("code", said.get("StatusCode")) != 0:
        return f"飞书没有收下：{answer.status_code} {json.dumps(said, ensure_ascii=False)[:120]}"
    return ""


ROBOTS: dict[str, Callable[[str, str, str], str]] = {
    Channel.WECOM_ROBOT: _wecom_robot, Channel.DINGTALK_ROBOT: _dingtalk_robot, Channel.FEISHU_ROBOT: _feishu_robot,
}  # fmt: skip


def _api(name: str) -> str:
    found: str = settings.ZHIBU_NOTICES[name]
    return found


def _at(kind: Any, **addresses: str) -> Any:
    """The library's class, calling other addresses: a server of the office's own, or one that tests stand up."""
    return type(kind.__name__, (kind,), {"request_rate_per_sec": 0, **addresses})


def _taken(make: Callable[[], Any], text: str) -> str:
    """Let the library send; its own words where it did not."""
    from apprise import LogCapture
    from apprise.exception import AppriseException

    with LogCapture(level=logging.WARNING, fmt="%(message)s") as words:
        try:
            done = make().send(body=text)
        except (AppriseException, TypeError, ValueError) as error:
            return f"{type(error).__name__}：设置不对"
        said = words.getvalue().strip()
        return "" if done else f"没有收下：{said.splitlines()[-1][:200] if said else '没有说为什么'}"
