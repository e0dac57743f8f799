"""Looking for who chose what with everything that an office keeps: rows and their places, journal, a backup.

The choices are names written in, so that a byte of plain text would be found. On PostgreSQL the places of
rows (ctid) and the transactions that wrote them (xmin) are looked at instead of the file.
"""

from __future__ import annotations

import json
import zipfile
from collections.abc import Callable
from itertools import groupby
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import connection

from tests.domain.voting.conftest import Browser, close, read, vote
from zhibu.ballots.keys import KeysLost, poll_keys_open
from zhibu.domain.audit.models import AuditEntry
from zhibu.domain.exchange.archive.backup import backup_make
from zhibu.domain.members.models import Member
from zhibu.domain.voting import services
from zhibu.domain.voting.models import Poll, Slot, Voter
from zhibu.domain.voting.services.giving import public_keys
from zhibu.kernel.actor import Actor

pytestmark = pytest.mark.django_db(transaction=True)

SECRETS = {"V1": "秘选甲某", "V2": "秘选乙某", "V3": "秘选丙某", "V4": "秘选丁某", "V5": "秘选戊某"}
Account = Callable[..., Actor]
IS_SQLITE = connection.vendor == "sqlite"


@pytest.fixture
def poll(opened: Callable[..., Poll]) -> Poll:
    """An open recommendation: each may write in one name."""
    return opened("activist", "electronic", ("某某",), seats=1, tellers=("V4", "V5"))


def written() -> bytes:
    """Every byte that SQLite keeps: the file and its journal."""
    path = Path(str(connection.settings_dict["NAME"]))
    beside = [path, *path.parent.glob(f"{path.name}-*")]
    return b"".join(file.read_bytes() for file in beside if file.exists())


def everybody_votes(poll: Poll, account: Account) -> dict[str, Browser]:
    """All cast in the order of SECRETS; each with his own name."""
    browsers = {}
    for member, name in SECRETS.items():
        browser = browsers[member] = Browser(poll)
        browser.take(account(member))
        services.slip_cast(poll=poll.pk, data=browser.slip({}, [name]))
    return browsers


def in_backup(target: Path) -> bytes:
    backup_make(actor=Actor.system("test"), target=target)
    with zipfile.ZipFile(target) as archive:
        return b"".join(archive.read(name) for name in archive.namelist())


def test_while_it_is_open_no_byte_tells_a_choice(poll: Poll, account: Account, tmp_path: Path) -> None:
    places = set(Slot.objects.values_list("pk", flat=True))
    browsers = everybody_votes(poll, account)
    copies = [in_backup(tmp_path / "open.zip"), *([written()] if IS_SQLITE else [])]

    for copy in copies:
        for name in SECRETS.values():
            assert name.encode() not in copy
            assert json.dumps(name).strip('"').encode() not in copy
    # the slip took a place that was there before: no running number, no time, nothing of the voter
    assert set(Slot.objects.values_list("pk", flat=True)) == places
    columns = {field.name for field in Slot._meta.get_fields()}
    assert columns == {"id", "poll", "token", "prefix", "signature", "public_key", "sealed", "bound"}
    # what the site signed and what lies in the box have not one digit in common
    kept = "".join(Voter.objects.values_list("blinded", flat=True))
    kept += "".join(Voter.objects.values_list("signature", flat=True))
    kept += "".join(AuditEntry.objects.values_list("details", flat=True))
    for browser in browsers.values():
        assert browser.token not in kept
        assert browser.signature.hex() not in kept
        assert browser.public_key not in kept


