"""Signing in through another system, end to end against a server on this machine that stands in for it."""

from __future__ import annotations

import base64
import hashlib
import json
import threading
import time
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, parse_qsl, urlsplit

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric import rsa
from django.test import Client

from zhibu.domain.accounts.models import Identity, User
from zhibu.domain.accounts.services import members_invite
from zhibu.domain.audit.models import AuditEntry
from zhibu.kernel.actor import Actor
from zhibu.web.accounts.confirming import CONFIRMED

SECRET = "only-between-the-two-of-them"
KEY = rsa.generate_private_key(public_exponent=65537, key_size=2048)
OTHER_KEY = rsa.generate_private_key(public_exponent=65537, key_size=2048)


class Handler(BaseHTTPRequestHandler):
    """What OIDC, 企业微信 and 钉钉 answer, as far as we ask; `server.person` is who signed in there."""

    def do_GET(self) -> None:
        parts, server = urlsplit(self.path), self.stand_in
        asked = dict(parse_qsl(parts.query))
        if parts.path == "/.well-known/openid-configuration":
            at = server.issuer
            self._tell({"issuer": at, "authorization_endpoint": f"{at}/authorize", "token_endpoint": f"{at}/token", "jwks_uri": f"{at}/keys"})
        elif parts.path == "/keys":
            public = json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(KEY.public_key()))
            self._tell({"keys": [public | {"kid": "k1", "use": "sig", "alg": "RS256"}]})
        elif parts.path == "/cgi-bin/gettoken":
            good = asked == {"corpid": "corp", "corpsecret": SECRET}
            self._tell({"errcode": 0, "access_token": "wx-token"} if good else {"errcode": 40001})
        elif parts.path == "/cgi-bin/auth/getuserinfo":
            good = asked == {"access_token": "wx-token", "code": server.code}
            self._tell({"errcode": 0, "userid": server.person} if good else {"errcode": 40029})
        elif parts.path == "/v1.0/contact/users/me":
            good = self.headers["x-acs-dingtalk-access-token"] == "dt-token"
            self._tell({"openId": server.person, "nick": "某"} if good else {}, 200 if good else 403)
        else:
            self._tell({}, 404)

    def do_POST(self) -> None:
        body, server = self.rfile.read(int(self.headers["Content-Length"])).decode(), self.stand_in
        if self.path == "/token":
            asked = {name: values[0] for name, values in parse_qs(body).items()}
            basic = base64.b64encode(f"client:{SECRET}".encode()).decode()
            mark = base64.urlsafe_b64encode(hashlib.sha256(asked["code_verifier"].encode()).digest())
            good = self.headers["Authorization"] == f"Basic {basic}" and asked["code"] == server.code
            good = good and mark.rstrip(b"=").decode() == server.asked["code_challenge"]
            self._tell({"id_token": server.token()} if good else {"error": "invalid_grant"}, 200 if good else 400)
        elif self.path == "/v1.0/oauth2/userAccessToken":
            wanted = {"clientId": "client", "clientSecret": SECRET, "grantType": "authorization_code", "code": server.code}
            good = json.loads(body) == wanted
            self._tell({"accessToken": "dt-token"} if good else {}, 200 if good else 400)

    @property
    def stand_in(self) -> Any:
        return self.server

    def _tell(self, told: dict[str, Any], status: int = 200) -> None:
        raw = json.dumps(told).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(raw)))
        self.end_headers()
        self.wfile.write(raw)

    def log_message(self, *_: object) -> None: ...


class StandIn(ThreadingHTTPServer):
    """The server, and what its ID token says (`claims` over the right ones, `key` it is signed with)."""

    person, code = "zhang.san", "code-1"

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.issuer = f"http://127.0.0.1:{self.server_address[1]}"
        self.asked: dict[str, str] = {}
        self.claims: dict[str, Any] = {}
        self.key = KEY

    def token(self) -> str:
        now = int(time.time())
        right = {"iss": self.issuer, "aud": "client", "sub": self.person, "iat": now, "exp": now + 60}
        said = right | {"nonce": self.asked["nonce"]} | self.claims
        return jwt.encode(said, self.key, algorithm="RS256", headers={"kid": "k1"})


@pytest.fixture
def other(settings: Any) -> Iterator[StandIn]:
    server = StandIn()
    at = server.issuer
    settings.ZHIBU_PROVIDERS = {
        "oidc": {"issuer": at, "client": "client", "secret": SECRET, "label": "单位统一登录"},
        "wecom": {"corp": "corp", "agent": "1", "secret": SECRET, "api": at, "login": f"{at}/scan", "inside": f"{at}/inside"},
        "dingtalk": {"client": "client", "secret": SECRET, "api": at, "login": f"{at}/consent"},
    }
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield server
    server.shutdown()
    server.server_close()


def leave(client: Client, server: StandIn, provider: str, **more: str) -> str:
    """Click the button; where the browser comes back, as the other system sends it."""
    answer = client.post(f"/sign-in/with/{provider}", more)
    assert answer.status_code == 200, answer
    going = answer["Refresh"].partition("url=")[2]
    assert going.startswith(server.issuer)
    server.asked = dict(parse_qsl(urlsplit(going).query))
    assert server.asked["redirect_uri"] == f"http://testserver/sign-in/with/{provider}/return"
    name = "authCode" if provider == "dingtalk" else "code"
    return f"/sign-in/with/{provider}/return?{name}={server.code}&state={server.asked['state']}"


def confirmed(client: Client) -> Client:
    session = client.session
    session[CONFIRMED] = time.time()
    session.save()
    return client


