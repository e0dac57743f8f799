"""Writes of the room: members with their memberships and states, posts."""
