"""Add numbers that were given before this register, and the lists in which they come."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0029"
down_revision = "0028"
JSON = sa.JSON().with_variant(JSONB(), "postgresql")
STATE = sa.Enum(
    "draft", "waiting", "done", name="draftstate", native_enum=False, create_constraint=True, length=24
)  # fmt: skip


def upgrade() -> None:
    """Go forward."""
    with op.batch_alter_table("certificate") as table:
        table.add_column(sa.Column("is_historic", sa.Boolean(), nullable=False, server_default=sa.false()))
        table.add_column(sa.Column("scan_id", sa.Integer(), nullable=True))
        table.alter_column("serial", existing_type=sa.Integer(), nullable=True)
        table.create_foreign_key(op.f("fk_certificate_scan_id"), "stored_file", ["scan_id"], ["id"])
        table.drop_constraint(op.f("ck_certificate_issued"), type_="check")
        table.create_check_constraint(
            op.f("ck_certificate_issued"), "state != 'issued' OR sha256 IS NOT NULL OR is_historic"
        )
        table.create_check_constraint(op.f("ck_certificate_serial"), "serial IS NOT NULL OR is_historic")
    with op.batch_alter_table("certificate") as table:
        table.alter_column("is_historic", existing_type=sa.Boolean(), server_default=None)
    op.create_table(
        "register_import",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.Uuid(), nullable=False),
        sa.Column("series_id", sa.Integer(), nullable=False),
        sa.Column("made_by", sa.Integer(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("file_name", sa.String(length=200), nullable=False),
        sa.Column("file_hash", sa.String(length=64), nullable=False),
        sa.Column("rows", JSON, nullable=False),
        sa.Column("notes", JSON, nullable=False),
        sa.Column("scans_id", sa.Integer(), nullable=True),
        sa.Column("state", STATE, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("job_id", sa.Integer(), nullable=True),
        sa.Column("result", JSON, nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["job_id"], ["job.id"], name=op.f("fk_register_import_job_id")),
        sa.ForeignKeyConstraint(["made_by"], ["principal.id"], name=op.f("fk_register_import_made_by")),
        sa.ForeignKeyConstraint(["scans_id"], ["stored_file.id"], name=op.f("fk_register_import_scans_id")),
        sa.ForeignKeyConstraint(["series_id"], ["series.id"], name=op.f("fk_register_import_series_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_register_import")),
        sa.UniqueConstraint("uid", name=op.f("uq_register_import_uid")),
    )
    op.create_index(op.f("ix_register_import_series_id"), "register_import", ["series_id"], unique=False)
    op.create_index(op.f("ix_register_import_file_hash"), "register_import", ["file_hash"], unique=False)


def downgrade() -> None:
    """Go back; numbers that only this version can hold go with it."""
    op.drop_index(op.f("ix_register_import_file_hash"), table_name="register_import")
    op.drop_index(op.f("ix_register_import_series_id"), table_name="register_import")
    op.drop_table("register_import")
    historic = "(SELECT id FROM certificate WHERE is_historic)"
    for table, column in (("correction_request", "certificate_id"), ("certificate_event", "certificate_id")):
        op.execute(f"DELETE FROM {table} WHERE {column} IN {historic}")  # noqa: S608 - names of ours
    op.execute("DELETE FROM certificate WHERE is_historic")
    with op.batch_alter_table("certificate") as batch:
        batch.drop_constraint(op.f("ck_certificate_serial"), type_="check")
        batch.drop_constraint(op.f("ck_certificate_issued"), type_="check")
        batch.create_check_constraint(op.f("ck_certificate_issued"), "state != 'issued' OR sha256 IS NOT NULL")
        batch.drop_constraint(op.f("fk_certificate_scan_id"), type_="foreignkey")
        batch.alter_column("serial", existing_type=sa.Integer(), nullable=False)
        batch.drop_column("scan_id")
        batch.drop_column("is_historic")
