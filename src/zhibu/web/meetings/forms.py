"""Forms of meetings: the fields follow from the type; what may be done is checked by the services."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, cast

from django import forms

from zhibu.domain.activities.choices import Form
from zhibu.domain.meetings.content import Content, Item
from zhibu.domain.meetings.kinds import kinds_for
from zhibu.domain.meetings.selectors import unit_meant
from zhibu.kernel import clock
from zhibu.kernel.errors import NotFound, Refused
from zhibu.web.components.fields import DayField, area, choice_field, text_field
from zhibu.web.components.seen import Seen
from zhibu.web.meetings.reading import agenda_read, guests_read, hour_read, lines_read

if TYPE_CHECKING:
    from zhibu.domain.organisations.models import Organisation
    from zhibu.engine.language.activity_types import ActivityType

PEOPLE = {"host": "主持人", "recorder": "记录人", "speaker": "主讲人"}


class MeetingForm(Seen):
    """What, when, where, about what; the rest is folded away until it is wanted."""

    on = DayField(label="日期")
    start = text_field("时间", 20, required=False, help_text="如 15:00 或 下午3点")
    place = text_field("地点", required=False)
    theme = text_field("主题", 500, required=False)
    agenda = forms.CharField(label="议题", required=False, widget=area(4), max_length=6000, help_text="一行一条")
    picks = forms.MultipleChoiceField(label="可以加进来的议题", required=False, widget=forms.CheckboxSelectMultiple)
    host = choice_field("主持人", (), required=False)
    host_word = text_field("为什么由他主持", required=False, help_text="不是组长或书记主持的，写明受谁委托")
    recorder = choice_field("记录人", (), required=False)
    speaker = choice_field("主讲人", (), required=False)
    form = choice_field("形式", Form.choices, empty="不写", required=False)
    requirements = text_field("有关要求", 500, required=False, help_text="会前告诉大家：怎么开，带什么")
    guests = forms.CharField(label="列席的人", required=False, widget=area(2), max_length=4000, help_text="一行一人：姓名，身份")
    also = forms.MultipleChoiceField(label="同一次还开展", required=False, widget=forms.CheckboxSelectMultiple)
    joint = forms.MultipleChoiceField(label="同哪些组织联合开", required=False, widget=forms.CheckboxSelectMultiple)
    consult = forms.BooleanField(label="定好就请示支部", required=False)
    word = text_field("请示时说一句", 300, required=False)

    why = text_field("为什么更正", 300, required=False, help_text="记录已经完成：改了日期、时间、地点的，写一句")

    MAIN = ("on", "start", "place", "why", "theme", "speaker", "agenda", "picks")

    def __init__(
        self, kind: ActivityType, people: Mapping[str, str], data: Any = None, *, initial: Mapping[str, Any] | None = None,
        also: Iterable[tuple[str, str]] = (), joint: Iterable[tuple[str, str]] = (), picks: Iterable[Item] = (),
        asks: str = "", corrects: bool = False,
    ) -> None:  # fmt: skip
        super().__init__(data, initial=dict(initial or {}))
        self.kind, self.known = kind, {item.title: item for item in picks}
        options = list(people.items())
        for name in PEOPLE:
            cast(forms.ChoiceField, self.fields[name]).choices = [("", "不写"), *options]
        self._offer("also", also)
        self._offer("joint", joint)
        self._offer("picks", [(item.title, item.title) for item in picks])
        if asks:
            self.fields["consult"].label = f"定好就{asks}"
        else:
            self._without("consult", "word")
        if not corrects:
            self._without("why")
        self._follow(kind)

    def _offer(self, name: str, options: Iterable[tuple[str, str]]) -> None:
        given = list(options)
        cast(forms.MultipleChoiceField, self.fields[name]).choices = given
        if not given:
            self._without(name)

    def _follow(self, kind: ActivityType) -> None:
        """Leave out what this type has no column for."""
        for name in ("start", "place", "form", "host", "recorder", "speaker"):
            if name not in kind.fields:
                self._without(name)
        if "host" not in kind.fields:
            self._without("host_word")
        if kind.is_written:
            self._without("agenda", "picks", "guests", "requirements")

    def _without(self, *names: str) -> None:
        for name in names:
            self.fields.pop(name, None)

    def clean_start(self) -> str:
        """15:00, however it was written."""
        return hour_read(self.cleaned_data["start"])

    @property
    def main(self) -> list[Any]:
        """The fields that stand open."""
        return [self[name] for name in self.MAIN if name in self.fields]

    @property
    def more(self) -> list[Any]:
        """Those that are folded away."""
        away = (*self.MAIN, "consult", "word", "seen")
        return [self[name] for name in self.fields if name not in away]

    @property
    def opened(self) -> bool:
        """Whether the folded part is shown: something in it is wrong."""
        return any(field.errors for field in self.more)

    def content(self) -> Content:
        """What was said, for the services; of a change only what the sender touched."""
        given = self.cleaned_data
        said = {name: given[name] for name in (*PEOPLE, "start", "place", "theme", "form", "requirements", "host_word")
                if name in given and self.touched(name)}  # fmt: skip
        if "agenda" in given and (self.touched("agenda") or given.get("picks")):
            said["agenda"] = agenda_read(given["agenda"], self.known, given.get("picks") or ())
        if "guests" in given and self.touched("guests"):
            said["guests"] = guests_read(given["guests"])
        return Content(**said)


class WordForm(forms.Form):
    """A step with its day and a word; empty day: today."""

    on = DayField(label="日期", required=False)
    word = text_field("说一句", 300, required=False)
    base = forms.IntegerField(required=False, widget=forms.HiddenInput)


class OnlyWordForm(forms.Form):
    """A step of today with a word."""

    word = text_field("说一句", 300, required=False)
    base = forms.IntegerField(required=False, widget=forms.HiddenInput)


class ReturnForm(forms.Form):
    """Why it is given back."""

    word = text_field("要改什么", 300, missing="还没有写要改什么。")
    base = forms.IntegerField(required=False, widget=forms.HiddenInput)


class NotifyForm(forms.Form):
    """Send notices, or note the day on which they were told elsewhere."""

    on = DayField(label="已经用别的办法通知过的，写哪天", required=False, help_text="电话、当面、张贴；空着就由这里发通知")
    word = text_field("说一句", 300, required=False)
    base = forms.IntegerField(required=False, widget=forms.HiddenInput)


class HoldForm(forms.Form):
    """It was held; where not as planned, on which day and where."""

    on = DayField(label="开会日期", required=False)
    start = text_field("时间", 20, required=False)
    place = text_field("地点", required=False)
    base = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def clean_start(self) -> str | None:
        """15:00, however it was written; None: as planned."""
        return hour_read(self.cleaned_data["start"]) or None

    def clean_place(self) -> str | None:
        """None: as planned."""
        return self.cleaned_data["place"].strip() or None


class PostponeForm(forms.Form):
    """To which day, why."""

    to = DayField(label="改到哪一天", required=False, help_text="还没定下来的空着，写成 2026-11-20")
    start = text_field("时间", 20, required=False, help_text="不变的空着")
    place = text_field("地点", required=False, help_text="不变的空着")
    reason = text_field("原因", 300, missing="还没有写原因。")
    base = forms.IntegerField(required=False, widget=forms.HiddenInput)

    clean_start = HoldForm.clean_start
    clean_place = HoldForm.clean_place


class CancelForm(forms.Form):
    """Why not."""

    reason = text_field("原因", 300, missing="还没有写原因。")
    base = forms.IntegerField(required=False, widget=forms.HiddenInput)


class ResumeForm(forms.Form):
    """On which day after all."""

    to = DayField(label="哪一天开", required=False, help_text="空着就是原来的日子")
    base = forms.IntegerField(required=False, widget=forms.HiddenInput)


class JoinForm(forms.Form):
    """One more activity of the same gathering."""

    type = choice_field("还开展什么", ())
    theme = text_field("主题", 500, required=False)

    def __init__(self, organisation: Organisation, data: Any = None) -> None:
        super().__init__(data)
        kinds = [(kind.code, kind.label) for kind in kinds_for(organisation, clock.today())]
        cast(forms.ChoiceField, self.fields["type"]).choices = kinds


class JointAskForm(forms.Form):
    """Which units are invited: those beside it ticked, others named."""

    near = forms.MultipleChoiceField(label="邻近的单位", required=False, widget=forms.CheckboxSelectMultiple)
    others = forms.CharField(label="别的单位", required=False, widget=area(2), max_length=2000, help_text="一行一个，写名称里的几个字")
    word = text_field("邀请时说一句", 300, required=False)
    base = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, near: Sequence[Organisation], data: Any = None, *, initial: Mapping[str, Any] | None = None) -> None:
        super().__init__(data, initial=dict(initial or {}))
        self.known = {one.pk: one for one in near}
        cast(forms.MultipleChoiceField, self.fields["near"]).choices = [(one.pk, one.in_full) for one in near]
        if not near:
            del self.fields["near"]

    def clean_others(self) -> list[Organisation]:
        """The units that are meant; every line that means none or several is told."""
        found, faults = [], []
        for line in lines_read(self.cleaned_data["others"]):
            try:
                found.append(unit_meant(line, clock.today()))
            except (Refused, NotFound) as error:
                faults.append(forms.ValidationError(str(error)))
        if faults:
            raise forms.ValidationError(faults)
        return found

    @property
    def units(self) -> list[Organisation]:
        """All that were chosen."""
        ticked = [self.known[key] for key in self.cleaned_data.get("near", ())]
        return list(dict.fromkeys([*ticked, *self.cleaned_data["others"]]))


class JointWordForm(forms.Form):
    """An answer with a word."""

    word = text_field("说一句", 300, required=False)


class JointReasonForm(forms.Form):
    """An answer with its reason."""

    word = text_field("原因", 300, missing="还没有写原因。")


class PlainForm(forms.Form):
    """Nothing but the button, and what page it was pressed on."""

    base = forms.IntegerField(required=False, widget=forms.HiddenInput)


class UndoForm(PlainForm):
    """Which step."""

    code = forms.CharField(widget=forms.HiddenInput, max_length=60)


class SeriesForm(forms.Form):
    """A meeting in each of several months: which months, on which day, where."""

    first = DayField(label="第一次的日期")
    count = forms.IntegerField(label="一共几次", min_value=1, max_value=12, initial=12, widget=forms.TextInput(
        attrs={"class": "input", "inputmode": "numeric"}), error_messages={"invalid": "写成数字，1 到 12。", "required": "还没有写几次。"})  # fmt: skip
    start = text_field("时间", 20, required=False, help_text="如 15:00")
    place = text_field("地点", required=False)
    off = choice_field("碰上休息日", (("before", "提前到前一个工作日"), ("after", "推到后一个工作日"), ("keep", "不动")))
    themes = forms.CharField(label="各次的主题", required=False, widget=area(12), max_length=6000, help_text="一行一次，按顺序；空着就按年度计划")

    def clean_start(self) -> str:
        """15:00, however it was written."""
        return hour_read(self.cleaned_data["start"])


def chosen_or_refused(options: Mapping[str, Any], keys: list[str], noun: str) -> list[Any]:
    """The rows that were ticked; Refused where none was, or one is no longer there."""
    if not keys:
        raise Refused(f"还没有选{noun}。")
    missing = [key for key in keys if key not in options]
    if missing:
        raise Refused(f"选的{noun}里有 {len(missing)} 件已经办过或者不在了，重新打开页面再选。")
    return [options[key] for key in keys]
