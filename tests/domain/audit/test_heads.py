"""The head kept outside, the check kept inside, the mail: tried against a server on this machine."""

from __future__ import annotations

import datetime as dt
import socketserver
import threading
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import transaction
from pypdf import PdfReader

from tests.domain.conftest import KEEPER
from zhibu.domain.audit.chain import entry_mac, head_seal, verify
from zhibu.domain.audit.heads import head_now, head_problem, head_read
from zhibu.domain.audit.models import AuditCheck, AuditEntry, AuditHead
from zhibu.domain.audit.papers import head_paper
from zhibu.domain.audit.services import entry_record, head_mail, record_check
from zhibu.kernel import clock
from zhibu.kernel.errors import InputError, Refused, ZhibuError
from zhibu.papers import render


def record(count: int) -> None:
    for number in range(count):
        with transaction.atomic():
            entry_record(actor=KEEPER, action="thing.open", subject=f"T{number}", details={"n": number})


def rewrite(since: int) -> None:
    """What somebody with the database and the key can do: all marks from an entry on made anew."""
    previous = AuditEntry.objects.filter(number__lt=since).last()
    mac = previous.mac if previous else ""
    for entry in AuditEntry.objects.filter(number__gte=since).order_by("number"):
        entry.previous = mac
        entry.mac = mac = entry_mac(entry)
        entry.save()
    head = AuditHead.objects.get()
    head.mac, head.number = mac, AuditEntry.objects.count()
    head.seal = head_seal(head.number, head.mac, head.keys)
    head.save()


@pytest.mark.django_db
def test_a_head_is_read_back_also_out_of_a_mail() -> None:
    record(3)
    head = head_now()

    assert head_read(head.text(), "x") == head
    assert head_read(f"Subject: x\r\n\r\n收好。\r\n\r\n{head.text()}\r\n-- \r\n", "x") == head
    assert head_problem(head) == ""
    record(2)
    assert head_problem(head) == ""  # the chain has grown; the old head is still on it


@pytest.mark.django_db
def test_a_rewritten_chain_verifies_but_not_against_the_head_kept_outside() -> None:
    record(5)
    kept = head_now()
    AuditEntry.objects.filter(number=2).update(details='{"n":9}')
    rewrite(2)

    assert verify().problems == ()
    assert "被重写过" in head_problem(kept)


@pytest.mark.django_db
def test_a_chain_cut_short_with_the_key_is_found_by_the_head() -> None:
    record(5)
    kept = head_now()
    AuditEntry.objects.filter(number__gt=3).delete()
    rewrite(1)

    assert verify().problems == ()
    assert "后面的记录被删掉过" in head_problem(kept)


@pytest.mark.django_db
@pytest.mark.parametrize("change", [("number 3", "number 4"), ("mac ", "mac 0"), ("zhibu-head 1", "x")])
def test_a_miscopied_head_is_told(change: tuple[str, str]) -> None:
    record(3)

    with pytest.raises(InputError) as error:
        head_read(head_now().text().replace(*change), "末端.txt")
    assert "末端.txt" in str(error.value)


@pytest.mark.django_db
def test_an_entry_slipped_in_behind_the_end_is_found() -> None:
    record(3)
    last = AuditEntry.objects.get(number=3)
    AuditEntry.objects.create(
        number=4, at=last.at, actor="x", door="web", action="x.x", details="{}", previous=last.mac, mac="0" * 64
    )

    assert any("第 4 条" in problem for problem in verify().problems)


@pytest.mark.django_db
def test_two_entries_that_changed_places_are_found() -> None:
    record(4)
    AuditEntry.objects.filter(number=2).update(number=99)
    AuditEntry.objects.filter(number=3).update(number=2)
    AuditEntry.objects.filter(number=99).update(number=3)

    assert "第 2 条" in "".join(verify().problems)


@pytest.mark.django_db
def test_how_far_it_is_is_told() -> None:
    record(1)
    [first] = AuditEntry.objects.all()
    rows, mac = [], first.mac
    for number in range(2, 10_003):
        row = AuditEntry(number=number, at=first.at, actor="x", door="test", action="x.x", details="{}", previous=mac)
        row.mac = mac = entry_mac(row)
        rows.append(row)
    AuditEntry.objects.bulk_create(rows, batch_size=2000)
    rewrite(10_002)
    said: list[tuple[int, int]] = []

    report = verify(progress=lambda done, total, what: said.append((done, total)))
    assert report.problems == ()
    assert said == [(5000, 10_002), (10_000, 10_002)]


