"""The life of a meeting or other activity (会议活动), from plan to archive."""
