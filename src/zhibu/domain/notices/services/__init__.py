"""The only writes: telling persons, taking it back, wishes, robots, and the outbox that is worked off."""

from zhibu.domain.notices.services.reminding import desks_remind
from zhibu.domain.notices.services.seeing import notice_see, notices_see
from zhibu.domain.notices.services.sending import About, notice_cancel, notice_send, notices_send
from zhibu.domain.notices.services.wishing import (
    channel_test,
    notice_again,
    notice_wish_set,
    office_wish_set,
    robot_add,
    robot_close,
)
from zhibu.domain.notices.services.working import outbox_work_off

__all__ = [
    "About", "channel_test", "desks_remind", "notice_again", "notice_cancel", "notice_see", "notice_send", "notice_wish_set",
    "notices_see", "notices_send", "office_wish_set", "outbox_work_off", "robot_add", "robot_close",
]  # fmt: skip
