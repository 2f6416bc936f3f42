# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2

from typing import Any

import django.db.models.deletion
import django.utils.timezone
import stellwerk.base.ids
from django.db import migrations, models


def keep_states(apps: Any, schema_editor: Any) -> None:
    """What was open is reported, what was done stays done; both get the beginning of a history."""
    issues = apps.get_model("networks", "KnownIssue").objects.using(schema_editor.connection.alias)
    steps = apps.get_model("networks", "IssueStep").objects.using(schema_editor.connection.alias)
    issues.filter(state="open").update(state="reported")
    for issue in issues.all():
        steps.create(issue=issue, to_state="reported", on=issue.created_at.date())
        if issue.state == "closed":
            steps.create(
                issue=issue, from_state="reported", to_state="closed", on=issue.updated_at.date()
            )


def take_back(apps: Any, schema_editor: Any) -> None:
    issues = apps.get_model("networks", "KnownIssue").objects.using(schema_editor.connection.alias)
    issues.exclude(state="closed").update(state="open")


class Migration(migrations.Migration):

    dependencies = [
        ("networks", "0005_typical"),
        ("directory", "0002_sign_in_links"),
        ("vocabulary", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name='IssueStep',
            fields=[
                ('id', models.UUIDField(default=stellwerk.base.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('updated_at', models.DateTimeField(auto_now=True)),
                ('from_state', models.CharField(blank=True, choices=[('reported', 'reported'), ('bundled', 'bundled'), ('analysed', 'analysed'), ('proposed', 'proposed'), ('decided', 'decided'), ('in_force', 'put in force'), ('checked', 'effect checked'), ('closed', 'done'), ('accepted', 'known and accepted'), ('escalated', 'passed on to the state')], default='', max_length=10)),
                ('to_state', models.CharField(choices=[('reported', 'reported'), ('bundled', 'bundled'), ('analysed', 'analysed'), ('proposed', 'proposed'), ('decided', 'decided'), ('in_force', 'put in force'), ('checked', 'effect checked'), ('closed', 'done'), ('accepted', 'known and accepted'), ('escalated', 'passed on to the state')], max_length=10, verbose_name='state')),
                ('on', models.DateField(default=django.utils.timezone.localdate, verbose_name='day of the step')),
                ('words', models.TextField(blank=True, default='', verbose_name='words of the step')),
                ('addressee', models.CharField(blank=True, default='', max_length=160, verbose_name='passed on to')),
                ('by', models.CharField(blank=True, default='', max_length=200, verbose_name='by')),
            ],
            options={
                'db_table': 'networks_issue_step',
                'ordering': ['-created_at', '-id'],
            },
        ),
        migrations.CreateModel(
            name='Lever',
            fields=[
                ('id', models.UUIDField(default=stellwerk.base.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('updated_at', models.DateTimeField(auto_now=True)),
                ('version', models.PositiveIntegerField(default=1)),
                ('title', models.CharField(max_length=160, verbose_name='title')),
                ('point', models.CharField(blank=True, default='', max_length=200, verbose_name='point in the chain')),
                ('power_words', models.CharField(blank=True, default='', max_length=200, verbose_name='in whose power besides')),
                ('across_spheres', models.BooleanField(blank=True, null=True, verbose_name='across legal spheres')),
                ('effort', models.CharField(blank=True, choices=[('small', 'small'), ('medium', 'medium'), ('large', 'large')], default='', max_length=8, verbose_name='effort')),
                ('effect', models.TextField(blank=True, default='', verbose_name='expected effect')),
                ('figure', models.CharField(blank=True, choices=[('waiting', 'waiting time between two activities'), ('duration', 'time from the first to the last activity of a course'), ('repeated', 'share of courses in which the same paper is asked for twice'), ('loops', 'share of courses that come back to an activity'), ('handovers', 'hand-overs per course'), ('broken_off', 'share of courses that break off'), ('persons', 'people who meet the issue, per month'), ('other', 'another figure, in words')], default='', max_length=12, verbose_name='figure that should move')),
                ('figure_words', models.CharField(blank=True, default='', max_length=300, verbose_name='figure in words')),
                ('state', models.CharField(choices=[('idea', 'idea'), ('chosen', 'chosen'), ('turning', 'being turned'), ('turned', 'turned'), ('dropped', 'discarded')], default='idea', max_length=8, verbose_name='state')),
            ],
            options={
                'db_table': 'networks_lever',
                'ordering': ['title', 'id'],
            },
        ),
        migrations.AddField(
            model_name='knownissue',
            name='decided_on',
            field=models.DateField(blank=True, null=True, verbose_name='decided on'),
        ),
        migrations.AddField(
            model_name='knownissue',
            name='decision',
            field=models.TextField(blank=True, default='', verbose_name='words of the decision'),
        ),
        migrations.AddField(
            model_name='knownissue',
            name='field_of_action',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='vocabulary.term', verbose_name='field of action'),
        ),
        migrations.AddField(
            model_name='knownissue',
            name='from_organisation',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.organisation', verbose_name='from'),
        ),
        migrations.AddField(
            model_name='knownissue',
            name='from_words',
            field=models.CharField(blank=True, default='', max_length=120, verbose_name='from (office)'),
        ),
        migrations.AddField(
            model_name='knownissue',
            name='in_force_on',
            field=models.DateField(blank=True, null=True, verbose_name='in force since'),
        ),
        migrations.AddField(
            model_name='knownissue',
            name='kind',
            field=models.CharField(blank=True, choices=[('waiting', 'Waiting time'), ('gap', 'Gap: nobody is responsible'), ('contradiction', 'Contradiction between two offices'), ('duplicate', 'Duplicate demand'), ('information', 'Missing information'), ('legal_limit', 'Legal limit'), ('good', 'Good cooperation')], default='', max_length=16, verbose_name='kind'),
        ),
        migrations.AddField(
            model_name='knownissue',
            name='legal_spheres',
            field=models.ManyToManyField(blank=True, related_name='+', to='vocabulary.term', verbose_name='legal spheres'),
        ),
        migrations.AddField(
            model_name='knownissue',
            name='result',
            field=models.TextField(blank=True, default='', verbose_name='result of the check'),
        ),
        migrations.AddField(
            model_name='knownissue',
            name='to_organisation',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.organisation', verbose_name='to'),
        ),
        migrations.AddField(
            model_name='knownissue',
            name='to_words',
            field=models.CharField(blank=True, default='', max_length=120, verbose_name='to (office)'),
        ),
        migrations.AddField(
            model_name='observation',
            name='bundled_on',
            field=models.DateField(blank=True, editable=False, null=True),
        ),
        migrations.AlterField(
            model_name='knownissue',
            name='state',
            field=models.CharField(choices=[('reported', 'reported'), ('bundled', 'bundled'), ('analysed', 'analysed'), ('proposed', 'proposed'), ('decided', 'decided'), ('in_force', 'put in force'), ('checked', 'effect checked'), ('closed', 'done'), ('accepted', 'known and accepted'), ('escalated', 'passed on to the state')], default='reported', max_length=10, verbose_name='state'),
        ),
        migrations.AddConstraint(
            model_name='knownissue',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state__in', ['decided', 'in_force', 'checked']), _negated=True), models.Q(('decided_on__isnull', False), models.Q(('decision', ''), _negated=True)), _connector='OR'), name='issue_decision_has_a_day_and_words'),
        ),
        migrations.AddConstraint(
            model_name='knownissue',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state__in', ['in_force', 'checked']), _negated=True), ('in_force_on__isnull', False), _connector='OR'), name='issue_in_force_since'),
        ),
        migrations.AddField(
            model_name='issuestep',
            name='issue',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='steps', to='networks.knownissue'),
        ),
        migrations.AddField(
            model_name='issuestep',
            name='organisation',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.organisation'),
        ),
        migrations.AddField(
            model_name='lever',
            name='from_activity',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='networks.activity', verbose_name='from activity'),
        ),
        migrations.AddField(
            model_name='lever',
            name='issue',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='levers', to='networks.knownissue', verbose_name='known issue'),
        ),
        migrations.AddField(
            model_name='lever',
            name='organisation',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.organisation'),
        ),
        migrations.AddField(
            model_name='lever',
            name='powers',
            field=models.ManyToManyField(blank=True, related_name='+', to='directory.organisation', verbose_name='in whose power'),
        ),
        migrations.AddField(
            model_name='lever',
            name='to_activity',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='networks.activity', verbose_name='to activity'),
        ),
        migrations.AddIndex(
            model_name='issuestep',
            index=models.Index(fields=['issue', '-created_at'], name='issue_step_issue'),
        ),
        # Rows before constraints of the same transaction: PostgreSQL refuses the other order.
        migrations.RunPython(keep_states, take_back),
    ]
