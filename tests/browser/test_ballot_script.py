"""The browser's side of a secret ballot in Chromium, under the site's own security policy."""

from __future__ import annotations

import json
import random
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, Route

from tests.ballots.polls import NO, YES, Opened, election, opened, slip
from zhibu.ballots.box import box_open, cast_check, cast_read
from zhibu.ballots.slips import slip_read
from zhibu.ballots.tokens import short, token_issue

ROOT = Path(__file__).resolve().parents[2]
SCRIPTS = ROOT / "src" / "zhibu" / "web" / "voting" / "static" / "voting"
VECTORS = ROOT / "tests" / "ballots" / "vectors"
RSA = json.loads((VECTORS / "rfc9474.json").read_text("utf-8"))["vectors"]
HPKE = json.loads((VECTORS / "rfc9180.json").read_text("utf-8"))["vector"]
POLICY = "default-src 'none'; script-src 'self'; connect-src 'self'; base-uri 'none'"
HOME = "https://ballot.test"

pytestmark = pytest.mark.browser


@pytest.fixture
def serve(browser: Browser) -> Iterator[Callable[..., Page]]:
    """A page that can import the scripts, from an address that the browser holds to be secure or not."""
    contexts = []

    def answer(route: Route) -> None:
        name = route.request.url.rpartition("/")[2]
        headers = {"Content-Security-Policy": POLICY}
        if not name:
            route.fulfill(body="<!doctype html><title>x</title>", content_type="text/html", headers=headers)
        else:
            body = (SCRIPTS / name).read_text("utf-8")
            route.fulfill(body=body, content_type="text/javascript", headers=headers)

    def open_one(home: str = HOME) -> Page:
        context = browser.new_context()
        contexts.append(context)
        context.route("**/*", answer)
        page = context.new_page()
        page.goto(f"{home}/")
        return page

    yield open_one
    for context in contexts:
        context.close()


@pytest.fixture
def page(serve: Callable[..., Page]) -> Page:
    return serve()


BLINDED = """async (v) => {
  const rsa = await import("/rsabssa.js");
  const {hex, unhex} = await import("/octets.js");
  const key = rsa.keyOf(v.n, v.e), inverse = BigInt("0x" + v.inv);
  const given = {salt: unhex(v.salt), factor: rsa.inverseOf(key, inverse)};
  const prepared = v.msg_prefix ? rsa.prepare(unhex(v.msg), unhex(v.msg_prefix)) : unhex(v.msg);
  const found = await rsa.blind(key, prepared, given);
  const variant = {salt: v.salt.length / 2};
  const signature = await rsa.finalize(key, prepared, unhex(v.blind_sig), inverse, variant);
  return [hex(prepared), hex(found.blinded), found.inverse.toString(16), hex(signature)];
}"""


@pytest.mark.parametrize("vector", RSA, ids=lambda vector: vector["name"])
def test_blinding_by_the_published_vectors(page: Page, vector: dict[str, str]) -> None:
    found = page.evaluate(BLINDED, vector)

    expected = [vector[name] for name in ("prepared_msg", "blinded_msg", "inv", "sig")]
    assert found == [*expected[:2], expected[2].lstrip("0"), expected[3]]


SEALED = """async ([v, x, y]) => {
  const {seal} = await import("/hpke.js");
  const {hex, unhex} = await import("/octets.js");
  const curve = {name: "ECDH", namedCurve: "P-256"};
  const url = (text) => btoa(String.fromCharCode(...unhex(text)))
    .replace(/\\+/g, "-").replace(/\\//g, "_").replace(/=+$/, "");
  const open = {kty: "EC", crv: "P-256", x: url(x), y: url(y), ext: true};
  const pair = {
    publicKey: await crypto.subtle.importKey("jwk", open, curve, true, []),
    privateKey: await crypto.subtle.importKey("jwk", {...open, d: url(v.skEm)}, curve, false, ["deriveBits"]),
  };
  const {pt, aad} = v.encryptions[0];
  return hex(await seal(unhex(v.pkRm), unhex(v.info), unhex(pt), unhex(aad), pair));
}"""


