"""Signing in through another system: OIDC, 企业微信 (WeCom), 钉钉 (DingTalk). Off until configured.

A provider says where the browser is sent and turns the code that comes back into the other system's
number of a person; nothing else of him is asked for or kept. Who he is here is said by `Identity` alone:
no account is ever made by it, and a name or an address that is the same proves nothing.
"""

from __future__ import annotations

import base64
import hashlib
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, TypeAlias
from urllib.parse import urlencode, urlsplit

from django.conf import settings

from zhibu.domain.accounts.models import Identity, User
from zhibu.kernel.crypto import blind_index
from zhibu.kernel.errors import NotFound, Refused

SECONDS = 10
ALGORITHMS = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "EdDSA")


@dataclass(frozen=True, slots=True)
class Trip:
    """What one journey to the other system and back is bound by; it waits in the session."""

    state: str = field(default_factory=lambda: secrets.token_urlsafe(24))
    nonce: str = field(default_factory=lambda: secrets.token_urlsafe(24))
    verifier: str = field(default_factory=lambda: secrets.token_urlsafe(48))


def _json(label: str, method: str, address: str, **options: Any) -> dict[str, Any]:
    """The answer of the other system; Refused in words where it does not answer as it should."""
    import requests  # only whoever signs in through another system needs it

    parts = urlsplit(address)
    if parts.scheme != "https" and parts.hostname not in ("127.0.0.1", "localhost", "::1"):
        raise Refused(f"{label}的地址 {address} 不是 https，不往那里送密钥。改好 ZHIBU_ 设置。")
    try:
        answer = requests.request(method, address, timeout=SECONDS, allow_redirects=False, **options)
        told = answer.json()
    except (requests.RequestException, ValueError) as error:
        raise Refused(f"{label}现在没有答复，过一会儿再试，或者用密码登录。") from error
    if answer.status_code >= 400 or not isinstance(told, dict):
        raise Refused(f"{label}没有认出来，再试一次，或者用密码登录。")
    return told


def _text(told: Mapping[str, Any], name: str, label: str) -> str:
    value = told.get(name)
    if not isinstance(value, str) or not value:
        raise Refused(f"{label}没有给出 {name}，再试一次；还不行就告诉管理员核对它的设置。")
    return value


@dataclass(frozen=True, slots=True)
class Oidc:
    """OpenID Connect: authorization code with PKCE, the ID token checked by signature, issuer, audience, nonce."""

    issuer: str
    client: str
    secret: str
    label: str
    key: str = "oidc"

    def _described(self) -> dict[str, Any]:
        address = f"{self.issuer.rstrip('/')}/.well-known/openid-configuration"
        told = _json(self.label, "GET", address)
        if told.get("issuer") != self.issuer:
            raise Refused(f"{self.label}自称是 {told.get('issuer')}，与 ZHIBU_OIDC_ISSUER 不同，没有登录。")
        return told

    def leave_for(self, trip: Trip, back: str, agent: str) -> str:
        """The authorization endpoint."""
        mark = hashlib.sha256(trip.verifier.encode()).digest()
        query = {
            "response_type": "code", "client_id": self.client, "redirect_uri": back, "scope": "openid",
            "state": trip.state, "nonce": trip.nonce, "code_challenge_method": "S256",
            "code_challenge": base64.urlsafe_b64encode(mark).rstrip(b"=").decode(),
        }  # fmt: skip
        at = _text(self._described(), "authorization_endpoint", self.label)
        return f"{at}{'&' if '?' in at else '?'}{urlencode(query)}"

    def person(self, given: Mapping[str, str], trip: Trip, back: str) -> str:
        """The subject of the ID token."""
        described = self._described()
        told = _json(
            self.label, "POST", _text(described, "token_endpoint", self.label),
            data={
                "grant_type": "authorization_code", "code": given.get("code", ""),
                "redirect_uri": back, "code_verifier": trip.verifier,
            },
            auth=(self.client, self.secret),
        )  # fmt: skip
        token = _text(told, "id_token", self.label)
        return self._subject(token, _text(described, "jwks_uri", self.label), trip)

    def _subject(self, token: str, keys: str, trip: Trip) -> str:
        import jwt

        try:
            known = jwt.PyJWKSet.from_dict(_json(self.label, "GET", keys))
            wanted = jwt.get_unverified_header(token).get("kid")
            fitting = [one for one in known.keys if wanted is None or one.key_id == wanted]
            claims = jwt.decode(
                token, fitting[0].key, algorithms=list(ALGORITHMS), audience=self.client,
                issuer=self.issuer, leeway=60, options={"require": ["exp", "iat", "iss", "aud", "sub"]},
            )  # fmt: skip
        except (jwt.PyJWTError, IndexError, TypeError, ValueError) as error:
            raise Refused(f"{self.label}的签名没有对上，没有登录。") from error
        if claims.get("nonce") != trip.nonce:
            raise Refused(f"{self.label}答复的不是这一次登录，再试一次。")
        return _text(claims, "sub", self.label)


