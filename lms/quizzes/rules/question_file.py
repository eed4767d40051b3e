"""questions.toml: questions with their forms, and the quizzes made of them. Reading checks; writing gives it back."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from flask_babel import gettext as _

from lms.catalogue.rules.folder import Table, read_toml, slug
from lms.quizzes.models import FormRule, GradingMethod, Purpose, QuestionType
from lms.quizzes.rules.types import problems, shape

FILE = "questions.toml"
HEAD = {"key", "form", "type", "text", "feedback", "objective", "tags", "options"}
SETTINGS = {"all_or_nothing", "case", "accents"}
CHOSEN = {"single", "multiple", "truefalse", "shortanswer", "numerical"}
WHOLES = ("time_limit", "attempts_allowed", "pass_mark")


@dataclass(frozen=True, kw_only=True)
class QuestionText:
    """A question as a file or a form says it; `options` are as QuestionVersion keeps them, without HTML."""

    key: str = ""
    type: str
    text: str
    feedback: str = ""
    objective: str = ""
    tags: tuple[str, ...] = ()
    options: tuple[dict[str, Any], ...]
    settings: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class QuizText:
    """A quiz as a file says it: its lesson, its settings, and the keys of its questions by form."""

    slug: str
    title: str
    minutes: int
    is_required: bool
    facts: Mapping[str, Any]
    questions: tuple[tuple[str, str], ...]
    is_first: bool = False


@dataclass(frozen=True)
class QuestionFile:
    """All of questions.toml."""

    questions: tuple[QuestionText, ...]
    quizzes: tuple[QuizText, ...]


def read(text: str) -> QuestionFile:
    """Check a question file; without quizzes of its own it makes a pre-test and a post-test of its forms."""
    table = read_toml(FILE, text)
    questions = tuple(_question(one) for one in table.tables("questions"))
    keys = [one.key for one in questions]
    if twice := next((key for key in keys if keys.count(key) > 1), None):
        raise table.broken(_("the question “%(key)s” stands there twice.", key=twice))
    quizzes = tuple(_quiz(one, set(keys)) for one in table.tables("quizzes"))
    return QuestionFile(questions, quizzes or _pre_and_post(table, questions))


def write(content: QuestionFile) -> dict[str, Any]:
    """Return a question file as the values of its TOML."""
    return {
        "questions": [_question_values(one) for one in content.questions],
        "quizzes": [_quiz_values(one) for one in content.quizzes],
    }


def require_question(question: QuestionText, refuse: Any) -> None:
    """Refuse a question that its type cannot grade; `refuse(reason)` makes the refusal."""
    if reason := next(problems(question), None):
        raise refuse(reason)


def _question(table: Table) -> QuestionText:
    key = table.text("key", most=60)

    def refuse(reason: str) -> Exception:
        return table.broken(_("question %(key)s: %(reason)s", key=key, reason=reason))

    kind = table.text("type", most=20)
    if kind not in set(QuestionType):
        raise refuse(_("there is no type of question called “%(type)s”.", type=kind))
    form = table.text("form", "", most=4)
    tags = (f"form:{form}", *table.texts("tags")) if form else table.texts("tags")
    said = {
        name: shape.cleaned(value) for name, value in table.values.items() if name not in HEAD and value is not False
    }
    options, settings = shape.keyed(kind, [shape.cleaned(one.values) for one in table.tables("options")], said)
    if kind in CHOSEN:
        options = [{"correct": False, "feedback": "", **row} for row in options]
    question = QuestionText(
        key=key, type=kind, text=table.text("text", lines=True), feedback=table.text("feedback", "", lines=True),
        objective=table.text("objective", "", most=20), tags=tags, options=tuple(options), settings=settings,
    )  # fmt: skip
    require_question(question, refuse)
    return question


def _quiz(table: Table, keys: set[str]) -> QuizText:
    facts: dict[str, Any] = {name: table.whole(name, 0) or None for name in WHOLES}
    for name, choices in (("purpose", Purpose), ("form_rule", FormRule), ("grading", GradingMethod)):
        value = table.text(name, next(iter(choices)).value)
        if value not in set(choices):
            raise table.broken(_("“%(key)s” must be one of: %(values)s.", key=name, values=", ".join(choices)))
        facts[name] = choices(value)
    facts |= {
        name: table.yes(name, name == "shuffle_options")
        for name in ("shuffle_questions", "shuffle_options", "is_offline")
    }
    facts |= {"instructions": table.text("instructions", "", lines=True), "per_page": table.whole("per_page", 0)}
    forms = [(one.text("form", "", most=4), one.texts("keys")) for one in table.tables("forms")]
    asked = tuple((form, key) for form, keys in forms for key in keys)
    if unknown := next((key for _form, key in asked if key not in keys), None):
        raise table.broken(_("the quiz asks the question “%(key)s”, which is not there.", key=unknown))
    return QuizText(
        slug=slug(table, "slug", table.text("slug")), title=table.text("title", most=200),
        minutes=table.whole("minutes", 0), is_required=table.yes("required", True), facts=facts, questions=asked,
    )  # fmt: skip


def _pre_and_post(table: Table, questions: tuple[QuestionText, ...]) -> tuple[QuizText, ...]:
    asked = tuple(
        (tag.removeprefix("form:"), one.key) for one in questions for tag in one.tags if tag.startswith("form:")
    )
    if not asked:
        return ()
    lengths = {form: sum(1 for other, _key in asked if other == form) for form, _key in asked}
    if len(set(lengths.values())) > 1:
        raise table.broken(_("the forms have different numbers of questions."))
    minutes = max(lengths.values()) * 3 // 2
    base = {"form_rule": FormRule.PARALLEL, "grading": GradingMethod.HIGHEST, "shuffle_options": True}
    pre: dict[str, Any] = {"purpose": Purpose.PRE, "attempts_allowed": 1, "instructions": _(
        "Answer as well as you can. What you do not know yet, you will learn in this module."
    )}  # fmt: skip
    post: dict[str, Any] = {"purpose": Purpose.POST, "attempts_allowed": 2, "pass_mark": 70, "instructions": _(
        "Show what you have learnt in this module."
    )}  # fmt: skip
    common: dict[str, Any] = {"minutes": minutes, "is_required": True, "questions": asked}
    return (
        QuizText(slug="pre-test", title="Pre-test", facts=base | pre, is_first=True, **common),
        QuizText(slug="post-test", title="Post-test", facts=base | post, **common),
    )


def _question_values(one: QuestionText) -> dict[str, Any]:
    form = next((tag.removeprefix("form:") for tag in one.tags if tag.startswith("form:")), "")
    values = {"key": one.key, "form": form, "objective": one.objective, "type": one.type, "text": one.text,
              "feedback": one.feedback, "tags": [tag for tag in one.tags if not tag.startswith("form:")]}  # fmt: skip
    options = [_option_values(one, option) for option in one.options]
    kept = {name: value for name, value in values.items() if value not in ("", [])}
    return {**kept, **one.settings, "options": options}


def _option_values(one: QuestionText, option: Mapping[str, Any]) -> dict[str, Any]:
    keeps_key = one.type not in CHOSEN
    return {name: value for name, value in option.items() if value != "" and (keeps_key or name != "key")}


def _quiz_values(one: QuizText) -> dict[str, Any]:
    forms: dict[str, list[str]] = {}
    for form, key in one.questions:
        forms.setdefault(form, []).append(key)
    facts = {name: getattr(value, "value", value) for name, value in one.facts.items() if value not in (None, "")}
    return {
        "slug": one.slug, "title": one.title, "minutes": one.minutes, "required": one.is_required, **facts,
        "forms": [{"form": form, "keys": keys} for form, keys in forms.items()],
    }  # fmt: skip
