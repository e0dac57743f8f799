"""Two hundred people sign in to one meeting at the same moment on the real server: no error, nobody lost."""

from __future__ import annotations

import datetime as dt
import http.client
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from urllib.parse import quote, urlencode

import pytest
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.db import connection

from tests.domain.conftest import SINCE, tree_made
from zhibu.domain.accounts.models import User
from zhibu.domain.activities.models import Activity, Attendance
from zhibu.domain.attendance import tokens
from zhibu.domain.audit.chain import verify
from zhibu.domain.audit.models import AuditEntry
from zhibu.domain.members.models import Member, Membership
from zhibu.kernel import clock

pytestmark = pytest.mark.django_db(transaction=True)

MANY = 200
CSRF = "a" * 32
ROOT = Path(__file__).resolve().parents[3]


def crowd() -> list[str]:
    """Members of B1 with an account each, already signed in; the keys of their sessions."""
    tree_made()
    joined = {"joined": dt.date(2015, 7, 1), "full_since": dt.date(2016, 7, 1)}
    Member.objects.bulk_create(Member(id=f"W{n}", name=f"党员{n}", **joined) for n in range(MANY))
    Membership.objects.bulk_create(Membership(member_id=f"W{n}", organisation_id="B1", since=SINCE) for n in range(MANY))
    User.objects.bulk_create(
        User(id=f"U{n}", username=f"w{n}", name=f"党员{n}", member_id=f"W{n}", password="!") for n in range(MANY)
    )
    store = import_module(settings.SESSION_ENGINE).SessionStore
    keys = []
    for user in User.objects.filter(id__startswith="U"):
        session = store()
        session[SESSION_KEY] = user.pk
        session[BACKEND_SESSION_KEY] = "django.contrib.auth.backends.ModelBackend"
        session[HASH_SESSION_KEY] = user.get_session_auth_hash()
        session.save()
        keys.append(session.session_key)
    return keys


def environment(data: Path) -> dict[str, str]:
    """The server on the database of the tests, with its keys."""
    known = settings.DATABASES["default"]
    found = {**os.environ, "ZHIBU_DATA": str(data), "ZHIBU_KEYS": str(settings.ZHIBU_KEYS), "PYTHONPATH": str(ROOT / "src")}
    found["DJANGO_SETTINGS_MODULE"] = "zhibu.config.settings"
    if connection.vendor == "sqlite":
        found["ZHIBU_DATABASE_URL"] = ""
        (data / "zhibu.sqlite3").symlink_to(connection.settings_dict["NAME"])
        return found
    who = ":".join(quote(known[part], safe="") for part in ("USER", "PASSWORD") if known[part])
    words = {"host": known["HOST"], "port": known["PORT"]}
    found["ZHIBU_DATABASE_URL"] = f"postgresql://{who}@/{connection.settings_dict['NAME']}?{urlencode(words)}"
    return found


@pytest.fixture
def port(tmp_path: Path) -> Iterator[int]:
    """`zhibu serve` as it is started every day, without the worker."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        number = int(probe.getsockname()[1])
    words = [sys.executable, "-m", "zhibu", "serve", "--port", str(number), "--no-work"]
    process = subprocess.Popen(words, env=environment(tmp_path))
    try:
        until = time.monotonic() + 300  # beside a full run of the tests it starts slowly
        while True:
            try:
                asked(number, "GET", "/sign-in", "")
                break
            except OSError:
                assert process.poll() is None
                assert time.monotonic() < until
                time.sleep(0.1)
        yield number
    finally:
        process.send_signal(signal.SIGINT)
        process.wait(120)


def asked(port: int, method: str, address: str, session: str, body: str = "") -> int:
    """The status of one request of somebody."""
    line = http.client.HTTPConnection("127.0.0.1", port, timeout=300)
    cookies = f"{settings.SESSION_COOKIE_NAME}={session}; {settings.CSRF_COOKIE_NAME}={CSRF}"
    headers = {"Cookie": cookies, "Content-Type": "application/x-www-form-urlencoded"}
    line.request(method, address, body or None, headers)
    answer = line.getresponse()
    answer.read()
    line.close()
    return answer.status


def test_two_hundred_sign_in_at_the_same_moment(port: int) -> None:
    sessions = crowd()
    Activity.objects.create(id="MT", organisation_id="B1", type="general_meeting", on=clock.today(), status="planned")
    before = AuditEntry.objects.count()
    warm = [threading.Thread(target=asked, args=(port, "GET", "/sign/MT", key)) for key in sessions[:16]]
    for one in warm:  # a server that has been running: each of its processes has read the rule packs
        one.start()
    for one in warm:
        one.join(300)
    body = urlencode({"csrfmiddlewaretoken": CSRF, "code": tokens.token_at("MT", clock.now())})
    told: list[int] = []
    gate = threading.Barrier(MANY + 1)

    def sign(session: str) -> None:
        gate.wait(120)
        told.append(asked(port, "POST", "/sign/MT", session, body))

    crowd_now = [threading.Thread(target=sign, args=(key,)) for key in sessions]
    for one in crowd_now:
        one.start()
    gate.wait(120)
    begun = time.monotonic()
    for one in crowd_now:
        one.join(300)
    took = time.monotonic() - begun

    assert told == [302] * MANY
    assert Attendance.objects.filter(activity="MT", status="present").count() == MANY
    assert AuditEntry.objects.count() == before + MANY
    assert not verify().problems
    print(f"{MANY} signed in within {took:.1f} s")
