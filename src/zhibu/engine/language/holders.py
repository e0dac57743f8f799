"""Who has to see to what (duty_holders.yaml): posts by kind of organisation, activity, paper, rule."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from zhibu.engine.language.files import SCHEMA, Schema
from zhibu.engine.language.scalars import Code, Model
from zhibu.engine.language.words import KindOfRule, OrganisationKind, Post

Posts = Annotated[tuple[Post, ...], Field(min_length=1)]


class DutyHoldersFile(Model):
    """duty_holders.yaml：哪些事由谁来办；写几个职务的，前面的没有人担任就轮到后面的。"""

    schema_: Schema = Field(alias="schema", description=SCHEMA.description)
    organisations: dict[OrganisationKind, Posts] = Field(
        default_factory=dict, description="没有另写的事，各类组织由谁办")
    activities: dict[Code, Posts] = Field(default_factory=dict, description="各类活动由谁张罗")
    papers: dict[Code, Posts] = Field(default_factory=dict, description="各种材料由谁准备")
    works: dict[Code, Posts] = Field(
        default_factory=dict, description="工作台上的其他工作由谁办：程序的代码，或者 correction（更正申请）")
    kinds: dict[KindOfRule, Posts] = Field(
        default_factory=dict, description="各种规则（如任期、空缺）由谁办")
