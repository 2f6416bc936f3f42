# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2

import django.core.validators
import django.db.models.deletion
import stellwerk.base.ids
import stellwerk.cases.choices
import stellwerk.vault.fields
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("cases", "0010_consent"),
        ("directory", "0002_sign_in_links"),
    ]

    operations = [
        migrations.AddField(
            model_name='case',
            name='aftercare_on',
            field=models.DateField(blank=True, null=True, verbose_name='after-care on'),
        ),
        migrations.AddField(
            model_name='case',
            name='retention_class',
            field=models.CharField(blank=True, choices=[('standard', 'Standard of case management'), ('youth_welfare', 'Youth welfare')], max_length=16, null=True, verbose_name='retention class'),
        ),
        migrations.AddField(
            model_name='goal',
            name='open_reason',
            field=stellwerk.vault.fields.EncryptedTextField(blank=True, null=True, verbose_name='why the goal stays open'),
        ),
        migrations.AddField(
            model_name='person',
            name='merged_into',
            field=models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='cases.person'),
        ),
        migrations.AlterField(
            model_name='case',
            name='phase',
            field=models.CharField(choices=[('approached', 'Approached'), ('clarification', 'Clarification'), ('admitted', 'Admitted'), ('assessment', 'Assessment'), ('planning', 'Planning'), ('linking', 'Linking'), ('monitoring', 'Monitoring'), ('reassessment', 'Re-assessment'), ('evaluation', 'Evaluation'), ('advised', 'Short advice'), ('referred_on', 'Referred on'), ('declined', 'Declined'), ('closed', 'Closed')], default='approached', max_length=16, verbose_name='phase'),
        ),
        migrations.AlterField(
            model_name='phasechange',
            name='phase',
            field=models.CharField(choices=[('approached', 'Approached'), ('clarification', 'Clarification'), ('admitted', 'Admitted'), ('assessment', 'Assessment'), ('planning', 'Planning'), ('linking', 'Linking'), ('monitoring', 'Monitoring'), ('reassessment', 'Re-assessment'), ('evaluation', 'Evaluation'), ('advised', 'Short advice'), ('referred_on', 'Referred on'), ('declined', 'Declined'), ('closed', 'Closed')], max_length=16, verbose_name='phase'),
        ),
        migrations.CreateModel(
            name='Checklist',
            fields=[
                ('id', models.UUIDField(default=stellwerk.base.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('updated_at', models.DateTimeField(auto_now=True)),
                ('name', models.CharField(max_length=120, verbose_name='name')),
                ('version', models.PositiveSmallIntegerField(verbose_name='version')),
                ('valid_from', models.DateField(verbose_name='valid from')),
                ('retired_on', models.DateField(blank=True, null=True, verbose_name='no longer in force since')),
                ('based_on', models.CharField(blank=True, default='', max_length=40)),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.organisation')),
            ],
            options={
                'ordering': ['-version'],
            },
        ),
        migrations.CreateModel(
            name='ChecklistItem',
            fields=[
                ('id', models.UUIDField(default=stellwerk.base.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('updated_at', models.DateTimeField(auto_now=True)),
                ('key', models.CharField(max_length=40)),
                ('text', models.CharField(max_length=300, verbose_name='criterion')),
                ('is_required', models.BooleanField(default=True, verbose_name='required')),
                ('position', models.PositiveSmallIntegerField(default=0)),
                ('checklist', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='items', to='cases.checklist')),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.organisation')),
            ],
            options={
                'ordering': ['position', 'key'],
            },
        ),
        migrations.CreateModel(
            name='Clarification',
            fields=[
                ('id', models.UUIDField(default=stellwerk.base.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('updated_at', models.DateTimeField(auto_now=True)),
                ('version', models.PositiveIntegerField(default=1)),
                ('groups', models.PositiveSmallIntegerField(default=stellwerk.cases.choices.FieldGroup['PLAN'], editable=False)),
                ('result', models.CharField(blank=True, choices=[('admitted', 'Admitted'), ('advised', 'Short advice'), ('referred_on', 'Referred on'), ('declined', 'Declined by the client')], max_length=12, null=True, verbose_name='result of the clarification')),
                ('decided_on', models.DateField(blank=True, null=True, verbose_name='decided on')),
                ('reason', stellwerk.vault.fields.EncryptedTextField(blank=True, null=True, verbose_name='reason')),
                ('exception_reason', stellwerk.vault.fields.EncryptedTextField(blank=True, null=True, verbose_name='reason of the exception')),
                ('referred_to_text', stellwerk.vault.fields.EncryptedTextField(blank=True, null=True, verbose_name='referred on to')),
                ('by', models.CharField(blank=True, default='', max_length=320, verbose_name='by')),
                ('case', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.CASCADE, related_name='%(class)s_set', to='cases.case')),
                ('checklist', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='cases.checklist')),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.organisation')),
                ('referred_to', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.organisation', verbose_name='referred on to')),
            ],
        ),
        migrations.CreateModel(
            name='ClientEvaluation',
            fields=[
                ('id', models.UUIDField(default=stellwerk.base.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('updated_at', models.DateTimeField(auto_now=True)),
                ('version', models.PositiveIntegerField(default=1)),
                ('groups', models.PositiveSmallIntegerField(default=stellwerk.cases.choices.FieldGroup['PLAN'], editable=False)),
                ('given_on', models.DateField(verbose_name='given on')),
                ('way', models.CharField(choices=[('screen', 'on the screen'), ('paper', 'on paper')], max_length=8, verbose_name='way')),
                ('language', models.CharField(max_length=12, verbose_name='language')),
                ('understood', models.PositiveSmallIntegerField(blank=True, null=True, validators=[django.core.validators.MaxValueValidator(4)], verbose_name='felt understood')),
                ('say', models.PositiveSmallIntegerField(blank=True, null=True, validators=[django.core.validators.MaxValueValidator(4)], verbose_name='had a say')),
                ('clearer', models.PositiveSmallIntegerField(blank=True, null=True, validators=[django.core.validators.MaxValueValidator(4)], verbose_name='knows whom to turn to')),
                ('better', models.PositiveSmallIntegerField(blank=True, null=True, validators=[django.core.validators.MaxValueValidator(4)], verbose_name='situation has improved')),
                ('recommend', models.PositiveSmallIntegerField(blank=True, null=True, validators=[django.core.validators.MaxValueValidator(4)], verbose_name='would recommend it')),
                ('remark', stellwerk.vault.fields.EncryptedTextField(blank=True, null=True, verbose_name='own words')),
                ('by', models.CharField(blank=True, default='', max_length=320, verbose_name='noted by')),
                ('case', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.CASCADE, related_name='%(class)s_set', to='cases.case')),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.organisation')),
            ],
            options={
                'ordering': ['-given_on', '-created_at'],
            },
        ),
        migrations.CreateModel(
            name='CriterionAnswer',
            fields=[
                ('id', models.UUIDField(default=stellwerk.base.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('updated_at', models.DateTimeField(auto_now=True)),
                ('groups', models.PositiveSmallIntegerField(default=stellwerk.cases.choices.FieldGroup['PLAN'], editable=False)),
                ('state', models.CharField(choices=[('met', 'met'), ('not_met', 'not met'), ('open', 'still open')], default='open', max_length=8, verbose_name='answer')),
                ('note', stellwerk.vault.fields.EncryptedTextField(blank=True, null=True, verbose_name='note')),
                ('case', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.CASCADE, related_name='%(class)s_set', to='cases.case')),
                ('clarification', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='answers', to='cases.clarification')),
                ('item', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='cases.checklistitem')),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.organisation')),
            ],
        ),
        migrations.CreateModel(
            name='PersonMerge',
            fields=[
                ('id', models.UUIDField(default=stellwerk.base.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('updated_at', models.DateTimeField(auto_now=True)),
                ('merged_at', models.DateTimeField(auto_now_add=True, verbose_name='merged at')),
                ('by', models.CharField(blank=True, default='', max_length=320, verbose_name='merged by')),
                ('undone_at', models.DateTimeField(blank=True, null=True, verbose_name='taken back at')),
                ('undone_by', models.CharField(blank=True, default='', max_length=320, verbose_name='taken back by')),
                ('trace', stellwerk.vault.fields.EncryptedTextField(blank=True, editable=False, null=True)),
                ('merged', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='cases.person')),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.organisation')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='cases.person')),
            ],
            options={
                'ordering': ['-merged_at'],
            },
        ),
        migrations.AddConstraint(
            model_name='checklist',
            constraint=models.UniqueConstraint(fields=('organisation', 'version'), name='checklist_version_once'),
        ),
        migrations.AddConstraint(
            model_name='checklist',
            constraint=models.UniqueConstraint(fields=('organisation', 'id'), name='checklist_in_organisation'),
        ),
        migrations.AddConstraint(
            model_name='checklistitem',
            constraint=models.UniqueConstraint(fields=('organisation', 'checklist', 'key'), name='criterion_once_per_checklist'),
        ),
        migrations.AddConstraint(
            model_name='checklistitem',
            constraint=models.UniqueConstraint(fields=('organisation', 'id'), name='criterion_in_organisation'),
        ),
        migrations.AddConstraint(
            model_name='clarification',
            constraint=models.UniqueConstraint(fields=('organisation', 'case'), name='one_clarification_per_case'),
        ),
        migrations.AddConstraint(
            model_name='clarification',
            constraint=models.UniqueConstraint(fields=('organisation', 'id'), name='clarification_in_organisation'),
        ),
        migrations.AddIndex(
            model_name='clientevaluation',
            index=models.Index(fields=['case', '-given_on'], name='evaluation_case'),
        ),
        migrations.AddConstraint(
            model_name='criterionanswer',
            constraint=models.UniqueConstraint(fields=('organisation', 'case', 'clarification', 'item'), name='criterion_answered_once'),
        ),
        migrations.AddIndex(
            model_name='personmerge',
            index=models.Index(fields=['person', '-merged_at'], name='merge_person'),
        ),
    ]
