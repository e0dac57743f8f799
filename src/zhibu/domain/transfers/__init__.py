"""Membership moved between branches (组织关系转接): letter, receipt, deadlines, both sides informed."""
