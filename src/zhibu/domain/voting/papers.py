"""What is printed for a vote: rules of the election, slips, tally sheets, the report of the result."""

from __future__ import annotations

from collections.abc import Sequence

from zhibu.domain.voting.choices import ANSWERS, Kind, Means
from zhibu.domain.voting.models import Option, Poll, Teller
from zhibu.domain.voting.results import ResultPage
from zhibu.domain.voting.terms import Terms
from zhibu.papers import Cell, Column, Form, Letter, Slip, Slips, Table

BOX = "□"


def slips_paper(poll: Poll, terms: Terms, options: Sequence[Option], count: int) -> Slips:
    """`count` slips, all alike: no number, no name of the voter."""
    columns, rows = _slip_table(poll, options)
    if poll.kind == Kind.SURVEY:
        body = tuple(
            f"{one.number}．{one.name}\n　　" + "　　".join(f"{BOX} {answer}" for answer in one.answers)
            for one in options
        )
        slip = Slip(poll.title, poll.organisation.name, body=body, notes=_slip_notes(poll, terms), foot=_day(poll))
    else:
        slip = Slip(poll.title, poll.organisation.name, columns=columns, rows=rows,
                    notes=_slip_notes(poll, terms), foot=_day(poll))  # fmt: skip
    per_page = 4 if len(options) <= 4 else 2 if len(options) <= 12 else 1
    return Slips.same(slip, max(count, 1), per_page, poll.on)


def _slip_table(poll: Poll, options: Sequence[Option]) -> tuple[list[Column], list[list[str]]]:
    answers = list(ANSWERS.get(poll.kind, {}).values())
    if poll.kind in (Kind.ELECTION, Kind.APPROVAL):
        answers.append("弃权")
    heading = "候选人" if poll.kind in (Kind.ELECTION, Kind.CHOICE) else "姓名"
    columns = [Column(heading, 2, centred=True), *(Column(one, 1, centred=True) for one in answers)]
    rows = [[_spaced(one.name), *([""] * len(answers))] for one in options]
    if poll.kind in (Kind.ELECTION, Kind.RECOMMENDATION):
        rows += [["另选："] + [""] * len(answers)] * min(poll.seats or 1, 3)
    return columns, rows


def _spaced(name: str) -> str:
    return f"{name[0]}\u3000{name[1]}" if len(name) == 2 else name


def _slip_notes(poll: Poll, terms: Terms) -> list[str]:
    notes = []
    order = "，按姓氏笔画排列" if terms.order == "strokes" and poll.kind != Kind.SURVEY else ""
    if poll.kind == Kind.ELECTION:
        notes += [f"应选 {poll.seats} 名{order}。赞成的和另选的一共不超过 {poll.seats} 人，多了是废票。",
                  "对一名候选人不赞成，可以另选一人；弃权的不能另选。"]  # fmt: skip
    elif poll.kind == Kind.CHOICE:
        notes.append(f"选一个人{order}，多选了是废票。")
    elif poll.kind == Kind.RECOMMENDATION:
        notes.append(f"最多推荐 {poll.seats} 人{order}，多了是废票。")
    elif poll.kind == Kind.MEASUREMENT:
        notes.append("每人选一格。预备党员参加测评，自己不列在表上。")
    elif poll.kind == Kind.APPROVAL:
        notes.append("一个一个分开表决，每人选一格。")
    return [*notes, "在选的格里画 ○。写姓名、编号、作记号的是废票。" if poll.secret else "在选的格里画 ○。"]


def _day(poll: Poll) -> str:
    return f"{poll.on.year} 年 {poll.on.month} 月 {poll.on.day} 日"


def rules_paper(poll: Poll, terms: Terms, tellers: Sequence[Teller]) -> Letter:
    """选举办法, drafted from the terms; the meeting passes it."""
    body = [
        f"一、本次选举由{poll.organisation.name}全体有选举权的党员参加，应选 {poll.seats} 名。",
        f"二、{'；'.join(f'到会{one.text}' for one in terms.quorum) or '到会人数按规定'}，才能进行选举。",
        f"三、{'无记名投票' if poll.secret else '公开表决'}，用{Means(poll.means).label}。"
        "不到会的不能投票，也不能委托别人代投。",
        "四、候选人按姓氏笔画排列，可以赞成、不赞成、弃权；不赞成的可以另选他人，弃权的不能另选。",
        f"五、每张票赞成和另选的一共不超过 {poll.seats} 人，等于或少于的有效，多于的作废。"
        "收回的票不多于发出的票，选举有效；多于的无效，重新选举。",
        f"六、{'；'.join(f'赞成票{one.text}' for one in terms.majority) or '得票按规定'}，才能当选。"
        "够票的人多于名额的，票多的当选；票数相同分不出的，对票数相同的再投一次；"
        "够票的人少于名额的，对空着的名额另行选举。",
        f"七、监票人、计票人：{'、'.join(one.member.name for one in tellers) or '　　　　'}。"
        "监票人、计票人不是候选人，由大会通过。",
        "八、计票由两个人各数一遍，结果当场宣布，报上级党组织。",
    ]  # fmt: skip
    if poll.public.get("fingerprint"):
        body.append(f"九、电子票的密钥指纹：{poll.public['fingerprint']}。领票时和投票页上的核对，一样才领。")
    if terms.unchecked:
        body.append(f"（{'、'.join(terms.unchecked)}没有同正式文本核对过，通过以前核对。）")
    return Letter(organ=poll.organisation.name, title=f"{poll.title}选举办法", body=body,
                  on=poll.on, head="plain", sealed=False)  # fmt: skip


