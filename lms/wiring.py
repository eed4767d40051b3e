"""The one table of how features touch: event → reactions, jobs, slots, commands. Read it to see the house."""

from collections.abc import Callable
from typing import Any

from flask import current_app
from flask_babel import lazy_gettext as _

from lms import worker
from lms.accounts.events import PeopleMerged, RoleGiven, SignInChanged
from lms.accounts.permissions import has_account, only_learns, sees_people
from lms.accounts.routes import parts as account_parts
from lms.attendance import actions as attendance
from lms.attendance import pdf as attendance_pdf
from lms.attendance.routes import parts as attendance_parts
from lms.catalogue import actions as catalogue
from lms.catalogue.permissions import sees_drafts
from lms.catalogue.rules import LessonKind
from lms.certificates import actions as certificates
from lms.certificates import jobs as certificate_jobs
from lms.certificates.events import CertificateIssued, CertificateRevoked, CorrectionAnswered, NamesToConfirm
from lms.certificates.permissions import keeps_papers, sees_register
from lms.certificates.routes import parts as certificate_parts
from lms.core import clock, shelf, uploads
from lms.core.events import Reactions
from lms.core.jobs import Handler
from lms.enrolment import actions as enrolment
from lms.enrolment import jobs as enrolment_jobs
from lms.enrolment.events import AnswersPutOff, NominationsDecided, NominationsPromoted
from lms.enrolment.permissions import nominates, prints_slips
from lms.enrolment.routes import parts as enrolment_parts
from lms.monitoring import actions as monitoring
from lms.monitoring.permissions import sees_figures, sees_reports
from lms.monitoring.routes import parts as monitoring_parts
from lms.notifications import actions as notifications
from lms.notifications import jobs as notification_jobs
from lms.notifications.permissions import runs_training
from lms.notifications.routes import parts as notification_parts
from lms.operations import actions as operations
from lms.operations.permissions import audits, runs
from lms.places.events import ProgrammeMade
from lms.places.permissions import sees_offices, settles
from lms.progress import actions as progress
from lms.progress.events import EligibilityDecided, LessonsCompleted
from lms.quizzes import actions as quizzes
from lms.quizzes import jobs as quiz_jobs
from lms.quizzes import pdf as quizzes_pdf
from lms.quizzes import queries as quiz_queries
from lms.quizzes.actions import joining as quiz_joining
from lms.quizzes.events import AttemptMarked, AttemptSubmitted
from lms.quizzes.routes import parts as quiz_parts
from lms.quizzes.rules.steps import LARGEST_ANSWER
from lms.reports import jobs as report_jobs
from lms.reports import pdf as reports_pdf
from lms.surveys import actions as surveys
from lms.surveys.routes import parts as survey_parts
from lms.sync.routes import quarantine
from lms.sync.rules import SyncKind
from lms.trainings import actions as trainings
from lms.trainings import pdf as trainings_pdf
from lms.trainings.events import (
    ParticipantsWithdrew,
    ParticipationsJoined,
    SessionCancelled,
    SessionMoved,
    SessionRestored,
    TrainersAssigned,
    TrainingCancelled,
    TrainingClosed,
    TrainingCopied,
    TrainingOpened,
    TrainingReopened,
)
from lms.trainings.permissions import sees_trainings
from lms.trainings.routes import parts as training_parts
from lms.web import papers
from lms.web.papers import Paper
from lms.web.slots import Entry, Slots

