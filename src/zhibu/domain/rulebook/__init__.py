"""Installed directives, where each is in force, waivers, school terms and the calendar."""