def tally_paper(poll: Poll, options: Sequence[Option]) -> Table:
    """计票表: 画正字的空表, one line a candidate."""
    answers = list(ANSWERS.get(poll.kind, {}).values())
    if poll.kind in (Kind.ELECTION, Kind.APPROVAL):
        answers.append("弃权")
    if poll.kind == Kind.SURVEY:
        rows: list[list[str]] = [
            [f"{one.name}：{answer}", "", ""] for one in options for answer in one.answers
        ]
        columns = [Column("问题和回答", 3), Column("画正字", 4), Column("合计", 1, centred=True)]
    else:
        columns = [Column("姓名", 2, centred=True)]
        for one in answers:
            columns += [Column(f"{one}（画正字）", 3), Column("合计", 1, centred=True)]
        rows = [[_spaced(one.name), *([""] * (2 * len(answers)))] for one in options]
        if poll.kind in (Kind.ELECTION, Kind.RECOMMENDATION):
            rows += [[""] * (1 + 2 * len(answers))] * 4
    notes = ["应到 ____ 人，到会 ____ 人，发出 ____ 张，收回 ____ 张，有效 ____ 张，废票 ____ 张。",
             "监票人：__________　　计票人：__________　　____ 年 __ 月 __ 日"]  # fmt: skip
    return Table(f"{poll.title}计票表", columns, rows, subtitle=poll.organisation.name, notes=notes,
                 landscape=len(columns) > 5, height=11, on=poll.on)  # fmt: skip


def _poll_key(poll: Poll) -> tuple[str, ...]:
    printed = poll.public.get("fingerprint")
    return (f"本场选票密钥的指纹：{printed}",) if printed else ()


def report_paper(poll: Poll, terms: Terms, result: ResultPage, tellers: Sequence[Teller]) -> Form:
    """结果报告单: the numbers, everybody's votes, who is chosen, signed by the tellers."""
    counts = result.counts
    returned = counts["returned_paper"] + counts["returned_electronic"]
    issued = counts["issued_paper"] + counts["issued_electronic"]
    pairs = [("应到（有表决权）", counts["entitled"]), ("到会", counts["present"]), ("发出", issued),
             ("收回", returned), ("有效", counts["valid"]), ("废票", counts["void"])]  # fmt: skip
    rows: list[list[Cell | str]] = []
    for start in (0, 3):
        row: list[Cell | str] = []
        for label, number in pairs[start : start + 3]:
            row += [Cell(label, label=True), Cell(str(number), align="center")]
        rows.append(row)
    rows.append([Cell("姓名", label=True), Cell("票数", span=3, label=True), Cell("结果", span=2, label=True)])
    for line in result.lines:
        votes = "　".join(f"{label} {number}" for label, number in line.votes)
        name = _spaced(line.name) + ("（另选）" if line.written_in else "")
        rows.append([Cell(name, align="center"), Cell(votes, span=3), Cell(line.word, span=2, align="center")])
    rows.append([Cell("结论", label=True), Cell(f"{result.headline}。{result.what}", span=5)])
    by = "；".join(f"{one.text}（{one.cited.text}）" for one in result.sources) or {
        "most_votes": "得票最多的推选出来，制度没有写要过半数", "none": "只计票，不作决定",
    }.get(Terms.from_data(poll.terms).winners, "没有制度写要多少票")
    rows.append([Cell("依据", label=True), Cell(by, span=5)])
    watch = "、".join(one.member.name for one in tellers if one.duty == "watch")
    count = "、".join(one.member.name for one in tellers if one.duty == "count")
    return Form(
        title=f"{poll.title}结果报告单", widths=(1.6, 1, 1.2, 1, 1.2, 1), rows=rows,
        subtitle=f"{poll.organisation.name}　{terms.label}",
        notes=(f"方法：{Means(poll.means).label}{'，无记名' if poll.secret else ''}。", *result.warned,
               f"校验文件的封印指纹：{result.seal}", *_poll_key(poll)),
        signatures=(f"监票人（{watch}）：", f"计票人（{count}）：", "主持人："), filled=(_day(poll),), on=poll.on,
    )  # fmt: skip
