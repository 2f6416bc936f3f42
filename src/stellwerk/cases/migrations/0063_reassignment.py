# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""Bulk reassignment: runs and their lines, bound to cases of the same organisation."""

import django.db.models.deletion
import stellwerk.base.ids
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("cases", "0062_digest_wish"),
        ("directory", "0002_sign_in_links"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Reassignment',
            fields=[
                ('id', models.UUIDField(default=stellwerk.base.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('updated_at', models.DateTimeField(auto_now=True)),
                ('started_by', models.CharField(max_length=320)),
                ('started_by_id', models.UUIDField(null=True)),
                ('state', models.CharField(choices=[('preview', 'preview'), ('running', 'running'), ('done', 'done'), ('undoing', 'being undone'), ('undone', 'undone'), ('failed', 'failed')], default='preview', max_length=10, verbose_name='state')),
                ('finished_at', models.DateTimeField(null=True)),
                ('from_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.organisation')),
            ],
            options={
                'ordering': ['-created_at'],
            },
        ),
        migrations.CreateModel(
            name='ReassignmentItem',
            fields=[
                ('id', models.UUIDField(default=stellwerk.base.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('updated_at', models.DateTimeField(auto_now=True)),
                ('outcome', models.CharField(choices=[('planned', 'will be reassigned'), ('moved', 'reassigned'), ('left_out', 'left out'), ('refused', 'not reassigned'), ('undone', 'put back'), ('kept', 'not put back')], default='planned', max_length=10)),
                ('reason', models.CharField(blank=True, choices=[('ended', 'the case has ended'), ('asked', 'a colleague has been asked and has not answered'), ('changed', 'somebody else has changed who carries it'), ('no_worker', 'the person carries no cases any more')], default='', max_length=10)),
                ('transition_id', models.UUIDField(editable=False, null=True)),
                ('case', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.CASCADE, related_name='%(class)s_set', to='cases.case')),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.organisation')),
                ('reassignment', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='items', to='cases.reassignment')),
                ('to_user', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['created_at', 'id'],
            },
        ),
        migrations.AddIndex(
            model_name='reassignment',
            index=models.Index(fields=['organisation', '-created_at'], name='reassignment_org'),
        ),
        migrations.AddConstraint(
            model_name='reassignmentitem',
            constraint=models.UniqueConstraint(fields=('organisation', 'reassignment', 'case'), name='case_once_per_reassignment'),
        ),
        migrations.RunSQL(
            "ALTER TABLE cases_reassignmentitem ADD CONSTRAINT "
            "cases_reassignmentitem_same_organisation FOREIGN KEY (organisation_id, case_id) "
            "REFERENCES cases_case (organisation_id, id) ON DELETE CASCADE "
            "DEFERRABLE INITIALLY IMMEDIATE",
            "ALTER TABLE cases_reassignmentitem DROP CONSTRAINT "
            "cases_reassignmentitem_same_organisation",
        ),
    ]
