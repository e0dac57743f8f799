"""What is still open where somebody's rights end: the form in which rooms tell it (config/wiring OPEN_WORK)."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class OpenItem:
    """One piece of work: its kind and name in Chinese, its page, the day it is due.

    No number or phone of a person in `name`: it is kept with the handing over.
    """

    kind: str
    name: str
    address: str = ""
    due: dt.date | None = None
    verb: str = "去办"  # what the button says where it is the next step
    narrow: bool = False  # handed over only to whom the case of a person is to be known: secretary, clerk
    duty: str = ""  # what duty_holders.yaml says who sees to (a type of activity, a procedure); "": whoever finds it on his desk
    about: str = ""  # id of the record that it is one step of: a desk shows one step of it, that of the latest room


@dataclass(frozen=True, slots=True)
class Left:
    """What a body leaves behind when it ends: what, how many, what becomes of it (config/wiring LEFT_BEHIND)."""

    label: str
    count: int
    goes: str
