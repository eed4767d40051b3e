"""Every feature's doors, in the order in which they are hung."""

from flask import Blueprint

from lms.accounts.routes import learner as accounts_learner
from lms.accounts.routes import public as accounts_public
from lms.accounts.routes import staff as accounts_staff
from lms.attendance.routes import event as attendance_event
from lms.attendance.routes import public as attendance_public
from lms.attendance.routes import staff as attendance_staff
from lms.catalogue.routes import public as catalogue_public
from lms.catalogue.routes import staff as catalogue_staff
from lms.certificates.routes import learner as certificates_learner
from lms.certificates.routes import public as certificates_public
from lms.certificates.routes import staff as certificates_staff
from lms.enrolment.routes import learner as enrolment_learner
from lms.enrolment.routes import public as enrolment_public
from lms.enrolment.routes import staff as enrolment_staff
from lms.home import routes as home
from lms.learning.routes import learner as learning_learner
from lms.monitoring.routes import learner as monitoring_learner
from lms.monitoring.routes import public as monitoring_public
from lms.monitoring.routes import staff as monitoring_staff
from lms.notifications.routes import learner as notifications_learner
from lms.notifications.routes import staff as notifications_staff
from lms.operations.routes import learner as operations_learner
from lms.operations.routes import public as operations_public
from lms.operations.routes import staff as operations_staff
from lms.places.routes import public as places_public
from lms.places.routes import staff as places_staff
from lms.questionnaires.routes import staff as questionnaires_staff
from lms.quizzes.routes import learner as quizzes_learner
from lms.quizzes.routes import pictures as quizzes_pictures
from lms.quizzes.routes import staff as quizzes_staff
from lms.reports.routes import staff as reports_staff
from lms.search import routes as search
from lms.surveys.routes import learner as surveys_learner
from lms.surveys.routes import staff as surveys_staff
from lms.sync import routes as sync
from lms.trainings.routes import learner as trainings_learner
from lms.trainings.routes import public as trainings_public
from lms.trainings.routes import staff as trainings_staff

DOORS: list[Blueprint] = [
    questionnaires_staff.bp,
    places_public.bp,
    places_staff.bp,
    accounts_public.bp,
    accounts_staff.bp,
    accounts_learner.bp,
    catalogue_public.bp,
    catalogue_staff.bp,
    trainings_staff.bp,
    trainings_learner.bp,
    trainings_public.bp,
    enrolment_staff.bp,
    enrolment_public.bp,
    enrolment_learner.bp,
    certificates_staff.bp,
    certificates_learner.bp,
    certificates_public.bp,
    quizzes_learner.bp,
    quizzes_pictures.bp,
    quizzes_staff.bp,
    attendance_staff.bp,
    attendance_public.bp,
    attendance_event.bp,
    surveys_learner.bp,
    surveys_staff.bp,
    learning_learner.bp,
    notifications_learner.bp,
    notifications_staff.bp,
    reports_staff.bp,
    home.bp,
    search.bp,
    monitoring_staff.bp,
    monitoring_public.bp,
    monitoring_learner.bp,
    operations_public.bp,
    operations_learner.bp,
    operations_staff.bp,
    sync.bp,
]
