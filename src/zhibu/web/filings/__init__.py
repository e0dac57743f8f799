"""Inbox and outbox: filings written, sent, answered, printed."""
