"""Filings are found by a part of their subject or number."""

from __future__ import annotations

from django.db import migrations

from zhibu.domain.organisations.grams import grams_indexed


class Migration(migrations.Migration):
    dependencies = [("filings", "0003_newest_first")]

    operations = [
        grams_indexed(
            ("filings.Filing", "subject", "filing_subject_grams"),
            ("filings.Filing", "number", "filing_number_grams"),
            ("filings.Filing", "filed_number", "filing_filed_grams"),
        )
    ]