@pytest.mark.django_db
def test_the_paper_names_the_mark_in_groups_and_nobody() -> None:
    record(2)
    head = head_now()
    import io

    text = PdfReader(io.BytesIO(render(head_paper(head, entries=2, problems=0), "pdf"))).pages[0].extract_text()

    assert "操作日志末端" in text
    assert head.mac[:8] in text
    assert "核对了 2 条，没有问题" in text
    assert "系统" not in text


# --- mail ---------------------------------------------------------------------------------------


class Box(socketserver.StreamRequestHandler):
    """As much of SMTP as a client needs; refuses the first `server.refusals` letters."""

    def handle(self) -> None:
        self._say(220, "ready")
        while line := self.rfile.readline().decode().strip():
            word = line.upper().partition(" ")[0]
            if word == "DATA":
                self._data()
            elif word == "QUIT":
                self._say(221, "bye")
                return
            else:
                self._say(250, "ok")

    def _data(self) -> None:
        server: Any = self.server
        self._say(354, "go on")
        lines = []
        while (line := self.rfile.readline()) not in (b".\r\n", b""):
            lines.append(line)
        if server.refusals > 0:
            server.refusals -= 1
            self._say(451, "later")
        else:
            server.letters.append(b"".join(lines))
            self._say(250, "taken")

    def _say(self, code: int, text: str) -> None:
        self.wfile.write(f"{code} {text}\r\n".encode())


@pytest.fixture
def box() -> Iterator[Any]:
    server: Any = socketserver.ThreadingTCPServer(("127.0.0.1", 0), Box)
    server.letters, server.refusals = [], 0
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield server
    server.shutdown()
    server.server_close()


def letter_of(raw: bytes) -> Any:
    import email
    import email.policy

    return email.message_from_bytes(raw, policy=email.policy.default)


@pytest.fixture
def mailed(box: Any, settings: Any) -> Any:
    settings.ZHIBU_HEAD_MAIL = {
        "to": ["keeper@example.invalid"], "sender": "zhibu@example.invalid",
        "server": f"smtp://127.0.0.1:{box.server_address[1]}",
    }  # fmt: skip
    return box


@pytest.mark.django_db
def test_the_head_is_mailed_once_a_day_and_names_nobody(mailed: Any, people: Any) -> None:
    record(3)
    check = record_check(actor=KEEPER)

    assert head_mail(actor=KEEPER, day=clock.today()) == "寄到 1 个邮箱"
    assert head_mail(actor=KEEPER, day=clock.today()) == "今天的已经寄过"
    [raw] = mailed.letters
    letter = letter_of(raw)
    text = letter.get_content()
    assert head_read(text, "mail").number == check.entries + 1  # with the entry of the check itself
    assert "核对无误" in str(letter["Subject"])
    for word in ("党员M", "组织", "9999991990", "154000"):
        assert word not in text.replace("支部", "")


@pytest.mark.django_db
def test_what_the_server_refuses_is_noted_and_tried_again(mailed: Any) -> None:
    mailed.refusals = 1
    record_check(actor=KEEPER)

    with pytest.raises(ZhibuError, match="第 1 次没有寄出"):
        head_mail(actor=KEEPER, day=clock.today())
    check = AuditCheck.objects.get()
    assert (check.mail_tries, check.mailed_at) == (1, None)
    assert "没有收下" in check.mail_problem
    assert head_mail(actor=KEEPER, day=clock.today()).startswith("寄到")
    assert AuditCheck.objects.get().mail_problem == ""


@pytest.mark.django_db
def test_a_server_that_is_not_there_is_told(settings: Any) -> None:
    settings.ZHIBU_HEAD_MAIL = {"to": ["a@b.invalid"], "sender": "z@b.invalid", "server": "smtp://127.0.0.1:9"}
    with pytest.raises(Refused, match="还没有核对过"):
        head_mail(actor=KEEPER, day=clock.today())
    record_check(actor=KEEPER)

    with pytest.raises(ZhibuError, match="没有收下"):
        head_mail(actor=KEEPER, day=clock.today())
    settings.ZHIBU_HEAD_MAIL = {**settings.ZHIBU_HEAD_MAIL, "server": "mail.example"}
    with pytest.raises(ZhibuError, match="ZHIBU_SMTP_URL"):
        head_mail(actor=KEEPER, day=clock.today())


@pytest.mark.django_db
def test_off_without_an_address() -> None:
    assert head_mail(actor=KEEPER, day=clock.today()) == "没有设邮箱，不寄"


@pytest.mark.django_db
def test_a_broken_chain_is_kept_for_the_desks() -> None:
    record(4)
    AuditEntry.objects.filter(number=2).delete()

    check = record_check(actor=KEEPER)
    assert "第 2 条操作记录不见了" in check.problems
    assert AuditEntry.objects.filter(action="record.check").exists()
    assert check.at.date() >= dt.date(2020, 1, 1)
