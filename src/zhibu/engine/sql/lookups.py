"""The columns by which working tables are looked up: SQLite has no hash join, only indexes.

Several columns of one index are parted by a blank.
"""

from __future__ import annotations

LOOKUPS = {
    "organisation": ("id",), "up": ("organisation", "above"), "force": ("organisation",),
    "member": ("id",), "belongs": ("organisation", "member"), "member_run": ("member directive",),
    "post": ("organisation", "member"), "penalty": ("member",), "state": ("member",),
    "activity": ("organisation",), "attendance": ("activity", "member"), "role": ("activity",),
    "paper": ("about",), "judged": ("organisation",), "person": ("member",),
    "day": ("day",), "anniversary": ("base",), "months_after": ("base",),
    "workdays_after": ("day",), "dues": ("member month",), "paid_last": ("member",),
    "tenure": ("directive",), "today": ("directive",), "held": ("directive",),
    "attended_last": ("member",), "activity_month": ("organisation type",), "headcount": ("organisation",),
    "held_month": ("organisation",), "case": ("organisation",),
    "step": ("case",), "month": ("month",), "day_month": ("day",),
    "step_after": ("day",), "entitled": ("organisation", "member"), "meeting": ("activity",),
    "ballot": ("activity",), "check": ("organisation",), "calendar_day": ("day",),
    "measure": ("value",), "due": ("base",), "line": ("organisation",),
}
