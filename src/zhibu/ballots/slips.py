"""What a slip asks and what it says; how it is written, so that every slip of a poll has the same length."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from zhibu.ballots.canonical import canonical, digest
from zhibu.kernel.errors import InputError, Problem

NAME_MOST = 24  # letters of a written-in name
_BLOCK = 128
_SEPARATORS = str.maketrans(dict.fromkeys("・•∙⋅‧.．", "·"))


@dataclass(frozen=True, slots=True)
class Option:
    """One of the answers to a question: `in_favour` 赞成."""

    code: str
    label: str


@dataclass(frozen=True, slots=True)
class Question:
    """One person or matter to vote on; at most `most` of the options may be chosen, none is abstaining."""

    key: str
    title: str
    options: tuple[Option, ...]
    most: int = 1

    @property
    def codes(self) -> tuple[str, ...]:
        """The codes of the options."""
        return tuple(option.code for option in self.options)


@dataclass(frozen=True, slots=True)
class Form:
    """The slip of a poll, frozen when it opens.

    `favours_most`: on one slip the option `favour` and written-in names may come to this number at
    most (the seats), else the slip is void. `names_most`: names that may be written in.
    `names_for_against`: a name may be written in only in place of somebody voted against.
    """

    questions: tuple[Question, ...]
    favour: str = "in_favour"
    favours_most: int | None = None
    names_most: int = 0
    names_for_against: bool = False

    def as_data(self) -> dict[str, Any]:
        """For storing, for the browser and for the result."""
        questions = [
            {"key": q.key, "title": q.title, "most": q.most,
             "options": [{"code": o.code, "label": o.label} for o in q.options]}
            for q in self.questions
        ]
        return {
            "questions": questions, "favour": self.favour, "favours_most": self.favours_most,
            "names_most": self.names_most, "names_for_against": self.names_for_against,
        }

    @staticmethod
    def from_data(data: Mapping[str, Any]) -> Form:
        """The form that `as_data` wrote."""
        questions = tuple(
            Question(q["key"], q["title"],
                     tuple(Option(o["code"], o["label"]) for o in q["options"]), q["most"])
            for q in data["questions"]
        )
        return Form(questions, data["favour"], data["favours_most"], data["names_most"],
                    data["names_for_against"])

    @property
    def digest(self) -> str:
        """The mark of this form: a slip filled in for another one cannot be opened as this one's."""
        return digest(self.as_data())

    @property
    def padded(self) -> int:
        """Octets of every slip before it is sealed: enough for the fullest one, the same for all."""
        answers = {
            q.key: sorted(q.codes, key=lambda code: len(code.encode()), reverse=True)[: q.most]
            for q in self.questions
        }
        names = ["\U00020000" * NAME_MOST] * self.names_most
        length = len(canonical({"answers": answers, "names": names}))
        return -(-length // _BLOCK) * _BLOCK


@dataclass(frozen=True, slots=True, order=True)
class Slip:
    """What one slip says: chosen codes by question (sorted, nothing for abstaining) and names written in."""

    answers: tuple[tuple[str, tuple[str, ...]], ...]
    names: tuple[str, ...] = ()

    def as_data(self) -> dict[str, Any]:
        """As it stands in a sealed slip."""
        return {"answers": {key: list(codes) for key, codes in self.answers}, "names": list(self.names)}

    def chosen(self, key: str) -> tuple[str, ...]:
        """What was chosen at this question."""
        return dict(self.answers).get(key, ())


def name_normal(name: str) -> str:
    """A name written in, so that the same name is the same text: no blanks, one form of each letter.

    What is normal stays as it is: taking out blanks may bring marks together, so they are set in order
    after it.
    """
    folded = unicodedata.normalize("NFKC", name).translate(_SEPARATORS)
    closed = "".join(letter for letter in folded if not letter.isspace()).strip("·")
    return unicodedata.normalize("NFKC", closed)


def slip_read(form: Form, data: Any) -> Slip:
    """A slip from its data; InputError names all that is wrong with it."""
    slip, faults = _read(form, data)
    if slip is not None:
        faults = faults + _faults(form, slip)
    if slip is None or faults:
        raise InputError(faults)
    return slip


def _read(form: Form, data: Any) -> tuple[Slip | None, list[Problem]]:
    if not isinstance(data, Mapping) or not set(data) <= {"answers", "names"}:
        return None, [Problem("选票", str(data)[:40], "answers 和 names 两项")]
    answers, names = data.get("answers", {}), data.get("names", [])
    if not isinstance(answers, Mapping) or not _texts(names):
        return None, [Problem("选票", str(data)[:40], "answers 是对应表，names 是姓名列表")]
    known = {q.key: q for q in form.questions}
    said: dict[str, tuple[str, ...]] = {}
    faults: list[Problem] = []
    for key, codes in answers.items():
        question = known.get(key)
        if question is None or not _texts(codes) or not set(codes) <= set(question.codes):
            where = question.title if question else str(key)
            faults.append(Problem(f"选票“{where}”", str(codes), "这张票上有的选项"))
        elif len(set(codes)) != len(codes) or len(codes) > question.most:
            faults.append(Problem(f"选票“{question.title}”", f"选了 {len(codes)} 项", f"最多选 {question.most} 项"))
        elif codes:
            said[key] = tuple(sorted(codes))
    written = tuple(sorted(filter(None, (name_normal(name) for name in names))))
    return Slip(tuple(sorted(said.items())), written), faults


def _no_letter(letter: str) -> bool:
    """Control signs and what would lengthen JSON. Letters that this Python does not know yet are let
    through: a name may be written with one, and the browser knows newer ones."""
    return letter in '"\\' or unicodedata.category(letter) in ("Cc", "Cf", "Cs")


def _texts(value: Any) -> bool:
    return isinstance(value, Sequence) and not isinstance(value, str) and all(
        isinstance(text, str) for text in value)


def _faults(form: Form, slip: Slip) -> list[Problem]:
    faults = []
    titles = {name_normal(q.title): q.title for q in form.questions}
    against = sum("against" in codes for _, codes in slip.answers)
    favours = sum(form.favour in codes for _, codes in slip.answers) + len(slip.names)
    if len(slip.names) > form.names_most:
        faults.append(Problem("另选他人", f"{len(slip.names)} 人", f"最多 {form.names_most} 人"))
    if len(set(slip.names)) != len(slip.names):
        faults.append(Problem("另选他人", "、".join(slip.names), "每人写一次"))
    for name in slip.names:
        if len(name) > NAME_MOST or any(map(_no_letter, name)):
            faults.append(Problem("另选他人", name, f"姓名，最多 {NAME_MOST} 个字"))
        if name in titles:
            faults.append(Problem("另选他人", name, "候选人以外的人", "选他就在他那一行选赞成"))
    if form.names_for_against and len(slip.names) > against:
        faults.append(Problem(
            "另选他人", f"{len(slip.names)} 人", f"不超过不赞成的人数（{against} 人）", "弃权的不能另选"))
    if form.favours_most is not None and favours > form.favours_most:
        faults.append(Problem("整张票", f"赞成和另选共 {favours} 人", f"最多 {form.favours_most} 人"))
    return faults
