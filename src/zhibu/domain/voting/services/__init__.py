"""The only writes of the room. Casting (`casting.slip_cast`) is the one without an audit entry of who and when."""

from zhibu.domain.voting.services.casting import slip_cast, slip_check
from zhibu.domain.voting.services.closing import poll_close, poll_wipe
from zhibu.domain.voting.services.counting import poll_confirm, poll_count, poll_repeat
from zhibu.domain.voting.services.drafts import (
    Person,
    poll_change,
    poll_discard,
    poll_draft,
    poll_exclude,
    poll_include,
    poll_release_teller,
    poll_teller,
)
from zhibu.domain.voting.services.giving import poll_hand_out, poll_issue, poll_take_back
from zhibu.domain.voting.services.merging import names_merged, names_written, poll_merge
from zhibu.domain.voting.services.opening import poll_abandon, poll_correct, poll_open
from zhibu.domain.voting.services.readings import poll_read, poll_settle
from zhibu.domain.voting.services.steps import step_people, step_take

__all__ = [
    "Person", "names_merged", "names_written", "poll_abandon", "poll_change", "poll_close",
    "poll_confirm", "poll_correct", "poll_count", "poll_discard", "poll_draft", "poll_exclude",
    "poll_hand_out", "poll_include", "poll_issue", "poll_merge", "poll_open", "poll_read",
    "poll_release_teller", "poll_repeat", "poll_settle", "poll_take_back", "poll_teller",
    "poll_wipe", "slip_cast", "slip_check", "step_people", "step_take",
]  # fmt: skip
