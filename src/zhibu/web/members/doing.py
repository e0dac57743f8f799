"""One page with one form that calls one service: the way of all small doings in the file of a member."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render

from zhibu.kernel.errors import InputError, NotAllowed, NotFound, Refused
from zhibu.web.components.fields import mark_errors
from zhibu.web.layout.request import Request


@dataclass(frozen=True, slots=True)
class Doing:
    """What the page says: title, what it is for, the button; where it leads back to."""

    title: str
    lead: str
    go: str
    back: str
    crumb: str = ""
    note: str = ""
    template: str = "members/doing.html"


def doing(
    request: Request,
    form: forms.Form,
    page: Doing,
    do: Callable[[dict[str, Any]], str | HttpResponse],
    **more: Any,
) -> HttpResponse:
    """Show the form; when sent and sound call `do`, which answers the message told (or a page of its own).

    What the service refuses is told at its field, where it names one, else above the form.
    """
    if request.method == "POST" and form.is_valid():
        try:
            done = do(form.cleaned_data)
        except InputError as error:
            _place(form, error)
        except (Refused, NotFound, NotAllowed) as error:
            form.add_error(None, str(error))
        else:
            if isinstance(done, HttpResponse):
                return done
            messages.success(request, done)
            return redirect(page.back)
    mark_errors(form)
    status = 200 if request.method != "POST" or not form.errors else 422
    return render(request, page.template, {"form": form, "page": page, **more}, status=status)


def _place(form: forms.Form, error: InputError) -> None:
    """Each problem at the field whose label it names."""
    labels = {str(field.label): name for name, field in form.fields.items()}
    for problem in error.problems:
        name = labels.get(problem.where)
        read = f"读到“{problem.read}”，" if problem.read else ""
        text = f"{read}应为{problem.expected}。{problem.mend}" if name else str(problem)
        form.add_error(name, text)
