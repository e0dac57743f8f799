"""One page with one form that calls one service: shown, checked, done; what was refused is told in place."""

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

Do = Callable[[dict[str, Any]], str | HttpResponse]


@dataclass(frozen=True, slots=True)
class Doing:
    """What the page says: title, what it is for, the button; the page it leads back to, and those above that one."""

    title: str
    lead: str
    go: str
    back: str
    crumb: str = ""  # what `back` is called
    note: str = ""
    above: tuple[tuple[str, str], ...] = ()  # words, address


def doing(request: Request, form: forms.Form, page: Doing, do: Do, *, at: str | None = None) -> HttpResponse:
    """The page that has nothing but its form."""
    return form_page(request, form, do, "components/doing.html", {"page": page}, back=page.back, at=at)


def form_page(
    request: Request, form: forms.Form, do: Do, template: str, context: dict[str, Any],
    *, back: str = "", at: str | None = None,
) -> HttpResponse:  # fmt: skip
    """The page of a template with its form, or the way on when it was sent and done (see `attempt`)."""
    answer = attempt(request, form, do, back=back, at=at)
    if isinstance(answer, HttpResponse):
        return answer
    return render(request, template, {"form": form, **context}, status=answer)


def attempt(
    request: Request, form: forms.Form, do: Do, *, back: str = "", at: str | None = None
) -> HttpResponse | int:
    """When the form is sent and sound call `do`, which answers the message told at `back`, or a page of its own.

    What the service refuses is told at the field `at`, at the one that the error names, else above the form;
    the answer is then the status with which the page is shown (again).
    """
    status = 200 if request.method != "POST" or form.is_valid() else 422
    if request.method == "POST" and status == 200:
        try:
            done = do(dict(form.cleaned_data))
        except InputError as error:
            status = _placed(form, error)
        except (Refused, NotFound, NotAllowed) as error:
            form.add_error(at, str(error))
            status = 403 if isinstance(error, NotAllowed) else 422
        else:
            return done if isinstance(done, HttpResponse) else onward(request, done, back)
    mark_errors(form)
    return status


def onward(request: Request, said: str, to: str, *args: Any) -> HttpResponse:
    """To the page of what was done, which says so."""
    messages.success(request, said)
    return redirect(to, *args)


def _placed(form: forms.Form, error: InputError) -> int:
    """Each problem at the field whose label it names; the status of the page."""
    labels = {str(field.label): name for name, field in form.fields.items()}
    for problem in error.problems:
        name = labels.get(problem.where)
        read = f"读到“{problem.read}”，" if problem.read else ""
        text = f"{read}应为{problem.expected}。{problem.mend}" if name else str(problem)
        form.add_error(name, text)
    return 422
