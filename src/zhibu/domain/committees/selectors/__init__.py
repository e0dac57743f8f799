"""Reads of the room: terms by the rules in force, the committee on a day, what falls due."""
