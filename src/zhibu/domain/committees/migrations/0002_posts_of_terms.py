import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("committees", "0001_first"),
        ("members", "0002_file_of_a_member"),
    ]

    operations = [
        migrations.RemoveField(model_name="committeeterm", name="posts"),
        migrations.CreateModel(
            name="TermPost",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "post",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, to="members.post", verbose_name="任职"
                    ),
                ),
                (
                    "term",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        to="committees.committeeterm",
                        verbose_name="届",
                    ),
                ),
            ],
            options={
                "verbose_name": "一届的任职",
                "verbose_name_plural": "一届的任职",
                "constraints": [models.UniqueConstraint(fields=("term", "post"), name="term_post_key")],
            },
        ),
        migrations.AddField(
            model_name="committeeterm",
            name="posts",
            field=models.ManyToManyField(
                related_name="terms", through="committees.TermPost", to="members.post", verbose_name="任职"
            ),
        ),
    ]
