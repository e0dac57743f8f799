"""The organisations that are there already get the pinyin of their names."""

from __future__ import annotations

from typing import Any

from django.db import migrations

from zhibu.kernel.pinyin import pinyin_full, pinyin_initials

BATCH, FEW = 2000, 100  # many at once take longer than few: the database looks through all of them for each
FILLED = ["name_pinyin", "name_initials", "short_pinyin", "short_initials"]


def fill(apps: Any, schema_editor: Any) -> None:
    bodies = apps.get_model("organisations", "Organisation")
    waiting = []
    for body in bodies.objects.filter(name_pinyin="").only("pk", "name", "short_name").iterator(BATCH):
        body.name_pinyin, body.name_initials = pinyin_full(body.name), pinyin_initials(body.name)
        body.short_pinyin, body.short_initials = pinyin_full(body.short_name), pinyin_initials(body.short_name)
        waiting.append(body)
        if len(waiting) == BATCH:
            bodies.objects.bulk_update(waiting, FILLED, batch_size=FEW)
            waiting = []
    bodies.objects.bulk_update(waiting, FILLED, batch_size=FEW)


class Migration(migrations.Migration):
    dependencies = [("organisations", "0004_pinyin_of_names")]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
