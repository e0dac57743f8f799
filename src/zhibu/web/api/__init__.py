"""The JSON door: every action, list and row of the rooms, described by OpenAPI 3.1."""
