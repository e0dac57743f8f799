"""The only writes: telling persons, taking it back, wishes, robots, and the outbox that is worked off."""

from zhibu.domain.notices.services.seeing import notice_see, notices_see
from zhibu.domain.notices.services.sending import About, notice_cancel, notice_send, notices_send

__all__ = ["About", "notice_cancel", "notice_see", "notice_send", "notices_see", "notices_send"]