@pytest.mark.skipif(not IS_SQLITE, reason="pages of a file are SQLite's; PostgreSQL's order is documented")
def test_casting_moves_no_row_to_another_page(poll: Poll, account: Account) -> None:
    browsers = [(Browser(poll), name) for name in SECRETS.values()]
    for (browser, _), member in zip(browsers, SECRETS, strict=True):
        browser.take(account(member))
    before = pages()

    for browser, name in browsers:
        services.slip_cast(poll=poll.pk, data=browser.slip({}, [name]))

    assert pages() == before
    content = written()
    signatures = Slot.objects.order_by("pk").values_list("signature", flat=True)
    lies = [content.find(signature.encode()) // 4096 for signature in signatures]
    runs = [page for page, _ in groupby(lies)]
    assert len(runs) == len(set(runs)), "a page has rows that did not lie side by side when the vote opened"


def pages() -> tuple[int, int]:
    """How many pages the file has, and how many of them are free."""
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        found = []
        for name in ("page_count", "freelist_count"):
            cursor.execute(f"PRAGMA {name}")
            found.append(int(cursor.fetchone()[0]))
    return found[0], found[1]


def test_keys_are_in_no_backup(poll: Poll, tmp_path: Path) -> None:
    target = tmp_path / "with-keys.zip"
    backup_make(actor=Actor.system("test"), target=target, with_keys=True)
    key = (settings.ZHIBU_KEYS / "ballots" / f"{poll.pk}.key").read_bytes()
    with zipfile.ZipFile(target) as archive:
        assert not any("ballots" in name for name in archive.namelist())
        assert all(key not in archive.read(name) for name in archive.namelist())


def test_after_counting_choices_stand_apart_from_tokens(
    poll: Poll, account: Account, secretary: Actor, tmp_path: Path
) -> None:
    browsers = everybody_votes(poll, account)
    sealed = [row.sealed.encode() for row in Slot.objects.exclude(token=None)]
    taken_while_open = in_backup(tmp_path / "open.zip")
    closed = close(poll, account, 5)
    assert places_follow_tokens()
    public = public_keys(closed)
    services.poll_count(actor=secretary, poll=closed)

    counted = Poll.objects.get(pk=poll.pk)
    data = json.loads(bytes(counted.result_file or b""))
    assert [row["token"] for row in data["tokens"]] == sorted(b.token for b in browsers.values())
    assert data["choices"]["names"] == sorted([name] for name in SECRETS.values())
    assert not Slot.objects.exists()
    # the copy made while it was open stays shut for good: its key is nowhere
    assert all(one in taken_while_open for one in sealed) or not IS_SQLITE
    with pytest.raises(KeysLost):
        poll_keys_open(settings.ZHIBU_KEYS, settings.ZHIBU_SECRETS["files_key"], public)
    if IS_SQLITE:
        left = written()
        assert not any(one in left for one in sealed), "a slip is still in the file or its journal"


def test_a_vote_given_up_leaves_no_slip_behind(poll: Poll, account: Account, secretary: Actor) -> None:
    everybody_votes(poll, account)
    sealed = [row.sealed.encode() for row in Slot.objects.exclude(token=None)]
    before = relation("voting_slot")
    services.poll_abandon(actor=secretary, poll=poll, reason="弄错了")

    if IS_SQLITE:
        left = written()
        assert not any(one in left for one in sealed)
    else:
        assert relation("voting_slot") != before  # written anew, without what was there


@pytest.mark.skipif(IS_SQLITE, reason="SQLite overwrites what is deleted; PostgreSQL keeps dead rows until it is told")
def test_readings_of_paper_are_not_left_in_dead_rows(opened: Callable[..., Poll], account: Account, secretary: Actor) -> None:
    mixed = opened("group_leader", "mixed", ("V1", "V2"), at="G11")
    for member in ("V1", "V2", "V3"):
        vote(mixed, account(member), {"q1": ["in_favour"]})
    for member in ("V4", "V5"):
        services.poll_hand_out(actor=secretary, poll=mixed, member=Member.objects.get(pk=member))
    closed = close(mixed, account, 5)
    pile = [{"answers": {"q1": ["in_favour"]}, "names": []}] * 2
    read(closed, account, pile)
    before = relation("voting_reading")
    services.poll_count(actor=secretary, poll=closed)

    assert relation("voting_reading") != before


def relation(table: str) -> object:
    """The file in which PostgreSQL keeps a table; nothing on SQLite."""
    if IS_SQLITE:
        return None
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_relation_filenode(%s)", [table])
        return cursor.fetchone()


def places_follow_tokens() -> bool:
    """Whether rows lie in the order of their tokens, written by one transaction."""
    with connection.cursor() as cursor:
        if IS_SQLITE:
            cursor.execute("SELECT token FROM voting_slot ORDER BY rowid")
            found: list[Any] = [row[0] for row in cursor.fetchall()]
            return found == sorted(found)
        cursor.execute("SELECT token, xmin::text FROM voting_slot ORDER BY ctid")
        rows = cursor.fetchall()
        tokens = [row[0] for row in rows]
        return tokens == sorted(tokens) and len({row[1] for row in rows}) == 1
