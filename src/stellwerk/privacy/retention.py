# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""The retention list: each table has a class of period, or stands under "no personal data".

A house test fails when a table stands on neither list. The periods themselves are the controller's
to set; these are the classes (the starting point after DIN 66398) that the periods hang on.
"""

from enum import StrEnum


class Period(StrEnum):
    """From when on the time of keeping runs."""

    CASE_CLOSED = "case_closed"  # the case's closing, plus the controller's years
    PERSON_GONE = "person_gone"  # with the person's last case
    ACCOUNT_ENDED = "account_ended"  # the end of the user's last membership
    LOG = "log"  # the row's own date
    SESSION = "session"  # hours: ends with the session or the link
    JOB = "job"  # days after the work is done
    REPORT = "report"  # figures of an organisation and who froze them: the report's own date
    DRAFT = "draft"  # days after the last key stroke or change; with the case or person at latest
    IMPORT = "import"  # days after the import is done: faults quote cells


RETENTION: dict[str, Period] = {
    "cases.Case": Period.CASE_CLOSED,
    "cases.CaseAccess": Period.CASE_CLOSED,
    "cases.CaseFact": Period.CASE_CLOSED,
    "cases.CaseTopic": Period.CASE_CLOSED,
    "cases.PhaseChange": Period.CASE_CLOSED,
    "cases.Goal": Period.CASE_CLOSED,
    "cases.Measure": Period.CASE_CLOSED,
    "cases.Appointment": Period.CASE_CLOSED,
    "cases.Contact": Period.CASE_CLOSED,
    "cases.Involved": Period.CASE_CLOSED,
    "cases.Transition": Period.CASE_CLOSED,
    "cases.Alliance": Period.CASE_CLOSED,
    "cases.Consent": Period.CASE_CLOSED,
    "cases.ConsentRecipient": Period.CASE_CLOSED,
    "cases.Transmission": Period.CASE_CLOSED,
    "cases.Clarification": Period.CASE_CLOSED,
    "cases.CriterionAnswer": Period.CASE_CLOSED,
    "cases.ClientEvaluation": Period.CASE_CLOSED,
    "cases.PersonMerge": Period.PERSON_GONE,
    "cases.Barrier": Period.CASE_CLOSED,
    "cases.CaseConference": Period.CASE_CLOSED,
    "cases.ConferenceGuest": Period.CASE_CLOSED,
    "cases.ConferenceResult": Period.CASE_CLOSED,
    "cases.Reminder": Period.CASE_CLOSED,
    "cases.ReminderWish": Period.PERSON_GONE,
    "cases.CalendarFeed": Period.ACCOUNT_ENDED,
    # The half without any person outlives the case: figures of a report, by its own date.
    "networks.Observation": Period.REPORT,
    # Who took a step of an issue: the register is kept as figures are.
    "networks.IssueStep": Period.REPORT,
    # A trace goes with its case or its file; the key of a recorded one lies sealed in the case.
    "networks.Trace": Period.CASE_CLOSED,
    "networks.Event": Period.CASE_CLOSED,
    # Sums over events, counted again when one of them goes.
    "networks.Cell": Period.CASE_CLOSED,
    "networks.CellMark": Period.CASE_CLOSED,
    "networks.EventLog": Period.REPORT,
    # Coarse sums of five people and more. With the nightly release go: steps and hand-overs older
    # than five years, lines of an issue that is gone, empty ones, those of who has no members left.
    "networks.ReleasedLine": Period.REPORT,
    "networks.LogFilePart": Period.REPORT,
    # A course without its person outlives the cases it was made of; the link does not.
    "networks.TypicalCase": Period.REPORT,
    "networks.TypicalStation": Period.REPORT,
    "networks.StationView": Period.REPORT,
    "networks.TypicalRelease": Period.REPORT,
    "cases.TypicalSource": Period.CASE_CLOSED,
    "cases.WorkTime": Period.ACCOUNT_ENDED,
    "cases.Reassignment": Period.CASE_CLOSED,
    "cases.ReassignmentItem": Period.CASE_CLOSED,
    "cases.DigestWish": Period.ACCOUNT_ENDED,
    "cases.Document": Period.CASE_CLOSED,
    "cases.DocumentContent": Period.CASE_CLOSED,
    "cases.OpenForm": Period.DRAFT,
    "cases.UndoStep": Period.DRAFT,
    "cases.Person": Period.PERSON_GONE,
    "cases.Household": Period.PERSON_GONE,
    "cases.Identity": Period.PERSON_GONE,
    "cases.ContactData": Period.PERSON_GONE,
    "cases.PersonLanguage": Period.PERSON_GONE,
    "cases.PersonToken": Period.PERSON_GONE,
    "cases.ResidencePeriod": Period.PERSON_GONE,
    # assessment, plan, surroundings
    "cases.Assessment": Period.CASE_CLOSED,
    "cases.AssessmentArea": Period.CASE_CLOSED,
    "cases.Strength": Period.CASE_CLOSED,
    "cases.GoalAssessment": Period.CASE_CLOSED,
    "cases.GoalScale": Period.CASE_CLOSED,
    "cases.PlanAgreement": Period.CASE_CLOSED,
    "cases.NetworkTie": Period.CASE_CLOSED,
    "cases.FamilyMember": Period.PERSON_GONE,
    "cases.LanguageLevel": Period.PERSON_GONE,
    "cases.LegalSpherePeriod": Period.PERSON_GONE,
    "cases.Entitlement": Period.PERSON_GONE,
    "base.DataKey": Period.PERSON_GONE,
    "cases.ImportRun": Period.IMPORT,
    "cases.CaseExport": Period.IMPORT,
    "cases.SavedFilter": Period.ACCOUNT_ENDED,
    "audit.Event": Period.LOG,
    "indicators.FrozenReport": Period.REPORT,
    "indicators.ReportFile": Period.JOB,
    "directory.User": Period.ACCOUNT_ENDED,
    "directory.Membership": Period.ACCOUNT_ENDED,
    "directory.SignInLink": Period.SESSION,
    "account.EmailAddress": Period.ACCOUNT_ENDED,
    "account.EmailConfirmation": Period.SESSION,
    "mfa.Authenticator": Period.ACCOUNT_ENDED,
    "socialaccount.SocialAccount": Period.ACCOUNT_ENDED,
    "socialaccount.SocialToken": Period.SESSION,
    "sessions.Session": Period.SESSION,
    "django_tasks_database.DBTaskResult": Period.JOB,
}

NO_PERSONAL_DATA: frozenset[str] = frozenset(
    {
        "audit.Checkpoint",
        "cases.ImportMapping",
        "cases.Checklist",
        "cases.ChecklistItem",
        # What a level of need means: an organisation's own words, about nobody.
        "cases.ScaleText",
        "auth.Group",
        "auth.Group_permissions",
        "auth.Permission",
        "cases.DeadlineRule",
        "cases.LetterTemplate",
        "contenttypes.ContentType",
        "cases.OrganisationSetting",
        "networks.KnownIssue",
        "networks.KnownIssue_legal_spheres",
        "networks.KnownIssue_typical_cases",
        "networks.Lever",
        "networks.Lever_powers",
        # Words for what happens, and for offices.
        "networks.Activity",
        "networks.Party",
        # Agreed chains: organisations and their duties, nobody by name.
        "networks.ServiceChain",
        "networks.ServiceChain_legal_spheres",
        "networks.ChainVersion",
        "networks.ChainFile",
        "networks.Station",
        "networks.StationLink",
        "duties.DutyRun",
        "directory.Municipality",
        "indicators.NetworkRelease",
        "directory.Network",
        "directory.Organisation",
        "directory.Organisation_legal_spheres",
        "socialaccount.SocialApp",
        "vocabulary.Term",
    }
)

#: Clients' data: each table stands behind row-level walls.
CLIENT_PERIODS = frozenset(
    {Period.CASE_CLOSED, Period.PERSON_GONE, Period.IMPORT, Period.LOG, Period.DRAFT}
)
