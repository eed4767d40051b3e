"""Let a category of the bank belong to a region: its people see and use it."""

import sqlalchemy as sa
from alembic import op

revision = "0043"
down_revision = "0042"


def upgrade() -> None:
    """Go forward."""
    with op.batch_alter_table("bank_category") as table:
        table.add_column(sa.Column("region_id", sa.Integer(), nullable=True))
        table.create_foreign_key(op.f("fk_bank_category_region_id"), "region", ["region_id"], ["id"])
        table.create_check_constraint(op.f("ck_bank_category_reach"), "office_id IS NULL OR region_id IS NULL")
        table.create_index(op.f("ix_bank_category_region_id"), ["region_id"])


def downgrade() -> None:
    """Go back; what a region kept for itself belongs to everybody again."""
    with op.batch_alter_table("bank_category") as table:
        table.drop_index(op.f("ix_bank_category_region_id"))
        table.drop_constraint(op.f("ck_bank_category_reach"), type_="check")
        table.drop_constraint(op.f("fk_bank_category_region_id"), type_="foreignkey")
        table.drop_column("region_id")
