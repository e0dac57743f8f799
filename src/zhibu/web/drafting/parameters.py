"""The parameters of a directive: the value used, why, and this installation's own value."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from zhibu.domain.rulebook import policies, selectors, services
from zhibu.domain.rulebook.values import value_code, value_word
from zhibu.engine.language.rulebook import Directive
from zhibu.kernel.errors import NotFound, Refused
from zhibu.papers import Column
from zhibu.web.components.sheets import Sheet, sheet_format, sheet_response
from zhibu.web.layout.request import Request, require_form


def shown(found: Directive) -> list[dict[str, Any]]:
    """The parameters with the value used, the own value where there is one, and the rules that use it."""
    own = {v.parameter: v for v in selectors.parameter_values(found.id) if v.ended_at is None}
    return [
        {
            "parameter": parameter,
            "value": found.values[parameter.name],
            "own": own.get(parameter.name),
            "rules": [rule for rule in found.rules if parameter.name in rule.parameters],
        }
        for parameter in found.head.parameters
    ]


@require_safe
def parameter_list(request: Request, key: str) -> HttpResponse:
    """All parameters of a directive."""
    found = selectors.directive_get(key)
    rows = shown(found)
    if wanted_as := sheet_format(request):
        return sheet_response(request, _sheet(found, rows), wanted_as)
    context = {
        "directive": found,
        "rows": rows,
        "history": [one for one in selectors.parameter_values(key) if one.ended_at],
        "may_set": policies.may_set_parameters(request.actor),
    }
    return render(request, "drafting/parameter_list.html", context)


@require_form
def parameter_set(request: Request, key: str, name: str) -> HttpResponse:
    """Set this installation's own value, with the reason."""
    policies.parameter_set(request.actor)
    found = selectors.directive_get(key)
    row = next((one for one in shown(found) if one["parameter"].name == name), None)
    if row is None:
        raise NotFound(f"《{found.head.title}》没有参数 {name}。")
    context = {"directive": found, "row": row, "value": request.POST.get("value", row["value"]),
               "reason": request.POST.get("reason", ""), "error": ""}  # fmt: skip
    if request.method == "POST":
        try:
            services.parameter_set(
                actor=request.actor, directive=key, parameter=name, value=value_code(context["value"]),
                reason=context["reason"],
            )  # fmt: skip
        except Refused as error:
            context["error"] = str(error)
        else:
            messages.success(request, "已设定，有关的结论正在重算。")
            return redirect("parameter-list", key=key)
    return render(request, "drafting/parameter_set.html", context)


@require_POST
def parameter_reset(request: Request, key: str, name: str) -> HttpResponse:
    """Go back to the value of the pack."""
    services.parameter_reset(actor=request.actor, directive=key, parameter=name)
    messages.success(request, "已改回制度包里的取值，有关的结论正在重算。")
    return redirect("parameter-list", key=key)


def _sheet(found: Directive, rows: list[dict[str, Any]]) -> Sheet:
    columns = (Column("参数", 34), Column("取值", 12, True), Column("制度包的值", 12, True),
               Column("须核对", 8, True), Column("说明", 60), Column("本单位设定的理由", 40))  # fmt: skip
    lines = [
        (
            row["parameter"].label,
            value_word(row["value"]),
            value_word(row["parameter"].value),
            "是" if row["parameter"].check else "",
            row["parameter"].note,
            row["own"].reason if row["own"] else "",
        )
        for row in rows
    ]
    return Sheet(f"{found.head.title}的参数", columns, lines, landscape=True)
