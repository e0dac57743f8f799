"""The rooms: what each knows stands in docs/architecture.md; a later room may read an earlier one."""
