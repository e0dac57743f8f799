"""The upload form of the import pages."""

from __future__ import annotations

import datetime as dt
from typing import Any, cast

from django import forms

from zhibu.domain.accounts import scope
from zhibu.domain.imports.services.opening import LARGEST, MOST_FILES
from zhibu.domain.organisations.choices import UPPER_KINDS
from zhibu.kernel import clock
from zhibu.kernel.actor import KEEPERS, Actor
from zhibu.web.components.days import read_day
from zhibu.web.components.fields import select

MOST_BODIES = 500


class ManyFiles(forms.ClearableFileInput):
    """A file field that takes several files at once."""

    allow_multiple_selected = True


class ManyFilesField(forms.FileField):
    """All files that were chosen, as a list; too large or too many ones are told by name."""

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        chosen = data if isinstance(data, list | tuple) else [data]
        found = [super(ManyFilesField, self).clean(one, initial) for one in chosen if one]
        if not found:
            raise forms.ValidationError(self.error_messages["required"])
        if len(found) > MOST_FILES:
            raise forms.ValidationError(
                f"一次选了 {len(found)} 个文件，最多 {MOST_FILES} 个。分几次导入。"
            )
        large = [one.name for one in found if one.size > LARGEST]
        if large:
            names = "、".join(large)
            raise forms.ValidationError(
                f"“{names}”超过 {LARGEST // 1024 // 1024} MB。删去图片，或者分成几个文件再传。"
            )
        return found


# The server drops an upload that is too large in all before the form sees it.
NOTHING = "还没有选文件，或者几个文件合计超过 50 MB；太大就分几次导入。"


class UploadForm(forms.Form):
    """Workbooks, into which organisation, and which day they tell of."""

    files = ManyFilesField(  # type: ignore[assignment]  # the metaclass takes fields out of the class
        label="工作簿",
        allow_empty_file=True,  # told by name with the other problems
        widget=ManyFiles(attrs={"class": "input", "multiple": True, "accept": ".xlsx,.xls,.csv"}),
        help_text=".xlsx、.xls 或 .csv，可以一次选几个：组织名册、花名册、三会一课登记表、党费台账、小组备案表。",
        error_messages=dict.fromkeys(("required", "invalid"), NOTHING),
    )
    organisation: forms.ModelChoiceField[Any] = forms.ModelChoiceField(
        queryset=None,
        label="导入到哪个组织之下",
        required=False,
        widget=select(),
        help_text="只写入这个组织和它下面的；别处的行会退回。",
        error_messages={
            "invalid_choice": "这个组织不在你的管理范围里，从列表里选一个。",
            "required": "从列表里选一个组织。",
        },
    )
    day = forms.CharField(
        label="表里说的是哪一天的情况",
        widget=forms.TextInput(attrs={"class": "input", "inputmode": "numeric"}),
        help_text="写成 2026-11-20、2026.11.20 或 20261120。新名册里没有的人，按这一天来比。",
        error_messages={"required": "还没有写日期。"},
    )

    def __init__(self, actor: Actor, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {"day": clock.today().isoformat()})
        super().__init__(*args, **kwargs)
        places = scope.organisations(actor).filter(scope.reach(actor, roles=KEEPERS))
        field = cast("forms.ModelChoiceField[Any]", self.fields["organisation"])
        field.queryset = places.filter(kind__in=(*UPPER_KINDS, "branch"))
        field.empty_label = "全部（新建的组织没有上级）" if actor.everything else None
        field.required = not actor.everything
        shown = field.queryset.order_by("depth", "path")[:MOST_BODIES]  # the highest of very many: any id is taken
        empty = [("", field.empty_label)] if field.empty_label else []
        field.widget.choices = [*empty, *((body.pk, str(body)) for body in shown)]
        top = places.order_by("depth", "path").first()
        field.initial = top.pk if top else None

    def clean_day(self) -> dt.date:
        written = self.cleaned_data["day"]
        day = read_day(written)
        if day is None or day.year < 1990 or day > clock.today():
            raise forms.ValidationError(f"读到“{written}”，要写今天或以前的一天，如 2026-11-20。")
        return day

    def workbooks(self) -> list[tuple[str, bytes]]:
        """(name, bytes) of every file."""
        return [(file.name, file.read()) for file in self.cleaned_data["files"]]
