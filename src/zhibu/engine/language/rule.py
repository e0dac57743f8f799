"""What a rule of every kind says; each kind adds its own keys in `zhibu.engine.kinds`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, ClassVar, Self

from pydantic import Field, PrivateAttr, model_validator

from zhibu.engine.language.parts import MEMBER_CONDITIONS, InForce, When
from zhibu.engine.language.scalars import Article, Code, Model, Name, Sentence, wrong
from zhibu.engine.language.words import Strength

if TYPE_CHECKING:
    import ibis.expr.types as ir

    from zhibu.engine.calendar.duedays import Timing
    from zhibu.engine.language.needs import Needs
    from zhibu.engine.sql.built import Built
    from zhibu.engine.verdicts import Verdict
    from zhibu.engine.wording import Wording


class RuleBase(Model):
    """每种规则都有的键。"""

    # Kinds of subject that the kind leaves to choose from; the first is the default.
    subjects: ClassVar[tuple[str, ...]] = ("organisation",)

    id: Name = Field(description="规则编号，在本制度内不重复")
    article: Article = Field(description="依据的条款，如 \"5\" 或 附件1-1.2")
    kind: str = Field(description="规则种类")
    subject: str = Field("", description="判断谁；只有种类留有选择时才要写")
    strength: Strength = Field(description="力度")
    sentence: Sentence = Field(description="要求，用自己的话写一句")
    cure: str = Field("", description="没做到时怎么补")
    matter: Code = Field("", description="说的是哪个问题；别的制度里同一问题的规则用同一个词")
    when: When = Field(default_factory=When, description="管哪些对象")
    in_force: InForce = Field(default_factory=InForce, description="规则自己的施行期间")

    # Due days of the other alternatives, where the rule is one of several: see `Timing`.
    _beside: tuple[tuple[Any, bool], ...] = PrivateAttr(())

    @model_validator(mode="before")
    @classmethod
    def _default_subject(cls, data: object) -> object:
        if isinstance(data, dict) and "subject" not in data:
            return {**data, "subject": cls.default_subject(data)}
        return data

    @classmethod
    def default_subject(cls, data: dict[str, object]) -> str:
        """The kind of subject where none is written."""
        return cls.subjects[0]

    def needs(self) -> Needs:
        """What the rule needs to be known."""
        raise NotImplementedError

    def build(self, directive: str) -> Built:
        """The rule as expressions that become SQL."""
        raise NotImplementedError

    def counted(self, numbers: tuple[Any, ...]) -> bool:
        """Whether a row of its SQL (its own columns) has facts that were counted."""
        return True

    def can_be_late(self) -> bool:
        """Whether a miss can be made good after its due day, and its reason then says so."""
        return False

    # Whether evidence without a query of its own is what is judged (`own_evidence`).
    itself: ClassVar[bool] = True

    def own_facts(self, rows: ir.Table) -> ir.Table | None:
        """subject, start, on, id of what `own_evidence` names, where that is not what is judged.

        For a rule that leaves a choice, which has to lay the evidence of its alternatives together.
        """
        return None

    def own_evidence(self, subject: str, start: int, row: Mapping[str, Any]) -> str:
        """The evidence of a row where no query of its own finds it; `start` is a day number."""
        return subject

    def units(self) -> tuple[RuleBase, ...]:
        """The rules that give its verdicts: itself, or one a constraint of a procedure."""
        return (self,)

    def counts_meetings(self) -> tuple[str, ...]:
        """Activity types of which it asks how many of those entitled came."""
        return ()

    def asks_entitled(self) -> tuple[str, ...]:
        """Activity types of which it asks who was entitled to come."""
        return self.counts_meetings()

    @property
    def timing(self) -> Timing | None:
        """The periods it judges, where they may have a due day of their own."""
        return None

    def parts(self) -> tuple[RuleBase, ...]:
        """The rules it is put together from: itself, but for one that leaves a choice."""
        return (self,)

    def knowable(self, tables: dict[str, set[str]]) -> RuleBase | None:
        """The rule as far as these tables allow, where some of its alternatives cannot be judged."""
        return None

    def singly(self) -> tuple[tuple[str, RuleBase], ...]:
        """Its conditions one by one, where its own numbers do not say which of them failed.

        An explanation judges each alone; its numbers and due day stand in the row as `alone`.
        """
        return ()

    def rests_on(self, subject: str, evidence: str, row: Mapping[str, Any]) -> tuple[str, ...]:
        """Ids of organisations, members and posts whose dates one of its rows rests on."""
        return (subject,)

    def describe(self, row: Mapping[str, Any], words: Mapping[str, str]) -> Wording:
        """`actual`, `required` and the reason of one row of its SQL."""
        raise NotImplementedError

    def arithmetic(
        self, verdict: Verdict, row: Mapping[str, Any], words: Mapping[str, str]
    ) -> tuple[list[str], list[str]]:
        """The steps of the reckoning of one row, and what is missing."""
        raise NotImplementedError

    @model_validator(mode="after")
    def _subject_fits(self) -> Self:
        if self.subject not in self.subjects:
            raise wrong(f"{self.kind} 的 subject 是 {'、'.join(self.subjects)} 之一",
                        f"现在写的是 {self.subject}")
        foreign = [n for n in self.when.given() if n in MEMBER_CONDITIONS]
        if self.subject != "member" and foreign:
            raise wrong(f"when 里没有 {'、'.join(foreign)}", "这些条件只用于 subject: member")
        return self
