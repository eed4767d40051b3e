"""Add signed credentials, the keys that sign them and the lists that tell which were revoked."""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"


def upgrade() -> None:
    """Go forward."""
    op.create_table(
        "credential_key",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.Uuid(), nullable=False),
        sa.Column("public", sa.String(length=80), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("valid_from", sa.DateTime(timezone=True), nullable=False),
        sa.Column("valid_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("revoke_reason", sa.String(length=300), nullable=False),
        sa.CheckConstraint("valid_until IS NULL OR valid_until >= valid_from", name=op.f("ck_credential_key_term")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_credential_key")),
        sa.UniqueConstraint("public", name=op.f("uq_credential_key_public")),
        sa.UniqueConstraint("uid", name=op.f("uq_credential_key_uid")),
    )
    op.create_table(
        "status_list",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.Uuid(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_status_list")),
        sa.UniqueConstraint("uid", name=op.f("uq_status_list_uid")),
    )
    with op.batch_alter_table("certificate") as table:
        table.add_column(sa.Column("status_list_id", sa.Integer(), nullable=True))
        table.add_column(sa.Column("status_index", sa.Integer(), nullable=True))
        table.create_foreign_key(op.f("fk_certificate_status_list_id"), "status_list", ["status_list_id"], ["id"])
        table.create_unique_constraint(
            op.f("uq_certificate_status_list_id_status_index"), ["status_list_id", "status_index"]
        )
    op.create_table(
        "credential",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("certificate_id", sa.Integer(), nullable=False),
        sa.Column("key_id", sa.Integer(), nullable=False),
        sa.Column("document", sa.Text(), nullable=False),
        sa.Column("jwt", sa.Text(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["certificate_id"], ["certificate.id"], name=op.f("fk_credential_certificate_id")),
        sa.ForeignKeyConstraint(["key_id"], ["credential_key.id"], name=op.f("fk_credential_key_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_credential")),
        sa.UniqueConstraint("certificate_id", name=op.f("uq_credential_certificate_id")),
    )


def downgrade() -> None:
    """Go back."""
    op.drop_table("credential")
    with op.batch_alter_table("certificate") as table:
        table.drop_constraint(op.f("uq_certificate_status_list_id_status_index"), type_="unique")
        table.drop_constraint(op.f("fk_certificate_status_list_id"), type_="foreignkey")
        table.drop_column("status_index")
        table.drop_column("status_list_id")
    op.drop_table("status_list")
    op.drop_table("credential_key")
