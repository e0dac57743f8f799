
import django.db.models.deletion
import encrypted_fields.fields
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('members', '0003_pinyin_of_names'),
    ]

    operations = [
        migrations.CreateModel(
            name='Distinct',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('first', models.CharField(max_length=100, verbose_name='一个')),
                ('second', models.CharField(max_length=100, verbose_name='另一个')),
                ('by', models.CharField(max_length=150, verbose_name='经办人')),
                ('at', models.DateTimeField(verbose_name='时间')),
                ('why', models.CharField(max_length=300, verbose_name='依据')),
            ],
            options={
                'verbose_name': '不是同一个人',
                'verbose_name_plural': '不是同一个人',
                'ordering': ['first', 'second'],
                'constraints': [models.UniqueConstraint(fields=('first', 'second'), name='distinct_pair')],
            },
        ),
        migrations.CreateModel(
            name='Merging',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('gone', models.CharField(db_index=True, max_length=100, verbose_name='并入的编号')),
                ('name', models.CharField(max_length=60, verbose_name='姓名')),
                ('at', models.DateTimeField(verbose_name='时间')),
                ('by', models.CharField(max_length=150, verbose_name='经办人')),
                ('why', models.CharField(max_length=300, verbose_name='依据')),
                ('snapshot', models.BinaryField(verbose_name='合并前后的记录')),
                ('separated_at', models.DateTimeField(blank=True, null=True, verbose_name='恢复时间')),
                ('separated_by', models.CharField(blank=True, default='', max_length=150, verbose_name='恢复人')),
                ('kept', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='mergings', to='members.member', verbose_name='保留的')),
            ],
            options={
                'verbose_name': '合并记录',
                'verbose_name_plural': '合并记录',
                'ordering': ['-at', '-pk'],
            },
        ),
        migrations.CreateModel(
            name='Reward',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('title', models.CharField(max_length=100, verbose_name='奖励名称')),
                ('granted_by', models.CharField(max_length=100, verbose_name='授予单位')),
                ('on', models.DateField(verbose_name='授予日期')),
                ('number', models.CharField(blank=True, default='', max_length=100, verbose_name='文号')),
                ('member', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='rewards', to='members.member', verbose_name='党员')),
            ],
            options={
                'verbose_name': '奖励',
                'verbose_name_plural': '奖励',
                'ordering': ['member', '-on', '-pk'],
            },
        ),
        migrations.CreateModel(
            name='Care',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('visit', '走访慰问'), ('money', '发放慰问金或补助'), ('pairing', '结对帮扶'), ('help', '帮助解决具体困难'), ('other', '其他')], max_length=20, verbose_name='关怀方式')),
                ('on', models.DateField(verbose_name='日期')),
                ('by', models.CharField(max_length=100, verbose_name='由谁')),
                ('amount', models.DecimalField(blank=True, decimal_places=2, max_digits=10, null=True, verbose_name='金额')),
                ('details', encrypted_fields.fields.EncryptedCharField(blank=True, max_length=255, null=True, verbose_name='情况')),
                ('member', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='cares', to='members.member', verbose_name='党员')),
            ],
            options={
                'verbose_name': '关怀记录',
                'verbose_name_plural': '关怀记录',
                'ordering': ['member', '-on', '-pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(('kind__in', ['visit', 'money', 'pairing', 'help', 'other'])), name='care_kind')],
            },
        ),
        migrations.CreateModel(
            name='Clearing',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('record_class', models.CharField(max_length=40, verbose_name='档案类别')),
                ('due_on', models.DateField(verbose_name='到期')),
                ('found_on', models.DateField(verbose_name='列出日期')),
                ('state', models.CharField(choices=[('due', '等批准'), ('cleared', '已清除'), ('kept', '批准继续保存')], db_index=True, default='due', max_length=10, verbose_name='状态')),
                ('decided_by', models.CharField(blank=True, default='', max_length=150, verbose_name='批准人')),
                ('decided_at', models.DateTimeField(blank=True, null=True, verbose_name='批准时间')),
                ('keep_until', models.DateField(blank=True, null=True, verbose_name='保存到')),
                ('why', models.CharField(blank=True, default='', max_length=300, verbose_name='原因')),
                ('member', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='clearings', to='members.member', verbose_name='党员')),
            ],
            options={
                'verbose_name': '到期清除',
                'verbose_name_plural': '到期清除',
                'ordering': ['due_on', 'member', 'record_class'],
                'constraints': [models.CheckConstraint(condition=models.Q(('state__in', ['due', 'cleared', 'kept'])), name='clearing_state'), models.UniqueConstraint(fields=('member', 'record_class', 'due_on'), name='clearing_key')],
            },
        ),
        migrations.CreateModel(
            name='Correction',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('item', models.CharField(max_length=40, verbose_name='项目')),
                ('before', encrypted_fields.fields.EncryptedCharField(blank=True, max_length=255, null=True, verbose_name='现在的记录')),
                ('wanted', encrypted_fields.fields.EncryptedCharField(blank=True, max_length=255, null=True, verbose_name='应当是')),
                ('reason', models.CharField(max_length=300, verbose_name='理由')),
                ('evidence', models.CharField(blank=True, default='', max_length=300, verbose_name='依据')),
                ('state', models.CharField(choices=[('open', '等支部处理'), ('accepted', '已改'), ('refused', '支部没有同意'), ('objected', '已向上级提出异议'), ('upheld', '上级维持原来的记录'), ('withdrawn', '本人撤回')], db_index=True, default='open', max_length=20, verbose_name='状态')),
                ('asked_at', models.DateTimeField(verbose_name='提出时间')),
                ('decided_by', models.CharField(blank=True, default='', max_length=150, verbose_name='处理人')),
                ('decided_at', models.DateTimeField(blank=True, null=True, verbose_name='处理时间')),
                ('answer', models.CharField(blank=True, default='', max_length=300, verbose_name='答复')),
                ('objection', models.CharField(blank=True, default='', max_length=300, verbose_name='异议')),
                ('objected_at', models.DateTimeField(blank=True, null=True, verbose_name='异议时间')),
                ('reviewed_by', models.CharField(blank=True, default='', max_length=150, verbose_name='复核人')),
                ('reviewed_at', models.DateTimeField(blank=True, null=True, verbose_name='复核时间')),
                ('review', models.CharField(blank=True, default='', max_length=300, verbose_name='复核答复')),
                ('member', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='corrections', to='members.member', verbose_name='党员')),
            ],
            options={
                'verbose_name': '更正申请',
                'verbose_name_plural': '更正申请',
                'ordering': ['-asked_at', '-pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(('state__in', ['open', 'accepted', 'refused', 'objected', 'upheld', 'withdrawn'])), name='correction_state')],
            },
        ),
        migrations.CreateModel(
            name='Hardship',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('income', '收入低'), ('illness', '患重病'), ('disability', '残疾'), ('alone', '独居或无人照料'), ('disaster', '受灾'), ('veteran', '生活困难的老党员'), ('other', '其他')], max_length=20, verbose_name='困难类型')),
                ('since', models.DateField(verbose_name='起')),
                ('until', models.DateField(blank=True, null=True, verbose_name='止')),
                ('details', encrypted_fields.fields.EncryptedCharField(blank=True, max_length=255, null=True, verbose_name='情况')),
                ('member', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='hardships', to='members.member', verbose_name='党员')),
            ],
            options={
                'verbose_name': '困难情况',
                'verbose_name_plural': '困难情况',
                'ordering': ['member', '-since', '-pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(('kind__in', ['income', 'illness', 'disability', 'alone', 'disaster', 'veteran', 'other'])), name='hardship_kind'), models.CheckConstraint(condition=models.Q(('until__isnull', True), ('until__gt', models.F('since')), _connector='OR'), name='hardship_ends_after')],
            },
        ),
        migrations.CreateModel(
            name='Look',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('page', '打开党员页面'), ('reveal', '查看完整号码或住址'), ('export', '导出的名单里有你'), ('numbers', '导出的名单里有你的完整号码'), ('print', '打印登记表')], max_length=10, verbose_name='方式')),
                ('on', models.DateField(verbose_name='日期')),
                ('at', models.DateTimeField(verbose_name='时间')),
                ('user', models.CharField(blank=True, default='', max_length=100, verbose_name='账号')),
                ('by', models.CharField(max_length=150, verbose_name='谁')),
                ('role', models.CharField(blank=True, default='', max_length=100, verbose_name='身份')),
                ('what', models.CharField(blank=True, default='', max_length=200, verbose_name='看了什么')),
                ('why', models.CharField(blank=True, default='', max_length=200, verbose_name='原因')),
                ('member', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='looks', to='members.member', verbose_name='党员')),
            ],
            options={
                'verbose_name': '查看记录',
                'verbose_name_plural': '查看记录',
                'ordering': ['member', '-at', '-pk'],
                'indexes': [models.Index(fields=['member', 'at'], name='look_member')],
                'constraints': [models.CheckConstraint(condition=models.Q(('kind__in', ['page', 'reveal', 'export', 'numbers', 'print'])), name='look_kind'), models.UniqueConstraint(condition=models.Q(('kind', 'page')), fields=('member', 'user', 'on'), name='look_once_a_day')],
            },
        ),
    ]
