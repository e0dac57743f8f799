"""Who may do what to members, their memberships and their posts."""
