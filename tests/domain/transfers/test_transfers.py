"""A transfer from asking to the receipt: the branch of origin answers until he is received, and never two do."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from tests.domain.conftest import KEEPER, actor
from zhibu.domain.audit.models import AuditEntry
from zhibu.domain.casework.services import case_abandon, case_open, step_record
from zhibu.domain.dues.models import Due
from zhibu.domain.members.models import Member, Membership
from zhibu.domain.organisations.models import Organisation
from zhibu.domain.procedures.models import Case, Step
from zhibu.domain.transfers import selectors, services
from zhibu.domain.transfers.choices import State, Way
from zhibu.domain.transfers.models import Transfer
from zhibu.domain.transfers.papers import blank_letter, transfer_letter
from zhibu.kernel import clock
from zhibu.kernel.actor import Actor
from zhibu.kernel.errors import NotAllowed, NotFound, Refused

TODAY = clock.today()
BEFORE = TODAY - dt.timedelta(days=10)


def homes(member: str, day: dt.date) -> list[str]:
    """The branches that he is in on a day, as the table has it."""
    rows = Membership.objects.filter(member=member, organisation__kind="branch", since__lte=day)
    return [row.organisation_id for row in rows if row.until is None or row.until > day]


@pytest.fixture
def asked(people: dict[str, Member], tree: dict[str, Organisation]) -> Transfer:
    """M1 of B1 asks to go to B2."""
    himself = replace(actor("member", "B1", "M1"), roles=())
    return services.transfer_request(
        actor=himself, member=people["M1"], on=BEFORE, reason="换了工作", destination=tree["B2"]
    )


def sent(transfer: Transfer, tree: dict[str, Organisation], days: int = 90) -> Transfer:
    return services.transfer_send(
        actor=KEEPER, transfer=transfer, on=BEFORE, dues_paid_to=f"{BEFORE:%Y-%m}", valid_days=days, issuer=tree["C1"]
    )


def test_he_belongs_to_the_old_branch_until_the_day_he_is_received(
    asked: Transfer, tree: dict[str, Organisation]
) -> None:
    done = sent(asked, tree)
    assert homes("M1", TODAY) == ["B1"]

    done = services.transfer_receive(actor=KEEPER, transfer=done, on=TODAY, group=tree["G21"])
    services.transfer_acknowledge(actor=KEEPER, transfer=done, on=TODAY)

    days = [BEFORE, TODAY - dt.timedelta(days=1), TODAY, TODAY + dt.timedelta(days=400)]
    assert [homes("M1", day) for day in days] == [["B1"], ["B1"], ["B2"], ["B2"]]
    groups = Membership.objects.filter(member="M1", organisation__kind="party_group", until=None)
    assert [row.organisation_id for row in groups] == ["G21"]
    case = Case.objects.get(procedure="transfer")
    assert case.closed == TODAY
    steps = list(Step.objects.filter(case=case).order_by("on", "pk").values_list("step", flat=True))
    assert steps == ["request", "dues_settled", "letter", "arrival", "receipt", "acknowledgement"]


def test_its_case_is_handled_with_the_transfer_only(asked: Transfer, tree: dict[str, Organisation]) -> None:
    """Recorded past it, somebody would have arrived by the case and still be on the old roll."""
    by, case = actor("secretary", "B1", "M3"), sent(asked, tree).case
    assert case is not None
    with pytest.raises(NotAllowed, match="提出转接"):
        case_open(actor=by, procedure="transfer", organisation=tree["B1"], subject="M2", on=TODAY)
    with pytest.raises(NotAllowed, match="组织关系转接"):
        step_record(actor=by, case=case, step="arrival", on=TODAY)
    with pytest.raises(NotAllowed, match="组织关系转接"):
        case_abandon(actor=by, case=case, reason="试一试", on=TODAY)


def test_a_second_transfer_waits_for_the_first(
    asked: Transfer, people: dict[str, Member], tree: dict[str, Organisation]
) -> None:
    with pytest.raises(Refused, match="没有办完"):
        services.transfer_request(actor=KEEPER, member=people["M1"], on=TODAY, reason="又换", destination=tree["B9"])


def test_receiving_twice_moves_him_once(asked: Transfer, tree: dict[str, Organisation]) -> None:
    done = sent(asked, tree)
    services.transfer_receive(actor=KEEPER, transfer=done, on=TODAY)

    with pytest.raises(Refused, match="不能再接收"):
        services.transfer_receive(actor=KEEPER, transfer=done, on=TODAY)

    assert homes("M1", TODAY) == ["B2"]


def test_a_returned_letter_leaves_him_where_he_was_and_may_be_written_anew(
    asked: Transfer, tree: dict[str, Organisation]
) -> None:
    done = sent(asked, tree)
    first = done.letter_number
    done = services.transfer_return(actor=KEEPER, transfer=done, on=TODAY, reason="信上支部写错了")
    assert homes("M1", TODAY) == ["B1"]

    again = services.transfer_send(
        actor=KEEPER, transfer=done, on=TODAY, dues_paid_to=f"{TODAY:%Y-%m}", valid_days=30, issuer=tree["C1"]
    )

    assert again.state == State.SENT
    assert again.letter_number != first
    services.transfer_receive(actor=KEEPER, transfer=again, on=TODAY)
    assert homes("M1", TODAY) == ["B2"]


def test_a_letter_that_ran_out_is_late_and_needs_a_reason(asked: Transfer, tree: dict[str, Organisation]) -> None:
    done = sent(asked, tree, days=3)
    assert selectors.is_late(done, TODAY)
    assert list(selectors.transfers_asked(KEEPER, late_on=TODAY)) == [done]

    with pytest.raises(Refused, match="已经过期"):
        services.transfer_receive(actor=KEEPER, transfer=done, on=TODAY)
    services.transfer_receive(actor=KEEPER, transfer=done, on=TODAY, late_reason="路上耽误，已同原单位核实")

    assert homes("M1", TODAY) == ["B2"]


def test_out_of_the_system_he_leaves_on_the_day_of_the_receipt(
    people: dict[str, Member], tree: dict[str, Organisation]
) -> None:
    made = services.transfer_request(
        actor=KEEPER, member=people["M1"], on=BEFORE, reason="调到外省", destination_name="外省某县直属机关工委"
    )
    done = sent(made, tree)
    assert Member.objects.get(pk="M1").left is None

    services.transfer_receive(actor=KEEPER, transfer=done, on=TODAY)

    left = Member.objects.get(pk="M1")
    assert left.left == TODAY
    assert "外省某县" in left.left_reason
    assert homes("M1", TODAY) == []
    assert homes("M1", TODAY - dt.timedelta(days=1)) == ["B1"]


def test_from_outside_his_row_is_made_when_he_is_received(tree: dict[str, Organisation]) -> None:
    made = services.transfer_register(
        actor=KEEPER, name="来人甲", destination=tree["B2"], origin_name="外省某支部", letter_number="外转〔2026〕9号",
        letter_on=BEFORE, valid_until=TODAY + dt.timedelta(days=60), on=BEFORE,
    )
    assert not Member.objects.filter(name="来人甲").exists()

    done = services.transfer_receive(
        actor=KEEPER, transfer=made, on=TODAY,
        values={"joined": "2010-07-01", "full_since": "2011-07-01", "id_number": "99999919880101001X"},
    )

    assert done.way == Way.IN
    assert done.member is not None
    assert homes(done.member.pk, TODAY) == ["B2"]


@pytest.mark.parametrize(
    ("role", "place", "verb", "may"),
    [
        ("secretary", "B1", "send", False),
        ("clerk", "C1", "send", True),
        ("clerk", "C9", "send", False),
        ("secretary", "B2", "receive", True),
        ("secretary", "B1", "receive", False),
        ("leader", "G11", "receive", False),
        ("secretary", "B2", "withdraw", False),
        ("secretary", "B1", "withdraw", True),
    ],
)
def test_who_may(
    role: str, place: str, verb: str, may: bool, asked: Transfer, tree: dict[str, Organisation]
) -> None:
    who: Actor = actor(role, place)
    deeds = {
        "send": lambda t: services.transfer_send(
            actor=who, transfer=t, on=BEFORE, dues_paid_to=f"{BEFORE:%Y-%m}", valid_days=90, issuer=tree["C1"]),
        "receive": lambda t: services.transfer_receive(actor=who, transfer=sent(t, tree), on=TODAY),
        "withdraw": lambda t: services.transfer_withdraw(actor=who, transfer=t, reason="不转了"),
    }  # fmt: skip
    if may:
        deeds[verb](asked)
    else:
        with pytest.raises(NotAllowed):
            deeds[verb](asked)


def test_numbers_of_letters_follow_one_another(
    asked: Transfer, people: dict[str, Member], tree: dict[str, Organisation]
) -> None:
    other = services.transfer_request(
        actor=KEEPER, member=people["M2"], on=BEFORE, reason="换岗", destination=tree["B2"])

    numbers = [sent(one, tree).letter_number for one in (asked, other)]

    assert [number[-2:] for number in numbers] == ["1号", "2号"]


def test_both_sides_and_himself_see_it_and_nobody_else(asked: Transfer) -> None:
    seeing = {
        who: selectors.transfers(one).filter(pk=asked.pk).exists()
        for who, one in {
            "origin": actor("secretary", "B1"), "goal": actor("secretary", "B2"), "foreign": actor("clerk", "C9"),
            "himself": replace(actor("member", "B2", "M1"), roles=()),
            "another": replace(actor("member", "C1", "M2"), roles=()),
        }.items()
    }  # fmt: skip

    assert seeing == {"origin": True, "goal": True, "foreign": False, "himself": True, "another": False}
    with pytest.raises(NotFound):
        selectors.transfer_get(actor("leader", "G12"), asked.pk)


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"on": TODAY + dt.timedelta(days=1)}, "还没到"),
        ({"dues_paid_to": ""}, "党费交到哪个月"),
        ({"dues_paid_to": "2026-13"}, "应为年-月"),
        ({"valid_days": 0}, "有效天数读到 0"),
        ({"on": BEFORE - dt.timedelta(days=1)}, "早于前一步"),
    ],
)
def test_a_letter_with_a_fault_is_told_and_nothing_is_written(
    change: dict[str, object], told: str, asked: Transfer, tree: dict[str, Organisation]
) -> None:
    given = {"on": BEFORE, "dues_paid_to": f"{BEFORE:%Y-%m}", "valid_days": 90, "issuer": tree["C1"]} | change
    count = AuditEntry.objects.count()

    with pytest.raises(Refused, match=told):
        services.transfer_send(actor=KEEPER, transfer=asked, **given)  # type: ignore[arg-type]  # of the table

    assert AuditEntry.objects.count() == count
    assert Transfer.objects.get(pk=asked.pk).state == State.REQUESTED


def test_the_letter_is_filled_in_with_what_is_known(asked: Transfer, tree: dict[str, Organisation]) -> None:
    for month, paid in (("2024-04", "5.00"), ("2024-05", "5.00"), ("2024-06", None)):
        Due.objects.create(member_id="M1", month=month, assessed="5.00", paid=paid)

    first = selectors.letter_first(actor("clerk", "C1"), asked, TODAY)

    assert first == {"valid_days": first["valid_days"], "issuer": "C1", "dues_paid_to": "2024-05"}


def test_the_blank_sheet_says_what_is_to_be_written_where() -> None:
    words = "".join(text for leaf in blank_letter().leaves for text in leaf.body)
    for wanted in ("组织关系由", "党费交到", "有效期到", "接收，编入"):
        assert wanted in words


def test_of_somebody_from_outside_only_the_receipt_is_printed(tree: dict[str, Organisation]) -> None:
    """Stub and letter are papers of the body that issued them; printing them anew would be forging."""
    coming = services.transfer_register(
        actor=KEEPER, name="某甲", destination=tree["B1"], origin_name="外省某党委", letter_number="外转1号",
        letter_on=BEFORE, valid_until=TODAY, on=TODAY,
    )  # fmt: skip
    (only,) = transfer_letter(coming).leaves
    assert (only.title, only.to) == ("介绍信回执", "外省某党委")


def test_a_name_that_means_many_branches_is_answered_with_a_few(tree: dict[str, Organisation]) -> None:
    with pytest.raises(Refused, match="有几个支部都对得上") as told:
        selectors.branch_meant("B", TODAY)
    assert str(told.value).count("、") == 2
