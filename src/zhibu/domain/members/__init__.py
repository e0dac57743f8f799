"""Members, memberships, states, penalties and posts, each with its span."""