def test_sealing_by_the_published_vector(page: Page) -> None:
    point = HPKE["pkEm"]

    found = page.evaluate(SEALED, [HPKE, point[2:66], point[66:]])

    assert found == HPKE["enc"] + HPKE["encryptions"][0]["ct"]


def poll_data(poll: Opened) -> dict[str, Any]:
    """What a page says of a poll."""
    form = poll.form
    return {**poll.public.as_data(), "form": form.as_data(), "form_digest": form.digest, "padded": form.padded}


DRAWN = """async (poll) => {
  const ballot = await import("/ballot.js");
  return (await ballot.draw(poll, (blinded) => window.ask(blinded))).token;
}"""
CAST = """async ([poll, slip]) => {
  const ballot = await import("/ballot.js");
  const vote = await ballot.sealed(poll, ballot.held(poll), slip);
  window.again = ballot.held(poll).vote;
  ballot.done(poll, vote);
  return [vote, JSON.stringify(Object.entries(sessionStorage)), ballot.short(vote.token)];
}"""


def test_a_vote_from_the_browser_is_counted(page: Page, tmp_path: Path) -> None:
    poll = opened(tmp_path)
    data = poll_data(poll)
    asked: list[str] = []
    page.expose_function("ask", lambda blinded: asked.append(blinded) or token_issue(poll.keys, blinded))

    token = page.evaluate(DRAWN, data)
    said = {"answers": {"p1": [NO], "p2": [NO]}, "names": [" 古丽 • 阿依 "]}
    vote, left, receipt = page.evaluate(CAST, [data, said])

    cast = cast_read(vote)
    cast_check(poll.public, poll.form, cast)
    assert cast.token == token
    assert receipt == short(token)
    assert box_open(poll.keys, poll.form, [cast]).slips == (slip(NO, NO, names=("古丽·阿依",)),)
    assert token in left
    assert cast.sealed not in left
    assert "pair" not in left
    assert page.evaluate("window.again") == vote
    assert token not in asked[0]
    assert len(asked) == 1


def test_a_broken_line_asks_the_same_question_again(page: Page, tmp_path: Path) -> None:
    poll = opened(tmp_path)
    asked: list[str] = []

    def ask(blinded: str) -> str:
        asked.append(blinded)
        if len(asked) == 1:
            raise ConnectionError("the line broke")
        return token_issue(poll.keys, blinded)

    page.expose_function("ask", ask)
    with pytest.raises(Exception, match="the line broke"):
        page.evaluate(DRAWN, poll_data(poll))
    page.reload()

    assert len(page.evaluate(DRAWN, poll_data(poll))) == 64
    assert asked[0] == asked[1]


def test_a_wrong_answer_of_the_site_is_noticed(page: Page, tmp_path: Path) -> None:
    poll = opened(tmp_path)
    page.expose_function("ask", lambda blinded: blinded)

    with pytest.raises(Exception, match="不是对这张票签的"):
        page.evaluate(DRAWN, poll_data(poll))


def test_a_ticket_kept_apart_can_be_taken_up_elsewhere(serve: Callable[..., Page], tmp_path: Path) -> None:
    poll = opened(tmp_path)
    here, there = serve(), serve()
    here.expose_function("ask", lambda blinded: token_issue(poll.keys, blinded))
    here.evaluate(DRAWN, poll_data(poll))
    text = here.evaluate('async (poll) => (await import("/ballot.js")).kept(poll)', poll_data(poll))

    take_up = 'async ([poll, text]) => { await (await import("/ballot.js")).takeUp(poll, text); }'
    there.evaluate(take_up, [poll_data(poll), text])
    vote, _, _ = there.evaluate(CAST, [poll_data(poll), {"answers": {"p1": [YES]}, "names": []}])

    cast_check(poll.public, poll.form, cast_read(vote))
    with pytest.raises(Exception, match="不是本场投票的"):
        there.evaluate(take_up, [poll_data(opened(tmp_path, "T2")), text])


