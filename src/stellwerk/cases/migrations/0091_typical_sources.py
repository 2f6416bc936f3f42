# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2

import django.db.models.deletion
import stellwerk.base.ids
from django.db import migrations, models


def _key(name: str, column: str, target: str) -> migrations.RunSQL:
    """Case, typical case and the link between them belong to one organisation."""
    return migrations.RunSQL(
        f"ALTER TABLE cases_typical_source ADD CONSTRAINT {name} "
        f"FOREIGN KEY (organisation_id, {column}) REFERENCES {target} (organisation_id, id) "
        "ON DELETE CASCADE DEFERRABLE INITIALLY IMMEDIATE",
        f"ALTER TABLE cases_typical_source DROP CONSTRAINT {name}",
    )


class Migration(migrations.Migration):

    dependencies = [
        ("cases", "0090_course_groups"),
        ("directory", "0002_sign_in_links"),
        ("networks", "0005_typical"),
    ]

    operations = [
        migrations.CreateModel(
            name='TypicalSource',
            fields=[
                ('id', models.UUIDField(default=stellwerk.base.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('updated_at', models.DateTimeField(auto_now=True)),
                ('case', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='cases.case')),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.organisation')),
                ('typical_case', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='networks.typicalcase')),
            ],
            options={
                'db_table': 'cases_typical_source',
                'indexes': [models.Index(fields=['case'], name='typical_source_case')],
                'constraints': [models.UniqueConstraint(fields=('organisation', 'typical_case', 'case'), name='typical_source_once')],
            },
        ),
        _key("typical_source_of_own_case", "case_id", "cases_case"),
        _key("typical_source_of_own_typical", "typical_case_id", "networks_typical_case"),
    ]
