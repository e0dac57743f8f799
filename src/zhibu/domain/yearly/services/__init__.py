"""The writes of the room: drafted from the records, changed, handed in, received or returned, read aloud."""

from zhibu.domain.yearly.services.handing import (
    yearly_read,
    yearly_receive,
    yearly_return,
    yearly_submit,
    yearly_withdraw,
)
from zhibu.domain.yearly.services.writing import (
    yearly_begin,
    yearly_change,
    yearly_discard,
    yearly_refresh,
)

__all__ = [
    "yearly_begin", "yearly_change", "yearly_discard", "yearly_read", "yearly_receive", "yearly_refresh", "yearly_return",
    "yearly_submit", "yearly_withdraw",
]  # fmt: skip
