"""Notices (通知) to persons: in the site and by outside channels, once, at a time that suits."""
