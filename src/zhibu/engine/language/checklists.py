"""Checklists (检查清单) that packs bring: the items that are looked at, and what the value of one is."""

from __future__ import annotations

from typing import Annotated, Self

from pydantic import Field, model_validator

from zhibu.engine.language.files import SCHEMA, Schema
from zhibu.engine.language.scalars import Code, Count, Model, Sentence, wrong


class ChecklistItem(Model):
    """检查清单的一项。"""

    code: Code = Field(description="代码，检查表的 item")
    label: Sentence = Field(description="名称")
    measure: str = Field("", description="填数值的，写单位，如 平方米")


class Checklist(Model):
    """checklists/*.yaml：一份检查清单。"""

    schema_: Schema = Field(alias="schema", description=SCHEMA.description)
    code: Code = Field(description="代码，检查表的 checklist")
    label: Sentence = Field(description="名称")
    order: Count = Field(0, description="在清单里的位置")
    gist: str = Field("", description="一句话说明")
    items: Annotated[tuple[ChecklistItem, ...], Field(min_length=1)] = Field(description="各项")

    @model_validator(mode="after")
    def _each_once(self) -> Self:
        codes = [item.code for item in self.items]
        twice = sorted({code for code in codes if codes.count(code) > 1})
        if twice:
            raise wrong("每一项只写一次", f"写了两次的：{'、'.join(twice)}")
        return self

    @property
    def codes(self) -> frozenset[str]:
        """The codes of its items."""
        return frozenset(item.code for item in self.items)
