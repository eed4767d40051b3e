"""Reads of quizzes."""

from lms.quizzes.queries.asked import Asked, Item, asked_by_id, asked_by_uid, items_of, own_items
from lms.quizzes.queries.attempts import (
    Draft,
    Seat,
    answers_beside_steps,
    attempts_by_uid,
    attempts_of,
    checks_of,
    draft,
    drawable,
    file_names,
    find_other_form,
    find_training_of_attempt,
    forms_of,
    get_answer_file,
    get_own_attempt,
    get_owner,
    get_seat,
    learns,
    seen_versions,
    sources,
    terms_of,
    waiting_items,
)  # fmt: skip
from lms.quizzes.queries.bank import (
    all_tags,
    categories_within,
    entry_rows,
    get_entry_within,
    get_quiz,
    latest_versions,
    module_questions,
    overrides_of,
    question_text,
    slots_of,
    tags_of,
    times_answered,
    trainings_with,
    version_numbers,
    versions_of,
    where_drawn,
    where_used,
)  # fmt: skip
from lms.quizzes.queries.bulk import MOST_TOGETHER, BulkRow, bulk_preview, short_draws
from lms.quizzes.queries.drawers import drawer_rows, get_category_within, regions_to_share_with
from lms.quizzes.queries.gains import GainReport, GroupGains, gain_report, tested_modules
from lms.quizzes.queries.grants import count_extra, get_run_attempt, grants_of, runs_attempt
from lms.quizzes.queries.lobby import (
    count_places,
    find_place,
    get_waiting_room,
    pictures_by_uid,
    waiting_counts,
    waiting_people,
    waiting_rooms,
)  # fmt: skip
from lms.quizzes.queries.marking import (
    count_to_mark,
    get_markable,
    marking_queue,
    marks_of,
    waiting_groups,
    waiting_lessons,
)
from lms.quizzes.queries.outgoing import category_questions, current_entries, picture_bytes
from lms.quizzes.queries.paper import (
    PrintedItem,
    Sheet,
    forms_by_quiz,
    get_printed,
    get_testing,
    keyed_counts,
    marks_in,
    other_forms,
    printed_items,
    printed_of,
    printed_pictures,
    quizzes_of,
    sheets_of,
)  # fmt: skip
from lms.quizzes.queries.pictures import get_picture, picture_address, picture_addresses, pictures_of
from lms.quizzes.queries.regrading import Change, Regrade, find_regrade, shown_changes, sums_of
from lms.quizzes.queries.results import (
    answers_by_attempt,
    attempt_rows,
    attempt_trail,
    kept_aside,
    most_questions,
    tried_lessons,
)  # fmt: skip
from lms.quizzes.queries.scores import (
    Pair,
    TrainingGains,
    attempts_of_people,
    best_fraction,
    gains,
    get_attempt_within,
    module_scores,
    participants,
    steps_of,
    totals,
)  # fmt: skip
from lms.quizzes.queries.statistics import AnswerTable, FormStatistics, QuestionRow, answer_tables, quiz_statistics

__all__ = [
    "MOST_TOGETHER", "AnswerTable", "Asked", "BulkRow", "Change", "Draft", "FormStatistics", "GainReport",
    "GroupGains", "Item", "Pair", "PrintedItem", "QuestionRow", "Regrade", "Seat", "Sheet", "TrainingGains",
    "all_tags", "answer_tables", "answers_beside_steps", "answers_by_attempt", "asked_by_id", "asked_by_uid",
    "attempt_rows", "attempt_trail", "attempts_by_uid", "attempts_of", "attempts_of_people", "best_fraction",
    "bulk_preview", "categories_within", "category_questions", "checks_of", "count_extra", "count_places",
    "count_to_mark", "current_entries", "draft", "drawable", "drawer_rows", "entry_rows", "file_names",
    "find_other_form", "find_place", "find_regrade", "find_training_of_attempt", "forms_by_quiz", "forms_of",
    "gain_report", "gains", "get_answer_file", "get_attempt_within", "get_category_within", "get_entry_within",
    "get_markable", "get_own_attempt", "get_owner", "get_picture", "get_printed", "get_quiz", "get_run_attempt",
    "get_seat", "get_testing", "get_waiting_room", "grants_of", "items_of", "kept_aside", "keyed_counts",
    "latest_versions", "learns", "marking_queue", "marks_in", "marks_of", "module_questions", "module_scores",
    "most_questions", "other_forms", "overrides_of", "own_items", "participants", "picture_address",
    "picture_addresses", "picture_bytes", "pictures_by_uid", "pictures_of", "printed_items", "printed_of",
    "printed_pictures", "question_text", "quiz_statistics", "quizzes_of", "regions_to_share_with", "runs_attempt",
    "seen_versions", "sheets_of", "short_draws", "shown_changes", "slots_of", "sources", "steps_of", "sums_of",
    "tags_of", "terms_of", "tested_modules", "times_answered", "totals", "trainings_with", "tried_lessons",
    "version_numbers", "versions_of", "waiting_counts", "waiting_groups", "waiting_items", "waiting_lessons",
    "waiting_people", "waiting_rooms", "where_drawn", "where_used",
]  # fmt: skip
