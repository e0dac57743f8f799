"""Who reacts to what: action (the audit entry's name) -> functions.

`OUTBOX` is called within the action's own transaction: it notes whose verdicts are to be judged anew.
`LISTENERS` are called after its commit. `*` hears everything, `noun.*` every action of a noun. A function takes
one `audit.services.Announcement`. Nothing else in the house reacts to anything: to know what happens
after an action, read this table.
"""

from __future__ import annotations

NOTE = "zhibu.domain.compliance.services.touched_note"
VERDICTS = "zhibu.domain.compliance.services.verdicts_refresh"

# Every action that changes what a rule reads.
CHANGES_FACTS = (
    "activity.*",
    "adoption.activate",
    "adoption.retire",
    "adoption.withdraw",
    "attendance.*",
    "case.*",
    "calendar.set",
    "change.undo",
    "check.*",
    "division.enforce",
    "division.withdraw",
    "draft.publish",
    "draft.retire",
    "facts.import",
    "group.assign",
    "import.confirm",
    "import.undo",
    "leader_vote.*",
    "member.change",
    "member.leave",
    "member.merge",
    "member.move",
    "member.record",
    "member.restore",
    "member.separate",
    "membership.*",
    "organisation.change",
    "organisation.dissolve",
    "organisation.found",
    "organisation.merge",
    "organisation.move",
    "organisation.record",
    "organisation.rename",
    "organisation.split",
    "paper.*",
    "parameter.reset",
    "parameter.set",
    "poll.confirm",
    "penalty.*",
    "post.*",
    "school_term.*",
    "selection.appoint",
    "term.*",
    "state.*",
    "step.*",
    "transfer.receive",
    "waiver.*",
)

OUTBOX: dict[str, tuple[str, ...]] = dict.fromkeys(CHANGES_FACTS, (NOTE,))
LISTENERS: dict[str, tuple[str, ...]] = dict.fromkeys(CHANGES_FACTS, (VERDICTS,))

# A filing that was sent, accepted or answered is recorded as the step of the case it belongs to.
FILED = "zhibu.domain.casework.services.filing_note"
OUTBOX |= dict.fromkeys(("filing.send", "filing.accept", "filing.reply", "filing.return", "filing.withdraw"), (FILED,))
# A password that is set anew by an invitation ends the keys of programs too: whoever had the account has no way left.
OUTBOX["invitation.accept"] = ("zhibu.domain.gateway.services.keys_end",)
# What is next of a case follows the directives in force, and cases that came with an import have no next yet.
CASES = "zhibu.domain.casework.services.cases_refresh"
for name in ("adoption.activate", "adoption.retire", "adoption.withdraw", "facts.import", "import.confirm", "import.undo"):
    LISTENERS[name] = (*LISTENERS[name], CASES)

# A confirmed result is taken over by the room that asked for the vote; the step of the case is recorded by the vote.
OUTBOX["poll.confirm"] = (*OUTBOX["poll.confirm"], "zhibu.domain.leaders.services.leader_votes_take")

# The tally of a measurement is a paper of the appraisal's meeting.
OUTBOX["poll.confirm"] = (*OUTBOX["poll.confirm"], "zhibu.domain.appraisals.services.votes_take")

# Confirmed minutes are locked when their meeting is reported or put away; a group's opinions go up with them.
for name in ("meeting.report", "meeting.archive"):
    OUTBOX[name] = (*OUTBOX.get(name, ()), "zhibu.domain.minutes.services.minutes_follow")

# A measurement that was confirmed before its meeting was entered becomes the step when it is.
for name in ("meeting.hold", "minutes.confirm"):
    OUTBOX[name] = (*OUTBOX.get(name, ()), "zhibu.domain.appraisals.services.measurement_follow")

# Content and hours of a study stand in its minutes already.
for name in ("minutes.confirm", "minutes.correct"):
    OUTBOX[name] = (*OUTBOX.get(name, ()), "zhibu.domain.study.services.minutes_take")

# Day, hour and place of a meeting whose minutes are locked are corrected with trace.
OUTBOX["meeting.change"] = (*OUTBOX.get("meeting.change", ()), "zhibu.domain.minutes.services.change_follow")

