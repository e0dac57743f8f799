"""The only writes: a rule, its draft, the decision that puts it in force, its end, models."""

from zhibu.domain.bylaws.services.deciding import (
    bylaw_enact,
    bylaw_repeal,
    bylaw_withdraw,
    bylaws_due_check,
    shown_record,
)
from zhibu.domain.bylaws.services.writing import (
    bylaw_add,
    bylaw_draft,
    bylaw_offer,
    bylaw_rename,
    bylaw_take,
    file_change,
)

__all__ = [
    "bylaw_add", "bylaw_draft", "bylaw_enact", "bylaw_offer", "bylaw_rename", "bylaw_repeal", "bylaw_take", "bylaw_withdraw",
    "bylaws_due_check", "file_change", "shown_record",
]  # fmt: skip
