"""Create the tables of certificates."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0011"
down_revision = "0010"


def upgrade() -> None:
    """Go forward."""
    op.create_table(
        "design",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.Uuid(), nullable=False),
        sa.Column("office_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("folder", sa.String(length=60), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("archived_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["office_id"], ["office.id"], name=op.f("fk_design_office_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_design")),
        sa.UniqueConstraint("uid", name=op.f("uq_design_uid")),
    )
    op.create_index(op.f("ix_design_office_id"), "design", ["office_id"], unique=False)
    op.create_table(
        "series",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.Uuid(), nullable=False),
        sa.Column("office_id", sa.Integer(), nullable=False),
        sa.Column("programme_id", sa.Integer(), nullable=True),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "certificate",
                "statement",
                "transcript",
                name="kind",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("capacities", sa.JSON().with_variant(JSONB(), "postgresql"), nullable=False),
        sa.Column("pattern", sa.String(length=160), nullable=False),
        sa.Column("unit", sa.String(length=40), nullable=False),
        sa.Column("classification", sa.String(length=40), nullable=False),
        sa.Column("zone", sa.String(length=60), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_reason", sa.String(length=300), nullable=False),
        sa.ForeignKeyConstraint(["office_id"], ["office.id"], name=op.f("fk_series_office_id")),
        sa.ForeignKeyConstraint(["programme_id"], ["programme.id"], name=op.f("fk_series_programme_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_series")),
        sa.UniqueConstraint("office_id", "name", name=op.f("uq_series_office_id_name")),
        sa.UniqueConstraint("uid", name=op.f("uq_series_uid")),
    )
    op.create_index(op.f("ix_series_office_id"), "series", ["office_id"], unique=False)
    op.create_index(op.f("ix_series_programme_id"), "series", ["programme_id"], unique=False)
    op.create_table(
        "signer",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.Uuid(), nullable=False),
        sa.Column("office_id", sa.Integer(), nullable=False),
        sa.Column("full_name", sa.String(length=200), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("nip", sa.String(length=18), nullable=False),
        sa.Column(
            "in_stead",
            sa.Enum("", "a.n.", "Plt.", "u.b.", name="instead", native_enum=False, create_constraint=True, length=24),
            nullable=False,
        ),
        sa.Column("in_stead_of", sa.String(length=200), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_until", sa.Date(), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("valid_until IS NULL OR valid_until >= valid_from", name=op.f("ck_signer_term")),
        sa.ForeignKeyConstraint(["office_id"], ["office.id"], name=op.f("fk_signer_office_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_signer")),
        sa.UniqueConstraint("uid", name=op.f("uq_signer_uid")),
    )
    op.create_index(op.f("ix_signer_office_id"), "signer", ["office_id"], unique=False)
    op.create_table(
        "design_version",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.Uuid(), nullable=False),
        sa.Column("design_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("files", sa.JSON().with_variant(JSONB(), "postgresql"), nullable=False),
        sa.Column("settings", sa.JSON().with_variant(JSONB(), "postgresql"), nullable=False),
        sa.Column("logo_id", sa.Integer(), nullable=True),
        sa.Column("made_by", sa.Integer(), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["design_id"], ["design.id"], name=op.f("fk_design_version_design_id")),
        sa.ForeignKeyConstraint(["logo_id"], ["stored_file.id"], name=op.f("fk_design_version_logo_id")),
        sa.ForeignKeyConstraint(["made_by"], ["principal.id"], name=op.f("fk_design_version_made_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_design_version")),
        sa.UniqueConstraint("design_id", "number", name=op.f("uq_design_version_design_id_number")),
        sa.UniqueConstraint("uid", name=op.f("uq_design_version_uid")),
    )
    op.create_index(op.f("ix_design_version_design_id"), "design_version", ["design_id"], unique=False)
    op.create_table(
        "name_notice",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.Uuid(), nullable=False),
        sa.Column("training_id", sa.Integer(), nullable=False),
        sa.Column("days", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by", sa.Integer(), nullable=True),
        sa.CheckConstraint("days > 0", name=op.f("ck_name_notice_days")),
        sa.ForeignKeyConstraint(["by"], ["principal.id"], name=op.f("fk_name_notice_by")),
        sa.ForeignKeyConstraint(["training_id"], ["training.id"], name=op.f("fk_name_notice_training_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_name_notice")),
        sa.UniqueConstraint("uid", name=op.f("uq_name_notice_uid")),
    )
    op.create_index(op.f("ix_name_notice_training_id"), "name_notice", ["training_id"], unique=False)
    op.create_table(
        "series_counter",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("series_id", sa.Integer(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("next_serial", sa.Integer(), nullable=False),
        sa.CheckConstraint("next_serial > 0", name=op.f("ck_series_counter_serial")),
        sa.ForeignKeyConstraint(["series_id"], ["series.id"], name=op.f("fk_series_counter_series_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_series_counter")),
        sa.UniqueConstraint("series_id", "year", name=op.f("uq_series_counter_series_id_year")),
    )
    op.create_table(
        "issue_batch",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.Uuid(), nullable=False),
        sa.Column("training_id", sa.Integer(), nullable=False),
        sa.Column("series_id", sa.Integer(), nullable=False),
        sa.Column("signer_id", sa.Integer(), nullable=False),
        sa.Column("design_version_id", sa.Integer(), nullable=False),
        sa.Column("job_id", sa.Integer(), nullable=True),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("made_by", sa.Integer(), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["design_version_id"], ["design_version.id"], name=op.f("fk_issue_batch_design_version_id")
        ),
        sa.ForeignKeyConstraint(["job_id"], ["job.id"], name=op.f("fk_issue_batch_job_id")),
        sa.ForeignKeyConstraint(["made_by"], ["principal.id"], name=op.f("fk_issue_batch_made_by")),
        sa.ForeignKeyConstraint(["series_id"], ["series.id"], name=op.f("fk_issue_batch_series_id")),
        sa.ForeignKeyConstraint(["signer_id"], ["signer.id"], name=op.f("fk_issue_batch_signer_id")),
        sa.ForeignKeyConstraint(["training_id"], ["training.id"], name=op.f("fk_issue_batch_training_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_issue_batch")),
        sa.UniqueConstraint("uid", name=op.f("uq_issue_batch_uid")),
    )
    op.create_index(op.f("ix_issue_batch_training_id"), "issue_batch", ["training_id"], unique=False)
    op.create_table(
        "name_confirmation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.Uuid(), nullable=False),
        sa.Column("participation_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=240), nullable=False),
        sa.Column("registered_name", sa.String(length=240), nullable=False),
        sa.Column(
            "how",
            sa.Enum("screen", "list", "deemed", name="how", native_enum=False, create_constraint=True, length=24),
            nullable=False,
        ),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["by"], ["principal.id"], name=op.f("fk_name_confirmation_by")),
        sa.ForeignKeyConstraint(
            ["participation_id"], ["participation.id"], name=op.f("fk_name_confirmation_participation_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_name_confirmation")),
        sa.UniqueConstraint("uid", name=op.f("uq_name_confirmation_uid")),
    )
    op.create_index(
        op.f("ix_name_confirmation_participation_id"), "name_confirmation", ["participation_id"], unique=False
    )
    op.create_table(
        "certificate",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.Uuid(), nullable=False),
        sa.Column("series_id", sa.Integer(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("serial", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(length=200), nullable=False),
        sa.Column("code", sa.String(64).with_variant(sa.String(64, collation="C"), "postgresql"), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "certificate",
                "statement",
                "transcript",
                name="kind",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column(
            "capacity",
            sa.Enum(
                "participant",
                "trainer",
                "facilitator",
                "moderator",
                "organiser",
                name="capacity",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=True,
        ),
        sa.Column("participation_id", sa.Integer(), nullable=True),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("training_id", sa.Integer(), nullable=True),
        sa.Column("batch_id", sa.Integer(), nullable=True),
        sa.Column("design_version_id", sa.Integer(), nullable=True),
        sa.Column(
            "state",
            sa.Enum("numbered", "issued", "void", name="state", native_enum=False, create_constraint=True, length=24),
            nullable=False,
        ),
        sa.Column("is_standing", sa.Boolean(), nullable=False),
        sa.Column("name", sa.String(length=240), nullable=False),
        sa.Column("search_text", sa.String(length=500), nullable=False),
        sa.Column("data", sa.JSON().with_variant(JSONB(), "postgresql"), nullable=False),
        sa.Column("numbered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("issued_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("expires_on", sa.Date(), nullable=True),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("revoke_reason", sa.String(length=500), nullable=False),
        sa.Column("replaced_by_id", sa.Integer(), nullable=True),
        sa.Column("sha256", sa.String(length=64), nullable=True),
        sa.Column("file_id", sa.Integer(), nullable=True),
        sa.CheckConstraint("state != 'issued' OR sha256 IS NOT NULL", name=op.f("ck_certificate_issued")),
        sa.CheckConstraint("state != 'void' OR NOT is_standing", name=op.f("ck_certificate_void")),
        sa.ForeignKeyConstraint(["batch_id"], ["issue_batch.id"], name=op.f("fk_certificate_batch_id")),
        sa.ForeignKeyConstraint(
            ["design_version_id"], ["design_version.id"], name=op.f("fk_certificate_design_version_id")
        ),
        sa.ForeignKeyConstraint(["file_id"], ["stored_file.id"], name=op.f("fk_certificate_file_id")),
        sa.ForeignKeyConstraint(
            ["participation_id"], ["participation.id"], name=op.f("fk_certificate_participation_id")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_certificate_person_id")),
        sa.ForeignKeyConstraint(["replaced_by_id"], ["certificate.id"], name=op.f("fk_certificate_replaced_by_id")),
        sa.ForeignKeyConstraint(["series_id"], ["series.id"], name=op.f("fk_certificate_series_id")),
        sa.ForeignKeyConstraint(["training_id"], ["training.id"], name=op.f("fk_certificate_training_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_certificate")),
        sa.UniqueConstraint("code", name=op.f("uq_certificate_code")),
        sa.UniqueConstraint("replaced_by_id", name=op.f("uq_certificate_replaced_by_id")),
        sa.UniqueConstraint("series_id", "number", name=op.f("uq_certificate_series_id_number")),
        sa.UniqueConstraint("series_id", "year", "serial", name=op.f("uq_certificate_series_id_year_serial")),
        sa.UniqueConstraint("uid", name=op.f("uq_certificate_uid")),
    )
    op.create_index(op.f("ix_certificate_batch_id"), "certificate", ["batch_id"], unique=False)
    op.create_index(op.f("ix_certificate_issued_at"), "certificate", ["issued_at"], unique=False)
    op.create_index(op.f("ix_certificate_number"), "certificate", ["number"], unique=False)
    op.create_index(op.f("ix_certificate_participation_id"), "certificate", ["participation_id"], unique=False)
    op.create_index(op.f("ix_certificate_person_id"), "certificate", ["person_id"], unique=False)
    op.create_index(op.f("ix_certificate_sha256"), "certificate", ["sha256"], unique=False)
    op.create_index(op.f("ix_certificate_state"), "certificate", ["state"], unique=False)
    op.create_index(op.f("ix_certificate_training_id"), "certificate", ["training_id"], unique=False)
    op.create_index(
        "uq_certificate_standing",
        "certificate",
        ["participation_id", "kind"],
        unique=True,
        sqlite_where=sa.text("is_standing"),
        postgresql_where=sa.text("is_standing"),
    )
    op.create_table(
        "certificate_event",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.Uuid(), nullable=False),
        sa.Column("certificate_id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "numbered",
                "issued",
                "revoked",
                "replaced",
                "voided",
                name="fact",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("reason", sa.String(length=500), nullable=False),
        sa.Column("facts", sa.JSON().with_variant(JSONB(), "postgresql"), nullable=False),
        sa.Column("by", sa.Integer(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["by"], ["principal.id"], name=op.f("fk_certificate_event_by")),
        sa.ForeignKeyConstraint(
            ["certificate_id"], ["certificate.id"], name=op.f("fk_certificate_event_certificate_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_certificate_event")),
        sa.UniqueConstraint("uid", name=op.f("uq_certificate_event_uid")),
    )
    op.create_index(op.f("ix_certificate_event_certificate_id"), "certificate_event", ["certificate_id"], unique=False)


def downgrade() -> None:
    """Go back."""
    op.drop_table("certificate_event")
    op.drop_table("certificate")
    op.drop_table("name_confirmation")
    op.drop_table("issue_batch")
    op.drop_table("series_counter")
    op.drop_table("name_notice")
    op.drop_table("design_version")
    op.drop_table("signer")
    op.drop_table("series")
    op.drop_table("design")
