"""What pages show of a vote before it opens, while it goes on, and of its result; plain rows, no choices of anybody."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from django.conf import settings

from zhibu.ballots.disclosure import warned_before
from zhibu.ballots.keys import seal_fingerprint, seal_key
from zhibu.ballots.slips import Form
from zhibu.domain.activities.models import Activity
from zhibu.domain.members.models import Member
from zhibu.domain.organisations.choices import OrganisationKind
from zhibu.domain.rulebook.selectors import activity_labels
from zhibu.domain.voting.choices import AGAINST, FAVOUR, Kind, Means, State, Taken
from zhibu.domain.voting.models import Poll, Teller
from zhibu.domain.voting.roll import called_on
from zhibu.domain.voting.selectors import PollPage
from zhibu.domain.voting.services.opening import opening_problems
from zhibu.domain.voting.services.readings import readings_differ, stacked, stacks_differ
from zhibu.domain.voting.services.recording import keys_beside
from zhibu.domain.voting.terms import Terms, Threshold
from zhibu.kernel.actor import Actor
from zhibu.kernel.errors import NotFound

KEYS_BESIDE = (
    "选票的密钥和数据库在同一个文件夹里：计票以前谁拷走整个文件夹，谁就能打开票（看不出是谁投的）。"
    "要投得放心，先让管这台机器的人停下网站，把数据文件夹里的 keys 移到别处，用环境变量 ZHIBU_KEYS 指过去再启动。"
)


DECIDING = ("election", "general_meeting", "committee_meeting")
TELLERS_WITHOUT = (
    "两位监票人、计票人都没有账号，自己录不了：由两个人各用自己的账号代录，如书记和一位支部委员；"
    "或者请党务工作者给其中一位开账号。"
)


def preview(poll: Poll, page: PollPage) -> dict[str, Any]:
    """What keeps a draft from being opened, and what people are to be told before they vote."""
    left_out = {voter.member_id: voter.reason for voter in page.voters}
    called = called_on(poll.organisation, page.terms, poll.on, poll.activity, left_out, poll.case)
    problems = opening_problems(poll, page.terms, called, page.options, page.tellers)
    method = poll.means if poll.secret else "hands"
    warned = warned_before(method, sum(1 for one in called if one.entitled))
    told = [one.text for one in warned if not one.refused]
    if poll.means in (Means.ELECTRONIC, Means.MIXED) and keys_beside():
        told.append(KEYS_BESIDE)
    tellers = {one.member_id for one in page.tellers}
    if len(tellers) > 1 and tellers <= page.without_account:
        told.append(TELLERS_WITHOUT)
    return {"problems": problems, "warned": told}


def confirming(poll: Poll) -> list[str]:
    """By what a result can have been confirmed, to be chosen from: the meetings since the vote, the latest first."""
    group = poll.organisation.kind == OrganisationKind.PARTY_GROUP
    branch = poll.organisation.parent_id if group else poll.organisation_id
    labels = activity_labels()
    held = Activity.objects.filter(organisation=branch, type__in=DECIDING, status="held", on__gte=poll.on)
    said = [f"{one.on} {labels.get(one.type, one.type)}" for one in held.order_by("-on", "-pk")[:10]]
    if group:
        return said
    committee = poll.terms and Terms.from_data(poll.terms).voters == "committee"
    return [*said, f"{poll.on} {'支委会会议' if committee else '党员大会'}当场宣布"]


def progress(poll: Poll, page: PollPage, actor: Actor) -> dict[str, Any]:
    """How far an open or closed vote is: slips given out, tellers, what is read; never how many of what."""
    entered, here = dict.fromkeys((teller.pk for teller in page.tellers), 0), {}
    for pk, marks in poll.readings.filter(teller__isnull=False).values_list("teller", "marks"):
        entered[pk] += 1
        here[pk] = marks.get("present")  # by hands: how many were there is not asked a second time
    mine = next((one for one in page.tellers if actor.member and one.member_id == actor.member), None)
    return {
        "tellers": [(teller, entered[teller.pk], here.get(teller.pk)) for teller in page.tellers],
        "my_telling": mine,
        "paper": poll.means in (Means.PAPER, Means.MIXED),
        "by_hands": poll.means == Means.HANDS,
        **_differing(poll),
        "may_vote": _may_vote(poll, page),
    }


def _differing(poll: Poll) -> dict[str, Any]:
    """How many slips, or kinds of slips where equal ones were counted as stacks, the two tellers read differently."""
    if poll.state != State.CLOSED or poll.means == Means.HANDS:
        return {"differ": 0, "stacked": False}
    stacks = stacked(poll)
    return {"differ": len(stacks_differ(poll) if stacks else readings_differ(poll)), "stacked": stacks}


def _may_vote(poll: Poll, page: PollPage) -> bool:
    mine = page.mine
    electronic = poll.means in (Means.ELECTRONIC, Means.MIXED) and poll.state == State.OPEN
    return bool(electronic and mine and mine.entitled and mine.taken in ("", Taken.ELECTRONIC))


@dataclass(frozen=True, slots=True)
class Line:
    """One person or matter of a result."""

    key: str
    name: str
    about: str
    votes: tuple[tuple[str, int], ...]  # label -> number
    favours: int
    word: str
    decided: bool
    written_in: bool = False


@dataclass(frozen=True, slots=True)
class Check:
    """One line of arithmetic: what was counted, what was needed."""

    counted: str
    needed: str
    holds: bool


@dataclass(frozen=True, slots=True)
class ResultPage:
    """A result as it is shown and printed."""

    held: bool
    headline: str
    what: str
    lines: tuple[Line, ...]
    checks: tuple[Check, ...]
    counts: Mapping[str, int]
    least: int
    tied: tuple[str, ...]
    open_seats: int
    warned: tuple[str, ...]
    sources: tuple[Threshold, ...]
    seal: str
    best_most: int  # of a measurement: how many may have the best grade; 0 where nothing is said
    more: bool  # another round may follow
    next: str  # the round that was opened after this one
    over: bool  # that round decides what this one did not: nothing here is to be confirmed


DECIDED = {
    Kind.ELECTION: ("当选", "未当选"), Kind.APPROVAL: ("通过", "没有通过"),
    Kind.CHOICE: ("票最多", ""), Kind.RECOMMENDATION: ("够票", "不够票"),
}  # fmt: skip


def result_page(poll: Poll) -> ResultPage:
    """The result of a counted vote in words and rows."""
    terms = Terms.from_data(poll.terms)
    outcome, counts, sums = poll.outcome["outcome"], poll.outcome["counts"], poll.outcome["sums"]
    lines = _lines(poll, outcome, sums, counts["valid"])
    chosen = [line.name for line in lines if line.decided]
    names = {line.key: line.name for line in lines}
    tied = tuple(names.get(key, key) for key in outcome["tied"])
    after = poll.rounds.exclude(state=State.ABANDONED).order_by("pk").values_list("pk", flat=True).first() or ""
    return ResultPage(
        outcome["held"], _headline(poll, outcome, chosen, tied), _what(poll, outcome, terms.majority),
        lines, _checks(poll, terms.quorum, counts), counts, outcome["least"] or 0, tied,
        outcome["open_seats"], tuple(poll.outcome["warned"]), (*terms.quorum, *terms.majority),
        seal_mark(), _best_most(poll, terms),
        bool((tied or outcome["open_seats"]) and (terms.second_round or tied)) and not after,
        after, bool(after) and not outcome["decided"],
    )  # fmt: skip


def _lines(poll: Poll, outcome: Any, sums: Any, valid: int) -> tuple[Line, ...]:
    form = Form.from_data(poll.public["form"])
    about = {f"q{one.number}": one.about for one in poll.options.all()}
    decided = set(outcome["decided"])
    words = DECIDED.get(Kind(poll.kind), ("", ""))
    found = []
    for question in form.questions:
        votes = sums["options"][question.key]
        shown = [(option.label, votes[option.code]) for option in question.options]
        if AGAINST in votes:
            shown.append(("弃权", max(0, valid - sum(votes.values()))))
        is_in = question.key in decided
        found.append(Line(question.key, question.title, about.get(question.key, ""), tuple(shown),
                          votes.get(FAVOUR, 0), words[0] if is_in else words[1], is_in))  # fmt: skip
    for name, votes in sums["names"].items():
        key = f"name:{name}"
        found.append(Line(key, name, "", (("赞成", votes),), votes,
                          words[0] if key in decided else words[1], key in decided, True))  # fmt: skip
    return tuple(found)


def _headline(poll: Poll, outcome: Any, chosen: list[str], tied: tuple[str, ...]) -> str:
    if not outcome["held"]:
        return "这次投票不成立"
    if poll.kind in (Kind.MEASUREMENT, Kind.SURVEY):
        return "计票完了"
    names = "、".join(chosen)
    if poll.kind == Kind.ELECTION:
        said = f"{names}当选" if names else "没有人当选"
    elif poll.kind == Kind.CHOICE:
        said = f"{names}得票最多" if names else "还没有选出来"
    elif poll.kind == Kind.RECOMMENDATION:
        said = f"{names}够票" if names else "没有人够票"
    else:
        said = f"{names}：通过" if names else "没有通过"
    if tied:
        said += f"，{'、'.join(tied)}票数相同"
    return said


def _what(poll: Poll, outcome: Any, majority: tuple[Threshold, ...]) -> str:
    if not outcome["held"]:
        return "；".join(outcome["faults"])
    if outcome["least"] is None:
        return "得票最多的推选出来，由支部决定。" if poll.kind == Kind.CHOICE else ""
    by = f"（{majority[-1].cited.text}）" if majority else ""
    return f"要 {outcome['least']} 票才够{by}。"


def _checks(poll: Poll, quorum: tuple[Threshold, ...], counts: Mapping[str, int]) -> tuple[Check, ...]:
    entitled, present = counts["entitled"], counts["present"]
    found = [
        Check(f"到会 {present}，应到 {entitled}", f"{one.text}，即 {one.needed(entitled)} 人",
              present >= one.needed(entitled))
        for one in quorum
    ]  # fmt: skip
    if poll.means != Means.HANDS:
        issued = counts["issued_paper"] + counts["issued_electronic"]
        returned = counts["returned_paper"] + counts["returned_electronic"]
        found.append(Check(f"发出 {issued}，收回 {returned}", f"有效 {counts['valid']}，废票 {counts['void']}",
                           poll.outcome["outcome"]["held"] or returned <= issued))  # fmt: skip
    return tuple(found)


def _best_most(poll: Poll, terms: Terms) -> int:
    """How many of those measured may be graded best at most."""
    if poll.kind != Kind.MEASUREMENT or not terms.best_share:
        return 0
    return int(Fraction(terms.best_share) * poll.options.count())


def seal_mark() -> str:
    """By what a result file of this installation is known: printed on the report, given to `--key`."""
    return seal_fingerprint(seal_key(settings.ZHIBU_KEYS))


def tokens_of(poll: Poll) -> list[str]:
    """The tokens that were counted, from the result file."""
    if not poll.result_file:
        return []
    return [row["token"] for row in json.loads(bytes(poll.result_file))["tokens"]]


def teller_of(poll: Poll, member: str) -> Teller | None:
    """The teller that a member is."""
    return poll.tellers.select_related("member").filter(member=member).first()


def member_on_roll(poll: Poll, member: str) -> Member:
    """A member on the roll of a vote."""
    voter = poll.voters.select_related("member").filter(member=member).first()
    if voter is None:
        raise NotFound("名册上没有这个人。")
    return voter.member
