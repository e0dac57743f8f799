"""Stand-ins that speak the real protocols: a mail server, and one for WeCom, DingTalk and Feishu on this machine."""

from __future__ import annotations

import base64
import contextlib
import email
import hashlib
import hmac
import json
import socket
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from email.message import Message
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

from aiosmtpd.controller import Controller

SECRET, TOKEN = "SEC0123456789abcdef", "token0123456789"
APP_TOKEN = "app-token"


class Box:
    """What a mail server took; `full`: it takes nothing."""

    def __init__(self) -> None:
        self.letters: list[Message] = []
        self.to: list[str] = []
        self.full = False

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:
        if self.full:
            return "452 Insufficient system storage"
        self.letters.append(email.message_from_bytes(envelope.content))
        self.to += envelope.rcpt_tos
        return "250 OK"


@contextlib.contextmanager
def mail_server() -> Iterator[tuple[Box, str]]:
    """A server on a free port, and its address as settings name it."""
    box = Box()
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    server = Controller(box, hostname="127.0.0.1", port=port)
    server.start()
    try:
        yield box, f"smtp://127.0.0.1:{port}"
    finally:
        server.stop()


@dataclass
class Chat:
    """What the chat services were told, each after its own checks, and what they answer next."""

    told: list[tuple[str, str, str]] = field(default_factory=list)  # service, to whom, text
    broken: bool = False  # answers nothing sensible

    def taken(self, path: str, query: dict[str, list[str]], said: dict[str, Any]) -> dict[str, Any]:
        if path == "/cgi-bin/webhook/send":
            if query.get("key") != [TOKEN] or said["msgtype"] != "text":
                return {"errcode": 93000, "errmsg": "invalid webhook url"}
            self.told.append(("wecom_robot", "", said["text"]["content"]))
            return {"errcode": 0, "errmsg": "ok"}
        if path == "/robot/send":
            return self._dingtalk(query, said)
        if path == f"/open-apis/bot/v2/hook/{TOKEN}":
            return self._feishu(said)
        if path == "/cgi-bin/message/send":
            if query.get("access_token") != [APP_TOKEN] or str(said["agentid"]) != "7":
                return {"errcode": 40014, "errmsg": "invalid access_token"}
            self.told.append(("wecom", said["touser"], said["text"]["content"]))
            return {"errcode": 0, "errmsg": "ok"}
        return {"errcode": 404, "errmsg": "unknown", "code": 404}

    def _dingtalk(self, query: dict[str, list[str]], said: dict[str, Any]) -> dict[str, Any]:
        moment, sign = query.get("timestamp", [""])[0], query.get("sign", [""])[0]
        mark = hmac.new(SECRET.encode(), f"{moment}\n{SECRET}".encode(), hashlib.sha256).digest()
        if query.get("access_token") != [TOKEN] or sign not in (base64.b64encode(mark).decode(), ""):
            return {"errcode": 310000, "errmsg": "sign not match"}
        if not sign:
            return {"errcode": 310000, "errmsg": "sign not match, more info"}
        self.told.append(("dingtalk_robot", "", said["text"]["content"]))
        return {"errcode": 0, "errmsg": "ok"}

    def _feishu(self, said: dict[str, Any]) -> dict[str, Any]:
        mark = hmac.new(f"{said.get('timestamp', '')}\n{SECRET}".encode(), b"", hashlib.sha256).digest()
        if said.get("sign") != base64.b64encode(mark).decode():
            return {"code": 19021, "msg": "sign match fail or timestamp is not within one hour", "data": {}}
        self.told.append(("feishu_robot", "", said["content"]["text"]))
        return {"code": 0, "msg": "success", "data": {}}


@contextlib.contextmanager
def chat_server() -> Iterator[tuple[Chat, str]]:
    """The services on a free port, and its address."""
    chat = Chat()

    class Handler(BaseHTTPRequestHandler):
        def _answer(self, told: dict[str, Any]) -> None:
            body = b"<html>bad gateway</html>" if chat.broken else json.dumps(told).encode()
            self.send_response(502 if chat.broken else 200)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def do_GET(self) -> None:
            query = parse_qs(urlsplit(self.path).query)
            fits = query.get("corpid") == ["corp"] and query.get("corpsecret") == ["app-secret"]
            self._answer({"errcode": 0, "access_token": APP_TOKEN, "expires_in": 7200} if fits else {"errcode": 40001})

        def do_POST(self) -> None:
            asked = urlsplit(self.path)
            said = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            self._answer({} if chat.broken else chat.taken(asked.path, parse_qs(asked.query), said))

        def log_message(self, *_: object) -> None:
            return

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield chat, f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
