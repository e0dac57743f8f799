"""Choosing one of many organisations without any script: a list where they are few, else a field that narrows one.

The field takes the name as people write it, a part of it that only one has, or the id.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

MANY = 30
HINT = "写名称里的几个字，从列出来的里面选"


def labels_of(choices: Any) -> dict[str, str]:
    """Id -> name of a list of (id, name); of those that are called the same, the name with the id."""
    named = {str(key): str(label).strip("　 ") for key, label in choices if key}
    often = Counter(named.values())
    return {key: f"{name}（{key}）" if often[name] > 1 else name for key, name in named.items()}


def chosen(labels: Mapping[str, str], text: str) -> str:
    """The id that a text means; the text itself where it means none or more than one."""
    text = text.strip()
    if not text or text in labels:
        return text
    exact = [key for key, name in labels.items() if name == text]
    found = exact or [key for key, name in labels.items() if text in name]
    return found[0] if len(found) == 1 else text


class OrganisationSelect(forms.Select):
    """The field itself: a select, or beyond `MANY` a text field with suggestions."""

    def __init__(self) -> None:
        super().__init__(attrs={"class": "input"})

    def value_from_datadict(self, data: Any, files: Any, name: str) -> str:
        """The id that was meant."""
        return chosen(labels_of(self.choices), str(data.get(name) or ""))

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        """HTML of the field."""
        labels = labels_of(self.choices)
        if len(labels) <= MANY:
            return super().render(name, value, attrs, renderer)
        made = self.build_attrs(self.attrs, attrs)
        made |= {"list": f"{made.get('id', name)}_names", "placeholder": HINT, "autocomplete": "off"}
        said = format_html_join("", ' {}="{}"', ((key, item) for key, item in made.items() if item is not True))
        options = format_html_join("", '<option value="{}"></option>', ((label,) for label in labels.values()))
        text = labels.get(str(value), value or "")
        return format_html(
            '<input type="search" name="{}" value="{}"{}><datalist id="{}">{}</datalist>', name, text, said, made["list"], options
        )


class OrganisationField(forms.ChoiceField):
    """One of the organisations that the form offers; the value is its id."""

    widget = OrganisationSelect

    def __init__(self, **options: Any) -> None:
        options.setdefault("error_messages", {}).setdefault("required", "还没有选组织。")
        super().__init__(**options)

    def validate(self, value: Any) -> None:
        """What none is called so, or several, is told with what comes near."""
        labels = labels_of(self.choices)
        if value and value not in labels:
            raise forms.ValidationError(unmeant(labels, value))
        super().validate(value)


def unmeant(labels: Mapping[str, str], text: str) -> str:
    """Why a text means no organisation, and which come near."""
    near = [name for name in labels.values() if text in name][:5]
    if near:
        return f"“{text}”有几个组织都对得上：{'、'.join(near)}。写全名称，从列表里选一个。"
    return f"“{text}”这个组织不在你的管理范围里，从列表里选一个。"


def organisation_input(name: str, bodies: Iterable[Any], value: str, empty: str = "", *, id_: str = "") -> SafeString:
    """The same field in a form that is no Django form."""
    widget = OrganisationSelect()
    widget.choices = [*([("", empty)] if empty else []), *((body.pk, body.in_full) for body in bodies)]
    return widget.render(name, value, {"id": id_ or name})


def organisation_posted(bodies: Iterable[Any], text: str) -> str:
    """The id that a text in such a field means."""
    return chosen(labels_of((body.pk, body.in_full) for body in bodies), text)
