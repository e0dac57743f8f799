"""Writing: drafts while typing, versions, two writers at once, choosing between two wordings, older versions."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.db import transaction

from zhibu.domain.activities.models import Activity
from zhibu.domain.activities.services import activity_change
from zhibu.domain.meetings.selectors import require_namable
from zhibu.domain.minutes import policies
from zhibu.domain.minutes.choices import OPEN, How
from zhibu.domain.minutes.merging import Clash, both_kept, lines_merged, merged
from zhibu.domain.minutes.models import Choice, Draft, Minutes, Version
from zhibu.domain.minutes.services.noting import held, noted, texts_of, version_keep
from zhibu.domain.minutes.texts import Texts, plain
from zhibu.kernel import clock
from zhibu.kernel.actor import Actor
from zhibu.kernel.errors import NotFound, Refused

TRUTH = (
    "start",
    "place",
    "theme",
    "form",
    "host",
    "recorder",
)  # of these the activity keeps what rules read
LARGEST_DRAFT = 200_000  # signs


@dataclass(frozen=True, slots=True)
class Saved:
    """What came of saving: the version that stands now, whose words were put together, where somebody must choose."""

    minutes: Minutes
    version: int
    changed: bool
    both: tuple[str, ...] = ()
    clashes: tuple[Clash, ...] = ()


@transaction.atomic
def minutes_draft(
    *, actor: Actor, activity: Activity, texts: Mapping[str, str], base: int
) -> Draft:
    """Keep what he has typed and not saved yet; one draft a person and meeting, seen by nobody else. No entry: nothing is so yet."""
    policies.minutes_write(actor, activity)
    if not actor.user:
        raise Refused("草稿要有账号才能存在服务器上。")
    if sum(len(name) + len(text) for name, text in texts.items()) > LARGEST_DRAFT:
        raise Refused(f"一份草稿最多 {LARGEST_DRAFT} 个字。分到几个议题里，先存一次。")
    kept = {name: text.replace("\0", "") for name, text in texts.items()}
    values = {"texts": kept, "base": base, "at": clock.now()}
    made, _ = Draft.objects.update_or_create(activity=activity, user=actor.user, defaults=values)
    return made


@transaction.atomic
def draft_drop(*, actor: Actor, activity: Activity) -> None:
    """Forget what he typed and did not save."""
    Draft.objects.filter(activity=activity, user=actor.user).delete()


@transaction.atomic
def minutes_save(*, actor: Actor, activity: Activity, texts: Mapping[str, str], base: int) -> Saved:
    """One more version of the minutes, where it differs. `base`: the version on which he wrote (0: none).

    What others saved since is put together with his words; where both changed the same sentence the
    standing one stays and his is kept beside it, to be chosen. His draft is gone then.
    """
    policies.minutes_write(actor, activity)
    minutes = held(activity, *OPEN, doing="改")
    offered = plain(texts)
    standing = with_truth(activity, texts_of(minutes))
    found = merged(_base_of(minutes, base, standing), standing, offered)
    for clash in found.clashes:
        _choice_keep(actor, minutes, clash)
    _truth_take(actor, activity, found.texts)
    Draft.objects.filter(activity=activity, user=actor.user or "-").delete()
    if found.texts == standing and minutes.version:
        return Saved(
            minutes, minutes.version, bool(found.clashes), tuple(found.both), tuple(found.clashes)
        )
    how = How.MERGED if found.both else How.SAVED
    version_keep(actor, minutes, found.texts, how)
    noted(
        actor,
        minutes,
        "save",
        {"version": minutes.version, "base": base, "clashes": len(found.clashes)},
    )
    return Saved(minutes, minutes.version, True, tuple(found.both), tuple(found.clashes))


def with_truth(activity: Activity, texts: Mapping[str, str]) -> Texts:
    """The texts with what the activity itself says of hour, place, theme, form, host and recorder."""
    said = {f"about.{name}": getattr(activity, name) for name in TRUTH}
    return {**texts, **{name: text for name, text in said.items() if text}}


def _truth_take(actor: Actor, activity: Activity, texts: Mapping[str, str]) -> None:
    said = {name: texts.get(f"about.{name}", "") for name in TRUTH}
    changed = {
        name: text
        for name, text in said.items()
        if text != getattr(activity, name) and (text or name == "theme")
    }
    if changed:
        named = {key for name in ("host", "recorder") for key in changed.get(name, "").split()}
        require_namable(actor, activity.organisation, activity.on, named - set(f"{activity.host} {activity.recorder}".split()))
        activity_change(actor=actor.entrusted(), activity=activity, **changed)
        for name, text in changed.items():
            setattr(activity, name, text)


def _base_of(minutes: Minutes, base: int, standing: Texts) -> Texts:
    """The version he wrote on; with an unknown one everything that stands counts as known to him."""
    if not base or base > minutes.version:
        return {} if minutes.version else standing
    return dict(Version.objects.only("texts").get(minutes=minutes, number=base).texts)


def _choice_keep(actor: Actor, minutes: Minutes, clash: Clash) -> None:
    by = minutes.changed_by
    Choice.objects.create(
        minutes=minutes, name=clash.name, before=clash.before, standing=clash.standing, standing_by=by,
        offered=clash.offered, offered_by=actor.name, at=clock.now(),
    )  # fmt: skip


@transaction.atomic
def minutes_choose(*, actor: Actor, activity: Activity, choice: int, take: str) -> Minutes:
    """Settle one clash: `standing`, `offered` or `both`; what was written there since stays in all three."""
    policies.minutes_write(actor, activity)
    minutes = held(activity, *OPEN, doing="选")
    found = Choice.objects.select_for_update().filter(minutes=minutes, pk=choice).first()
    if found is None:
        raise NotFound("找不到这一处，重新打开页面。")
    if found.chosen_at is not None:
        return minutes
    texts = with_truth(activity, texts_of(minutes))
    now = texts.get(found.name, "")
    wanted = {
        "standing": now,
        "offered": _taken(found, now),
        "both": both_kept(now, found.offered) if "." in found.name else now,
    }
    if take not in wanted:
        raise Refused("选“用先存的”“用后存的”或者“两个都留”。")
    found.chosen_at, found.chosen_by = clock.now(), actor.name
    found.save(update_fields=["chosen_at", "chosen_by"])
    if wanted[take] != now:
        texts[found.name] = wanted[take]
        _truth_take(actor, activity, texts)
        version_keep(actor, minutes, texts, How.CHOSEN)
    noted(actor, minutes, "choose", {"version": minutes.version, "take": take})
    return minutes


def _taken(found: Choice, now: str) -> str:
    """The text offered, with what was written at that place since it was kept."""
    if now == found.standing:
        return found.offered
    text, other = lines_merged(found.standing, now, found.offered)
    return text if text == other else both_kept(now, found.offered)


@transaction.atomic
def minutes_restore(*, actor: Actor, activity: Activity, number: int) -> Minutes:
    """Make an older version stand again, as a new version: the newer ones stay to be read."""
    policies.minutes_write(actor, activity)
    minutes = held(activity, *OPEN, doing="恢复")
    old = Version.objects.filter(minutes=minutes, number=number).first()
    if old is None:
        raise NotFound(f"没有第 {number} 版。")
    if number == minutes.version:
        raise Refused(f"第 {number} 版就是现在的样子。")
    texts = dict(old.texts)
    _truth_take(actor, activity, texts)
    version_keep(actor, minutes, texts, How.RESTORED, f"恢复第 {number} 版")
    noted(actor, minutes, "restore", {"version": minutes.version, "restored": number})
    return minutes
