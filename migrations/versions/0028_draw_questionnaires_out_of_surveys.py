"""Draw questionnaires and their versions out of surveys: the questions move, forms and surveys point at them."""

import json
from datetime import UTC, datetime
from uuid import uuid4

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0028"
down_revision = "0027"
JSON = sa.JSON().with_variant(JSONB(), "postgresql")

questionnaire = sa.table("questionnaire", sa.column("id"), sa.column("uid", sa.Uuid()), sa.column("owner"),
                         sa.column("questions", JSON), sa.column("keys_given"))  # fmt: skip
version = sa.table("questionnaire_version", sa.column("id"), sa.column("questionnaire_id"), sa.column("number"),
                   sa.column("questions", JSON), sa.column("made_at", sa.DateTime(timezone=True)))  # fmt: skip
form = sa.table("survey_form", sa.column("id"), sa.column("questions", JSON), sa.column("questionnaire_id"))
survey = sa.table("survey", sa.column("id"), sa.column("form_id"), sa.column("questions", JSON),
                  sa.column("version_id"), sa.column("created_at", sa.DateTime(timezone=True)))  # fmt: skip
response = sa.table("survey_response", sa.column("id", sa.Uuid()), sa.column("survey_id"), sa.column("answers", JSON))


def upgrade() -> None:
    """Go forward."""
    _create()
    with op.batch_alter_table("survey_form") as table:
        table.add_column(sa.Column("questionnaire_id", sa.Integer(), nullable=True))
    with op.batch_alter_table("survey") as table:
        table.add_column(sa.Column("version_id", sa.Integer(), nullable=True))
    bind = op.get_bind()
    held = bind.execute(sa.select(survey).order_by(survey.c.id)).all()
    for one in bind.execute(sa.select(form).order_by(form.c.id)).all():
        of_form = [row for row in held if row.form_id == one.id]
        made = _move(bind, _full(one.questions), of_form)
        bind.execute(form.update().where(form.c.id == one.id).values(questionnaire_id=made))
    for row in held:
        if row.form_id is None:
            _move(bind, _full(row.questions), [row])
    with op.batch_alter_table("survey_form") as table:
        table.alter_column("questionnaire_id", existing_type=sa.Integer(), nullable=False)
        table.create_foreign_key(op.f("fk_survey_form_questionnaire_id"), "questionnaire", ["questionnaire_id"], ["id"])
        table.create_unique_constraint(op.f("uq_survey_form_questionnaire_id"), ["questionnaire_id"])
        table.drop_column("questions")
    with op.batch_alter_table("survey") as table:
        table.alter_column("version_id", existing_type=sa.Integer(), nullable=False)
        table.create_foreign_key(op.f("fk_survey_version_id"), "questionnaire_version", ["version_id"], ["id"])
        table.create_index(op.f("ix_survey_version_id"), ["version_id"])
        table.drop_column("questions")


def downgrade() -> None:
    """Go back."""
    for name in ("survey_form", "survey"):
        with op.batch_alter_table(name) as table:
            table.add_column(sa.Column("questions", JSON, nullable=True))
    bind = op.get_bind()
    asked = sa.select(form.c.id, questionnaire.c.questions).join(
        questionnaire, questionnaire.c.id == form.c.questionnaire_id
    )
    for row in bind.execute(asked).all():
        bind.execute(form.update().where(form.c.id == row.id).values(questions=_bare(row.questions)))
    held = sa.select(survey.c.id, version.c.questions).join(version, version.c.id == survey.c.version_id)
    for row in bind.execute(held).all():
        bind.execute(survey.update().where(survey.c.id == row.id).values(questions=_bare(row.questions)))
        _number_places(bind, row.id, row.questions)
    with op.batch_alter_table("survey") as table:
        table.alter_column("questions", existing_type=JSON, nullable=False)
        table.drop_index(op.f("ix_survey_version_id"))
        table.drop_constraint(op.f("fk_survey_version_id"), type_="foreignkey")
        table.drop_column("version_id")
    with op.batch_alter_table("survey_form") as table:
        table.alter_column("questions", existing_type=JSON, nullable=False)
        table.drop_constraint(op.f("uq_survey_form_questionnaire_id"), type_="unique")
        table.drop_constraint(op.f("fk_survey_form_questionnaire_id"), type_="foreignkey")
        table.drop_column("questionnaire_id")
    op.drop_table("questionnaire_version")
    op.drop_table("questionnaire")


