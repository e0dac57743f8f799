"""Who reacts to what: action (the audit entry's name) -> functions called after its commit.

`*` hears everything. A listener takes one `audit.services.Announcement`. Nothing else in the house
reacts to anything: to know what happens after an action, read this table.
"""

from __future__ import annotations

VERDICTS = "zhibu.domain.compliance.services.verdicts_refresh"

# Every action that changes what a rule reads.
LISTENERS: dict[str, tuple[str, ...]] = {
    "adoption.activate": (VERDICTS,),
    "adoption.retire": (VERDICTS,),
    "adoption.withdraw": (VERDICTS,),
    "facts.import": (VERDICTS,),
    "import.confirm": (VERDICTS,),
    "import.undo": (VERDICTS,),
    "organisation.change": (VERDICTS,),
    "organisation.move": (VERDICTS,),
    "organisation.record": (VERDICTS,),
}
