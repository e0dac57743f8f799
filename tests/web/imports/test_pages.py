"""The import pages: who gets in, what is shown, what is answered, written once and taken back."""

from __future__ import annotations

import datetime as dt
import io
import re
import threading
from collections.abc import Callable

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.http import HttpResponse
from django.test import Client

from tests.domain.imports.books import id_number, person, roster
from zhibu.domain.imports.models import Import, RememberedColumn, RememberedName
from zhibu.domain.members.models import Member, Membership
from zhibu.domain.organisations.models import Organisation

pytestmark = pytest.mark.django_db
ClientOf = Callable[[str], Client]
BRANCH = "B1组织"


def doubtful(number: int = 1, name: str = "张一") -> tuple[object, ...]:
    """A person whose birth date is not that of the ID number."""
    row = list(person(number, name, BRANCH))
    row[4] = "1981-01-01"
    return tuple(row)


def upload(
    client: Client, *workbooks: bytes, under: str = "C1", name: str = "花名册.xlsx"
) -> HttpResponse:
    files = [SimpleUploadedFile(name, content) for content in workbooks]
    day = dt.date.today().isoformat()
    return client.post("/imports/open", {"files": files, "organisation": under, "day": day})


def opened(client: Client, *workbooks: bytes, under: str = "C1") -> str:
    answer = upload(client, *workbooks, under=under)
    assert answer.status_code == 302, answer.content.decode()
    return str(answer["Location"])


def field_of(page: str, value: str) -> str:
    """The name of the radio button that bears a value."""
    found = re.search(rf'name="(i-[^"]+)" value="{re.escape(value)}"', page)
    assert found, value
    return found.group(1)


def confirm(client: Client, address: str) -> str:
    answer = client.post(f"{address}/confirm")
    return b"".join(answer).decode()


@pytest.mark.parametrize("role", ["leader", "member"])
def test_who_may_not_import_is_told_who_may(role: str, client_of: ClientOf) -> None:
    client = client_of(role)

    assert client.get("/imports").status_code == 403
    assert upload(client, roster(person(1, "张一", BRANCH))).status_code == 403
    assert client.get("/imports/memory").status_code == 403
    assert not Import.objects.exists()


def test_an_organisation_outside_is_no_choice(client_of: ClientOf) -> None:
    answer = upload(client_of("clerk"), roster(person(1, "张一", BRANCH)), under="C9")

    assert answer.status_code == 400
    assert "不在你的管理范围里" in answer.content.decode()


def test_a_foreign_import_is_not_found(client_of: ClientOf) -> None:
    address = opened(client_of("clerk"), roster(person(1, "张一", BRANCH)))

    stranger = client_of("stranger")
    assert stranger.get(address).status_code == 404
    for action in ("confirm", "undo", "discard", "answer", "again", "map/0"):
        assert stranger.post(f"{address}/{action}").status_code == 404, action
    for part in ("errors/0", "rows", "sheets/0"):
        assert stranger.get(f"{address}/{part}").status_code == 404, part


def test_preview_covers_numbers_and_preselects_nothing(client_of: ClientOf) -> None:
    client = client_of("clerk")
    address = opened(client, roster(doubtful(), person(2, "李二", BRANCH)))

    for part in ("", "?fate=import", "?fate=hold", "/sheets/0"):
        page = client.get(f"{address}{part}").content.decode()
        assert id_number("19800101", 11) not in page, part
        assert id_number("19800102", 11) not in page, part
        assert "15400000001" not in page, part
    page = client.get(address).content.decode()
    assert "先留着" in page
    assert not re.search(r'type="radio"[^>]* checked', page)


def test_an_answer_is_kept_and_can_be_changed(client_of: ClientOf) -> None:
    client = client_of("clerk")
    address = opened(client, roster(doubtful()))
    field = field_of(client.get(address).content.decode(), "1980-01-01")

    client.post(f"{address}/answer", {field: "1980-01-01"})
    page = client.get(address).content.decode()
    assert re.search(rf'name="{field}" value="1980-01-01" checked', page)
    client.post(f"{address}/answer", {field: "leave"})

    assert Import.objects.get().answers.get().choice == "leave"


def test_what_was_not_offered_is_not_taken(client_of: ClientOf) -> None:
    client = client_of("clerk")
    address = opened(client, roster(doubtful()))
    field = field_of(client.get(address).content.decode(), "1980-01-01")

    client.post(f"{address}/answer", {field: "M9"})
    answer = client.post(f"{address}/answer", {f"{field}-text": "去年"}, follow=True)

    assert "读到“去年”" in answer.content.decode()
    assert not Import.objects.get().answers.exists()


def test_answers_posted_with_the_confirmation_are_shown_first(client_of: ClientOf) -> None:
    client = client_of("clerk")
    address = opened(client, roster(doubtful(), person(2, "李二", BRANCH)))
    field = field_of(client.get(address).content.decode(), "1980-01-01")

    answer = client.post(f"{address}/confirm", {field: "1980-01-01"})

    assert answer.status_code == 302
    assert Import.objects.get().state == "draft"
    assert not Member.objects.filter(name="张一").exists()


