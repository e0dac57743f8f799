"""Tasks (任务) of members: given, worked on, checked, overdue."""
