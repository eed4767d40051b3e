"""Writes of quizzes."""

from lms.quizzes.actions.answer_files import keep_answer_files
from lms.quizzes.actions.attempts import start, submit
from lms.quizzes.actions.bulk import change_together
from lms.quizzes.actions.checking import check
from lms.quizzes.actions.closing import close_if_over, close_overdue, hand_in_open
from lms.quizzes.actions.drawers import change_category, copy_category, copy_question, make_category, take_pictures
from lms.quizzes.actions.editing import (
    add_draw,
    add_slots,
    archive_question,
    change_question,
    change_quiz,
    change_slot,
    make_question,
    set_slot,
)  # fmt: skip
from lms.quizzes.actions.grants import allow_attempt, end_attempt, put_aside
from lms.quizzes.actions.importing import import_questions
from lms.quizzes.actions.kind import QUIZ
from lms.quizzes.actions.lobby import note_presence, wait
from lms.quizzes.actions.marking import given, mark, mark_all
from lms.quizzes.actions.offline import take_answer, take_hand_in, training_of, training_of_answer
from lms.quizzes.actions.overrides import give_terms, take_terms
from lms.quizzes.actions.paper import key_sheet, print_form, take_back_sheet
from lms.quizzes.actions.pictures import choose_picture, keep_picture
from lms.quizzes.actions.question_part import QUESTIONS
from lms.quizzes.actions.regrading import regrade
from lms.quizzes.actions.steps import Outcome, rebuild_answers, save

__all__ = [
    "QUESTIONS", "QUIZ", "Outcome", "add_draw", "add_slots", "allow_attempt", "archive_question",
    "change_category", "change_question", "change_quiz", "change_slot", "change_together", "check", "choose_picture",
    "close_if_over", "close_overdue", "copy_category", "copy_question", "end_attempt", "give_terms", "given",
    "hand_in_open", "import_questions", "keep_answer_files", "keep_picture", "key_sheet", "make_category",
    "make_question", "mark", "mark_all", "note_presence", "print_form", "put_aside", "rebuild_answers",
    "regrade", "save", "set_slot", "start", "submit", "take_answer", "take_back_sheet", "take_hand_in",
    "take_pictures", "take_terms", "training_of", "training_of_answer", "wait",
]  # fmt: skip
