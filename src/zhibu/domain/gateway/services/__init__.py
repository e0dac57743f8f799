"""Writes of the room: keys, and calls done once."""

from zhibu.domain.gateway.services.acting import Done, act, calls_expire
from zhibu.domain.gateway.services.keys import key_open, key_revoke, key_touch, keys_end

__all__ = ["Done", "act", "calls_expire", "key_open", "key_revoke", "key_touch", "keys_end"]
