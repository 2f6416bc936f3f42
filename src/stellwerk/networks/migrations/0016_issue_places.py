# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("networks", "0014_chain_files"),
    ]

    operations = [
        migrations.AddField(
            model_name='knownissue',
            name='chain',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='networks.servicechain', verbose_name='chain'),
        ),
        migrations.AddField(
            model_name='knownissue',
            name='station_key',
            field=models.SlugField(blank=True, default='', max_length=64, verbose_name='station'),
        ),
        migrations.AddField(
            model_name='knownissue',
            name='typical_cases',
            field=models.ManyToManyField(blank=True, related_name='+', to='networks.typicalcase', verbose_name='typical cases'),
        ),
    ]
