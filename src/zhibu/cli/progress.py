"""Progress of long work, told on stderr."""

from __future__ import annotations

import sys
import time

import click

_PATIENCE = 1.0  # seconds of work before progress is shown


class Progress:
    """Tells on stderr how far long work is; says nothing about short work."""

    def __init__(self, what: str) -> None:
        self.what = what
        self.next = time.monotonic() + _PATIENCE
        self.terminal = sys.stderr.isatty()
        self.shown = False

    def __call__(self, done: int, total: int, rule: str) -> None:
        now = time.monotonic()
        if now < self.next:
            return
        self.next = now + (0.2 if self.terminal else 5)
        self.shown = True
        text = f"{self.what} {done}/{total}：{rule}"
        click.echo(f"\r\033[K{text}" if self.terminal else text, err=True, nl=not self.terminal)

    def end(self) -> None:
        if self.shown and self.terminal:
            click.echo("\r\033[K", err=True, nl=False)