REACTIONS: Reactions = {
    AttemptSubmitted: [progress.note_attempt],
    AttemptMarked: [progress.note_marked, notifications.told_marked],
    CertificateIssued: [notifications.told_issued],
    CertificateRevoked: [notifications.told_revoked],
    CorrectionAnswered: [notifications.told_correction],
    NamesToConfirm: [notifications.told_names],
    NominationsDecided: [notifications.told_decided],
    NominationsPromoted: [notifications.told_promoted],
    RoleGiven: [notifications.told_role],
    SignInChanged: [notifications.told_sign_in],
    SessionMoved: [notifications.told_moved],
    SessionCancelled: [notifications.told_cancelled],
    SessionRestored: [notifications.told_restored],
    TrainersAssigned: [notifications.told_assigned],
    TrainingOpened: [notifications.told_opened],
    LessonsCompleted: [progress.decide_self_paced],
    EligibilityDecided: [certificates.ask_for_papers],
    ParticipantsWithdrew: [enrolment.follow_withdrawals],
    TrainingCopied: [enrolment.copy_questions],
    TrainingClosed: [quizzes.hand_in_open, progress.decide_closed, surveys.plan_follow_ups],
    TrainingReopened: [notifications.told_reopened],
    AnswersPutOff: [notifications.told_put_off],
    TrainingCancelled: [progress.reverse_cancelled, notifications.told_called_off],
    ParticipationsJoined: [
        attendance.join,
        quiz_joining.join,
        progress.join,
        surveys.join,
        certificates.join,
        enrolment.follow_joined,
        enrolment.join_groups,
        monitoring.join_plans,
    ],
    PeopleMerged: [
        trainings.move_participations,
        enrolment.move_nominations,
        enrolment.move_answers,
        progress.move_ledger,
        certificates.move_person,
        notifications.move_person,
        surveys.move_mentors,
    ],
    ProgrammeMade: [trainings.begin_programme, monitoring.begin_programme, surveys.begin_programme],
}
JOBS: dict[str, Handler] = {
    "enrolment.import": enrolment_jobs.run_import,
    "certificates.render": certificate_jobs.render,
    "certificates.enter_list": certificate_jobs.enter_list,
    "certificates.issue_itself": certificate_jobs.issue_itself,
    "reports.bundle": report_jobs.bundle,
    papers.JOB: papers.draw,
}
PAPERS: dict[str, Paper] = {  # what is drawn in the background where many people stand on it
    "attendance.sheet": attendance_pdf.SHEET,
    "attendance.day_sheet": attendance_pdf.DAY_SHEET,
    "attendance.badges": attendance_pdf.BADGES,
    "trainings.biodata": trainings_pdf.BIODATA,
    "quizzes.sheets": quizzes_pdf.SHEETS,
    "reports.event": reports_pdf.EVENT_REPORT,
}
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
    "home.cards": [
        Entry(
            label=_("Registration questions"),
            template="enrolment/learner/_card.html",
            load=enrolment_parts.learner_card,
        ),
        Entry(label=_("Evaluation"), template="surveys/learner/_card.html", load=survey_parts.learner_card),
        Entry(label=_("Certificates"), template="certificates/learner/_card.html", load=certificate_parts.learner_card),
        Entry(label=_("Action plans"), template="monitoring/learner/_card.html", load=monitoring_parts.plans_card),
    ],
    "learner.cards": [
        Entry(
            label=_("Registration questions"),
            template="enrolment/learner/_card.html",
            load=enrolment_parts.learner_card,
        ),
        Entry(label=_("Evaluation"), template="surveys/learner/_card.html", load=survey_parts.learner_card),
        Entry(label=_("Certificates"), template="certificates/learner/_card.html", load=certificate_parts.learner_card),
        Entry(label=_("Action plans"), template="monitoring/learner/_card.html", load=monitoring_parts.plans_card),
    ],
}
LESSON_KINDS: dict[str, LessonKind] = {
    kind.name: kind for kind in (catalogue.PAGE, catalogue.VIDEO, catalogue.FILE, quizzes.QUIZ)
}
SYNC_KINDS = {
    "quiz.answer": SyncKind(
        take=quizzes.take_answer,
        training_of=quizzes.training_of,
        told=quiz_parts.told_answers,
        largest=LARGEST_ANSWER,
    ),
    "quiz.hand_in": SyncKind(take=quizzes.take_hand_in, training_of=quizzes.training_of, told=quiz_parts.told_hand_ins),
    "attendance.mark": SyncKind(
        take=attendance.take_mark, training_of=attendance.training_of, told=attendance_parts.told_marks
    ),
}
REBUILDS: dict[str, Callable[[], int]] = {  # what is derived, in the order in which one rests on the other
    "names for sorting": operations.fold_names,
    "participations' dates, from their facts": trainings.rebuild_dates,
    "statuses of attendance, from the marks": attendance.rebuild_states,
    "answers, from their steps": quizzes.rebuild_answers,
    "completions, from the evidence": progress.rebuild_completions,
    "lesson hours, from the decisions": progress.rebuild_ledger,
    "states of named people, from their steps": enrolment.rebuild_nominations,
}
QUESTIONNAIRES = {
    surveys.OWNER: survey_parts.FORMS,
    enrolment.OWNER: enrolment_parts.QUESTIONS,
}  # who answers for the questions of a form
ROUNDS: dict[str, tuple[float, Callable[[], int]]] = {  # periodic work of the worker, with its seconds
    "mail": (5, notification_jobs.post_due),
    "dates": (3600, notification_jobs.tell_dates),
    "names": (3600, certificate_jobs.deem_due),
    "evaluations": (3600, progress.decide_evaluated),
    "uploads": (3600, lambda: uploads.forget_old(clock.now())),
    "attempts": (60, quiz_jobs.close_overdue),
    "papers": (600, lambda: shelf.clear(clock.now())),
}
REGISTRIES: dict[str, Any] = {"lesson_kinds": LESSON_KINDS, "sync_kinds": SYNC_KINDS,
                              "questionnaires": QUESTIONNAIRES,
                              "module_parts": [quizzes.QUESTIONS],
                              "module_readers": [quiz_queries.learns],
                              "first_parts": {"papers": certificate_parts.FIRST_PAPERS},
                              "papers": PAPERS, "rebuilds": REBUILDS, "rounds": ROUNDS}  # fmt: skip


def wake(job_id: int) -> None:
    """Tell the worker about a job."""
    worker.wake(current_app._get_current_object(), job_id)  # type: ignore[attr-defined]


def commands() -> list[Any]:
    """Return every feature's command groups."""
    from lms.accounts.cli import commands as setup
    from lms.catalogue.cli import commands as modules
    from lms.certificates.cli import group as certificate_commands
    from lms.demo.cli import group as demo
    from lms.operations.cli import doctor, rebuild
    from lms.places.cli import commands as places
    from lms.quizzes.cli import commands as questions

    return [
        setup,
        places,
        modules,
        questions,
        doctor,
        rebuild,
        certificate_commands,
        demo,
    ]