@pytest.mark.django_db(transaction=True)
def test_confirm_shows_its_progress_and_writes_once(client_of: ClientOf) -> None:
    client = client_of("clerk")
    address = opened(client, roster(person(1, "张一", BRANCH)))

    page = confirm(client, address)
    again = client.post(f"{address}/confirm")

    assert "正在写入" in page
    assert "<b>写好了</b>" in page
    assert again.status_code == 302
    assert Member.objects.filter(name="张一").count() == 1
    assert Membership.objects.get(member__name="张一").organisation_id == "B1"


@pytest.mark.django_db(transaction=True)
def test_two_confirmations_at_once_write_once(client_of: ClientOf) -> None:
    clients = [client_of("clerk"), client_of("clerk")]
    address = opened(clients[0], roster(person(1, "张一", BRANCH)))
    pages: list[str] = []

    def press(client: Client) -> None:
        pages.append(confirm(client, address))
        connection.close()

    threads = [threading.Thread(target=press, args=(client,)) for client in clients]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)

    assert Member.objects.filter(name="张一").count() == 1
    assert sum("<b>写好了</b>" in page for page in pages) == 1


@pytest.mark.django_db(transaction=True)
def test_undo_is_refused_with_the_list(client_of: ClientOf) -> None:
    client = client_of("clerk")
    address = opened(client, roster(person(1, "张一", BRANCH)))
    confirm(client, address)
    Member.objects.filter(name="张一").update(education="大学本科")

    refused = client.post(f"{address}/undo")

    assert refused.status_code == 409
    assert "张一”后来改过" in refused.content.decode()
    assert Member.objects.filter(name="张一").exists()


def test_the_download_says_what_to_mend(client_of: ClientOf) -> None:
    client = client_of("clerk")
    address = opened(client, roster(doubtful(), person(2, "李二", BRANCH)))

    answer = client.get(f"{address}/errors/0")

    page = openpyxl.load_workbook(io.BytesIO(answer.content)).active
    assert [cell.value for cell in page[2]][-2:] == ["处理", "说明和改法"]
    fate, told = (cell.value for cell in page[3][-2:])
    assert fate == "待你定"
    assert "出生日期" in told
    assert "1980年1月1日" in told


def test_text_of_a_cell_never_becomes_a_formula(client_of: ClientOf) -> None:
    client = client_of("clerk")
    head = "姓名,身份证号,性别,出生日期,入党时间,转正时间,所在支部,备注\n"
    row = '=1+1,@SUM(A1),男,1980-01-01,2005-07-01,2006-07-01,B1组织,=HYPERLINK("x")\n'
    answer = upload(client, (head + row).encode(), name="导出.csv")

    content = client.get(f"{answer['Location']}/errors/0").content

    book = openpyxl.load_workbook(io.BytesIO(content))
    assert [c.value for r in book.active for c in r if c.data_type == "f"] == []


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("照片.jpg", b"x"),
        ("空.xlsx", b""),
        ("断.xlsx", b"PK\x03\x04" + b"\x00" * 200),
        ("旧.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 2000),
        ("乱.csv", b"\x00\x01\x02\x03" * 50),
    ],
)
def test_what_is_no_workbook_is_refused_in_words(
    name: str, content: bytes, client_of: ClientOf
) -> None:
    answer = upload(client_of("clerk"), content, name=name)

    page = answer.content.decode()
    assert answer.status_code == 400
    assert "没有收下，什么都没有写入" in page
    assert name in page
    assert not Import.objects.exists()


def test_a_corrected_column_is_remembered_and_forgotten(client_of: ClientOf) -> None:
    client = client_of("clerk")
    address = opened(client, roster(person(1, "张一", BRANCH)))
    before = client.get(f"{address}/sheets/0").content.decode()
    number = re.search(r'name="heading-(\d+)" value="联系电话"', before)
    assert number

    client.post(
        f"{address}/map/0",
        {"kind": "members", f"heading-{number.group(1)}": "联系电话",
         f"field-{number.group(1)}": "", "remember": "1"},
    )  # fmt: skip
    column = RememberedColumn.objects.get()
    assert (column.heading, column.field, column.organisation_id) == ("联系电话", "", "C1")
    next_one = opened(client, roster(person(2, "李二", BRANCH)), under="B1")
    assert "不读：联系电话" in client.get(next_one).content.decode()
    assert client_of("stranger").post(f"/imports/memory/columns/{column.pk}").status_code == 404
    client.post(f"/imports/memory/columns/{column.pk}")

    assert not RememberedColumn.objects.exists()
    assert "不读：联系电话" not in client.get(next_one).content.decode()


def test_a_remembered_name_is_shown_and_forgotten(client_of: ClientOf) -> None:
    client = client_of("clerk")
    body = Organisation.objects.get(pk="B1")
    row = RememberedName.objects.create(
        organisation=body, name="老支部", remembered_at=dt.datetime.now(dt.UTC)
    )
    assert "老支部" in client.get("/imports/memory").content.decode()
    assert "老支部" not in client_of("stranger").get("/imports/memory").content.decode()

    client.post(f"/imports/memory/names/{row.pk}")

    assert not RememberedName.objects.exists()
