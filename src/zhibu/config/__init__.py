"""Settings, the root of the addresses, and who reacts to what; the only floor that knows all others."""
