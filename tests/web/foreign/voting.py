"""A vote of the foreign branch, for the test of scope."""

from __future__ import annotations

from django.urls import reverse

from zhibu.domain.accounts.models import User
from zhibu.domain.organisations.models import Organisation
from zhibu.domain.voting.models import Option, Poll, Voter
from zhibu.domain.voting.services.drafts import poll_draft
from zhibu.domain.voting.terms import terms_of
from zhibu.kernel import clock
from zhibu.kernel.actor import Actor

WITHOUT_OBJECT = {"voting-list": "/votings", "voting-open": "/votings/open"}
OPEN = {"voting-cast"}  # whoever casts is nobody; the slip proves itself
VERBS = ("start", "correct", "discard", "abandon", "teller", "release", "include", "give", "take-back",
         "close", "count", "merge", "confirm", "repeat")  # fmt: skip


def make(accounts: dict[str, User]) -> None:
    """A vote of B9 that is open, with its only member on the slip and on the roll."""
    keeper, today = Actor.system("test"), clock.today()
    body = Organisation.objects.get(pk="B9")
    poll = poll_draft(
        actor=keeper, organisation=body, matter="group_leader", title="外列", on=today, means="electronic"
    )
    Option.objects.create(poll=poll, number=1, name="外名", member="M9")
    Voter.objects.create(poll=poll, member_id="M9", entitled=True)
    Poll.objects.filter(pk=poll.pk).update(
        state="open", opened_at=clock.now(), terms=terms_of(body, "group_leader", today).as_data()
    )


def addresses() -> dict[str, list[str]]:
    """Every address with a vote in it, reaching for that one."""
    key = Poll.objects.get(title="外列").pk
    plain = ("voting", "voting-change", "voting-roll", "voting-slips", "voting-read", "voting-vote",
             "voting-token", "voting-board", "voting-result", "voting-file")  # fmt: skip
    found = {name: [reverse(name, args=[key])] for name in plain}
    found["voting-act"] = [reverse("voting-act", args=[verb, key]) for verb in VERBS]
    found["voting-paper"] = [
        reverse("voting-paper", args=[which, key]) for which in ("rules", "slips", "tally", "report")
    ]
    return found