def test_two_people_at_one_screen_have_a_ticket_each(page: Page, tmp_path: Path) -> None:
    poll = opened(tmp_path)
    page.expose_function("ask", lambda blinded: token_issue(poll.keys, blinded))

    tokens = {page.evaluate(DRAWN, {**poll_data(poll), "voter": voter}) for voter in ("one", "other", "one")}

    assert len(tokens) == 2


@pytest.mark.parametrize(("answers", "names", "told"), [
    ({"p1": [YES], "p2": [YES]}, [], "最多 1 人"),
    ({"p1": [YES]}, ["古丽"], "最多 1 人"),
    ({}, ["古丽", "阿依"], "另选他人最多 1 人"),
    ({}, ["白 露"], "是候选人"),
    ({}, ["甲" * 25], "不是姓名"),
    ({"p1": [YES, NO]}, [], "最多选 1 项"),
])
def test_a_slip_that_would_be_void_is_not_sealed(
    page: Page, tmp_path: Path, answers: dict[str, list[str]], names: list[str], told: str
) -> None:
    poll = opened(tmp_path)
    page.expose_function("ask", lambda blinded: token_issue(poll.keys, blinded))
    page.evaluate(DRAWN, poll_data(poll))

    with pytest.raises(Exception, match=told):
        page.evaluate(CAST, [poll_data(poll), {"answers": answers, "names": names}])


NAMED = """async ([form, names]) => {
  const {faults, tidy} = await import("/slip.js");
  return names.map((name) => {
    const slip = {answers: {}, names: [name]};
    return faults(form, slip).length ? null : tidy(slip).names;
  });
}"""


def test_a_name_that_the_browser_takes_is_taken_when_the_box_is_opened(page: Page) -> None:
    """Letters by chance from every corner of Unicode, blanks, dots and signs among them."""
    chance = random.Random(11)
    corners = [(0x20, 0x7F), (0x80, 0x250), (0x2000, 0x2070), (0x3000, 0x3100), (0x4E00, 0x9FFF), (0xF900, 0xFB00),
               (0xFE00, 0x10000), (0x20000, 0x323B0), (0x1100, 0x1200), (0x300, 0x370), (0xE000, 0xE100)]
    names = ["".join(chr(chance.randrange(*chance.choice(corners))) for _ in range(chance.randint(1, 9)))
             for _ in range(4000)]
    names += ["古丽 • 阿依", "\ufeff白三", "·甲·", "甲\x85乙", "ﬁ", "①", "㈱", "白　露", "\u1160甲"]

    found = page.evaluate(NAMED, [election().as_data(), names])

    taken = [name for name in found if name is not None]
    assert len(taken) > 1000
    for normal in taken:
        assert list(slip_read(election(), {"answers": {}, "names": normal}).names) == normal


def test_the_fingerprint_is_reckoned_in_the_browser(page: Page, tmp_path: Path) -> None:
    poll = opened(tmp_path)

    found = page.evaluate('async (poll) => (await import("/ballot.js")).fingerprint(poll)', poll_data(poll))

    assert found == poll.public.fingerprint


def test_without_a_secure_address_it_says_why(serve: Callable[..., Page]) -> None:
    ask = 'async () => (await import("/ballot.js")).obstacle()'

    assert serve().evaluate(ask) == ""
    assert "不是 HTTPS" in serve("http://ballot.test").evaluate(ask)


SENT = """async (vote) => {
  const ballot = await import("/ballot.js");
  document.cookie = "sessionid=secret; path=/";
  await ballot.send("/cast", vote);
}"""


def test_the_vote_goes_without_cookie_and_without_address(page: Page) -> None:
    seen: list[dict[str, str]] = []

    def keep(route: Route) -> None:
        seen.append(route.request.all_headers())
        route.fulfill(status=204)

    page.route("**/cast", keep)
    page.evaluate(SENT, {"token": "aa"})

    assert page.evaluate("document.cookie") == "sessionid=secret"
    assert "cookie" not in seen[0]
    assert "referer" not in seen[0]
