"""Minutes (会议记录): drafts, versions, confirmation, correction, honesty signals."""
