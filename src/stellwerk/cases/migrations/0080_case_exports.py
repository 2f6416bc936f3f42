# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2

import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models

import stellwerk.base.ids
import stellwerk.vault.fields


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0070_documents"),
        ("directory", "0002_sign_in_links"),
    ]
    operations = [
        migrations.CreateModel(
            name="CaseExport",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=stellwerk.base.ids.new_id,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("updated_at", models.DateTimeField(auto_now=True)),
                ("ordered_by", models.CharField(max_length=320)),
                ("ordered_by_id", models.UUIDField()),
                ("purpose", stellwerk.vault.fields.EncryptedTextField(verbose_name="purpose")),
                (
                    "narrowed_to",
                    stellwerk.vault.fields.EncryptedTextField(null=True, verbose_name="filters"),
                ),
                (
                    "sheets",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=40), size=None
                    ),
                ),
                ("with_entrusted", models.BooleanField(default=False)),
                (
                    "file_format",
                    models.CharField(
                        choices=[
                            ("xlsx", "Workbook (XLSX)"),
                            ("csv", "CSV files in a ZIP"),
                            ("json", "JSON, for programs"),
                        ],
                        max_length=8,
                    ),
                ),
                (
                    "case_ids",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.UUIDField(), size=None
                    ),
                ),
                (
                    "scopes",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.PositiveSmallIntegerField(), size=None
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[("waiting", "waiting"), ("ready", "ready"), ("failed", "failed")],
                        default="waiting",
                        max_length=8,
                    ),
                ),
                ("code", models.CharField(blank=True, default="", max_length=40)),
                ("done", models.PositiveIntegerField(default=0)),
                ("name", models.CharField(blank=True, default="", max_length=200)),
                ("size", models.PositiveIntegerField(default=0)),
                ("finished_at", models.DateTimeField(null=True)),
                ("expires_at", models.DateTimeField()),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="directory.organisation",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        fields=["organisation", "ordered_by_id", "-created_at"],
                        name="case_export_mine",
                    )
                ],
            },
        ),
    ]
