"""The rotating code of a meeting: what the screen shows, what is typed, and whether it still holds.

A code is an HMAC over the meeting and a window of time, so that nothing is stored and no two servers disagree.
It shows that somebody saw the screen within two windows; no place, no picture, no device is asked for.
"""

from __future__ import annotations

import datetime as dt
import re

from django.utils.crypto import constant_time_compare, salted_hmac

from zhibu.domain.attendance.choices import How
from zhibu.kernel.errors import Refused

WINDOW = 30  # seconds for which one code stands on the screen
WINDOWS = 2  # codes taken: the one on the screen, and the one before for whoever was just scanning
PASS = 600  # seconds for which somebody who scanned may still tap: he may have to type his password first
_TOKEN = re.compile(r"([0-9a-z]{1,10})\.([0-9a-f]{20})", re.ASCII)
_DIGITS = re.compile(r"[0-9]{6}", re.ASCII)
_PASS = re.compile(r"p([0-9]{1,12})\.([0-9a-f]{32})", re.ASCII)


def window_of(at: dt.datetime) -> int:
    """The number of the window that an instant lies in."""
    return int(at.timestamp()) // WINDOW


def token_at(activity: str, at: dt.datetime) -> str:
    """What the QR code carries at an instant."""
    return _token(activity, window_of(at))


def digits_at(activity: str, at: dt.datetime) -> str:
    """The six digits that stand beside it, for whoever cannot scan."""
    return _digits(activity, window_of(at))


def seconds_left(at: dt.datetime) -> int:
    """Until the next code."""
    return WINDOW - int(at.timestamp()) % WINDOW


def pass_at(activity: str, at: dt.datetime) -> str:
    """What whoever scanned a code that holds is given, to tap with a little later."""
    second = int(at.timestamp())
    return f"p{second}.{_mac('pass', activity, second)[:32]}"


def code_check(activity: str, given: str, at: dt.datetime) -> How:
    """Whether a code, the digits or a pass holds; Refused with what to do where it does not."""
    text = "".join(given.split())
    if _DIGITS.fullmatch(text):
        wanted = (_digits(activity, window_of(at) - back) for back in range(WINDOWS))
        if any(constant_time_compare(text, one) for one in wanted):
            return How.TYPED
        raise Refused("这六位数不对，或者屏幕上已经换了新的。看会场屏幕，输入现在显示的六位数。")
    if found := _PASS.fullmatch(text):
        return _pass_check(activity, int(found[1]), found[2], at)
    if found := _TOKEN.fullmatch(text):
        return _token_check(activity, int(found[1], 36), found[2], at)
    raise Refused("没有读到签到码。扫会场屏幕上的码，或者输入屏幕上的六位数。")


def _token_check(activity: str, window: int, mac: str, at: dt.datetime) -> How:
    if not constant_time_compare(mac, _mac("scan", activity, window)[:20]):
        raise Refused("这个码不是这次会议的。扫会场屏幕上现在的码。")
    old = window_of(at) - window
    if not 0 <= old < WINDOWS:
        minutes = max(old * WINDOW // 60, 1)
        raise Refused(f"这个码是 {minutes} 分钟前的，已经换了。扫会场屏幕上现在的码。")
    return How.SIGNED


def _pass_check(activity: str, second: int, mac: str, at: dt.datetime) -> How:
    if not constant_time_compare(mac, _mac("pass", activity, second)[:32]):
        raise Refused("没有读到签到码。扫会场屏幕上的码，或者输入屏幕上的六位数。")
    if not 0 <= int(at.timestamp()) - second <= PASS:
        raise Refused(f"扫码以后过了 {PASS // 60} 分钟还没有点签到。再扫一次会场屏幕上的码。")
    return How.SIGNED


def _token(activity: str, window: int) -> str:
    return f"{_base36(window)}.{_mac('scan', activity, window)[:20]}"


def _digits(activity: str, window: int) -> str:
    return f"{int(_mac('digits', activity, window), 16) % 1_000_000:06d}"


def _mac(kind: str, activity: str, number: int) -> str:
    said = f"{activity}\0{number}"
    return salted_hmac(f"zhibu.attendance.{kind}", said, algorithm="sha256").hexdigest()


def _base36(number: int) -> str:
    text = ""
    while number:
        number, rest = divmod(number, 36)
        text = "0123456789abcdefghijklmnopqrstuvwxyz"[rest] + text
    return text or "0"
