# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""Transitions: assigning, handing over, referring."""

import django.db.models.deletion
import stellwerk.base.ids
import stellwerk.cases.choices
import stellwerk.vault.fields
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("cases", "0055_reminders"),
        ("directory", "0002_sign_in_links"),
        ("vocabulary", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Transition',
            fields=[
                ('id', models.UUIDField(default=stellwerk.base.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('updated_at', models.DateTimeField(auto_now=True)),
                ('version', models.PositiveIntegerField(default=1)),
                ('groups', models.PositiveSmallIntegerField(default=stellwerk.cases.choices.FieldGroup['PLAN'], editable=False)),
                ('kind', models.CharField(choices=[('assignment', 'Assignment'), ('hand_over', 'Hand-over'), ('referral', 'Referral')], max_length=12, verbose_name='kind')),
                ('state', models.CharField(choices=[('proposed', 'waiting for an answer'), ('accepted', 'accepted'), ('declined', 'declined'), ('withdrawn', 'withdrawn')], default='proposed', max_length=12, verbose_name='state')),
                ('message', stellwerk.vault.fields.EncryptedTextField(blank=True, null=True, verbose_name='message')),
                ('answer_by', models.DateField(blank=True, null=True, verbose_name='answer by')),
                ('proposed_by', models.CharField(blank=True, default='', max_length=320, verbose_name='proposed by')),
                ('proposed_by_id', models.UUIDField(editable=False, null=True)),
                ('answered_at', models.DateTimeField(blank=True, null=True, verbose_name='answered at')),
                ('answered_by', models.CharField(blank=True, default='', max_length=320, verbose_name='answered by')),
                ('decline_reason', models.CharField(blank=True, choices=[('no_capacity', 'no capacity at present'), ('not_responsible', 'not responsible'), ('not_suitable', 'does not fit what we offer'), ('bias', 'too close to those involved'), ('other', 'another reason')], max_length=16, null=True, verbose_name='reason')),
                ('decline_note', stellwerk.vault.fields.EncryptedTextField(blank=True, null=True, verbose_name='explanation')),
                ('case', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.CASCADE, related_name='%(class)s_set', to='cases.case')),
                ('field_of_action', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='vocabulary.term', verbose_name='field of action')),
                ('from_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='handed over by')),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.organisation')),
                ('to_organisation', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.organisation', verbose_name='referred to')),
                ('to_user', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='handed over to')),
            ],
            options={
                'ordering': ['-created_at', 'id'],
                'indexes': [models.Index(fields=['case', '-created_at'], name='transition_case'), models.Index(condition=models.Q(('state', 'proposed')), fields=['to_user'], name='transition_to_user'), models.Index(condition=models.Q(('state', 'proposed')), fields=['to_organisation'], name='transition_to_org')],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('kind', 'referral'), ('to_organisation__isnull', False), ('to_user__isnull', True)), models.Q(models.Q(('kind', 'referral'), _negated=True), ('to_organisation__isnull', True)), _connector='OR'), name='transition_addressed'), models.CheckConstraint(condition=models.Q(models.Q(('answered_at__isnull', True), ('state', 'proposed')), models.Q(models.Q(('state', 'proposed'), _negated=True), ('answered_at__isnull', False)), _connector='OR'), name='transition_answered_when_settled'), models.CheckConstraint(condition=models.Q(models.Q(('decline_reason__isnull', False), ('state', 'declined')), models.Q(models.Q(('state', 'declined'), _negated=True), ('decline_reason__isnull', True)), _connector='OR'), name='transition_declined_with_reason'), models.UniqueConstraint(condition=models.Q(('state', 'proposed'), ('to_organisation__isnull', True)), fields=('organisation', 'case'), name='one_open_hand_over'), models.UniqueConstraint(condition=models.Q(('state', 'proposed'), ('to_organisation__isnull', False)), fields=('organisation', 'case', 'to_organisation'), name='one_open_referral_each')],
            },
        ),
        migrations.RunSQL(
            "ALTER TABLE cases_transition ADD CONSTRAINT cases_transition_same_organisation "
            "FOREIGN KEY (organisation_id, case_id) REFERENCES cases_case (organisation_id, id) "
            "ON DELETE CASCADE DEFERRABLE INITIALLY IMMEDIATE",
            "ALTER TABLE cases_transition DROP CONSTRAINT cases_transition_same_organisation",
        ),
    ]
