"""What an attempt is going to ask, before it is there."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

from lms.quizzes import rules
from lms.quizzes.models import FormRule, QuestionType, Quiz
from lms.quizzes.queries.asked import Asked, Item, asked_by_id
from lms.quizzes.queries.attempts.plans import find_other_form, forms_of, seen_versions, sources
from lms.quizzes.rules import Planned
from lms.quizzes.rules.lobby import item_uid
from lms.trainings.models import Participation


@dataclass(frozen=True)
class Draft:
    """The form of an attempt, and the rows of its items."""

    form: str
    rows: list[dict[str, Any]]
    versions: dict[int, Asked]

    @property
    def items(self) -> list[Item]:
        """The items as they will be, none answered."""
        numbers = rules.numbered(self.versions[row["version_id"]].type for row in self.rows)
        return [
            Item(0, row["uid"], row["position"], row["page"], row["slot_id"], row["version_id"], row["option_order"],
                 row["points"], 0, 0, "", None, None, 0, None, self.versions[row["version_id"]], number)
            for row, number in zip(self.rows, numbers, strict=True)
        ]  # fmt: skip

    @property
    def asks_for_files(self) -> bool:
        """Whether an answer is a file."""
        return any(version.type == QuestionType.FILE for version in self.versions.values())


def draft(quiz: Quiz, participation: Participation, *, number: int, seed: int, key: str = "") -> Draft:
    """Return what a person's attempt asks; with a `key` its items have the uids that belong to it."""
    forms = forms_of(quiz.id)
    other = find_other_form(quiz, participation.id) if quiz.form_rule == FormRule.PARALLEL and len(forms) > 1 else None
    form = rules.choose_form(quiz.form_rule, quiz.purpose, participation.uid, earlier=other, forms=forms)
    planned = rules.plan(
        sources(quiz.id, form), seed=seed, shuffle=quiz.shuffle_questions,
        seen=seen_versions(quiz.id, participation.id) if number > 1 else (),
    )  # fmt: skip
    versions = asked_by_id([one.version_id for one in planned])
    rows = [
        _row(quiz, one, versions[one.version_id], seed=seed, position=position, page=page,
             uid=item_uid(key, position) if key else uuid4())
        for position, (one, page) in enumerate(zip(planned, _pages(planned, quiz.per_page), strict=True), 1)
    ]  # fmt: skip
    return Draft(form, rows, versions)


def _row(
    quiz: Quiz, planned: Planned, version: Asked, *, seed: int, position: int, page: int, uid: UUID
) -> dict[str, Any]:
    order = rules.option_order(version, seed=seed, position=position, shuffle=quiz.shuffle_options)
    return {"uid": uid, "position": position, "page": page, "slot_id": planned.slot_id,
            "version_id": planned.version_id, "option_order": order,
            "points": 0 if version.type == QuestionType.DESCRIPTION else planned.points}  # fmt: skip


def _pages(planned: list[Planned], per_page: int) -> Iterable[int]:
    if per_page:
        return [index // per_page + 1 for index in range(len(planned))]
    return [one.page for one in planned]
