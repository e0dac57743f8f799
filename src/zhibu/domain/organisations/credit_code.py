"""The unified social credit code (统一社会信用代码, GB 32100-2015): 18 characters, the last one checks."""

from __future__ import annotations

from zhibu.kernel.errors import Refused

LETTERS = "0123456789ABCDEFGHJKLMNPQRTUWXY"  # no I, O, S, V, Z


def check_letter(first: str) -> str:
    """The last character of a code that begins with these 17."""
    total = sum(LETTERS.index(letter) * pow(3, place, 31) for place, letter in enumerate(first))
    return LETTERS[(31 - total % 31) % 31]


def require_code(text: str) -> str:
    """The code without blanks, in capitals; empty where none is given; Refused where it cannot be one."""
    code = "".join(text.split()).upper()
    if not code:
        return ""
    if len(code) != 18:
        raise Refused(f"统一社会信用代码应为 18 位，读到 {len(code)} 位“{code}”。照登记证书重填。")
    wrong = sorted({letter for letter in code if letter not in LETTERS})
    if wrong:
        raise Refused(f"统一社会信用代码里没有“{'、'.join(wrong)}”，读到“{code}”。照登记证书重填。")
    expected = check_letter(code[:17])
    if code[17] != expected:
        raise Refused(f"统一社会信用代码“{code}”最后一位对不上，按前 17 位应为 {expected}。照登记证书重填。")
    return code
