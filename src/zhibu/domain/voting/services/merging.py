"""Put spellings of a written-in name together: what was written is known only after the box was opened."""

from __future__ import annotations

import json
from collections.abc import Mapping

from django.conf import settings
from django.db import transaction

from zhibu.ballots.keys import seal_key
from zhibu.ballots.results import result_merge
from zhibu.ballots.slips import name_normal
from zhibu.domain.voting import policies
from zhibu.domain.voting.choices import State
from zhibu.domain.voting.models import Poll
from zhibu.domain.voting.services.recording import held, recorded
from zhibu.kernel.actor import Actor
from zhibu.kernel.errors import Refused


@transaction.atomic
def poll_merge(*, actor: Actor, poll: Poll, merged: Mapping[str, str]) -> Poll:
    """Count `written name -> name that counts`, in the place of what was put together before.

    The result file is made anew and sealed. Refused once the result is confirmed or a next round rests
    on it, and where a name stands on no slip.
    """
    locked = held(poll, State.COUNTED, doing="合并写法")
    policies.poll_manage(actor, locked)
    if locked.rounds.exclude(state=State.ABANDONED).exists():
        raise Refused("下一轮已经发起了，这一轮的结果不能再改。")
    content = bytes(locked.result_file or b"")
    said = {name_normal(name): name_normal(into) for name, into in merged.items()}
    _check(said, names_written(locked))
    locked.result_file = result_merge(content, said, seal_key(settings.ZHIBU_KEYS))
    made = json.loads(locked.result_file)
    locked.outcome = {**locked.outcome, "sums": made["sums"], "outcome": made["outcome"]}
    locked.save(update_fields=["result_file", "outcome"])
    recorded(actor, "poll.merge", locked, merged=len(said))
    return locked


def names_written(poll: Poll) -> tuple[str, ...]:
    """Names that stand on slips of a counted poll, as they were written."""
    choices = json.loads(bytes(poll.result_file or b"null")) or {}
    rows = (choices.get("choices") or {"names": []})["names"]
    return tuple(sorted({name for names in rows for name in names}))


def names_merged(poll: Poll) -> dict[str, str]:
    """What was put together."""
    return dict((json.loads(bytes(poll.result_file or b"null")) or {}).get("merged", {}))


def _check(said: Mapping[str, str], written: tuple[str, ...]) -> None:
    for name, into in said.items():
        if name not in written:
            raise Refused(f"没有一张票上写“{name}”。票上写的有：{'、'.join(written) or '没有'}。")
        if not into or into in said:
            raise Refused(f"“{name}”按谁算：读到“{into}”，应为一个人的姓名，这个人自己没有再按别人算。")
