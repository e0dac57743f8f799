"""Every class in a template is drawn by a style sheet: a word misspelt looks like nothing at all."""

from __future__ import annotations

import re

from tests.house.tree import PACKAGE

# found by scripts and tests, drawn by nothing
HANDLES = {"duty-name", "error", "input--duty", "note--plain", "print-foot"}
CODE = re.compile(r"\{[%{].*?[%}]\}")


def test_classes_of_templates_are_drawn() -> None:
    styles = "".join(file.read_text("utf-8") for file in PACKAGE.glob("web/**/*.css"))
    drawn = set(re.findall(r"\.([a-zA-Z][\w-]*)", styles)) | HANDLES
    loose = []
    for file in PACKAGE.glob("web/**/*.html"):
        for value in re.findall(r'class="([^"]*)"', file.read_text("utf-8")):
            words = {
                word
                for word in CODE.sub(" ", value).split()
                if re.fullmatch(r"[a-z][\w-]*\w", word)
            }
            loose += [f"{file.name}: {word}" for word in sorted(words - drawn)]

    assert loose == []
