"""The one table of how features touch: event → reactions, jobs, papers, commands. Read it to see the house.

Beside it stand the parts of pages (`lms/slots.py`) and the doors (`lms/doors.py`).
"""

from collections.abc import Callable
from typing import Any

from flask import current_app

from lms import worker
from lms.accounts import pdf as accounts_pdf
from lms.accounts.events import PeopleMerged, RoleGiven, SignInChanged
from lms.attendance import actions as attendance
from lms.attendance import pdf as attendance_pdf
from lms.attendance.routes import parts as attendance_parts
from lms.catalogue import actions as catalogue
from lms.catalogue.rules import LessonKind
from lms.certificates import actions as certificates
from lms.certificates import jobs as certificate_jobs
from lms.certificates.events import (
    CertificateIssued,
    CertificateRevoked,
    CorrectionAnswered,
    NamesToConfirm,
    PapersLost,
    PassphraseNeeded,
)
from lms.certificates.routes import parts as certificate_parts
from lms.core import clock, shelf, uploads
from lms.core.events import Reactions
from lms.core.jobs import Handler, JobFailed
from lms.enrolment import actions as enrolment
from lms.enrolment import jobs as enrolment_jobs
from lms.enrolment.events import AnswersPutOff, NominationsDecided, NominationsPromoted
from lms.enrolment.routes import parts as enrolment_parts
from lms.monitoring import actions as monitoring
from lms.notifications import actions as notifications
from lms.notifications import jobs as notification_jobs
from lms.operations import actions as operations
from lms.places.events import ProgrammeMade
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
from lms.web import papers
from lms.web.papers import Paper

REACTIONS: Reactions = {
    AttemptSubmitted: [progress.note_attempt],
    AttemptMarked: [progress.note_marked, notifications.told_marked],
    CertificateIssued: [notifications.told_issued],
    CertificateRevoked: [notifications.told_revoked],
    PassphraseNeeded: [notifications.told_passphrase],
    PapersLost: [notifications.told_lost],
    JobFailed: [notifications.told_failed],
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
    "accounts.slips": accounts_pdf.SLIPS,
    "attendance.sheet": attendance_pdf.SHEET,
    "attendance.day_sheet": attendance_pdf.DAY_SHEET,
    "attendance.badges": attendance_pdf.BADGES,
    "trainings.biodata": trainings_pdf.BIODATA,
    "quizzes.sheets": quizzes_pdf.SHEETS,
    "reports.event": reports_pdf.EVENT_REPORT,
}
LESSON_KINDS: dict[str, LessonKind] = {
    kind.name: kind for kind in (catalogue.PAGE, catalogue.VIDEO, catalogue.FILE, quizzes.QUIZ)
}
SYNC_KINDS = {
    "quiz.answer": SyncKind(
        take=quizzes.take_answer,
        training_of=quizzes.training_of_answer,
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
    "traces": (3600, lambda: attendance.forget_traces(now=clock.now())),
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
