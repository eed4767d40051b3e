"""Append what happens to the keys that sign credentials, so that the journal can tell it after a restore."""

from uuid import uuid4

import sqlalchemy as sa
from alembic import op

revision = "0045"
down_revision = "0044"
KINDS = ("made", "ends", "goes_on", "revoked")


def upgrade() -> None:
    """Go forward; a key of before is told as it is now."""
    events = op.create_table(
        "key_event",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.Uuid(), nullable=False),
        sa.Column("key_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.Enum(*KINDS, name="keyfact", native_enum=False, create_constraint=True, length=24),
                  nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["key_id"], ["credential_key.id"], name=op.f("fk_key_event_key_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_key_event")),
        sa.UniqueConstraint("uid", name=op.f("uq_key_event_uid")),
    )  # fmt: skip
    op.create_index(op.f("ix_key_event_key_id"), "key_event", ["key_id"])
    keys = sa.table("credential_key", sa.column("id", sa.Integer), sa.column("valid_from", sa.DateTime(timezone=True)))
    known = op.get_bind().execute(sa.select(keys.c.id, keys.c.valid_from).order_by(keys.c.id)).all()
    rows = [{"uid": uuid4(), "key_id": row.id, "kind": "made", "at": row.valid_from} for row in known]
    if rows:
        op.bulk_insert(events, rows)


def downgrade() -> None:
    """Go back."""
    op.drop_index(op.f("ix_key_event_key_id"), table_name="key_event")
    op.drop_table("key_event")
