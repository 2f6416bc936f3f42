# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""Frozen reports and network releases."""

import django.db.models.deletion
import stellwerk.base.ids
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('directory', '0002_sign_in_links'),
    ]

    operations = [
        migrations.CreateModel(
            name='NetworkRelease',
            fields=[
                ('id', models.UUIDField(default=stellwerk.base.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('report', models.CharField(max_length=40)),
                ('as_of', models.DateField()),
                ('released_at', models.DateTimeField()),
                ('content', models.TextField()),
                ('digest', models.CharField(max_length=64)),
            ],
            options={
                'indexes': [models.Index(fields=['report', '-released_at'], name='release_newest')],
            },
        ),
        migrations.CreateModel(
            name='FrozenReport',
            fields=[
                ('id', models.UUIDField(default=stellwerk.base.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('report', models.CharField(max_length=40)),
                ('title', models.CharField(max_length=200, verbose_name='title')),
                ('period_start', models.DateField(null=True)),
                ('period_end', models.DateField(null=True)),
                ('frozen_at', models.DateTimeField()),
                ('frozen_by', models.CharField(max_length=320)),
                ('content', models.TextField()),
                ('digest', models.CharField(max_length=64)),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.organisation')),
            ],
            options={
                'indexes': [models.Index(fields=['organisation', '-frozen_at', 'id'], name='frozen_newest')],
            },
        ),
    ]
