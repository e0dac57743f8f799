
import django.db.models.deletion
import encrypted_fields.fields
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('members', '0001_first'),
    ]

    operations = [
        migrations.CreateModel(
            name='MemberChange',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('item', models.CharField(max_length=40, verbose_name='项目')),
                ('before', encrypted_fields.fields.EncryptedCharField(blank=True, max_length=255, null=True, verbose_name='改前')),
                ('after', encrypted_fields.fields.EncryptedCharField(blank=True, max_length=255, null=True, verbose_name='改后')),
                ('at', models.DateTimeField(verbose_name='时间')),
                ('by', models.CharField(max_length=150, verbose_name='经办人')),
                ('door', models.CharField(max_length=10, verbose_name='入口')),
                ('why', models.CharField(blank=True, default='', max_length=200, verbose_name='原因')),
            ],
            options={
                'verbose_name': '党员信息改动',
                'verbose_name_plural': '党员信息改动',
                'ordering': ['member', '-at', '-pk'],
            },
        ),
        migrations.CreateModel(
            name='Placement',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('unit', models.CharField(blank=True, db_index=True, default='', max_length=100, verbose_name='单位')),
                ('team', models.CharField(blank=True, default='', max_length=100, verbose_name='科室、班组或村组')),
                ('since', models.DateField(verbose_name='起')),
                ('until', models.DateField(blank=True, null=True, verbose_name='止')),
            ],
            options={
                'verbose_name': '单位和班组',
                'verbose_name_plural': '单位和班组',
                'ordering': ['member', 'since'],
            },
        ),
        migrations.AddField(
            model_name='member',
            name='address',
            field=encrypted_fields.fields.EncryptedCharField(blank=True, max_length=255, null=True, verbose_name='家庭住址'),
        ),
        migrations.AddField(
            model_name='member',
            name='name_initials',
            field=models.CharField(blank=True, default='', editable=False, max_length=60, verbose_name='姓名首字母'),
        ),
        migrations.AddField(
            model_name='member',
            name='name_pinyin',
            field=models.CharField(blank=True, default='', editable=False, max_length=240, verbose_name='姓名拼音'),
        ),
        migrations.AddField(
            model_name='memberstate',
            name='details',
            field=models.CharField(blank=True, default='', max_length=200, verbose_name='流向或原因'),
        ),
        migrations.AddIndex(
            model_name='member',
            index=models.Index(fields=['name_pinyin'], name='member_pinyin', opclasses=['varchar_pattern_ops']),
        ),
        migrations.AddIndex(
            model_name='member',
            index=models.Index(fields=['name_initials'], name='member_initials', opclasses=['varchar_pattern_ops']),
        ),
        migrations.AddField(
            model_name='memberchange',
            name='member',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='changes', to='members.member', verbose_name='党员'),
        ),
        migrations.AddField(
            model_name='placement',
            name='member',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='placements', to='members.member', verbose_name='党员'),
        ),
        migrations.AddIndex(
            model_name='memberchange',
            index=models.Index(fields=['member', 'at'], name='member_change'),
        ),
        migrations.AddConstraint(
            model_name='placement',
            constraint=models.UniqueConstraint(fields=('member', 'since'), name='placement_key'),
        ),
        migrations.AddConstraint(
            model_name='placement',
            constraint=models.CheckConstraint(condition=models.Q(('until__isnull', True), ('until__gt', models.F('since')), _connector='OR'), name='placement_ends_after'),
        ),
    ]
