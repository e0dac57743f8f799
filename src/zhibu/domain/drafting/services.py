"""Writes of drafts: created, changed with everything kept, restored, published as a version, retired."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from typing import Any

from django.db import transaction

from zhibu.domain.audit.services import Touch, entry_record
from zhibu.domain.drafting import policies, selectors
from zhibu.domain.drafting.choices import DraftState
from zhibu.domain.drafting.models import DraftDirective, DraftRevision
from zhibu.domain.organisations.columns import require_fits
from zhibu.domain.organisations.models import Organisation
from zhibu.domain.rulebook import selectors as rulebook
from zhibu.domain.rulebook.models import LocalDirective
from zhibu.domain.rulebook.shelf import engines, shelf
from zhibu.engine.language.texts import TextPack
from zhibu.engine.packs.compilable import require_compilable
from zhibu.engine.packs.drafting import texts_of, with_texts
from zhibu.kernel import clock
from zhibu.kernel.actor import Actor
from zhibu.kernel.errors import NotFound, Refused

Content = dict[str, Any]
# Publishing compiles each rule for every engine while others wait, and the button runs every case: more
# than this takes minutes. The longest directive there is has 70 rules.
MOST = {"rules": (500, "条规则"), "cases": (500, "个样例"), "articles": (2_000, "条"), "scorecards": (50, "张计分表")}


@transaction.atomic
def draft_create(
    *, actor: Actor, owner: Organisation, content: Content, what: str = "新建"
) -> DraftDirective:
    """A new draft of an organisation. Who may: a clerk whose range holds it.

    InputError where the content cannot be read; Refused where the id is taken.
    """
    policies.draft_create(actor, owner)
    with_texts(selectors.draft_words(), [TextPack(texts_of(content))])
    key = content["head"]["id"]
    if key in rulebook.rulebook().directives or DraftDirective.objects.filter(directive=key).exists():
        raise Refused(f"编号 {key} 已经有一份制度或草稿在用，换一个编号。")
    _require_bounded(content)
    draft = DraftDirective.objects.create(
        owner=owner, directive=key, title=content["head"]["title"], content=content,
        changed_at=clock.now(), changed_by=actor.name,
    )  # fmt: skip
    _keep(draft, what)
    _record(actor, "draft.create", draft, {"what": what})
    return draft


@transaction.atomic
def draft_change(
    *, actor: Actor, draft: DraftDirective, content: Content, what: str, expected: int | None = None
) -> DraftDirective:
    """Replace a draft's content; what stood there before stays in its history.

    `expected`: the revision on which the change was made; Refused where somebody has changed it since.
    """
    locked = _locked(draft)
    policies.draft_change(actor, locked.owner)
    _require_seen(locked, expected)
    if locked.state == DraftState.REMOVED:
        raise Refused("这份草稿已经删除，先恢复再改。")
    with_texts(selectors.draft_words(), [TextPack(texts_of(content))])
    if content["head"]["id"] != locked.directive:
        raise Refused(f"制度编号定了就不再改，应为 {locked.directive}。")
    _change(actor, locked, content, what)
    _record(actor, "draft.change", locked, {"what": what, "revision": locked.revision})
    return locked


@transaction.atomic
def draft_restore(
    *, actor: Actor, draft: DraftDirective, number: int, expected: int | None = None
) -> DraftDirective:
    """Go back to an earlier state; that is a change like any other, and a deleted draft is there again.

    `expected`: as for `draft_change`; taking back a deletion must not take back what another wrote since.
    """
    locked = _locked(draft)
    policies.draft_restore(actor, locked.owner)
    _require_seen(locked, expected)
    found = locked.revisions.filter(number=number).first()
    if found is None:
        raise NotFound(f"没有第 {number} 次修改。")
    if locked.state == DraftState.REMOVED:
        locked.state = DraftState.PUBLISHED if locked.published else DraftState.DRAFT
    what = f"恢复到第 {number} 次修改"
    if found.content != locked.content:
        _change(actor, locked, found.content, what)
    else:
        locked.save()
    _record(actor, "draft.restore", locked, {"number": number})
    return locked


@transaction.atomic
def draft_publish(*, actor: Actor, draft: DraftDirective, note: str = "") -> LocalDirective:
    """Publish the draft as the next version of a local directive; from then on it can be adopted.

    A version is never changed. Refused where it has no rule or nothing has changed since the last one.
    """
    locked = _locked(draft)
    policies.draft_publish(actor, locked.owner)
    require_fits(LocalDirective, note=note.strip())
    if locked.state not in (DraftState.DRAFT, DraftState.PUBLISHED):
        raise Refused(f"这份制度{locked.get_state_display()}，不能再发布。")
    if not locked.content.get("rules"):
        raise Refused("还没有一条规则，写好规则再发布。")
    if locked.published and not locked.unpublished:
        raise Refused(f"第 {locked.published} 版以后没有改过，不用再发布。")
    version = _publish(actor, locked, note)
    locked.state = DraftState.PUBLISHED
    locked.save()
    details = {"version": version.version, "digest": version.digest}
    _record(actor, "draft.publish", locked, details, Touch(everything=True))
    return version


@transaction.atomic
def draft_retire(*, actor: Actor, draft: DraftDirective, until: dt.date) -> LocalDirective:
    """Repeal a published directive: `until` is the first day on which it is in force nowhere."""
    locked = _locked(draft)
    policies.draft_retire(actor, locked.owner)
    if locked.state != DraftState.PUBLISHED:
        raise Refused("只有已发布的制度才能废止。")
    if locked.unpublished:
        raise Refused("有没有发布的修改：先发布，或者恢复到发布时的样子，再废止。")
    content = {**locked.content, "head": {**locked.content["head"], "until": until.isoformat()}}
    with_texts(selectors.draft_words(), [TextPack(texts_of(content))])
    _change(actor, locked, content, f"从 {until} 起废止")
    version = _publish(actor, locked, f"从 {until} 起废止")
    locked.state = DraftState.RETIRED
    locked.save()
    details = {"version": version.version, "until": until}
    _record(actor, "draft.retire", locked, details, Touch(everything=True))
    return version


@transaction.atomic
def draft_remove(*, actor: Actor, draft: DraftDirective) -> None:
    """Delete a draft that was never published; it can be restored."""
    locked = _locked(draft)
    policies.draft_remove(actor, locked.owner)
    if locked.published:
        raise Refused("已经发布过的制度不能删除，不用了就废止。")
    locked.state = DraftState.REMOVED
    locked.save()
    _record(actor, "draft.remove", locked, {})


def _require_bounded(content: Content) -> None:
    """Refused where a list or the title is longer than what is judged in reasonable time, or stored."""
    require_fits(DraftDirective, title=content["head"]["title"])
    for name, (most, called) in MOST.items():
        number = len(content.get(name) or [])
        if number > most:
            raise Refused(f"一份制度最多 {most} {called}，读到 {number} {called}。分成几份来写。")


def _require_seen(draft: DraftDirective, expected: int | None) -> None:
    """Refused where somebody has changed the draft since the revision that the actor saw."""
    if expected is not None and expected != draft.revision:
        raise Refused(f"{draft.changed_by}刚刚改过这份草稿（第 {draft.revision} 次修改）。先看他改了什么，再改一次。")


def _locked(draft: DraftDirective) -> DraftDirective:
    found = DraftDirective.objects.select_for_update(of=("self",)).select_related("owner")
    return found.get(pk=draft.pk)


def _change(actor: Actor, draft: DraftDirective, content: Content, what: str) -> None:
    _require_bounded(content)
    draft.content, draft.title = content, content["head"]["title"]
    draft.revision += 1
    draft.changed_at, draft.changed_by = clock.now(), actor.name
    draft.save()
    _keep(draft, what)


def _keep(draft: DraftDirective, what: str) -> None:
    DraftRevision.objects.create(
        draft=draft, number=draft.revision, content=draft.content, what=what[:300],
        at=draft.changed_at, by=draft.changed_by,
    )  # fmt: skip


def _publish(actor: Actor, draft: DraftDirective, note: str) -> LocalDirective:
    """The files as they are now become the next version; every rule must be judged by every engine."""
    files = texts_of(draft.content)
    book = with_texts(selectors.draft_words(), [TextPack(files)])
    require_compilable(book.rules(), engines())
    text = json.dumps(files, ensure_ascii=False, sort_keys=True)
    draft.published += 1
    draft.published_revision = draft.revision
    version = LocalDirective.objects.create(
        directive=draft.directive, version=draft.published, owner=draft.owner, files=files,
        digest=hashlib.sha256(text.encode()).hexdigest(), note=note.strip(),
        published_at=clock.now(), published_by=actor.name,
    )  # fmt: skip
    shelf.forget()
    return version


def _record(
    actor: Actor,
    action: str,
    draft: DraftDirective,
    details: dict[str, Any],
    touched: Touch | None = None,
) -> None:
    entry_record(
        actor=actor, action=action, subject=str(draft.pk), organisation=draft.owner_id,
        details={"directive": draft.directive, **details}, touched=touched,
    )  # fmt: skip