@pytest.mark.parametrize("provider", ["oidc", "wecom", "dingtalk"])
def test_linked_when_signed_in_then_signing_in_with_it(
    provider: str, other: StandIn, client_of: Callable[[str], Client]
) -> None:
    mine = confirmed(client_of("leader"))
    assert mine.get(leave(mine, other, provider))["Location"] == "/account/identities"
    assert AuditEntry.objects.filter(action="identity.link", subject="U-leader").count() == 1
    assert other.person not in json.dumps(list(Identity.objects.values()), default=str)

    fresh = Client()
    assert fresh.get(leave(fresh, other, provider, next="/directives"))["Location"] == "/directives"
    assert "leader某" in fresh.get("/account").content.decode()


@pytest.mark.parametrize("provider", ["oidc", "wecom", "dingtalk"])
def test_an_unknown_person_gets_no_account(provider: str, other: StandIn, accounts: dict[str, User]) -> None:
    client, before = Client(), User.objects.count()
    other.person = "leader"  # the same as a user name here: that proves nothing

    answer = client.get(leave(client, other, provider))
    assert answer.status_code == 409
    assert "还没有绑定" in answer.content.decode()
    assert client.get("/").status_code == 302
    assert (User.objects.count(), Identity.objects.count()) == (before, 0)


def test_an_invitation_is_taken_up_by_it(other: StandIn, accounts: dict[str, User]) -> None:
    [issued] = members_invite(actor=Actor.system("test"), members=["M4"])
    client = Client()
    assert "单位统一登录" in client.get(f"/invitation/{issued.code}").content.decode()

    back = leave(client, other, "oidc", code=issued.code)
    assert client.get(back).status_code == 302
    assert client.get("/").status_code == 200
    assert Identity.objects.get().user.member_id == "M4"
    assert Client().get(f"/invitation/{issued.code}").status_code == 404


def test_one_person_is_one_account(other: StandIn, client_of: Callable[[str], Client]) -> None:
    leader, member = confirmed(client_of("leader")), confirmed(client_of("member"))
    leader.get(leave(leader, other, "oidc"))

    answer = member.get(leave(member, other, "oidc"))
    assert "已经绑定了别的账号" in answer.content.decode()
    other.person = "ZHANG.SAN"  # another person there, though spelt nearly the same
    assert member.get(leave(member, other, "oidc")).status_code == 302


@pytest.mark.parametrize(
    "wrong",
    [
        {"aud": "somebody-else"}, {"iss": "https://elsewhere.invalid"}, {"nonce": "of another time"},
        {"exp": 1_000_000_000}, {"sub": ""},
    ],
)  # fmt: skip
def test_a_token_that_is_not_for_us_is_refused(wrong: dict[str, Any], other: StandIn, client_of: Callable[[str], Client]) -> None:
    mine = confirmed(client_of("leader"))
    other.claims = wrong

    assert mine.get(leave(mine, other, "oidc")).status_code == 409
    assert not Identity.objects.exists()


def test_a_token_signed_by_another_is_refused(other: StandIn, client_of: Callable[[str], Client]) -> None:
    mine = confirmed(client_of("leader"))
    other.key = OTHER_KEY

    assert "签名没有对上" in mine.get(leave(mine, other, "oidc")).content.decode()


@pytest.mark.parametrize("provider", ["oidc", "wecom", "dingtalk"])
def test_a_way_back_that_was_not_begun_here_is_refused(provider: str, other: StandIn, accounts: dict[str, User]) -> None:
    Identity.objects.all().delete()
    client, victim = Client(), Client()
    back = leave(client, other, provider)

    assert victim.get(back).status_code == 409  # somebody else's browser
    assert client.get(back.replace("state=", "state=x")).status_code == 409
    assert client.get(back).status_code == 409  # used up by the try before


def test_a_wrong_code_and_a_silent_server_are_told(other: StandIn, accounts: dict[str, User]) -> None:
    for provider in ("oidc", "wecom", "dingtalk"):
        client = Client()
        back = leave(client, other, provider).replace("code-1", "guessed")
        assert client.get(back).status_code == 409
    client = Client()
    other.shutdown()
    other.server_close()
    answer = client.post("/sign-in/with/oidc")
    assert "没有答复" in answer.content.decode()


def test_secrets_are_sent_over_https_only(settings: Any, accounts: dict[str, User]) -> None:
    settings.ZHIBU_PROVIDERS = settings.ZHIBU_PROVIDERS | {
        "oidc": {"issuer": "http://office.invalid", "client": "c", "secret": SECRET, "label": "单位"}
    }
    answer = Client().post("/sign-in/with/oidc")
    assert (answer.status_code, "不是 https" in answer.content.decode()) == (409, True)


def test_off_by_default(client_of: Callable[[str], Client]) -> None:
    assert Client().post("/sign-in/with/oidc").status_code == 404
    assert "/sign-in/with/" not in Client().get("/sign-in").content.decode()
    assert "外部账号" not in client_of("leader").get("/account").content.decode()


def test_taking_the_link_away(other: StandIn, client_of: Callable[[str], Client]) -> None:
    mine = confirmed(client_of("leader"))
    mine.get(leave(mine, other, "wecom"))

    mine.post("/account/identities/wecom/unlink")
    assert not Identity.objects.exists()


def test_within_the_app_the_silent_page_is_asked(other: StandIn, accounts: dict[str, User]) -> None:
    client = Client(headers={"user-agent": "Mozilla/5.0 wxwork/4.1 MicroMessenger"})

    going = client.post("/sign-in/with/wecom")["Refresh"]
    assert f"{other.issuer}/inside?" in going
    assert going.endswith("#wechat_redirect")
