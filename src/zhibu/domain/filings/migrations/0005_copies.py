"""Whom a filing names as getting a copy."""

from __future__ import annotations

from django.db import migrations

from zhibu.domain.organisations.columns import text_column


class Migration(migrations.Migration):
    dependencies = [("filings", "0004_parts_of_texts")]

    operations = [migrations.AddField("filing", "copies_to", text_column("抄送", 300))]
