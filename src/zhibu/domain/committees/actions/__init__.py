"""What programs and the command line may do and read of posts and committees."""

from __future__ import annotations

from zhibu.domain.committees.actions import posts, terms

ACTIONS = (*posts.ENTRIES, *terms.ENTRIES)
