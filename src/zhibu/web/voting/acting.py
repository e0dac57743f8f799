"""The buttons of a vote: one address, one verb, one service; what is refused is told on the vote's page."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from zhibu.domain.accounts import scope
from zhibu.domain.voting import results, selectors, services
from zhibu.domain.voting.choices import Means
from zhibu.kernel.errors import InputError, NotFound, Refused
from zhibu.web.layout.request import Request
from zhibu.web.voting.secure import WHY_NOT, is_secure

if TYPE_CHECKING:
    from zhibu.domain.members.models import Member
    from zhibu.domain.voting.models import Teller

Done = tuple[str, str]  # what to say, and the address to go to: its name, or "voting" for the vote's page


@require_POST
def voting_act(request: Request, verb: str, key: str) -> HttpResponse:
    """Do one thing with a vote."""
    poll = selectors.poll_get(request.actor, key)
    act = VERBS.get(verb)
    if act is None:
        raise Http404
    try:
        said, name = act(request, poll.pk)
    except (Refused, InputError) as error:
        messages.error(request, str(error))
        back = "voting-slips" if verb in ("give", "take-back") else "voting"
        return redirect(back, poll.pk)
    messages.success(request, said)
    return redirect("voting-list") if name == "voting-list" else redirect(name, _target(request, poll.pk))


def _target(request: Request, key: str) -> str:
    return getattr(request, "made", key)


def start(request: Request, key: str) -> Done:
    """Open the vote; electronic only where the page itself is safe."""
    poll = selectors.poll_get(request.actor, key)
    if poll.means in (Means.ELECTRONIC, Means.MIXED) and not is_secure(request):
        raise Refused(WHY_NOT)
    services.poll_open(actor=request.actor, poll=poll)
    return "名册封存了，可以投票了。", "voting"


def correct(request: Request, key: str) -> Done:
    """Back to the draft."""
    services.poll_correct(actor=request.actor, poll=selectors.poll_get(request.actor, key))
    return "退回来了，改好再开始。", "voting"


def discard(request: Request, key: str) -> Done:
    """Throw the draft away."""
    services.poll_discard(actor=request.actor, poll=selectors.poll_get(request.actor, key))
    return "草稿删去了。", "voting-list"


def abandon(request: Request, key: str) -> Done:
    """End it without a result."""
    poll = selectors.poll_get(request.actor, key)
    services.poll_abandon(actor=request.actor, poll=poll, reason=request.POST.get("reason", ""))
    return "这次表决作废了，票箱里的票没有开就毁掉了。", "voting"


def teller(request: Request, key: str) -> Done:
    """Name a teller."""
    poll = selectors.poll_get(request.actor, key)
    member = scope.member_get(request.actor, request.POST.get("member", ""))
    services.poll_teller(
        actor=request.actor, poll=poll, member=member, duty=request.POST.get("duty", "")
    )
    return f"{member}定下来了。", "voting"


def release(request: Request, key: str) -> Done:
    """Take a teller off."""
    poll = selectors.poll_get(request.actor, key)
    found = _teller(request, key)
    services.poll_release_teller(actor=request.actor, poll=poll, teller=found)
    return "换下来了。", "voting"


def include(request: Request, key: str) -> Done:
    """Put somebody back among those called."""
    poll = selectors.poll_get(request.actor, key)
    member = scope.member_get(request.actor, request.POST.get("member", ""))
    services.poll_include(actor=request.actor, poll=poll, member=member)
    return f"{member}重新计入应到会。", "voting-roll"


def give(request: Request, key: str) -> Done:
    """Note that somebody, or all that are ticked, got a paper slip, or that a written opinion came."""
    poll = selectors.poll_get(request.actor, key)
    way, members = request.POST.get("way", "paper"), request.POST.getlist("member")
    if not members:
        raise Refused("还没有勾选领了票的人。")
    done = []
    for one in dict.fromkeys(members):
        member = results.member_on_roll(poll, one)
        try:
            services.poll_hand_out(actor=request.actor, poll=poll, member=member, way=way)
        except Refused as error:
            messages.error(request, f"{member}没有记下：{error}")
        else:
            done.append(str(member))
    if not done:
        raise Refused("一个人也没有记下。")
    return (f"{done[0]}：记下了。" if len(done) == 1 else f"{len(done)} 人领了票，记下了。"), "voting-slips"


def take_back(request: Request, key: str) -> Done:
    """A slip was noted by mistake."""
    poll = selectors.poll_get(request.actor, key)
    member = _on_roll(request, key)
    services.poll_take_back(actor=request.actor, poll=poll, member=member)
    return f"{member}：更正了，没有领票。", "voting-slips"


def close(request: Request, key: str) -> Done:
    """One teller agrees to close."""
    poll = selectors.poll_get(request.actor, key)
    text = request.POST.get("present", "").strip()
    if not text.isdecimal() or len(text) > 9:
        raise Refused(f"到会人数读到“{text}”，应为一个整数。")
    found = _teller(request, key)
    services.poll_close(actor=request.actor, poll=poll, teller=found, present=int(text))
    return "同意封箱，记下了。两位都同意就封箱。", "voting"


def count(request: Request, key: str) -> Done:
    """Count."""
    poll = selectors.poll_get(request.actor, key)
    services.poll_count(actor=request.actor, poll=poll, merged=_merged(request.POST.get("merged", "")))
    keys = "密钥毁掉了，" if poll.means in (Means.ELECTRONIC, Means.MIXED) else ""
    return f"计票完了，{keys}校验文件可以下载。", "voting-result"


def merge(request: Request, key: str) -> Done:
    """Put spellings of written-in names together."""
    poll = selectors.poll_get(request.actor, key)
    posted = request.POST.get
    said = {name: posted(f"into-{at}", "").strip() for at, name in enumerate(services.names_written(poll))}
    said = {name: into for name, into in said.items() if into and into != name}
    services.poll_merge(actor=request.actor, poll=poll, merged=said)
    return "合在一起重新算过了，校验文件换成新的。", "voting"


def confirm(request: Request, key: str) -> Done:
    """Say by what the result holds."""
    poll = selectors.poll_get(request.actor, key)
    by = request.POST.get("confirmed_by", "")
    services.poll_confirm(actor=request.actor, poll=poll, confirmed_by=by)
    return "结果确认了，有关的结论正在重新核查。", "voting"


def repeat(request: Request, key: str) -> Done:
    """Prepare the next round."""
    poll = selectors.poll_get(request.actor, key)
    made = services.poll_repeat(actor=request.actor, poll=poll)
    setattr(request, "made", made.pk)  # noqa: B010 -- where to go next
    return "下一轮准备好了，核对以后开始。", "voting"


def _teller(request: Request, key: str) -> Teller:
    poll = selectors.poll_get(request.actor, key)
    found = results.teller_of(poll, request.POST.get("teller", ""))
    if found is None:
        raise NotFound("找不到这位监票人、计票人。")
    return found


def _on_roll(request: Request, key: str) -> Member:
    poll = selectors.poll_get(request.actor, key)
    return results.member_on_roll(poll, request.POST.get("member", ""))


def _merged(text: str) -> dict[str, str]:
    """Lines `张叁 = 张三`: two spellings of one person."""
    found = {}
    for number, line in enumerate(filter(str.strip, text.splitlines()), 1):
        one, sign, other = line.replace("＝", "=").partition("=")
        if not sign or not one.strip() or not other.strip():
            raise Refused(f"同一个人的两种写法，第 {number} 行读到“{line}”，应写成 张叁=张三。")
        found[one.strip()] = other.strip()
    return found


VERBS: dict[str, Callable[[Request, str], Done]] = {
    "start": start, "correct": correct, "discard": discard, "abandon": abandon, "teller": teller,
    "release": release, "include": include, "give": give, "take-back": take_back, "close": close,
    "count": count, "merge": merge, "confirm": confirm, "repeat": repeat,
}  # fmt: skip