# The terms of groups' leaders go with the committee's.
for name in ("term.begin", "term.extend", "post.appoint", "post.correct"):
    OUTBOX[name] = (*OUTBOX.get(name, ()), "zhibu.domain.leaders.services.terms_follow")

# What a body that is no more left behind goes on with who carries its work on; what it had planned is cancelled.
for name in ("organisation.dissolve", "organisation.merge", "organisation.split", "division.enforce"):
    OUTBOX[name] = (
        *OUTBOX.get(name, ()),
        "zhibu.domain.tasks.services.tasks_follow",
        "zhibu.domain.opinions.services.opinions_follow",
        "zhibu.domain.meetings.services.meetings_follow",
    )

OUTBOX["change.undo"] = (
    *OUTBOX.get("change.undo", ()),
    "zhibu.domain.tasks.services.tasks_return",
    "zhibu.domain.opinions.services.opinions_return",
    "zhibu.domain.meetings.services.meetings_return",
)

# Answers were given for the day that a meeting had: of another day everybody is asked anew.
for name in ("meeting.postpone", "meeting.resume"):
    OUTBOX[name] = (*OUTBOX.get(name, ()), "zhibu.domain.attendance.services.answers_lapse")

# A scan of the signed sheet is the paper that directives ask for.
OUTBOX |= dict.fromkeys(("file.store", "file.remove", "file.restore"), ("zhibu.domain.attendance.services.scan_follow",))

# What a secretary may enter for a member without a phone (代办): only what a member does himself, never a
# vote. A room adds the audit names of its own here; everything else is refused while somebody acts so.
ON_BEHALF: tuple[str, ...] = (
    "appraisal.object",
    "appraisal.read",
    "appraisal.self",
    "outline.save",
    "answer.give",
    "behalf.begin",
    "behalf.end",
    "correction.ask",
    "correction.object",
    "correction.withdraw",
    "matter.appeal",
    "opinion.put",
    "opinion.withdraw",
    "task.ask",
    "task.done",
    "task.progress",
    "transfer.request",
    "talk.plan",
    "talk.record",
    "talk.hold",
    "talk.move",
    "talk.cancel",
    "self_study.note",
    "self_study.remove",
    "commitment.write",
)
# Pages that do not open at all while somebody acts on behalf: names of addresses, by their beginning.
NEVER_ON_BEHALF: tuple[str, ...] = (
    "voting", "poll", "ballot", "factor", "passkey", "totp", "recovery", "password", "identity",
    "look", "member-reveal", "member-print",
)  # fmt: skip

# What was entered for a day to come: functions of (day) that make what has come, asked at every door (schedule/due.py).
DUE: tuple[str, ...] = (
    "zhibu.domain.establishment.services.changes_due_make",
    "zhibu.domain.tasks.services.series_due_make",
    "zhibu.domain.bylaws.services.bylaws_due_check",
)

# What bodies that end leave behind: functions of (ids) that say how much of it there is, told before it is confirmed.
LEFT_BEHIND: tuple[str, ...] = (
    "zhibu.domain.tasks.selectors.left_behind",
    "zhibu.domain.opinions.selectors.left_behind",
    "zhibu.domain.yearly.selectors.left_behind",
    "zhibu.domain.appraisals.selectors.measures.left_behind",
)

# What is open when somebody's rights end: functions of (organisation id, account id, member id) that give
# `kernel.open_work.OpenItem`s, in order. A room adds the function of its own here.
OPEN_WORK: tuple[str, ...] = (
    "zhibu.domain.casework.selectors.waiting.open_items",
    "zhibu.domain.voting.selectors.waiting.open_items",
    "zhibu.domain.registry.selectors.waiting.open_items",
    "zhibu.domain.filings.selectors.open_items",
    "zhibu.domain.transfers.selectors.open_items",
    "zhibu.domain.discipline.selectors.open_items",
    "zhibu.domain.leaders.selectors.work.open_items",
    "zhibu.domain.meetings.selectors.desk.open_items",
    "zhibu.domain.attendance.selectors.waiting.open_items",
    "zhibu.domain.tasks.selectors.open_items",
    "zhibu.domain.opinions.selectors.open_items",
    "zhibu.domain.yearly.selectors.open_items",
    "zhibu.domain.minutes.selectors.reading.open_items",
    "zhibu.domain.talks.selectors.open_items",
    "zhibu.domain.reports.selectors.open_items",
    "zhibu.domain.study.selectors.open_items",
    "zhibu.domain.appraisals.selectors.waiting.open_items",
)

