"""What programs and the command line may do and read of the tree, of checklists and of the calendar."""

from __future__ import annotations

from zhibu.domain.establishment.actions import checks, tree

ACTIONS = (*tree.ENTRIES, *checks.ENTRIES)
