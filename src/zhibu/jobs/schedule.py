"""What runs at night: the table of jobs. A job can be run again, and for a day long past."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass

from zhibu.jobs import work


@dataclass(frozen=True, slots=True)
class Job:
    """One kind of periodic work, due every day at `at`."""

    name: str
    title: str
    at: dt.time
    do: Callable[..., str]
    tells: bool = False  # whether `do` takes `progress`, to tell how far it is

    def next_after(self, moment: dt.datetime) -> dt.datetime:
        """The first time after `moment` at which it is due, in the zone of `moment`."""
        today = moment.replace(
            hour=self.at.hour, minute=self.at.minute, second=0, microsecond=0
        )
        return today if today > moment else today + dt.timedelta(days=1)


JOBS: tuple[Job, ...] = (
    Job("day-turn", "到了日子的结论重新核查", dt.time(0, 1), work.turn_day),
    Job("hand-over", "离任的交接", dt.time(0, 5), work.hand_over),
    Job("daily-check", "每日重新核查", dt.time(2, 0), work.check_again, tells=True),
    Job("check-record", "核对操作日志", dt.time(2, 40), work.check_record, tells=True),
    Job("mail-head", "寄出日志末端", dt.time(2, 50), work.mail_head),
    Job("expire-imports", "清除过了撤销期的上传文件", dt.time(3, 0), work.expire_imports),
    Job("sweep-files", "清除删了的文件", dt.time(3, 10), work.sweep_files),
    Job("expire-runs", "清除保存到期的核查", dt.time(3, 15), work.expire_runs),
    Job("list-clearings", "列出保存到期的党员资料", dt.time(3, 20), work.list_clearings),
    Job("clear-opinions", "清除保存到期的意见原话", dt.time(3, 22), work.clear_opinions),
    Job("look-at-minutes", "看记录有没有要提醒本单位的", dt.time(2, 30), work.look_at_minutes),
    Job("burn-ballot-keys", "毁掉计过票的投票密钥", dt.time(3, 25), work.burn_ballot_keys),
    Job("prune-sessions", "清除过期的登录", dt.time(3, 30), work.prune_sessions),
    Job("remind-desks", "提醒工作台上快到期的事", dt.time(6, 30), work.remind_desks),
)