# What waits for somebody: functions of (actor, day) that give `kernel.open_work.OpenItem`s, shown on his desk in this
# order; and functions of an actor that give the number beside an entry of the navigation.
DESK: tuple[str, ...] = (
    "zhibu.domain.voting.selectors.waiting.desk_items",
    "zhibu.domain.meetings.selectors.desk.desk_items",
    "zhibu.domain.attendance.selectors.waiting.desk_items",
    "zhibu.domain.filings.selectors.desk_items",
    "zhibu.domain.transfers.selectors.desk_items",
    "zhibu.domain.discipline.selectors.desk_items",
    "zhibu.domain.casework.selectors.waiting.desk_items",
    "zhibu.domain.registry.selectors.waiting.desk_items",
    "zhibu.domain.leaders.selectors.waiting.desk_items",
    "zhibu.domain.establishment.selectors.ahead.desk_items",
    "zhibu.domain.committees.selectors.waiting.desk_items",
    "zhibu.domain.leaders.selectors.renewing.desk_items",
    "zhibu.domain.minutes.selectors.reading.desk_items",
    "zhibu.domain.plans.selectors.desk_items",
    "zhibu.domain.tasks.selectors.desk_items",
    "zhibu.domain.opinions.selectors.desk_items",
    "zhibu.domain.yearly.selectors.desk_items",
    "zhibu.domain.talks.selectors.desk_items",
    "zhibu.domain.reports.selectors.desk_items",
    "zhibu.domain.study.selectors.desk_items",
    "zhibu.domain.appraisals.selectors.waiting.desk_items",
)
COUNTS: dict[str, str] = {
    "filing-list": "zhibu.domain.filings.selectors.waiting_count",
    "case-list": "zhibu.domain.casework.selectors.waiting.waiting_count",
    "meeting-list": "zhibu.domain.meetings.selectors.desk.waiting_count",
    "voting-list": "zhibu.domain.voting.selectors.waiting.waiting_count",
    "organisation-list": "zhibu.domain.transfers.selectors.waiting_count",  # transfers hang below it
}

# What stands in calendar feeds beside duties: functions of (actor, organisation id or "", member id or "", day) that give
# `engine.forecasting.calendars.Appointment`s.
CALENDAR: tuple[str, ...] = ("zhibu.domain.meetings.selectors.calendar.appointments",)

# Who may read the files of a row (domain/uploads/selectors.py): noun -> function(actor, id of the row) that raises
# NotFound where he may not; and who may add and take away: noun -> function(actor, id) that gives the organisation
# to which they belong, or raises NotAllowed or Refused.
FILES: dict[str, str] = {
    "bylaw": "zhibu.domain.bylaws.selectors.file_read",
    "signin": "zhibu.domain.attendance.selectors.scan_files",
    "life": "zhibu.domain.appraisals.selectors.life_files",
    "task": "zhibu.domain.tasks.selectors.task_files",
    "material": "zhibu.domain.study.selectors.material_files",
    "meeting": "zhibu.domain.meetings.selectors.meeting_files",
}
FILES_CHANGE: dict[str, str] = {
    "bylaw": "zhibu.domain.bylaws.services.file_change",
    "signin": "zhibu.domain.attendance.selectors.scan_files_change",
    "life": "zhibu.domain.appraisals.selectors.life_files_change",
    "task": "zhibu.domain.tasks.selectors.task_files_change",
    "material": "zhibu.domain.study.selectors.material_files_change",
    "meeting": "zhibu.domain.meetings.selectors.meeting_files_change",
}
