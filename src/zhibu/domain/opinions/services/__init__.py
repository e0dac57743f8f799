"""The writes of the room: taken down, put in, sent through the box; passed on, answered, closed; the box itself."""

from zhibu.domain.opinions.services.boxes import (
    box_close,
    box_open,
    box_renew,
    look_count,
    looks_spent,
    opinion_send,
    opinions_clear,
)
from zhibu.domain.opinions.services.following import opinions_follow, opinions_return
from zhibu.domain.opinions.services.handling import (
    opinion_answer,
    opinion_close,
    opinion_guard,
    opinion_hide,
    opinion_merge,
    opinion_part,
    opinion_pass,
    opinion_publish,
    opinion_reopen,
    opinion_undo,
    undoable,
)
from zhibu.domain.opinions.services.taking import (
    in_line,
    opinion_put,
    opinion_take,
    opinion_withdraw,
)

__all__ = [
    "box_close", "box_open", "box_renew", "in_line", "look_count", "looks_spent", "opinion_answer", "opinion_close",
    "opinion_guard", "opinion_hide", "opinion_merge", "opinion_part", "opinion_pass", "opinion_publish", "opinion_put",
    "opinion_reopen", "opinion_send", "opinion_take", "opinion_undo", "opinion_withdraw", "opinions_clear", "opinions_follow", "opinions_return", "undoable",
]  # fmt: skip
