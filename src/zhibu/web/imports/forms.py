"""Forms of the import pages: the upload, the answers, the columns."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any, cast

from django import forms
from django.http import QueryDict

from zhibu.domain.accounts import scope
from zhibu.domain.imports.policies import ROLES
from zhibu.kernel import clock
from zhibu.kernel.actor import Actor
from zhibu.web.components.days import read_day
from zhibu.web.imports.pages import Asked

UPPER = ("work_committee", "committee", "general_branch")


class ManyFiles(forms.ClearableFileInput):
    """A file field that takes several files at once."""

    allow_multiple_selected = True


class ManyFilesField(forms.FileField):
    """All files that were chosen, as a list."""

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        chosen = data if isinstance(data, list | tuple) else [data]
        return [super(ManyFilesField, self).clean(one, initial) for one in chosen]


class UploadForm(forms.Form):
    """Workbooks, into which organisation, and which day they tell of."""

    files = ManyFilesField(  # type: ignore[assignment]  # the metaclass takes fields out of the class
        label="工作簿",
        widget=ManyFiles(attrs={"class": "input", "multiple": True, "accept": ".xlsx,.xls,.csv"}),
        help_text=".xlsx、.xls 或 .csv，可以一次选几个：组织名册、花名册、三会一课登记表、党费台账、小组备案表。",
        error_messages={"required": "还没有选文件。", "empty": "文件是空的，换一个再传。"},
    )
    organisation: forms.ModelChoiceField[Any] = forms.ModelChoiceField(
        queryset=None,
        label="导入到哪个组织之下",
        required=False,
        widget=forms.Select(attrs={"class": "input"}),
        error_messages={"invalid_choice": "这个组织不在你的管理范围里，从列表里选一个。"},
    )
    day = forms.CharField(
        label="表里说的是哪一天的情况",
        widget=forms.TextInput(attrs={"class": "input", "inputmode": "numeric"}),
        help_text="写成 2026-11-20、2026.11.20 或 20261120。不在新名册里的人，按这一天来比。",
        error_messages={"required": "还没有写日期。"},
    )

    def __init__(self, actor: Actor, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {"day": clock.today().isoformat()})
        super().__init__(*args, **kwargs)
        places = scope.organisations(actor).filter(scope.reach(actor, roles=ROLES))
        field = cast("forms.ModelChoiceField[Any]", self.fields["organisation"])
        field.queryset = places.filter(kind__in=(*UPPER, "branch"))
        field.empty_label = "全部（新建的组织没有上级）" if actor.everything else None
        field.required = not actor.everything
        top = places.order_by("depth", "path").first()
        field.initial = top.pk if top else None

    def clean_day(self) -> dt.date:
        written = self.cleaned_data["day"]
        day = read_day(written)
        if day is None or day > clock.today():
            raise forms.ValidationError(f"读到“{written}”，要写今天或以前的一天，如 2026-11-20。")
        return day

    def workbooks(self) -> list[tuple[str, bytes]]:
        """(name, bytes) of every file."""
        return [(file.name, file.read()) for file in self.cleaned_data["files"]]


def answers_posted(posted: QueryDict, asked: Iterable[Asked]) -> tuple[dict[str, str], list[str]]:
    """Answers by key of issue or question, and what could not be read, in Chinese."""
    answers: dict[str, str] = {}
    wrong: list[str] = []
    for one in asked:
        if one.field not in posted and f"{one.field}-text" not in posted:
            continue
        choice = posted.get(one.field, "").strip()
        written = posted.get(f"{one.field}-text", "").strip()
        if one.asks_day and written:
            day = read_day(written)
            if day is None:
                wrong.append(f"“{one.text}”：读到“{written}”，要写成 2026-11-20 这样的日期。")
                continue
            written = day.isoformat()
        answer = (
            " ".join(part for part in (choice, written) if part)
            if one.asks_day
            else (written or choice)
        )
        if one.asks_day and choice in ("transferred_out", "died", "expelled") and not written:
            wrong.append(f"“{one.text}”：选了已离开，还要写是哪一天。")
            continue
        if choice == "leave":
            answer = "leave"
        for key in one.keys:
            answers[key] = answer
    return answers, wrong


def columns_posted(posted: QueryDict) -> dict[str, str]:
    """heading -> field, for every select of the columns form."""
    found = {}
    for name in posted:
        if name.startswith("heading-"):
            number = name.removeprefix("heading-")
            found[str(posted[name])] = posted.get(f"field-{number}", "")
    return found
