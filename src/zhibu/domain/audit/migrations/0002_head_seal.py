from typing import Any

from django.db import migrations, models

from zhibu.domain.audit.chain import head_seal


def seal(apps: Any, _: Any) -> None:
    """A head that is there already is taken as it stands."""
    for head in apps.get_model("audit", "AuditHead").objects.all():
        head.seal = head_seal(head.number, head.mac, head.keys)
        head.save(update_fields=["seal"])


class Migration(migrations.Migration):

    dependencies = [
        ('audit', '0001_first'),
    ]

    operations = [
        migrations.AddField(
            model_name='audithead',
            name='seal',
            field=models.CharField(blank=True, default='', max_length=64, verbose_name='封签'),
        ),
        migrations.RunPython(seal, migrations.RunPython.noop),
    ]
