
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('members', '0003_pinyin_of_names'),
    ]

    operations = [
        migrations.AddIndex(
            model_name='member',
            index=models.Index(fields=['name', 'id'], name='member_name_id'),
        ),
        migrations.AddIndex(
            model_name='member',
            index=models.Index(fields=['birth'], name='member_birth'),
        ),
        migrations.AddIndex(
            model_name='member',
            index=models.Index(fields=['full_since'], name='member_full_since'),
        ),
        migrations.AddIndex(
            model_name='member',
            index=models.Index(fields=['education'], name='member_education'),
        ),
    ]
