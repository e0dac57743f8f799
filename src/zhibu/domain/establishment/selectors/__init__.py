"""Reads of the room: previews of changes, what directives say of sizes, the history of an organisation."""
