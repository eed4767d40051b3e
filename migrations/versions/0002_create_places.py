"""Create the tables of places."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Go forward."""
    op.create_table(
        "office_kind",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=40), nullable=False),
        sa.Column("label", sa.JSON().with_variant(JSONB(), "postgresql"), nullable=False),
        sa.Column("is_library", sa.Boolean(), nullable=False),
        sa.Column("level", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_office_kind")),
        sa.UniqueConstraint("key", name=op.f("uq_office_kind_key")),
    )
    op.create_table(
        "region_tree",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.Uuid(), nullable=False),
        sa.Column("key", sa.String(length=20), nullable=False),
        sa.Column("name", sa.JSON().with_variant(JSONB(), "postgresql"), nullable=False),
        sa.Column("levels", sa.JSON().with_variant(JSONB(), "postgresql"), nullable=False),
        sa.Column("source", sa.String(length=300), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_region_tree")),
        sa.UniqueConstraint("key", name=op.f("uq_region_tree_key")),
        sa.UniqueConstraint("uid", name=op.f("uq_region_tree_uid")),
    )
    op.create_table(
        "programme",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.Uuid(), nullable=False),
        sa.Column("slug", sa.String(length=60), nullable=False),
        sa.Column("name", sa.JSON().with_variant(JSONB(), "postgresql"), nullable=False),
        sa.Column("abbreviation", sa.String(length=30), nullable=False),
        sa.Column("description", sa.JSON().with_variant(JSONB(), "postgresql"), nullable=False),
        sa.Column("owner", sa.String(length=200), nullable=False),
        sa.Column("tree_id", sa.Integer(), nullable=False),
        sa.Column("zone", sa.String(length=60), nullable=False),
        sa.Column("language", sa.String(length=5), nullable=False),
        sa.Column("is_public", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["tree_id"], ["region_tree.id"], name=op.f("fk_programme_tree_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_programme")),
        sa.UniqueConstraint("slug", name=op.f("uq_programme_slug")),
        sa.UniqueConstraint("uid", name=op.f("uq_programme_uid")),
    )
    op.create_table(
        "region",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.Uuid(), nullable=False),
        sa.Column("tree_id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(64).with_variant(sa.String(64, collation="C"), "postgresql"), nullable=False),
        sa.Column("reach_code", sa.String(64).with_variant(sa.String(64, collation="C"), "postgresql"), nullable=False),
        sa.Column("level", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("sort_name", sa.String(length=120), nullable=False),
        sa.Column("parent_id", sa.Integer(), nullable=True),
        sa.Column("valid_from", sa.Date(), nullable=True),
        sa.Column("valid_until", sa.Date(), nullable=True),
        sa.CheckConstraint(
            "valid_until IS NULL OR valid_from IS NULL OR valid_until >= valid_from", name=op.f("ck_region_period")
        ),
        sa.ForeignKeyConstraint(["parent_id"], ["region.id"], name=op.f("fk_region_parent_id")),
        sa.ForeignKeyConstraint(["tree_id"], ["region_tree.id"], name=op.f("fk_region_tree_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_region")),
        sa.UniqueConstraint("tree_id", "code", name=op.f("uq_region_tree_id_code")),
        sa.UniqueConstraint("uid", name=op.f("uq_region_uid")),
    )
    op.create_index("ix_region_parent_sort", "region", ["parent_id", "sort_name"], unique=False)
    op.create_index(op.f("ix_region_reach_code"), "region", ["reach_code"], unique=False)
    op.create_index(op.f("ix_region_sort_name"), "region", ["sort_name"], unique=False)
    op.create_table(
        "site",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("tagline", sa.JSON().with_variant(JSONB(), "postgresql"), nullable=False),
        sa.Column("owner", sa.String(length=200), nullable=False),
        sa.Column("languages", sa.JSON().with_variant(JSONB(), "postgresql"), nullable=False),
        sa.Column("zone", sa.String(length=60), nullable=False),
        sa.Column("jp_minutes", sa.Integer(), nullable=False),
        sa.Column("contact_name", sa.String(length=120), nullable=False),
        sa.Column("contact_phone", sa.String(length=24), nullable=False),
        sa.Column("logo_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["logo_id"], ["stored_file.id"], name=op.f("fk_site_logo_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_site")),
    )
    op.create_table(
        "office",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.Uuid(), nullable=False),
        sa.Column("kind_id", sa.Integer(), nullable=False),
        sa.Column("region_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("sort_name", sa.String(length=200), nullable=False),
        sa.Column("address", sa.String(length=300), nullable=False),
        sa.Column("phone", sa.String(length=24), nullable=False),
        sa.Column("letterhead", sa.Text(), nullable=False),
        sa.Column("closed_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["kind_id"], ["office_kind.id"], name=op.f("fk_office_kind_id")),
        sa.ForeignKeyConstraint(["region_id"], ["region.id"], name=op.f("fk_office_region_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_office")),
        sa.UniqueConstraint("uid", name=op.f("uq_office_uid")),
    )
    op.create_index(op.f("ix_office_kind_id"), "office", ["kind_id"], unique=False)
    op.create_index(op.f("ix_office_region_id"), "office", ["region_id"], unique=False)
    op.create_index(op.f("ix_office_sort_name"), "office", ["sort_name"], unique=False)
    op.create_table(
        "programme_phase",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("programme_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.JSON().with_variant(JSONB(), "postgresql"), nullable=False),
        sa.Column("starts", sa.Date(), nullable=False),
        sa.Column("ends", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["programme_id"], ["programme.id"], name=op.f("fk_programme_phase_programme_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_programme_phase")),
    )
    op.create_index(op.f("ix_programme_phase_programme_id"), "programme_phase", ["programme_id"], unique=False)
    op.create_table(
        "region_succession",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("old_id", sa.Integer(), nullable=False),
        sa.Column("new_id", sa.Integer(), nullable=False),
        sa.Column("on_day", sa.Date(), nullable=False),
        sa.Column("note", sa.String(length=300), nullable=False),
        sa.ForeignKeyConstraint(["new_id"], ["region.id"], name=op.f("fk_region_succession_new_id")),
        sa.ForeignKeyConstraint(["old_id"], ["region.id"], name=op.f("fk_region_succession_old_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_region_succession")),
        sa.UniqueConstraint("old_id", "new_id", name=op.f("uq_region_succession_old_id_new_id")),
    )
    op.create_index(op.f("ix_region_succession_new_id"), "region_succession", ["new_id"], unique=False)
    op.create_index(op.f("ix_region_succession_old_id"), "region_succession", ["old_id"], unique=False)
    op.create_table(
        "online_since",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.Uuid(), nullable=False),
        sa.Column("office_id", sa.Integer(), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("address", sa.String(length=300), nullable=False),
        sa.Column("evidence", sa.String(length=300), nullable=False),
        sa.Column("is_online", sa.Boolean(), nullable=False),
        sa.Column("recorded_by", sa.Integer(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["office_id"], ["office.id"], name=op.f("fk_online_since_office_id")),
        sa.ForeignKeyConstraint(["recorded_by"], ["principal.id"], name=op.f("fk_online_since_recorded_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_online_since")),
        sa.UniqueConstraint("uid", name=op.f("uq_online_since_uid")),
    )
    op.create_index(op.f("ix_online_since_office_id"), "online_since", ["office_id"], unique=False)
    op.create_table(
        "partnership",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.Uuid(), nullable=False),
        sa.Column("programme_id", sa.Integer(), nullable=False),
        sa.Column("office_id", sa.Integer(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column(
            "status",
            sa.Enum(
                "full_support",
                "quality_books",
                "self_replication",
                name="partnerstatus",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column(
            "funding",
            sa.Enum(
                "apbn",
                "apbd",
                "dana_desa",
                "csr",
                "other",
                name="funding",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(["office_id"], ["office.id"], name=op.f("fk_partnership_office_id")),
        sa.ForeignKeyConstraint(["programme_id"], ["programme.id"], name=op.f("fk_partnership_programme_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_partnership")),
        sa.UniqueConstraint(
            "programme_id", "office_id", "year", name=op.f("uq_partnership_programme_id_office_id_year")
        ),
        sa.UniqueConstraint("uid", name=op.f("uq_partnership_uid")),
    )
    op.create_index(op.f("ix_partnership_office_id"), "partnership", ["office_id"], unique=False)
    op.create_index(op.f("ix_partnership_programme_id"), "partnership", ["programme_id"], unique=False)


def downgrade() -> None:
    """Go back."""
    op.drop_table("partnership")
    op.drop_table("online_since")
    op.drop_table("region_succession")
    op.drop_table("programme_phase")
    op.drop_table("office")
    op.drop_table("site")
    op.drop_table("region")
    op.drop_table("programme")
    op.drop_table("region_tree")
    op.drop_table("office_kind")
