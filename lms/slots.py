"""What fills the slots of pages made of parts: links, tabs and cards, in their order, each for whom it is."""

from flask_babel import lazy_gettext as _

from lms.accounts.permissions import has_account, only_learns, sees_people
from lms.accounts.routes import parts as account_parts
from lms.attendance.routes import parts as attendance_parts
from lms.catalogue.permissions import sees_drafts
from lms.certificates.permissions import keeps_papers, sees_register
from lms.certificates.routes import parts as certificate_parts
from lms.enrolment.permissions import nominates, prints_slips
from lms.enrolment.routes import parts as enrolment_parts
from lms.monitoring.permissions import sees_figures, sees_reports
from lms.monitoring.routes import parts as monitoring_parts
from lms.notifications.permissions import runs_training
from lms.notifications.routes import parts as notification_parts
from lms.operations.permissions import audits, runs
from lms.places.permissions import sees_offices, settles
from lms.surveys.routes import parts as survey_parts
from lms.sync.routes import quarantine
from lms.trainings.permissions import sees_trainings
from lms.trainings.routes import parts as training_parts
from lms.web.slots import Entry, Slots

# What waits for somebody, on the first page and under "my learning".
_OWN_CARDS = [
    Entry(
        label=_("Registration questions"),
        template="enrolment/learner/_card.html",
        load=enrolment_parts.learner_card,
    ),
    Entry(label=_("Evaluation"), template="surveys/learner/_card.html", load=survey_parts.learner_card),
    Entry(label=_("Certificates"), template="certificates/learner/_card.html", load=certificate_parts.learner_card),
    Entry(label=_("Action plans"), template="monitoring/learner/_card.html", load=monitoring_parts.plans_card),
]
SLOTS: Slots = {
    "navigation": [
        Entry(label=_("Home"), endpoint="home.show", icon="house"),
        Entry(label=_("My learning"), endpoint="learning_learner.index", icon="book-open"),
        Entry(label=_("My certificates"), endpoint="certificates_learner.mine", icon="award", permission=only_learns),
        Entry(label=_("Trainings"), endpoint="enrolment_public.index", icon="calendar", permission=only_learns),
        Entry(label=_("Reports"), endpoint="monitoring_staff.list_reports", icon="file-text", permission=sees_reports),
        Entry(label=_("Figures"), endpoint="monitoring_staff.index", icon="chart-column", permission=sees_figures),
        Entry(label=_("Trainings"), endpoint="trainings_staff.index", icon="calendar", permission=sees_trainings),
        Entry(label=_("Delegations"), endpoint="enrolment_staff.sending", icon="send", permission=nominates),
        Entry(label=_("People"), endpoint="accounts_staff.people", icon="users", permission=sees_people),
        Entry(
            label=_("Action plans"), endpoint="monitoring_staff.list_plans", icon="list-checks", permission=sees_reports
        ),
        Entry(label=_("Offices"), endpoint="places_staff.offices", icon="library", permission=sees_offices),
        Entry(label=_("Modules"), endpoint="catalogue_staff.modules", icon="book-open", permission=sees_drafts),
        Entry(label=_("Certificates"), endpoint="certificates_staff.register", icon="award", permission=sees_register),
        Entry(label=_("Answers to mark"), endpoint="quizzes_staff.marking", icon="pencil", permission=sees_trainings),
        Entry(label=_("Question bank"), endpoint="quizzes_staff.questions", icon="circle-help", permission=sees_drafts),
        Entry(label=_("Background work"), endpoint="operations_staff.jobs", icon="refresh-cw", permission=runs),
        Entry(label=_("Settings"), endpoint="places_staff.settings", icon="settings", permission=settles),
        Entry(label=_("Audit trail"), endpoint="operations_staff.trail", icon="history", permission=audits),
    ],
    "navigation.public": [
        Entry(label=_("Home"), endpoint="home.index", icon="house", is_public=True),
        Entry(label=_("Trainings"), endpoint="enrolment_public.index", icon="calendar", is_public=True),
        Entry(label=_("Modules"), endpoint="catalogue_public.modules", icon="book-open", is_public=True),
        Entry(label=_("Figures"), endpoint="monitoring_public.index", icon="chart-column", is_public=True),
        Entry(label=_("Verify"), endpoint="certificates_public.verify", icon="badge-check", is_public=True),
    ],
    "account": [Entry(label=_("My account"), endpoint="accounts_learner.show", permission=has_account)],
    "office.cards": [
        Entry(
            label=_("People here"),
            template="accounts/staff/_office.html",
            load=account_parts.office_card,
            permission=account_parts.sees_people,
        ),
    ],
    "programme.cards": [
        Entry(label=_("Kinds of training"), template="trainings/staff/_kinds.html", load=training_parts.programme_card),
        Entry(
            label=_("Kinds of activity"),
            template="monitoring/staff/_activity_kinds.html",
            load=monitoring_parts.activity_kinds,
        ),
        Entry(label=_("Indicators"), template="monitoring/staff/_indicators.html", load=monitoring_parts.indicators),
        Entry(label=_("Evaluation forms"), template="surveys/staff/_forms.html", load=survey_parts.programme_card),
    ],
    "region.cards": [
        Entry(
            label=_("Teams"),
            template="accounts/staff/_region.html",
            load=account_parts.region_card,
            permission=account_parts.sees_people,
        ),
    ],
    "inbox": [
        Entry(label=_("Messages"), load=notification_parts.inbox, permission=has_account),
    ],
    "search": [Entry(label=_("Search"), endpoint="search.show")],
    "training.people": [
        Entry(label=_("Import people"), endpoint="enrolment_staff.upload", icon="upload"),
        Entry(label=_("Add one person"), endpoint="enrolment_staff.add_person", icon="plus"),
        Entry(label=_("Groups of people"), endpoint="enrolment_staff.groups", icon="users"),
        Entry(label=_("Invitations"), endpoint="enrolment_staff.invitations", icon="send"),
        Entry(label=_("Send a reminder"), endpoint="notifications_staff.groups", icon="mail"),
        Entry(label=_("Desk"), endpoint="enrolment_staff.desk", icon="badge-check"),
        Entry(label=_("Slips with codes"), endpoint="enrolment_staff.slips", icon="ticket", permission=prints_slips),
    ],
    "module.tabs": [
        Entry(
            label=_("Certificate"),
            endpoint="certificates_staff.module_certificate",
            icon="award",
            permission=keeps_papers,
        ),
    ],
    "training.tabs": [
        Entry(label=_("Overview"), endpoint="trainings_staff.show", stands_alone=True),
        Entry(label=_("People"), endpoint="trainings_staff.people", group=_("Participants")),
        Entry(label=_("Delegations"), endpoint="enrolment_staff.delegations", group=_("Participants")),
        Entry(label=_("Registration questions"), endpoint="enrolment_staff.asking", group=_("Participants")),
        Entry(
            label=_("Messages"),
            endpoint="notifications_staff.index",
            group=_("Participants"),
            permission=runs_training,
        ),
        Entry(label=_("Agenda"), endpoint="trainings_staff.agenda", group=_("Agenda and attendance")),
        Entry(
            label=_("Attendance"),
            endpoint="attendance_staff.show_training",
            group=_("Agenda and attendance"),
            also=("attendance_staff.show_papers",),
        ),
        Entry(label=_("Tests"), endpoint="quizzes_staff.results", group=_("Assessment")),
        Entry(label=_("Evaluation"), endpoint="surveys_staff.index", group=_("Assessment")),
        Entry(label=_("Action plans"), endpoint="monitoring_staff.training_plans", group=_("Assessment")),
        Entry(label=_("Certificates"), endpoint="certificates_staff.training", also=("certificates_staff.names",)),
        Entry(label=_("Photos and materials"), endpoint="trainings_staff.gallery", group=_("Documents and reports")),
        Entry(label=_("Minutes of meetings"), endpoint="trainings_staff.minutes", group=_("Documents and reports")),
        Entry(label=_("Accountability"), endpoint="reports_staff.show", group=_("Documents and reports")),
    ],
    "training.numbers": [Entry(label=_("Eligible"), load=certificate_parts.eligible)],
    "trainings.numbers": [Entry(label=_("Eligible"), load=certificate_parts.eligible_of_many)],
    "people.columns": [Entry(label=_("Group"), load=enrolment_parts.people_columns)],
    "training.waiting": [
        Entry(label=_("Quarantine"), template="sync/staff/_waiting.html", load=quarantine.waiting_note),
    ],
    "offline.door": [Entry(label="", endpoint="sync.receive")],
    "job.page": [Entry(label="", endpoint="operations_learner.show_job")],
    "training.consequences": [
        Entry(label=_("Attendance"), load=attendance_parts.training_consequences),
        Entry(label=_("Certificates"), load=certificate_parts.training_consequences),
    ],
    "session.consequences": [
        Entry(label=_("Attendance"), load=attendance_parts.session_consequences),
        Entry(label=_("Certificates"), load=certificate_parts.session_consequences),
    ],
    "person.cards": [
        Entry(label=_("Trainings"), template="trainings/staff/_person.html", load=training_parts.person_card),
        Entry(label=_("Certificates"), template="certificates/staff/_person.html", load=certificate_parts.person_card),
    ],
    "participation.cards": [
        Entry(label=_("Mentor"), template="surveys/staff/_mentor.html", load=survey_parts.mentor_card),
        Entry(
            label=_("Registration questions"),
            template="enrolment/staff/_answers.html",
            load=enrolment_parts.participation_card,
        ),
    ],
    "home.cards": _OWN_CARDS,
    "learner.cards": _OWN_CARDS,
}
