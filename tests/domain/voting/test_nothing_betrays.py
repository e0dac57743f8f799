"""Somebody with every file looks for who chose what: database, journal, a backup while the box is open, keys, record."""

from __future__ import annotations

import random
from collections.abc import Callable
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection

from tests.domain.conftest import KEEPER, SINCE
from tests.domain.voting.conftest import Browser, close
from zhibu.ballots.keys import poll_keys_left
from zhibu.ballots.leaks import files_searched, order_told, physical_order, rows_linking
from zhibu.domain.exchange.archive.backup import backup_make
from zhibu.domain.members.models import Member, Membership
from zhibu.domain.organisations.models import Organisation
from zhibu.domain.voting import services
from zhibu.domain.voting.models import Poll, Voter
from zhibu.kernel.actor import Actor

pytestmark = pytest.mark.django_db(transaction=True)

MORE = tuple(f"WITNESS-{at:02}" for at in range(18))
VOTERS = ("V1", "V2", "V3", "V4", "V5", "V6", *MORE)
# each writes in another name
WRITTEN = tuple(f"{family}{given}" for given in ("子墨", "若谷", "长河", "木兰") for family in "茆逄亓佴郗钭")
ELECTRONIC = "activist"


def database_files() -> list[Path]:
    """The database with its journal, where it is files."""
    if connection.vendor != "sqlite":
        return []
    name = Path(connection.settings_dict["NAME"])
    return [file for file in name.parent.glob(f"{name.name}*") if file.is_file()]


@pytest.fixture
def voted(
    branch: Organisation, opened: Callable[..., Poll], account: Callable[..., Actor]
) -> tuple[Poll, list[Browser]]:
    """All have cast, in an order that is not that of the roll."""
    for key in MORE:
        Member.objects.create(id=key, name=f"党员{key}", joined=SINCE, full_since=SINCE)
        Membership.objects.create(member_id=key, organisation=branch, since=SINCE)
    poll = opened(ELECTRONIC, "electronic", ("V1", "V2"), seats=1)
    browsers = []
    for member, name in random.Random(3).sample(list(zip(VOTERS, WRITTEN, strict=True)), len(VOTERS)):
        browser = Browser(poll)
        browser.take(account(member))
        services.slip_cast(poll=poll.pk, data=browser.slip({}, [name]))
        browsers.append(browser)
    return poll, browsers


def test_nothing_betrays_a_vote(
    voted: tuple[Poll, list[Browser]], account: Callable[..., Actor], secretary: Actor, tmp_path: Path
) -> None:
    """One way through, for making the site takes long: box open, closed, counted."""
    poll, browsers = voted
    tokens = [browser.token for browser in browsers]
    while_open(poll, tokens, tmp_path / "while-open.zip")

    closed = close(poll, account, len(VOTERS))
    assert physical_order(connection, "voting_slot", "token") == tuple(sorted(tokens))

    counted = services.poll_count(actor=secretary, poll=closed)
    assert sorted(counted.outcome["sums"]["names"]) == sorted(WRITTEN)
    after_counting(counted, tokens, tmp_path / "after-counting.zip")
    blinded = [browser.blinded.hex() for browser in browsers]
    assert files_searched([tmp_path / "after-counting.zip", *database_files()], blinded) == ()


def while_open(poll: Poll, tokens: list[str], copy: Path) -> None:
    """No choice stands anywhere, no person beside a token, and the box lies in no order."""
    backup_make(actor=KEEPER, target=copy, with_keys=True)
    places = [*database_files(), copy, settings.ZHIBU_KEYS, settings.ZHIBU_FILES]
    assert files_searched(places, WRITTEN) == ()
    assert files_searched([copy], [f"{poll.pk}.key"]) == ()  # the poll's keys are in no backup
    assert poll.pk in poll_keys_left(settings.ZHIBU_KEYS)
    assert rows_linking(connection, tokens, MORE) == ()
    assert files_searched([copy, *database_files()], tokens) != ()  # the search does look where they lie
    lies = [token for token in physical_order(connection, "voting_slot", "token") if token]
    assert set(lies) == set(tokens)
    if connection.vendor == "sqlite":  # PostgreSQL tells the order until the box is closed (docs/ballots.md)
        assert not order_told(tokens, lies)


def after_counting(poll: Poll, tokens: list[str], copy: Path) -> None:
    """Nothing is left that could be opened or that goes with a token."""
    backup_make(actor=KEEPER, target=copy, with_keys=True)
    assert poll.pk not in poll_keys_left(settings.ZHIBU_KEYS)
    # both stand in the result file alone, each sorted by itself
    assert {leak.place for leak in rows_linking(connection, tokens, WRITTEN)} <= {"voting_poll"}
    assert rows_linking(connection, tokens, MORE) == ()
    assert not Voter.objects.exclude(signature="").exists()
