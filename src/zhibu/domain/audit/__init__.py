"""The append-only, hash-chained record of what was done, when, by whom and through which door."""
