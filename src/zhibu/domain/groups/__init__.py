"""Dividing a branch into party groups: proposals that keep the rules in force, drafts, decisions."""
