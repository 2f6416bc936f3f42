# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""Assessments, strengths, goal history and scales, agreements, network card, family, levels."""

import django.db.models.deletion
import stellwerk.base.ids
import stellwerk.cases.choices
import stellwerk.cases.models.fields
import stellwerk.vault.fields
from django.db import migrations, models

CASE_PARTS = (
    "cases_assessment", "cases_assessmentarea", "cases_strength", "cases_goalassessment",
    "cases_goalscale", "cases_planagreement", "cases_networktie",
)
PERSON_PARTS = ("cases_familymember", "cases_languagelevel")
# Table, column, what it points at, and what becomes of the row when that goes.
POINTERS = (
    ("cases_assessmentarea", "assessment_id", "cases_assessment", "CASCADE"),
    ("cases_goalassessment", "goal_id", "cases_goal", "CASCADE"),
    ("cases_goalscale", "goal_id", "cases_goal", "CASCADE"),
    ("cases_networktie", "involved_id", "cases_involved", "SET NULL (involved_id)"),
    ("cases_familymember", "client_id", "cases_person", "SET NULL (client_id)"),
)


def _key(table: str, column: str, target: str, then: str = "CASCADE") -> migrations.RunSQL:
    """A row and what it hangs on or points at belong to the same organisation."""
    name = f"{table}_{column}_same_organisation"
    return migrations.RunSQL(
        f"ALTER TABLE {table} ADD CONSTRAINT {name} FOREIGN KEY (organisation_id, {column}) "
        f"REFERENCES {target} (organisation_id, id) ON DELETE {then} "
        "DEFERRABLE INITIALLY IMMEDIATE",
        f"ALTER TABLE {table} DROP CONSTRAINT {name}",
    )