@dataclass(frozen=True, slots=True)
class WeCom:
    """企业微信, also 政务微信 with other addresses: a code, the application's token, the user id."""

    corp: str
    agent: str
    secret: str
    api: str
    login: str
    inside: str
    label: str = "企业微信"
    key: str = "wecom"

    def leave_for(self, trip: Trip, back: str, agent: str) -> str:
        """The page with the code to scan; within the app itself the silent one."""
        query = {"redirect_uri": back, "state": trip.state, "agentid": self.agent, "appid": self.corp}
        if "wxwork" in agent:
            query |= {"response_type": "code", "scope": "snsapi_base"}
            return f"{self.inside}?{urlencode(query)}#wechat_redirect"
        return f"{self.login}?{urlencode(query | {'login_type': 'CorpApp'})}"

    def person(self, given: Mapping[str, str], trip: Trip, back: str) -> str:
        """The user id within the corporation; outsiders have none."""
        asked = {"corpid": self.corp, "corpsecret": self.secret}
        token = self._asked("cgi-bin/gettoken", asked, "access_token")
        asked = {"access_token": token, "code": given.get("code", "")}
        return self._asked("cgi-bin/auth/getuserinfo", asked, "userid")

    def _asked(self, path: str, asked: dict[str, str], name: str) -> str:
        told = _json(self.label, "GET", f"{self.api}/{path}", params=asked)
        if told.get("errcode") != 0:
            raise Refused(f"{self.label}没有认出来（错误码 {told.get('errcode')}），再试一次，或者用密码登录。")
        return _text(told, name, self.label)


@dataclass(frozen=True, slots=True)
class DingTalk:
    """钉钉: a code, the person's token, his open id within this application."""

    client: str
    secret: str
    api: str
    login: str
    label: str = "钉钉"
    key: str = "dingtalk"

    def leave_for(self, trip: Trip, back: str, agent: str) -> str:
        """The page of consent."""
        query = {
            "response_type": "code", "client_id": self.client, "redirect_uri": back,
            "scope": "openid", "state": trip.state, "prompt": "consent",
        }  # fmt: skip
        return f"{self.login}?{urlencode(query)}"

    def person(self, given: Mapping[str, str], trip: Trip, back: str) -> str:
        """The open id; the code comes back under a name of its own."""
        body = {
            "clientId": self.client, "clientSecret": self.secret, "grantType": "authorization_code",
            "code": given.get("authCode") or given.get("code", ""),
        }  # fmt: skip
        told = _json(self.label, "POST", f"{self.api}/v1.0/oauth2/userAccessToken", json=body)
        headers = {"x-acs-dingtalk-access-token": _text(told, "accessToken", self.label)}
        found = _json(self.label, "GET", f"{self.api}/v1.0/contact/users/me", headers=headers)
        return _text(found, "openId", self.label)


Provider: TypeAlias = Oidc | WeCom | DingTalk


def providers() -> list[Provider]:
    """The other systems that are configured."""
    given: dict[str, dict[str, str]] = settings.ZHIBU_PROVIDERS
    found: list[Provider] = []
    if given["oidc"]["issuer"]:
        found.append(Oidc(**given["oidc"]))
    if given["wecom"]["corp"]:
        found.append(WeCom(**given["wecom"]))
    if given["dingtalk"]["client"]:
        found.append(DingTalk(**given["dingtalk"]))
    return found


def provider_get(key: str) -> Provider:
    """One of them; NotFound where it is not configured."""
    for provider in providers():
        if provider.key == key:
            return provider
    raise NotFound("没有接上这个登录方式。")


@dataclass(frozen=True, slots=True)
class Linked:
    """A configured system, and how an account is linked to it."""

    key: str
    label: str
    linked: Identity | None


def providers_for(user: User) -> list[Linked]:
    """The configured systems, each with the link of this account."""
    links = {row.provider: row for row in Identity.objects.filter(user=user)}
    return [Linked(one.key, one.label, links.get(one.key)) for one in providers()]


def person_digest(provider: str, person: str) -> str:
    """What is kept of the other system's number; upper and lower case are two persons."""
    exact = hashlib.sha256(person.encode()).hexdigest()
    return blind_index(settings.ZHIBU_SECRETS["index_key"], f"identity:{provider}", exact)


def user_of(provider: Provider, person: str) -> User:
    """The open account that is linked to a person of another system; NotFound where none is."""
    found = Identity.objects.select_related("user").filter(
        provider=provider.key, digest=person_digest(provider.key, person), user__is_active=True
    )
    row = found.first()
    if row is None:
        raise NotFound(
            f"这个{provider.label}账号还没有绑定。先用密码登录，在“我的账号”里绑定；"
            "还没有账号的，找党务干部要邀请条。"
        )
    return row.user
