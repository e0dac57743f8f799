"""The names that are there already get their pinyin."""

from __future__ import annotations

from typing import Any

from django.db import migrations

from zhibu.kernel.pinyin import pinyin_full, pinyin_initials

BATCH = 2000


def fill(apps: Any, schema_editor: Any) -> None:
    members = apps.get_model("members", "Member")
    waiting = []
    for member in members.objects.filter(name_pinyin="").only("pk", "name").iterator(BATCH):
        member.name_pinyin = pinyin_full(member.name)
        member.name_initials = pinyin_initials(member.name)
        waiting.append(member)
        if len(waiting) == BATCH:
            members.objects.bulk_update(waiting, ["name_pinyin", "name_initials"], batch_size=100)
            waiting = []
    members.objects.bulk_update(waiting, ["name_pinyin", "name_initials"], batch_size=100)


class Migration(migrations.Migration):
    dependencies = [("members", "0002_file_of_a_member")]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
