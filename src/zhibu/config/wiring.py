"""Who reacts to what: action (the audit entry's name) -> functions called after its commit.

`*` hears everything. A listener takes one `audit.services.Announcement`. Nothing else in the house
reacts to anything: to know what happens after an action, read this table.
"""

from __future__ import annotations

LISTENERS: dict[str, tuple[str, ...]] = {}
