"""A branch of six with a group, its people, and browsers that vote as the page does."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from tests.domain.conftest import KEEPER, SINCE, tree
from zhibu.ballots import rsabssa
from zhibu.ballots.box import bound_text, slip_seal
from zhibu.ballots.keys import PublicKeys
from zhibu.ballots.slips import Form, slip_read
from zhibu.ballots.tokens import token_of
from zhibu.domain.accounts.models import RoleGrant, User
from zhibu.domain.accounts.selectors import actor_of
from zhibu.domain.members.models import Member, Membership, MemberState, Penalty
from zhibu.domain.organisations.models import Organisation
from zhibu.domain.rulebook.services import adoption_activate
from zhibu.domain.voting import services
from zhibu.domain.voting.models import Poll
from zhibu.domain.voting.services import Person
from zhibu.kernel import clock
from zhibu.kernel.actor import Actor

__all__ = ["tree"]

NATIONAL = ("party-constitution", "branch-regulations-2018", "elections-2020", "admission-rules-2014",
            "education-2019", "appraisal-notices")  # fmt: skip
FULL = dt.date(2016, 7, 1)
# member -> (name, full since); all of branch B1, the first five of group G11
CAST = {
    "V1": ("丁一", FULL), "V2": ("王二", FULL), "V3": ("白三", FULL), "V4": ("李四", FULL),
    "V5": ("曾五", FULL), "V6": ("魏六", FULL), "V7": ("赵七", None), "V8": ("陈八", FULL),
    "V9": ("钱九", FULL),
}  # fmt: skip


@pytest.fixture
def branch(tree: dict[str, Organisation]) -> Organisation:
    """B1 with nine members: V7 is probationary, V8 under probation within the Party, V9 stopped."""
    for key, (name, full) in CAST.items():
        Member.objects.create(id=key, name=name, joined=dt.date(2015, 7, 1), full_since=full)
        Membership.objects.create(member_id=key, organisation_id="B1", since=SINCE)
        if key in ("V1", "V2", "V3", "V4", "V5"):
            Membership.objects.create(member_id=key, organisation_id="G11", since=SINCE)
    Penalty.objects.create(member_id="V8", kind="probation_within_party", since=SINCE)
    MemberState.objects.create(member_id="V9", state="stopped", since=SINCE)
    for directive in NATIONAL:
        adoption_activate(
            actor=KEEPER, organisation=tree["C1"], directive=directive, since=dt.date(2023, 1, 1)
        )
    return tree["B1"]


@pytest.fixture
def account(branch: Organisation) -> Callable[..., Actor]:
    """The actor of a member, made on first use; a role where given."""
    known: dict[str, User] = {}

    def of(member: str, role: str = "member", place: str = "B1") -> Actor:
        if member not in known:
            known[member] = User.objects.create(
                id=f"U-{member}", username=member, name=member, member_id=member
            )
            RoleGrant.objects.create(user=known[member], role=role, organisation_id=place, since=SINCE)
        return actor_of(user=known[member], door="test")

    return of


@pytest.fixture
def secretary(account: Callable[..., Actor]) -> Actor:
    """V6 is the secretary and stands on no slip."""
    return account("V6", "secretary")


def people(*names: str) -> list[Person]:
    """Members of the cast by id, or names of others."""
    return [Person(CAST[name][0], name) if name in CAST else Person(name) for name in names]


@pytest.fixture
def opened(branch: Organisation, secretary: Actor, account: Callable[..., Actor]) -> Callable[..., Poll]:
    """A poll that is open, with V4 and V5 as tellers."""

    def make(
        matter: str, means: str, names: tuple[str, ...], *, seats: int | None = None, at: str = "B1",
        tellers: tuple[str, str] = ("V4", "V5"), **more: Any,
    ) -> Poll:  # fmt: skip
        poll = services.poll_draft(
            actor=secretary, organisation=Organisation.objects.get(pk=at), matter=matter,
            title="表决", on=clock.today(), means=means, people=people(*names), seats=seats, **more,
        )  # fmt: skip
        for key, duty in zip(tellers, ("watch", "count"), strict=True):
            services.poll_teller(
                actor=secretary, poll=poll, member=Member.objects.get(pk=key), duty=duty
            )
        return services.poll_open(actor=secretary, poll=poll)

    return make


@dataclass
class Browser:
    """What the page does: makes a key, has its token signed blindly, seals the slip, casts."""

    poll: Poll
    key: Any = field(default_factory=lambda: ec.generate_private_key(ec.SECP256R1()))

    def __post_init__(self) -> None:
        data = self.poll.public["keys"]
        self.public = PublicKeys(data["poll"], data["n"], data["box"])
        point = self.key.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
        self.public_key = point.hex()
        self.token = token_of(self.public_key)
        self.prepared = rsabssa.prepare(bytes.fromhex(self.token))
        self.blinded, self.inverse = rsabssa.blind(self.public.numbers, self.prepared)

    def take(self, actor: Actor) -> str:
        """Have the token signed."""
        answer = services.poll_issue(actor=actor, poll=self.poll, blinded=self.blinded.hex())
        self.signature = rsabssa.finalize(
            self.public.numbers, self.prepared, bytes.fromhex(answer), self.inverse
        )
        return answer

    def slip(self, answers: dict[str, list[str]], names: list[str] | None = None) -> dict[str, str]:
        """The sealed slip as it is sent."""
        form = Form.from_data(self.poll.public["form"])
        said = slip_read(form, {"answers": answers, "names": names or []})
        sealed = slip_seal(self.public, form, self.token, said)
        signed = self.key.sign(bound_text(self.poll.pk, self.token, sealed), ec.ECDSA(SHA256()))
        r, s = decode_dss_signature(signed)
        return {
            "token": self.token, "prefix": self.prepared[:32].hex(), "signature": self.signature.hex(),
            "public_key": self.public_key, "sealed": sealed,
            "bound": (r.to_bytes(32, "big") + s.to_bytes(32, "big")).hex(),
        }  # fmt: skip


def vote(poll: Poll, actor: Actor, answers: dict[str, list[str]]) -> Browser:
    """Take a token and cast."""
    browser = Browser(poll)
    browser.take(actor)
    services.slip_cast(poll=poll.pk, data=browser.slip(answers))
    return browser


def close(poll: Poll, account: Callable[..., Actor], present: int) -> Poll:
    """Both tellers agree to close."""
    for teller in poll.tellers.all():
        services.poll_close(
            actor=account(teller.member_id), poll=poll, teller=teller, present=present
        )
    return Poll.objects.get(pk=poll.pk)


def read(poll: Poll, account: Callable[..., Actor], *piles: list[dict[str, Any]]) -> None:
    """Each teller enters his pile (the same one where only one is given)."""
    for teller, pile in zip(poll.tellers.all(), piles * (3 - len(piles)), strict=False):
        services.poll_read(actor=account(teller.member_id), poll=poll, teller=teller, readings=pile)
