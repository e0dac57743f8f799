"""党籍状态, 失联, 流动 and remarks of a row: states of a member, and words that say somebody left."""

from __future__ import annotations

import re

from zhibu.rosters.people.person import Person, Reader
from zhibu.rosters.values.dates import read_dates
from zhibu.rosters.values.text import is_missing, plain, squash, tidy
from zhibu.rosters.values.words import read_left_reason, read_state, read_yes

_GONE = re.compile(r"(?<!拟)(?<!待)(已?去世|已?死亡|病故|逝世|已转出|已调出|开除党籍|除名|已退党|已出党)")
_STOPPED = re.compile(r"停止党籍|停籍")


def judge_condition(reader: Reader, person: Person) -> dict[str, object]:
    """The state columns for the clean row: `state`, `state_since`, `floating_to`."""
    status = reader.text(person.row, "status")
    remark = tidy(reader.text(person.row, "remark"))
    found: dict[str, object] = {"state": "", "state_since": "", "floating_to": ""}
    state = read_state(status)
    if state == "stopped" or (_STOPPED.search(remark) and state == ""):
        found.update(_stopped(reader, person, status, remark))
    elif state == "" and not is_missing(status) and plain(status) not in ("正常", "在册", "正常党员"):
        _left(reader, person, "status", status)
    lost = reader.text(person.row, "lost")
    if read_yes(lost) or state == "lost":
        field = "lost" if read_yes(lost) else "status"
        raw = lost if read_yes(lost) else status
        since = _since(remark, "失联") or _since(raw, "")
        reader.page.note(person.row, reader.heading(field), "lost_member", raw, since, "失联党员")
        found.update(state="lost", state_since=since)
    floating = reader.text(person.row, "floating")
    if read_yes(floating) or state == "floating":
        to = re.sub(r"^(是|有|流动)[,，、:：\s]*(流向|流往|去向|流入地)?", "", tidy(floating))
        found["floating_to"] = to if read_yes(to) is None else ""
        found["state"] = found["state"] or "floating"
    if _GONE.search(squash(remark)):
        _left(reader, person, "remark", remark)
    return found


def _since(text: str, word: str) -> str:
    """The first date of a text that speaks of something."""
    if word and word not in text:
        return ""
    return next((one.text for one in read_dates(text) if one.text), "")


def _stopped(reader: Reader, person: Person, status: str, remark: str) -> dict[str, object]:
    """停止党籍 needs its day; it is not the same as leaving."""
    since = _since(status, "") or _since(remark, "停")
    heading = reader.heading("status") or reader.heading("remark")
    if since:
        reader.page.note(person.row, heading, "membership_suspended", status or remark, since, "停止党籍")
        return {"state": "stopped", "state_since": since}
    chosen = reader.page.hold(person.row, heading, "membership_suspended", status or remark, (),
                              "停止党籍，但没有写停止日期")  # fmt: skip
    return {"state": "stopped", "state_since": chosen or ""}


def _left(reader: Reader, person: Person, field: str, raw: str) -> None:
    """A word in the roster that says the person is no longer here."""
    if field == "status" and read_left_reason(raw) is None:
        reader.page.note(person.row, reader.heading(field), "value_not_in_list", raw, "", "党籍状态不在清单里")
        return
    reader.page.hold(person.row, reader.heading(field), "left_but_in_roster", raw, ("仍在册", "已离开"),
                     "写着已离开，却还在花名册里", "移到转出及去世党员表，写明时间")  # fmt: skip
