"""Ask for codes of an app after the password, and tell people when the way they sign in is changed."""

import sqlalchemy as sa
from alembic import op

revision = "0048"
down_revision = "0047"
NOTICES = (
    "certificate_issued", "certificate_replaced", "certificate_revoked", "correction_answered", "name_to_confirm",
    "registration_decided", "promoted", "session_moved", "session_cancelled", "training_cancelled", "training_soon",
    "evaluation_open", "trainer_assigned", "essay_marked", "role_given", "role_expiring", "reminder", "mentor_asked",
    "training_reopened", "questions_open",
)  # fmt: skip
NEW_NOTICES = ("sign_in_changed",)
MESSAGE = sa.table("message", sa.column("id"), sa.column("kind"))
POSTING = sa.table("posting", sa.column("message_id"))
CHOICE = sa.table("mail_choice", sa.column("kind"))


def upgrade() -> None:
    """Go forward."""
    _allow("message", NOTICES + NEW_NOTICES)
    _allow("mail_choice", NOTICES + NEW_NOTICES)
    op.create_table(
        "code_app",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("secret", sa.LargeBinary(), nullable=False),
        sa.Column("last_step", sa.Integer(), nullable=False),
        sa.Column("begun_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_code_app_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_code_app")),
        sa.UniqueConstraint("person_id", name=op.f("uq_code_app_person_id")),
    )
    op.create_table(
        "recovery_code",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("app_id", sa.Integer(), nullable=False),
        sa.Column("digest", sa.String(length=32), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["app_id"], ["code_app.id"], name=op.f("fk_recovery_code_app_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recovery_code")),
        sa.UniqueConstraint("app_id", "digest", name=op.f("uq_recovery_code_app_id_digest")),
    )
    op.create_table(
        "pending_sign_in",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_pending_sign_in_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pending_sign_in")),
        sa.UniqueConstraint("digest", name=op.f("uq_pending_sign_in_digest")),
    )
    op.create_index(op.f("ix_pending_sign_in_person_id"), "pending_sign_in", ["person_id"])


def downgrade() -> None:
    """Go back; what was told of the new kind goes with it."""
    for table in ("pending_sign_in", "recovery_code", "code_app"):
        op.drop_table(table)
    told = MESSAGE.c.kind.in_(NEW_NOTICES)
    op.execute(POSTING.delete().where(POSTING.c.message_id.in_(sa.select(MESSAGE.c.id).where(told))))
    op.execute(MESSAGE.delete().where(told))
    op.execute(CHOICE.delete().where(CHOICE.c.kind.in_(NEW_NOTICES)))
    _allow("message", NOTICES)
    _allow("mail_choice", NOTICES)


def _allow(table: str, values: tuple[str, ...]) -> None:
    with op.batch_alter_table(table) as batch:
        batch.drop_constraint(op.f(f"ck_{table}_notice"), type_="check")
        batch.create_check_constraint(op.f(f"ck_{table}_notice"), sa.sql.column("kind").in_(values))
