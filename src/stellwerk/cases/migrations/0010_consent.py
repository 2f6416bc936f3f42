# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""Alliance, consent with its recipients, transmissions."""

import django.db.models.deletion
import django.utils.timezone
import stellwerk.base.ids
import stellwerk.cases.choices
import stellwerk.vault.fields
from django.db import migrations, models

PARTS = ("cases_alliance", "cases_consent", "cases_consentrecipient", "cases_transmission")


def _key(table: str, column: str, target: str, name: str) -> migrations.RunSQL:
    """A row and what it hangs on belong to the same organisation: no write across the wall."""
    return migrations.RunSQL(
        f"ALTER TABLE {table} ADD CONSTRAINT {name} FOREIGN KEY (organisation_id, {column}) "
        f"REFERENCES {target} (organisation_id, id) ON DELETE CASCADE "
        "DEFERRABLE INITIALLY IMMEDIATE",
        f"ALTER TABLE {table} DROP CONSTRAINT {name}",
    )


class Migration(migrations.Migration):

    dependencies = [
        ("cases", "0009_saved_filters"),
        ("directory", "0002_sign_in_links"),
    ]

    operations = [
        migrations.CreateModel(
            name='Consent',
            fields=[
                ('id', models.UUIDField(default=stellwerk.base.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('updated_at', models.DateTimeField(auto_now=True)),
                ('version', models.PositiveIntegerField(default=1)),
                ('purpose', models.CharField(choices=[('coordination', 'Planning and coordinating support together'), ('benefits', 'Applying for benefits and clarifying them'), ('placement', 'Finding a place (course, job, school, housing)'), ('conference', 'Case conference'), ('handover', 'Handing the counselling over to another office'), ('other', 'Another purpose, in own words')], max_length=16, verbose_name='purpose')),
                ('own_words', stellwerk.vault.fields.EncryptedTextField(blank=True, null=True, verbose_name='purpose in own words')),
                ('scope', models.PositiveSmallIntegerField()),
                ('explained_in', models.CharField(choices=[('de', 'German'), ('de-plain', 'German, plain language'), ('uk', 'Ukrainian'), ('ar', 'Arabic'), ('fa', 'Farsi'), ('tr', 'Turkish'), ('fr', 'French'), ('ro', 'Romanian'), ('bg', 'Bulgarian'), ('ru', 'Russian'), ('en', 'English')], max_length=12, verbose_name='explained in')),
                ('refusal_explained', models.BooleanField(verbose_name='consequences of a refusal explained')),
                ('form', models.CharField(choices=[('written', 'in writing'), ('electronic', 'electronically')], max_length=12, verbose_name='form')),
                ('guardian', stellwerk.vault.fields.EncryptedTextField(blank=True, null=True, verbose_name='who has custody')),
                ('given_on', models.DateField(verbose_name='given on')),
                ('valid_until', models.DateField(verbose_name='until')),
                ('revoked_at', models.DateTimeField(blank=True, null=True, verbose_name='revoked at')),
                ('replaced_by', models.UUIDField(editable=False, null=True)),
                ('signed_on', models.DateField(blank=True, null=True, verbose_name='signed paper received on')),
                ('signed_where', stellwerk.vault.fields.EncryptedTextField(blank=True, null=True, verbose_name='where the paper lies')),
                ('by', models.CharField(blank=True, default='', max_length=320)),
                ('case', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.CASCADE, related_name='%(class)s_set', to='cases.case')),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.organisation')),
            ],
            options={
                'ordering': ['-given_on', '-created_at'],
            },
        ),
        migrations.CreateModel(
            name='ConsentRecipient',
            fields=[
                ('id', models.UUIDField(default=stellwerk.base.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('updated_at', models.DateTimeField(auto_now=True)),
                ('access_id', models.UUIDField(editable=False, null=True)),
                ('ended_at', models.DateTimeField(blank=True, null=True)),
                ('case', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.CASCADE, related_name='%(class)s_set', to='cases.case')),
                ('consent', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.CASCADE, related_name='recipients', to='cases.consent')),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.organisation')),
                ('recipient', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.organisation')),
            ],
            options={
                'ordering': ['created_at', 'id'],
            },
        ),
        migrations.CreateModel(
            name='Transmission',
            fields=[
                ('id', models.UUIDField(default=stellwerk.base.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('updated_at', models.DateTimeField(auto_now=True)),
                ('number', models.CharField(max_length=32, verbose_name='number')),
                ('sent_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('by', models.CharField(default='', max_length=320)),
                ('basis', models.CharField(choices=[('consent', 'consent of the client'), ('statute', 'statutory basis')], max_length=12, verbose_name='basis')),
                ('consent_id', models.UUIDField(editable=False, null=True)),
                ('provision', models.CharField(blank=True, default='', max_length=200, verbose_name='provision')),
                ('scope', models.PositiveSmallIntegerField(default=0)),
                ('entrusted', models.PositiveSmallIntegerField(default=0)),
                ('purpose', stellwerk.vault.fields.EncryptedTextField(verbose_name='purpose')),
                ('content', stellwerk.vault.fields.EncryptedTextField()),
                ('digest', models.CharField(max_length=64)),
                ('signature', models.CharField(max_length=64)),
                ('case', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.CASCADE, related_name='%(class)s_set', to='cases.case')),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.organisation')),
                ('recipient', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.organisation')),
            ],
            options={
                'ordering': ['-sent_at', 'id'],
            },
        ),
        migrations.CreateModel(
            name='Alliance',
            fields=[
                ('id', models.UUIDField(default=stellwerk.base.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('updated_at', models.DateTimeField(auto_now=True)),
                ('version', models.PositiveIntegerField(default=1)),
                ('groups', models.PositiveSmallIntegerField(default=stellwerk.cases.choices.FieldGroup['PLAN'], editable=False)),
                ('agreed_on', models.DateField(verbose_name='agreed on')),
                ('content', stellwerk.vault.fields.EncryptedTextField(verbose_name='what it is about')),
                ('client_side', stellwerk.vault.fields.EncryptedTextField(blank=True, null=True, verbose_name='what the client does')),
                ('our_side', stellwerk.vault.fields.EncryptedTextField(blank=True, null=True, verbose_name='what we do')),
                ('explained_in', models.CharField(choices=[('de', 'German'), ('de-plain', 'German, plain language'), ('uk', 'Ukrainian'), ('ar', 'Arabic'), ('fa', 'Farsi'), ('tr', 'Turkish'), ('fr', 'French'), ('ro', 'Romanian'), ('bg', 'Bulgarian'), ('ru', 'Russian'), ('en', 'English')], default='de', max_length=12, verbose_name='explained in')),
                ('ended_on', models.DateField(blank=True, null=True, verbose_name='ended on')),
                ('by', models.CharField(blank=True, default='', max_length=320)),
                ('case', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.CASCADE, related_name='%(class)s_set', to='cases.case')),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.organisation')),
            ],
            options={
                'ordering': ['-agreed_on', '-created_at'],
                'indexes': [models.Index(fields=['case', '-agreed_on'], name='alliance_case')],
                'constraints': [models.CheckConstraint(condition=models.Q(('ended_on__isnull', True), ('ended_on__gte', models.F('agreed_on')), _connector='OR'), name='alliance_ended_after_agreed')],
            },
        ),
        migrations.AddIndex(
            model_name='consent',
            index=models.Index(fields=['case', '-given_on'], name='consent_case'),
        ),
        migrations.AddConstraint(
            model_name='consent',
            constraint=models.UniqueConstraint(fields=('organisation', 'id'), name='consent_in_organisation'),
        ),
        migrations.AddConstraint(
            model_name='consent',
            constraint=models.CheckConstraint(condition=models.Q(('scope__gte', 1), ('scope__lte', 1023)), name='consent_scope_within_groups'),
        ),
        migrations.AddConstraint(
            model_name='consent',
            constraint=models.CheckConstraint(condition=models.Q(('valid_until__gt', models.F('given_on'))), name='consent_ends_after_given'),
        ),
        migrations.AddIndex(
            model_name='consentrecipient',
            index=models.Index(fields=['case', 'recipient'], name='consent_recipient_case'),
        ),
        migrations.AddIndex(
            model_name='transmission',
            index=models.Index(fields=['case', '-sent_at'], name='transmission_case'),
        ),
        migrations.AddIndex(
            model_name='transmission',
            index=models.Index(fields=['recipient', '-sent_at'], name='transmission_recipient'),
        ),
        migrations.AddConstraint(
            model_name='transmission',
            constraint=models.UniqueConstraint(fields=('organisation', 'number'), name='transmission_once_per_organisation'),
        ),
            *[_key(table, "case_id", "cases_case", f"{table}_same_organisation") for table in PARTS],
        _key(
            "cases_consentrecipient", "consent_id", "cases_consent",
            "cases_consentrecipient_consent_same_organisation",
        ),
    ]
