"""Signing in and out, my account, changing the password."""