def _create() -> None:
    op.create_table(
        "questionnaire",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.Uuid(), nullable=False),
        sa.Column("owner", sa.String(length=40), nullable=False),
        sa.Column("questions", JSON, nullable=False),
        sa.Column("keys_given", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_questionnaire")),
        sa.UniqueConstraint("uid", name=op.f("uq_questionnaire_uid")),
    )
    op.create_table(
        "questionnaire_version",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("questionnaire_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("questions", JSON, nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("number > 0", name=op.f("ck_questionnaire_version_number")),
        sa.ForeignKeyConstraint(
            ["questionnaire_id"], ["questionnaire.id"], name=op.f("fk_questionnaire_version_questionnaire_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_questionnaire_version")),
        sa.UniqueConstraint(
            "questionnaire_id", "number", name=op.f("uq_questionnaire_version_questionnaire_id_number")
        ),
    )


def _move(bind: sa.Connection, questions: list, held: list) -> int:
    """Make a questionnaire with these questions, and a version for each different list that surveys were held with."""
    lists = [_full(row.questions) for row in held]
    keys = [int(one["key"][1:]) for asked in (questions, *lists) for one in asked]
    made = bind.execute(
        questionnaire.insert().values(uid=uuid4(), owner="survey_form", questions=questions,
                                      keys_given=max(keys, default=0))
        .returning(questionnaire.c.id)
    ).scalar_one()  # fmt: skip
    known: dict[str, int] = {}
    for row, asked in zip(held, lists, strict=True):
        words = json.dumps(asked, sort_keys=True)
        if words not in known:
            facts = {"questionnaire_id": made, "number": len(known) + 1, "questions": asked,
                     "made_at": row.created_at or datetime(2026, 1, 1, tzinfo=UTC)}  # fmt: skip
            known[words] = bind.execute(version.insert().values(**facts).returning(version.c.id)).scalar_one()
        bind.execute(survey.update().where(survey.c.id == row.id).values(version_id=known[words]))
    return int(made)


def _full(questions: list) -> list:
    """Give choices their places as keys: that is what answers name."""
    return [
        {**one, "help": {}, "least": None, "most": None,
         "options": [{"key": place, **option} for place, option in enumerate(one["options"])]}
        for one in questions
    ]  # fmt: skip


def _bare(questions: list) -> list:
    """Return questions in the shape of before; kinds that were not known become texts, seats plain choices."""
    known = {"seats": "choice", "choice": "choice", "choices": "choices", "scale": "scale"}
    return [
        {"key": one["key"], "kind": known.get(one["kind"], "text"), "label": one["label"], "required": one["required"],
         "options": [{k: v for k, v in option.items() if k in ("id", "en")} for option in one["options"]]}
        for one in questions
    ]  # fmt: skip


def _number_places(bind: sa.Connection, survey_id: int, questions: list) -> None:
    """Let answers name the places of choices again instead of their keys, and be texts where their kind was not known."""
    places = {one["key"]: {option["key"]: place for place, option in enumerate(one["options"])}
              for one in questions if one["kind"] in ("choice", "choices", "seats")}  # fmt: skip
    words = {one["key"] for one in questions if one["kind"] in ("number", "day", "line")}
    for row in bind.execute(sa.select(response).where(response.c.survey_id == survey_id)).all():
        answers = {key: _placed(answer, places[key]) if key in places else str(answer) if key in words else answer
                   for key, answer in row.answers.items()}  # fmt: skip
        if answers != row.answers:
            bind.execute(response.update().where(response.c.id == row.id).values(answers=answers))


def _placed(answer: object, places: dict) -> object:
    return [places[one] for one in answer] if isinstance(answer, list) else places[answer]
