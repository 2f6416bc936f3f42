# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2

import django.db.models.deletion
import django.db.models.functions.datetime
import stellwerk.base.ids
import stellwerk.cases.choices
import stellwerk.vault.fields
from django.db import migrations, models


CASE_PARTS = ("cases_document", "cases_documentcontent", "cases_openform", "cases_undostep")


def _key(table: str, column: str, target: str) -> migrations.RunSQL:
    """A row and what it hangs on belong to the same organisation: no write across the wall."""
    name = f"{table}_same_organisation_{column.removesuffix('_id')}"
    return migrations.RunSQL(
        f"ALTER TABLE {table} ADD CONSTRAINT {name} FOREIGN KEY (organisation_id, {column}) "
        f"REFERENCES {target} (organisation_id, id) ON DELETE CASCADE "
        "DEFERRABLE INITIALLY IMMEDIATE",
        f"ALTER TABLE {table} DROP CONSTRAINT {name}",
    )


class Migration(migrations.Migration):

    dependencies = [
        ("cases", "0063_reassignment"),
        ("directory", "0002_sign_in_links"),
    ]

    operations = [
        migrations.CreateModel(
            name='DocumentContent',
            fields=[
                ('id', models.UUIDField(editable=False, primary_key=True, serialize=False)),
                ('groups', models.PositiveSmallIntegerField(default=stellwerk.cases.choices.FieldGroup['NOTES'], editable=False)),
                ('content', stellwerk.vault.fields.EncryptedBytesField()),
                ('case', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.CASCADE, related_name='%(class)s_set', to='cases.case')),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.organisation')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='LetterTemplate',
            fields=[
                ('id', models.UUIDField(default=stellwerk.base.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('updated_at', models.DateTimeField(auto_now=True)),
                ('series', models.UUIDField(default=stellwerk.base.ids.new_id, editable=False)),
                ('number', models.PositiveSmallIntegerField(default=1, verbose_name='version')),
                ('name', models.CharField(max_length=120, verbose_name='name')),
                ('kind', models.CharField(choices=[('letter', 'Letter'), ('conversation_guide', 'Conversation guide'), ('documentation', 'Documentation template'), ('leaflet', 'Leaflet')], default='letter', max_length=24, verbose_name='kind')),
                ('content', models.BinaryField()),
                ('size', models.PositiveIntegerField(default=0)),
                ('sha256', models.CharField(max_length=64)),
                ('retired_at', models.DateTimeField(blank=True, null=True, verbose_name='retired')),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.organisation')),
            ],
            options={
                'ordering': ['name', '-number'],
            },
        ),
        migrations.CreateModel(
            name='Document',
            fields=[
                ('id', models.UUIDField(default=stellwerk.base.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('updated_at', models.DateTimeField(auto_now=True)),
                ('version', models.PositiveIntegerField(default=1)),
                ('groups', models.PositiveSmallIntegerField(default=stellwerk.cases.choices.FieldGroup['NOTES'])),
                ('title', stellwerk.vault.fields.EncryptedTextField(verbose_name='title')),
                ('kind', models.CharField(choices=[('notice', 'Official notice'), ('application', 'Application or form'), ('certificate', 'Certificate or proof'), ('consent', 'Signed consent or release'), ('agreement', 'Signed agreement or plan'), ('report', 'Report or opinion'), ('correspondence', 'Letter received'), ('letter', 'Letter issued'), ('other', 'Other document')], default='other', max_length=24, verbose_name='kind')),
                ('dated_on', models.DateField(blank=True, null=True, verbose_name='date of the document')),
                ('file_name', stellwerk.vault.fields.EncryptedTextField(verbose_name='file name')),
                ('file_type', models.CharField(choices=[('pdf', 'PDF'), ('jpeg', 'JPEG'), ('png', 'PNG'), ('webp', 'WebP'), ('docx', 'DOCX'), ('odt', 'ODT'), ('xlsx', 'XLSX'), ('txt', 'TXT')], max_length=8, verbose_name='type of file')),
                ('size', models.PositiveIntegerField(verbose_name='size')),
                ('sha256', stellwerk.vault.fields.EncryptedTextField(verbose_name='checksum (SHA-256)')),
                ('scan', models.CharField(choices=[('not_scanned', 'not scanned'), ('clean', 'scanned, nothing found')], default='not_scanned', max_length=12, verbose_name='virus scan')),
                ('by', models.CharField(blank=True, default='', max_length=320, verbose_name='filed by')),
                ('by_user_id', models.UUIDField(editable=False, null=True)),
                ('case', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.CASCADE, related_name='%(class)s_set', to='cases.case')),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.organisation')),
                ('template', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='cases.lettertemplate')),
            ],
            options={
                'ordering': ['-created_at', 'id'],
            },
        ),
        migrations.CreateModel(
            name='OpenForm',
            fields=[
                ('id', models.UUIDField(default=stellwerk.base.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('updated_at', models.DateTimeField(auto_now=True)),
                ('form', models.CharField(max_length=160)),
                ('user_id', models.UUIDField()),
                ('user_name', models.CharField(max_length=200)),
                ('since', models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ('seen_at', models.DateTimeField(null=True)),
                ('draft', stellwerk.vault.fields.EncryptedTextField(null=True)),
                ('draft_at', models.DateTimeField(null=True)),
                ('case', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.CASCADE, related_name='%(class)s_set', to='cases.case')),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.organisation')),
            ],
        ),
        migrations.CreateModel(
            name='UndoStep',
            fields=[
                ('id', models.UUIDField(editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ('kind', models.CharField(max_length=40)),
                ('model', models.CharField(max_length=60)),
                ('row_id', models.UUIDField()),
                ('version', models.PositiveIntegerField()),
                ('user_id', models.UUIDField(null=True)),
                ('by', models.CharField(blank=True, default='', max_length=320)),
                ('values', stellwerk.vault.fields.EncryptedTextField()),
                ('case', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='cases.case')),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.organisation')),
                ('person', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='cases.person')),
            ],
        ),
        migrations.AddIndex(
            model_name='lettertemplate',
            index=models.Index(fields=['organisation', 'kind', 'name'], name='template_org'),
        ),
        migrations.AddConstraint(
            model_name='lettertemplate',
            constraint=models.UniqueConstraint(fields=('organisation', 'series', 'number'), name='template_version_once'),
        ),
        migrations.AddIndex(
            model_name='document',
            index=models.Index(fields=['case', '-created_at'], name='document_case'),
        ),
        migrations.AddIndex(
            model_name='openform',
            index=models.Index(fields=['updated_at'], name='open_form_age'),
        ),
        migrations.AddConstraint(
            model_name='openform',
            constraint=models.UniqueConstraint(fields=('organisation', 'case', 'form', 'user_id'), name='form_open_once'),
        ),
        migrations.AddIndex(
            model_name='undostep',
            index=models.Index(fields=['row_id', 'version'], name='undo_row'),
        ),
        migrations.AddIndex(
            model_name='undostep',
            index=models.Index(fields=['created_at'], name='undo_age'),
        ),
        *[_key(table, "case_id", "cases_case") for table in CASE_PARTS],
        _key("cases_undostep", "person_id", "cases_person"),
    ]
