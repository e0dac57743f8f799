"""The prepared store (核查底库): facts with numbered ids in a DuckDB file, and counters kept beside them.

A run on it scans numbers instead of texts and reads what the counters have added up; after a change only the
touched organisations are taken over anew. Verdicts are those of the facts it was made of.
"""

from zhibu.engine.store.building import build_store
from zhibu.engine.store.refreshing import refresh_store
from zhibu.engine.store.source import StoreSource, open_store

__all__ = ["StoreSource", "build_store", "open_store", "refresh_store"]
