"""Who reacts to what: action (the audit entry's name) -> functions.

`OUTBOX` is called within the action's own transaction: it notes whose verdicts are to be judged anew.
`LISTENERS` are called after its commit. `*` hears everything, `noun.*` every action of a noun. A function takes
one `audit.services.Announcement`. Nothing else in the house reacts to anything: to know what happens
after an action, read this table.
"""

from __future__ import annotations

NOTE = "zhibu.domain.compliance.services.touched_note"
VERDICTS = "zhibu.domain.compliance.services.verdicts_refresh"

# Every action that changes what a rule reads.
CHANGES_FACTS = (
    "adoption.activate",
    "adoption.retire",
    "adoption.withdraw",
    "draft.publish",
    "draft.retire",
    "facts.import",
    "import.confirm",
    "import.undo",
    "organisation.change",
    "organisation.move",
    "organisation.record",
    "parameter.reset",
    "parameter.set",
    "post.*",
    "waiver.*",
)

OUTBOX: dict[str, tuple[str, ...]] = dict.fromkeys(CHANGES_FACTS, (NOTE,))
LISTENERS: dict[str, tuple[str, ...]] = dict.fromkeys(CHANGES_FACTS, (VERDICTS,))