class Migration(migrations.Migration):

    dependencies = [
        ("cases", "0021_same_organisation"),
        ("directory", "0002_sign_in_links"),
        ("vocabulary", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name='Assessment',
            fields=[
                ('id', models.UUIDField(default=stellwerk.base.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('updated_at', models.DateTimeField(auto_now=True)),
                ('version', models.PositiveIntegerField(default=1)),
                ('groups', models.PositiveSmallIntegerField(default=stellwerk.cases.choices.FieldGroup['PLAN'], editable=False)),
                ('assessed_on', models.DateField(verbose_name='assessed on')),
                ('kind', models.CharField(choices=[('first', 'First assessment'), ('re', 'Re-assessment')], max_length=8, verbose_name='kind')),
                ('note', stellwerk.vault.fields.EncryptedTextField(blank=True, null=True, verbose_name='note')),
                ('by', models.CharField(blank=True, default='', max_length=320, verbose_name='by')),
            ],
            options={
                'ordering': ['assessed_on', 'created_at'],
            },
        ),
        migrations.CreateModel(
            name='AssessmentArea',
            fields=[
                ('id', models.UUIDField(default=stellwerk.base.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('updated_at', models.DateTimeField(auto_now=True)),
                ('groups', models.PositiveSmallIntegerField(default=stellwerk.cases.choices.FieldGroup['PLAN'])),
                ('need', models.PositiveSmallIntegerField(null=True, verbose_name="need, case manager's view")),
                ('client_need', models.PositiveSmallIntegerField(null=True, verbose_name="need, client's view")),
                ('situation', stellwerk.vault.fields.EncryptedTextField(null=True, verbose_name='situation')),
                ('resources', stellwerk.vault.fields.EncryptedTextField(null=True, verbose_name='resources')),
                ('client_view', stellwerk.vault.fields.EncryptedTextField(null=True, verbose_name="client's view")),
                ('manager_view', stellwerk.vault.fields.EncryptedTextField(null=True, verbose_name="case manager's view")),
            ],
        ),
        migrations.CreateModel(
            name='FamilyMember',
            fields=[
                ('id', models.UUIDField(default=stellwerk.base.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('updated_at', models.DateTimeField(auto_now=True)),
                ('version', models.PositiveIntegerField(default=1)),
                ('groups', models.PositiveSmallIntegerField(default=stellwerk.cases.choices.FieldGroup['FAMILY'], editable=False)),
                ('relation', models.CharField(choices=[('partner', 'Spouse or partner'), ('child', 'Child'), ('parent', 'Mother or father'), ('sibling', 'Sister or brother'), ('grandparent', 'Grandparent'), ('grandchild', 'Grandchild'), ('other', 'Other relation'), ('not_related', 'Lives there, not related')], max_length=12, verbose_name='relation')),
                ('name', stellwerk.vault.fields.EncryptedTextField(blank=True, null=True, verbose_name='name')),
                ('born', stellwerk.vault.fields.EncryptedTextField(blank=True, null=True, verbose_name='born')),
                ('in_household', models.BooleanField(default=True, verbose_name='lives in the household')),
                ('note', stellwerk.vault.fields.EncryptedTextField(blank=True, null=True, verbose_name='note')),
            ],
            options={
                'ordering': ['created_at'],
            },
        ),
        migrations.CreateModel(
            name='GoalAssessment',
            fields=[
                ('id', models.UUIDField(default=stellwerk.base.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('updated_at', models.DateTimeField(auto_now=True)),
                ('version', models.PositiveIntegerField(default=1)),
                ('groups', models.PositiveSmallIntegerField(default=stellwerk.cases.choices.FieldGroup['PLAN'])),
                ('assessed_on', models.DateField(blank=True, null=True, verbose_name='assessed on')),
                ('attainment', stellwerk.cases.models.fields.PercentField(blank=True, decimal_places=12, max_digits=15, null=True, verbose_name='attainment (%)')),
                ('level', models.SmallIntegerField(blank=True, null=True, verbose_name='level on the scale')),
                ('note', stellwerk.vault.fields.EncryptedTextField(blank=True, null=True, verbose_name='note')),
                ('by', models.CharField(blank=True, default='', max_length=320, verbose_name='by')),
                ('withdrawn_on', models.DateField(blank=True, null=True, verbose_name='withdrawn on')),
            ],
            options={
                'ordering': ['assessed_on', 'created_at'],
            },
        ),
        migrations.CreateModel(
            name='GoalScale',
            fields=[
                ('id', models.UUIDField(default=stellwerk.base.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('updated_at', models.DateTimeField(auto_now=True)),
                ('version', models.PositiveIntegerField(default=1)),
                ('groups', models.PositiveSmallIntegerField(default=stellwerk.cases.choices.FieldGroup['PLAN'])),
                ('weight', models.PositiveSmallIntegerField(default=1, verbose_name='weight')),
                ('baseline', models.SmallIntegerField(blank=True, null=True, verbose_name='where it started')),
                ('much_less', stellwerk.vault.fields.EncryptedTextField(blank=True, null=True, verbose_name='−2: much less than expected')),
                ('less', stellwerk.vault.fields.EncryptedTextField(blank=True, null=True, verbose_name='−1: less than expected')),
                ('expected', stellwerk.vault.fields.EncryptedTextField(blank=True, null=True, verbose_name='0: as expected')),
                ('more', stellwerk.vault.fields.EncryptedTextField(blank=True, null=True, verbose_name='+1: more than expected')),
                ('much_more', stellwerk.vault.fields.EncryptedTextField(blank=True, null=True, verbose_name='+2: much more than expected')),
            ],
        ),
        migrations.CreateModel(
            name='LanguageLevel',
            fields=[
                ('id', models.UUIDField(default=stellwerk.base.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('updated_at', models.DateTimeField(auto_now=True)),
                ('version', models.PositiveIntegerField(default=1)),
                ('groups', models.PositiveSmallIntegerField(default=stellwerk.cases.choices.FieldGroup['LANGUAGE'], editable=False)),
                ('reached_on', models.DateField(verbose_name='reached on')),
                ('certificate', stellwerk.vault.fields.EncryptedTextField(blank=True, null=True, verbose_name='certificate')),
                ('issuer', stellwerk.vault.fields.EncryptedTextField(blank=True, null=True, verbose_name='issued by')),
            ],
            options={
                'ordering': ['-reached_on', '-created_at'],
            },
        ),
        migrations.CreateModel(
            name='NetworkTie',
            fields=[
                ('id', models.UUIDField(default=stellwerk.base.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('updated_at', models.DateTimeField(auto_now=True)),
                ('version', models.PositiveIntegerField(default=1)),
                ('groups', models.PositiveSmallIntegerField(default=stellwerk.cases.choices.FieldGroup['PLAN'])),
                ('name', stellwerk.vault.fields.EncryptedTextField(verbose_name='who')),
                ('role', stellwerk.vault.fields.EncryptedTextField(blank=True, null=True, verbose_name='what for the person')),
                ('sector', models.CharField(choices=[('family', 'Family'), ('friends', 'Friends'), ('neighbours', 'Neighbours'), ('work', 'Work and school'), ('offices', 'Offices'), ('advice', 'Advice and support'), ('health', 'Health care'), ('community', 'Clubs and communities')], max_length=12, verbose_name='sector')),
                ('is_formal', models.BooleanField(default=False, verbose_name='by profession or office')),
                ('closeness', models.PositiveSmallIntegerField(choices=[(1, 'close'), (2, 'in between'), (3, 'distant')], verbose_name='closeness')),
                ('effect', models.SmallIntegerField(blank=True, choices=[(-2, 'very burdening'), (-1, 'burdening'), (0, 'neither helpful nor burdening'), (1, 'helpful'), (2, 'very helpful')], null=True, verbose_name='effect')),
                ('noted_on', models.DateField(verbose_name='noted on')),
                ('until', models.DateField(blank=True, null=True, verbose_name='until')),
            ],
            options={
                'ordering': ['sector', 'closeness', 'created_at'],
            },
        ),
        migrations.CreateModel(
            name='PlanAgreement',
            fields=[
                ('id', models.UUIDField(default=stellwerk.base.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('updated_at', models.DateTimeField(auto_now=True)),
                ('version', models.PositiveIntegerField(default=1)),
                ('groups', models.PositiveSmallIntegerField(default=stellwerk.cases.choices.FieldGroup['PLAN'], editable=False)),
                ('agreed_on', models.DateField(verbose_name='agreed on')),
                ('review_on', models.DateField(blank=True, null=True, verbose_name='looked at again on')),
                ('note', stellwerk.vault.fields.EncryptedTextField(blank=True, null=True, verbose_name='what else was agreed')),
                ('by', models.CharField(blank=True, default='', max_length=320, verbose_name='by')),
            ],
            options={
                'ordering': ['-agreed_on', '-created_at'],
            },
        ),
        migrations.CreateModel(
            name='ScaleText',
            fields=[
                ('id', models.UUIDField(default=stellwerk.base.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('updated_at', models.DateTimeField(auto_now=True)),
                ('level', models.PositiveSmallIntegerField(verbose_name='level')),
                ('text', models.CharField(max_length=300, verbose_name='meaning')),
            ],
        ),
        migrations.CreateModel(
            name='Strength',
            fields=[
                ('id', models.UUIDField(default=stellwerk.base.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('updated_at', models.DateTimeField(auto_now=True)),
                ('version', models.PositiveIntegerField(default=1)),
                ('groups', models.PositiveSmallIntegerField(default=stellwerk.cases.choices.FieldGroup['PLAN'])),
                ('text', stellwerk.vault.fields.EncryptedTextField(verbose_name='strength or resource')),
                ('noted_on', models.DateField(verbose_name='noted on')),
                ('until', models.DateField(blank=True, null=True, verbose_name='valid until')),
            ],
            options={
                'ordering': ['-noted_on', '-created_at'],
            },
        ),
        migrations.AddField(
            model_name='goal',
            name='indicator',
            field=stellwerk.vault.fields.EncryptedTextField(blank=True, null=True, verbose_name='indicator'),
        ),
        migrations.AddField(
            model_name='goal',
            name='relevance',
            field=stellwerk.vault.fields.EncryptedTextField(blank=True, null=True, verbose_name='why it matters'),
        ),
        migrations.AddField(
            model_name='goal',
            name='responsible',
            field=models.CharField(blank=True, choices=[('client', 'the client'), ('case_manager', 'the case manager'), ('both', 'client and case manager together'), ('other', 'somebody else')], max_length=12, null=True, verbose_name='responsible'),
        ),
        migrations.AddField(
            model_name='goal',
            name='responsible_name',
            field=stellwerk.vault.fields.EncryptedTextField(blank=True, null=True, verbose_name='who'),
        ),
        migrations.AddField(
            model_name='measure',
            name='is_own_step',
            field=models.BooleanField(default=False, verbose_name="a step of the client's own"),
        ),
        migrations.AddField(
            model_name='measure',
            name='offer',
            field=stellwerk.vault.fields.EncryptedTextField(blank=True, null=True, verbose_name='offer'),
        ),
        migrations.AddField(
            model_name='measure',
            name='reason',
            field=models.CharField(blank=True, choices=[('done', 'done as agreed'), ('partly', 'done in part'), ('no_place', 'no place free'), ('waiting', 'waiting time too long'), ('not_entitled', 'not entitled'), ('papers', 'papers missing'), ('language', 'language level not sufficient'), ('childcare', 'no childcare'), ('distance', 'too far away'), ('health', 'health reasons'), ('moved', 'moved away'), ('other_way', 'another way was found'), ('client', 'the client did not want to'), ('other', 'another reason')], max_length=12, null=True, verbose_name='reason in a word'),
        ),
        migrations.AddConstraint(
            model_name='goal',
            constraint=models.UniqueConstraint(fields=('organisation', 'id'), name='goal_in_organisation'),
        ),
        migrations.AddConstraint(
            model_name='involved',
            constraint=models.UniqueConstraint(fields=('organisation', 'id'), name='involved_in_organisation'),
        ),
        migrations.AddField(
            model_name='assessment',
            name='case',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.CASCADE, related_name='%(class)s_set', to='cases.case'),
        ),
        migrations.AddField(
            model_name='assessment',
            name='organisation',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.organisation'),
        ),
        migrations.AddField(
            model_name='assessmentarea',
            name='assessment',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.CASCADE, related_name='areas', to='cases.assessment'),
        ),
        migrations.AddField(
            model_name='assessmentarea',
            name='case',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.CASCADE, related_name='%(class)s_set', to='cases.case'),
        ),
        migrations.AddField(
            model_name='assessmentarea',
            name='life_area',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='vocabulary.term'),
        ),
        migrations.AddField(
            model_name='assessmentarea',
            name='organisation',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.organisation'),
        ),
        migrations.AddField(
            model_name='familymember',
            name='client',
            field=models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='cases.person', verbose_name='is a client as well'),
        ),
        migrations.AddField(
            model_name='familymember',
            name='organisation',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.organisation'),
        ),
        migrations.AddField(
            model_name='familymember',
            name='person',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='family', to='cases.person'),
        ),
        migrations.AddField(
            model_name='goalassessment',
            name='case',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.CASCADE, related_name='%(class)s_set', to='cases.case'),
        ),
        migrations.AddField(
            model_name='goalassessment',
            name='goal',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.CASCADE, related_name='assessments', to='cases.goal'),
        ),
        migrations.AddField(
            model_name='goalassessment',
            name='organisation',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.organisation'),
        ),
        migrations.AddField(
            model_name='goalscale',
            name='case',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.CASCADE, related_name='%(class)s_set', to='cases.case'),
        ),
        migrations.AddField(
            model_name='goalscale',
            name='goal',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.CASCADE, related_name='scales', to='cases.goal'),
        ),
        migrations.AddField(
            model_name='goalscale',
            name='organisation',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.organisation'),
        ),
        migrations.AddField(
            model_name='languagelevel',
            name='language',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='vocabulary.term'),
        ),
        migrations.AddField(
            model_name='languagelevel',
            name='level',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='vocabulary.term'),
        ),
        migrations.AddField(
            model_name='languagelevel',
            name='organisation',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.organisation'),
        ),
        migrations.AddField(
            model_name='languagelevel',
            name='person',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='language_levels', to='cases.person'),
        ),
        migrations.AddField(
            model_name='networktie',
            name='case',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.CASCADE, related_name='%(class)s_set', to='cases.case'),
        ),
        migrations.AddField(
            model_name='networktie',
            name='involved',
            field=models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='cases.involved', verbose_name='somebody involved'),
        ),
        migrations.AddField(
            model_name='networktie',
            name='organisation',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.organisation'),
        ),
        migrations.AddField(
            model_name='planagreement',
            name='case',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.CASCADE, related_name='%(class)s_set', to='cases.case'),
        ),
        migrations.AddField(
            model_name='planagreement',
            name='organisation',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.organisation'),
        ),
        migrations.AddField(
            model_name='scaletext',
            name='life_area',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='vocabulary.term'),
        ),
        migrations.AddField(
            model_name='scaletext',
            name='organisation',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.organisation'),
        ),
        migrations.AddField(
            model_name='strength',
            name='case',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.CASCADE, related_name='%(class)s_set', to='cases.case'),
        ),
        migrations.AddField(
            model_name='strength',
            name='life_area',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='vocabulary.term'),
        ),
        migrations.AddField(
            model_name='strength',
            name='organisation',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.organisation'),
        ),
        migrations.AddIndex(
            model_name='assessment',
            index=models.Index(fields=['case', 'assessed_on'], name='assessment_case'),
        ),
        migrations.AddConstraint(
            model_name='assessment',
            constraint=models.UniqueConstraint(fields=('organisation', 'id'), name='assessment_in_organisation'),
        ),
        migrations.AddConstraint(
            model_name='assessmentarea',
            constraint=models.UniqueConstraint(fields=('organisation', 'assessment', 'life_area'), name='area_once_per_assessment'),
        ),
        migrations.AddConstraint(
            model_name='assessmentarea',
            constraint=models.CheckConstraint(condition=models.Q(('need__isnull', True), models.Q(('need__gte', 0), ('need__lte', 4)), _connector='OR'), name='area_need_range'),
        ),
        migrations.AddConstraint(
            model_name='assessmentarea',
            constraint=models.CheckConstraint(condition=models.Q(('client_need__isnull', True), models.Q(('client_need__gte', 0), ('client_need__lte', 4)), _connector='OR'), name='area_client_need_range'),
        ),
        migrations.AddIndex(
            model_name='familymember',
            index=models.Index(fields=['person', 'created_at'], name='family_person'),
        ),
        migrations.AddIndex(
            model_name='goalassessment',
            index=models.Index(fields=['case', 'assessed_on'], name='goal_assessment_case'),
        ),
        migrations.AddConstraint(
            model_name='goalassessment',
            constraint=models.CheckConstraint(condition=models.Q(('attainment__isnull', True), models.Q(('attainment__gte', 0), ('attainment__lte', 100)), _connector='OR'), name='goal_assessment_percent'),
        ),
        migrations.AddConstraint(
            model_name='goalassessment',
            constraint=models.CheckConstraint(condition=models.Q(('attainment__isnull', False), ('level__isnull', False), _connector='OR'), name='goal_assessment_says_something'),
        ),
        migrations.AddConstraint(
            model_name='goalassessment',
            constraint=models.CheckConstraint(condition=models.Q(('level__isnull', True), models.Q(('level__gte', -2), ('level__lte', 2)), _connector='OR'), name='goal_assessment_level'),
        ),
        migrations.AddConstraint(
            model_name='goalscale',
            constraint=models.UniqueConstraint(fields=('organisation', 'goal'), name='goal_scale_once'),
        ),
        migrations.AddConstraint(
            model_name='goalscale',
            constraint=models.CheckConstraint(condition=models.Q(('weight__gte', 1), ('weight__lte', 10)), name='goal_scale_weight'),
        ),
        migrations.AddConstraint(
            model_name='goalscale',
            constraint=models.CheckConstraint(condition=models.Q(('baseline__isnull', True), models.Q(('baseline__gte', -2), ('baseline__lte', 2)), _connector='OR'), name='goal_scale_baseline'),
        ),
        migrations.AddIndex(
            model_name='languagelevel',
            index=models.Index(fields=['person', '-reached_on'], name='language_level_person'),
        ),
        migrations.AddIndex(
            model_name='networktie',
            index=models.Index(fields=['case', 'sector'], name='network_tie_case'),
        ),
        migrations.AddConstraint(
            model_name='networktie',
            constraint=models.CheckConstraint(condition=models.Q(('closeness__gte', 1), ('closeness__lte', 3)), name='tie_closeness'),
        ),
        migrations.AddConstraint(
            model_name='networktie',
            constraint=models.CheckConstraint(condition=models.Q(('effect__isnull', True), models.Q(('effect__gte', -2), ('effect__lte', 2)), _connector='OR'), name='tie_effect'),
        ),
        migrations.AddIndex(
            model_name='planagreement',
            index=models.Index(fields=['case', '-agreed_on'], name='plan_agreement_case'),
        ),
        migrations.AddConstraint(
            model_name='scaletext',
            constraint=models.UniqueConstraint(fields=('organisation', 'life_area', 'level'), name='scale_text_once'),
        ),
        migrations.AddConstraint(
            model_name='scaletext',
            constraint=models.CheckConstraint(condition=models.Q(('level__gte', 0), ('level__lte', 4)), name='scale_text_level'),
        ),
        migrations.AddIndex(
            model_name='strength',
            index=models.Index(fields=['case', '-noted_on'], name='strength_case'),
        ),
        *[_key(table, "case_id", "cases_case") for table in CASE_PARTS],
        *[_key(table, "person_id", "cases_person") for table in PERSON_PARTS],
        *[_key(*pointer) for pointer in POINTERS],
    ]
