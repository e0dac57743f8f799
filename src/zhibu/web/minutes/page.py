"""The record page as a form: flat fields by the names of `domain/minutes/texts.py`, attendance on the same form."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

from zhibu.domain.attendance import policies as attending
from zhibu.domain.attendance.selectors import roll
from zhibu.domain.meetings.choices import StepCode
from zhibu.domain.meetings.selectors import names_of
from zhibu.domain.members.belonging import members_on
from zhibu.domain.minutes import policies, texts
from zhibu.domain.minutes.choices import OPEN, State
from zhibu.domain.minutes.merging import is_long
from zhibu.domain.minutes.selectors import asking, filling, reading
from zhibu.domain.organisations.choices import OrganisationKind
from zhibu.domain.rulebook.selectors import demanded
from zhibu.kernel import clock
from zhibu.kernel.actor import Actor
from zhibu.web.attendance.parts import TickForm

if TYPE_CHECKING:
    from zhibu.domain.activities.models import Activity
    from zhibu.domain.members.models import Member
    from zhibu.domain.minutes.models import Choice, Minutes

FORMS = (("in_person", "现场"), ("online", "线上"), ("written", "书面"))


@dataclass(frozen=True, slots=True)
class TodoLine:
    """Fields of one thing to be done; `extra`: an empty one to be filled in."""

    key: str
    item: str
    title: str = ""
    owner: str = ""
    due: str = ""
    extra: bool = False


@dataclass(frozen=True, slots=True)
class ItemPart:
    """One item of the agenda with its fields."""

    key: str
    number: int
    title: str
    said: str
    view: str
    todos: list[TodoLine] = field(default_factory=list)
    extra: bool = False

    @property
    def more(self) -> TodoLine:
        """The empty line for one more thing to be done."""
        return self.todos[-1]


@dataclass(frozen=True, slots=True)
class BoxPart:
    """A field of its own with what stands in it."""

    asking: asking.Asking
    value: str


@dataclass(frozen=True, slots=True)
class Clashing:
    """Two wordings that wait to be chosen, and where they stand."""

    choice: Choice
    place: str
    is_long: bool


def _place(name: str, fields: Mapping[str, str], titles: Mapping[str, str]) -> str:
    label = texts.label(name, fields)
    return f"“{titles.get(name.split('.')[1], '')}”的{label}" if name.startswith("item.") else label


class RecordPage:
    """Everything the page shows, from what was typed, the draft, or what stands there."""

    def __init__(self, actor: Actor, activity: Activity, data: Mapping[str, str] | None = None) -> None:
        self.actor, self.activity = actor, activity
        self.minutes: Minutes | None = reading.minutes_of(activity)
        self.demands = demanded(activity.organisation, activity.type, activity.on)
        self.kind = self.demands.type
        self.draft = reading.draft_of(actor, activity) if data is None else None
        self.given: Mapping[str, str] | None = data if data is not None else (self.draft.texts if self.draft else None)
        self.roll = roll(activity)
        self.ticks = attending.keeps(actor, activity) and activity.on <= clock.today()
        self.tick = TickForm(self.roll, self.given) if self.ticks else None
        self.follows = filling.followed_up(activity)
        self.texts = self._texts()

    def _texts(self) -> dict[str, str]:
        first = filling.first_texts(self.activity, self.minutes)
        if self.given is None:
            return {**first, **filling.follow_texts(self.follows, first)}
        return {name: value for name, value in texts_sent(self.given).items() if value.strip()}

    @property
    def base(self) -> int:
        """The version on which is written."""
        if self.given is not None:
            text = str(self.given.get("base", ""))
            return int(text) if text.isdecimal() and len(text) < 7 else 0
        return self.minutes.version if self.minutes else 0

    @property
    def version(self) -> int:
        return self.minutes.version if self.minutes else 0

    @property
    def is_open(self) -> bool:
        """Whether it can be written on."""
        return self.minutes is None or self.minutes.state in OPEN

    @property
    def people(self) -> list[Member]:
        """Who may be named as host, recorder or owner."""
        return [line.member for line in self.roll.all]

    @cached_property
    def doers(self) -> list[Member]:
        """Who else can be given something to do: members of the branch who were not called, after a committee meeting."""
        body = self.activity.organisation
        if body.kind not in (OrganisationKind.PARTY_GROUP, OrganisationKind.BRANCH):
            return []
        called = {one.pk for one in self.people}
        return [one for one in members_on(body, self.activity.on) if one.pk not in called]

    def value(self, name: str) -> str:
        return self.texts.get(name, "")

    @property
    def values(self) -> dict[str, str]:
        """What stands in the head: hour, place, theme, form, host, recorder."""
        return {name: self.value(f"about.{name}") for name in texts.ABOUT}

    def _kept(self, role: str) -> str:
        """The names of those who preside or record and are none of the people called."""
        known = {one.pk for one in self.people}
        keys = self.value(f"about.{role}")
        return "、".join(names_of(keys).values()) if keys and keys not in known else ""

    @property
    def host_kept(self) -> str:
        return self._kept("host")

    @property
    def recorder_kept(self) -> str:
        return self._kept("recorder")

    @property
    def summary(self) -> str:
        """The head in one line, while it is folded."""
        named = names_of(self.value("about.host"), self.value("about.recorder"))
        host = "、".join(named.get(key, "") for key in self.value("about.host").split())
        recorder = "、".join(named.get(key, "") for key in self.value("about.recorder").split())
        said = [self.value("about.start"), self.value("about.place"), f"主持{host}" if host else "", f"记录{recorder}" if recorder else ""]
        return " · ".join(one for one in said if one)

    @property
    def items(self) -> list[ItemPart]:
        """The items, each with its things to be done and an empty one, and one more item."""
        todos = texts.todos(self.texts)
        found = []
        keys = []
        for number, one in enumerate(texts.items(self.texts), 1):
            own = [TodoLine(t.key, one.key, t.title, t.owner, t.due) for t in todos if t.item == one.key]
            own.append(TodoLine(texts.new_key(), one.key, extra=True))
            found.append(ItemPart(one.key, number, one.title, one.said, one.view, own))
            keys.append(one.key)
        fresh = texts.new_key()
        loose = [TodoLine(t.key, fresh, t.title, t.owner, t.due) for t in todos if t.item not in keys]
        loose.append(TodoLine(texts.new_key(), fresh, extra=True))
        found.append(ItemPart(fresh, len(found) + 1, "", "", "", loose, extra=bool(found)))
        return found

    @property
    def has_items(self) -> bool:
        return asking.has_items(self.kind) or bool(texts.items(self.texts))

    @property
    def view_word(self) -> str:
        return "决议" if asking.resolves(self.demands, self.activity.organisation) else "意见"

    @property
    def view_label(self) -> str:
        """What stands beside the box: of the masses each line is an opinion of its own."""
        return "群众的意见，一行一条" if self.view_word == "意见" and self.kind.voices == "masses" else self.view_word

    @property
    def heads(self) -> dict[str, asking.Asking]:
        return asking.heads(self.demands)

    @property
    def boxes(self) -> list[BoxPart]:
        return [BoxPart(one, self.value(one.name)) for one in asking.boxes(self.demands, self.texts)]

    @property
    def checks(self) -> list[asking.Asking]:
        """What is there and what is missing, those demanded with their articles."""
        return asking.checks(self.activity, self.demands, self.texts, self.roll)

    @property
    def missing(self) -> list[asking.Asking]:
        return [one for one in self.checks if one.missing]

    @property
    def follow_lines(self) -> list[tuple[filling.Followed, str]]:
        said = filling.follow_texts(self.follows, self.texts)
        return [(row, said[f"follow.{row.key}"]) for row in self.follows]

    @property
    def buttons(self) -> list[tuple[str, str]]:
        """What can be done at the end: the value of the button and its words, the main one last."""
        mine = policies.confirms(self.actor, self.activity)
        is_group = self.activity.organisation.kind == OrganisationKind.PARTY_GROUP
        if not mine:
            return [("hand", f"记完了，交{self.confirmer}核对")]
        asked = self.demands.step(StepCode.REPORT)  # what nobody asks to be reported goes up from the meeting's own page
        if asked is not None and (is_group or asked.binding) and self.activity.reported_on is None:
            return [("confirm", "核对无误，先不报"), ("report", f"记完了，报{'支部' if is_group else '上级'}")]
        return [("confirm", "核对无误"), ("lock", "核对无误，锁定")]

    @property
    def alone(self) -> bool:
        """Whether whoever presided wrote them too, so that somebody else confirms."""
        return policies.host_recorded(self.activity)

    @property
    def confirmer(self) -> str:
        """Who confirms, in a word."""
        if not self.alone:
            return "主持人"
        return "书记" if self.activity.organisation.kind == OrganisationKind.PARTY_GROUP else "其他委员"

    @property
    def needs_why(self) -> bool:
        """Whether a reason is asked why he confirms and not the host."""
        host = bool(self.value("about.host") or self.activity.host)
        return policies.confirms(self.actor, self.activity) and host and not policies.is_host(self.actor, self.activity)

    @property
    def lag(self) -> asking.Lag:
        return asking.lag(self.activity, self.demands)

    @property
    def stage(self) -> str:
        """How far, in words."""
        if self.minutes and self.minutes.state == State.HANDED:
            return f"等{self.confirmer}核对"
        return str(self.minutes.get_state_display()) if self.minutes else str(State.DRAFT.label)

    def _clashes(self) -> list[Clashing]:
        rows = reading.choices_open(self.minutes) if self.minutes else []
        fields = {one.code: one.label for one in self.kind.minutes}
        titles = {one.key: one.title for one in texts.items(self.texts)}
        return [Clashing(row, _place(row.name, fields, titles), is_long(row.name)) for row in rows]

    def context(self) -> dict[str, Any]:
        """For the template."""
        return {
            "page": self, "activity": self.activity, "minutes": self.minutes, "tick": self.tick, "forms": FORMS,
            "choices": self._clashes(), "today": clock.today(),
            "versions": reading.versions_of(self.minutes)[:6] if self.minutes else [],
            "beside": reading.drafts_beside(self.actor, self.activity), "store": f"{self.actor.user}:{self.activity.pk}",
        }  # fmt: skip


def texts_sent(data: Mapping[str, str]) -> dict[str, str]:
    """The fields of the minutes among what a form sent; an item or a task that was left empty is none."""
    found = {name: value for name, value in data.items() if texts.NAME.fullmatch(name)}
    for name in [name for name in found if name.startswith("task.") and name.endswith(".title") and not found[name].strip()]:
        key = name.split(".")[1]
        for part in texts.TASK:
            found.pop(f"task.{key}.{part}", None)
    return found
