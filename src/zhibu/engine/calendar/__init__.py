"""Days, months and periods as small tables to join with, made in Python so that every engine agrees."""
