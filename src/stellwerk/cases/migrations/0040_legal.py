# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""Conditions of a residence status, legal spheres, entitlements, rules of the deadline watch."""

import django.db.models.deletion
import stellwerk.base.ids
import stellwerk.cases.choices
import stellwerk.vault.fields
from django.db import migrations, models


def _key(table: str) -> migrations.RunSQL:
    """A row and its person belong to the same organisation: no write across the wall."""
    name = f"{table}_same_organisation"
    return migrations.RunSQL(
        f"ALTER TABLE {table} ADD CONSTRAINT {name} FOREIGN KEY (organisation_id, person_id) "
        "REFERENCES cases_person (organisation_id, id) ON DELETE CASCADE "
        "DEFERRABLE INITIALLY IMMEDIATE",
        f"ALTER TABLE {table} DROP CONSTRAINT {name}",
    )


class Migration(migrations.Migration):

    dependencies = [
        ("cases", "0030_assessment_plan_surroundings"),
        ("directory", "0002_sign_in_links"),
        ("vocabulary", "0001_initial"),
    ]

    operations = [
        migrations.AddField(
            model_name='residenceperiod',
            name='conditions',
            field=stellwerk.vault.fields.EncryptedTextField(blank=True, null=True, verbose_name='further conditions'),
        ),
        migrations.AddField(
            model_name='residenceperiod',
            name='paragraph',
            field=stellwerk.vault.fields.EncryptedTextField(blank=True, null=True, verbose_name='paragraph'),
        ),
        migrations.AddField(
            model_name='residenceperiod',
            name='precision',
            field=models.CharField(choices=[('day', 'to the day'), ('about', 'approximate')], default='day', max_length=5, verbose_name='precision of the days'),
        ),
        migrations.AddField(
            model_name='residenceperiod',
            name='residence_duty',
            field=stellwerk.vault.fields.EncryptedTextField(blank=True, null=True, verbose_name='residence requirement'),
        ),
        migrations.AddField(
            model_name='residenceperiod',
            name='work_permit',
            field=models.CharField(blank=True, choices=[('any', 'any work allowed'), ('employment', 'employment allowed, not self-employment'), ('on_request', "only with the immigration office's permission"), ('none', 'no work allowed')], max_length=12, null=True, verbose_name='work permit'),
        ),
        migrations.CreateModel(
            name='DeadlineRule',
            fields=[
                ('id', models.UUIDField(default=stellwerk.base.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('updated_at', models.DateTimeField(auto_now=True)),
                ('key', models.SlugField(max_length=64, verbose_name='key')),
                ('version', models.PositiveSmallIntegerField(default=1)),
                ('is_current', models.BooleanField(default=True)),
                ('is_shipped', models.BooleanField(default=False)),
                ('is_active', models.BooleanField(default=True, verbose_name='in use')),
                ('trigger', models.CharField(choices=[('title_end', 'A residence title ends'), ('birthday', 'A birthday'), ('status_change', 'The residence status changes'), ('time_since', 'Months since a status began'), ('residence_duty', 'A residence requirement runs out'), ('work_permit_change', 'The work permit changes'), ('two_entitlements', 'Two entitlements of one kind at once'), ('entitlement_unused', 'An entitlement is not handed in'), ('entitlement_end', 'An entitlement lapses')], max_length=20, verbose_name='set off by')),
                ('parameters', models.JSONField(blank=True, default=dict)),
                ('title_de', models.CharField(max_length=160, verbose_name='German title')),
                ('title_en', models.CharField(max_length=160, verbose_name='English title')),
                ('meaning_de', models.TextField(verbose_name='what it means (German)')),
                ('meaning_en', models.TextField(verbose_name='what it means (English)')),
                ('effect', models.CharField(choices=[('begins', 'a right begins'), ('ends', 'a right ends'), ('changes', 'responsibility changes'), ('conflict', 'a contradiction')], max_length=10, verbose_name='effect')),
                ('actor_kind', models.SlugField(blank=True, default='', max_length=64, verbose_name='who must act')),
                ('legal_sphere', models.SlugField(blank=True, default='', max_length=64, verbose_name='legal sphere')),
                ('lead_days', models.JSONField(default=list, verbose_name='reminder days before')),
                ('keep_days', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='shown for days after')),
                ('source', models.TextField(verbose_name='source')),
                ('change_note', models.CharField(blank=True, default='', max_length=200, verbose_name='why it was changed')),
                ('position', models.PositiveSmallIntegerField(default=0)),
            ],
            options={
                'db_table': 'cases_deadline_rule',
                'ordering': ['position', 'key'],
                'constraints': [models.UniqueConstraint(fields=('key', 'version'), name='deadline_rule_version'), models.UniqueConstraint(condition=models.Q(('is_current', True)), fields=('key',), name='deadline_rule_current')],
            },
        ),
        migrations.CreateModel(
            name='Entitlement',
            fields=[
                ('id', models.UUIDField(default=stellwerk.base.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('updated_at', models.DateTimeField(auto_now=True)),
                ('version', models.PositiveIntegerField(default=1)),
                ('groups', models.PositiveSmallIntegerField(default=stellwerk.cases.choices.FieldGroup['LANGUAGE'])),
                ('kind', models.CharField(choices=[('integration_course', 'Entitlement to an integration course'), ('job_language', 'Entitlement to a job-related language course'), ('training_voucher', 'Training voucher'), ('placement_voucher', 'Activation and placement voucher'), ('housing', 'Housing entitlement certificate'), ('education_package', 'Education and participation benefits'), ('other', 'Other entitlement')], max_length=20, verbose_name='kind')),
                ('issued_on', models.DateField(blank=True, null=True, verbose_name='issued on')),
                ('valid_until', models.DateField(blank=True, null=True, verbose_name='valid until')),
                ('handed_in_on', models.DateField(blank=True, null=True, verbose_name='handed in on')),
                ('ended_on', models.DateField(blank=True, null=True, verbose_name='no longer in force since')),
                ('state', models.CharField(choices=[('issued', 'issued, not handed in'), ('handed_in', 'handed in'), ('used', 'used'), ('returned', 'taken back by the office'), ('lapsed', 'lapsed')], default='issued', max_length=12, verbose_name='state')),
                ('precision', models.CharField(choices=[('day', 'to the day'), ('about', 'approximate')], default='day', max_length=5, verbose_name='precision of the days')),
                ('note', stellwerk.vault.fields.EncryptedTextField(blank=True, null=True, verbose_name='note')),
                ('handed_in_at', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.organisation', verbose_name='handed in at')),
                ('issued_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.organisation', verbose_name='issued by')),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.organisation')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='entitlements', to='cases.person')),
            ],
            options={
                'ordering': ['issued_on', 'created_at'],
                'indexes': [models.Index(fields=['person', 'issued_on'], name='entitlement_person')],
            },
        ),
        migrations.CreateModel(
            name='LegalSpherePeriod',
            fields=[
                ('id', models.UUIDField(default=stellwerk.base.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('updated_at', models.DateTimeField(auto_now=True)),
                ('version', models.PositiveIntegerField(default=1)),
                ('groups', models.PositiveSmallIntegerField(default=stellwerk.cases.choices.FieldGroup['RESIDENCE'], editable=False)),
                ('valid_from', models.DateField(blank=True, null=True, verbose_name='from')),
                ('valid_until', models.DateField(blank=True, null=True, verbose_name='until')),
                ('precision', models.CharField(choices=[('day', 'to the day'), ('about', 'approximate')], default='day', max_length=5, verbose_name='precision of the days')),
                ('note', stellwerk.vault.fields.EncryptedTextField(blank=True, null=True, verbose_name='note')),
                ('office', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.organisation', verbose_name='responsible office')),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.organisation')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='spheres', to='cases.person')),
                ('sphere', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='vocabulary.term')),
            ],
            options={
                'ordering': ['valid_from', 'created_at'],
                'indexes': [models.Index(fields=['person', 'valid_from'], name='sphere_person')],
            },
        ),
        _key("cases_legalsphereperiod"),
        _key("cases_entitlement"),
    ]
