"""Drafts and applications"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.DateTime(timezone=True).with_variant(sa.String(32), "sqlite")


def upgrade() -> None:
    op.create_table(
        "drafts",
        sa.Column("id", NUMBER, nullable=False),
        sa.Column("reference", sa.String(length=10), nullable=False),
        sa.Column("bundle", sa.String(length=64), nullable=False),
        sa.Column("region", sa.String(length=12), nullable=False),
        sa.Column("catalogue_version", sa.String(length=64), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("changed_at", MOMENT, nullable=False),
        sa.Column("expires_at", MOMENT, nullable=False),
        sa.Column("handed_in_at", MOMENT, nullable=True),
        sa.Column("code", sa.LargeBinary(), nullable=False),
        sa.Column("wrong_codes", sa.Integer(), nullable=False),
        sa.Column("wrong_code_at", MOMENT, nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_drafts")),
        sa.UniqueConstraint("reference", name=op.f("uq_drafts_reference")),
    )
    with op.batch_alter_table("drafts", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_drafts_expires_at"), ["expires_at"], unique=False)

    op.create_table(
        "outbox",
        sa.Column("id", NUMBER, nullable=False),
        sa.Column("topic", sa.String(length=64), nullable=False),
        sa.Column("payload", sa.JSON(), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("sent_at", MOMENT, nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outbox")),
    )
    with op.batch_alter_table("outbox", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_outbox_sent_at"), ["sent_at"], unique=False)

    op.create_table(
        "answer_versions",
        sa.Column("draft_id", NUMBER, nullable=False),
        sa.Column("name", sa.String(length=96), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("value", sa.LargeBinary(), nullable=False),
        sa.Column("by", sa.String(length=64), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("idempotency_key", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(
            ["draft_id"], ["drafts.id"], name=op.f("fk_answer_versions_draft_id_drafts"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("draft_id", "name", "version", name=op.f("pk_answer_versions")),
        sa.UniqueConstraint(
            "draft_id", "name", "idempotency_key", name=op.f("uq_answer_versions_draft_id_name_idempotency_key")
        ),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "answers",
        sa.Column("draft_id", NUMBER, nullable=False),
        sa.Column("name", sa.String(length=96), nullable=False),
        sa.Column("value", sa.LargeBinary(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("by", sa.String(length=64), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("idempotency_key", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(
            ["draft_id"], ["drafts.id"], name=op.f("fk_answers_draft_id_drafts"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("draft_id", "name", name=op.f("pk_answers")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "applications",
        sa.Column("id", NUMBER, nullable=False),
        sa.Column("reference", sa.String(length=17), nullable=False),
        sa.Column("draft_id", NUMBER, nullable=False),
        sa.Column("bundle", sa.String(length=64), nullable=False),
        sa.Column("region", sa.String(length=12), nullable=False),
        sa.Column("catalogue_version", sa.String(length=64), nullable=False),
        sa.Column("idempotency_key", sa.String(length=64), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("by", sa.String(length=64), nullable=False),
        sa.Column("submitted_at", MOMENT, nullable=False),
        sa.Column("code", sa.LargeBinary(), nullable=False),
        sa.Column("wrong_codes", sa.Integer(), nullable=False),
        sa.Column("wrong_code_at", MOMENT, nullable=True),
        sa.ForeignKeyConstraint(["draft_id"], ["drafts.id"], name=op.f("fk_applications_draft_id_drafts")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_applications")),
        sa.UniqueConstraint("draft_id", name=op.f("uq_applications_draft_id")),
        sa.UniqueConstraint("reference", name=op.f("uq_applications_reference")),
    )
    with op.batch_alter_table("applications", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_applications_submitted_at"), ["submitted_at"], unique=False)

    op.create_table(
        "attachments",
        sa.Column("id", NUMBER, nullable=False),
        sa.Column("reference", sa.String(length=22), nullable=False),
        sa.Column("draft_id", NUMBER, nullable=False),
        sa.Column("name", sa.String(length=96), nullable=False),
        sa.Column("title", sa.LargeBinary(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("received", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=True),
        sa.Column("by", sa.String(length=64), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("finished_at", MOMENT, nullable=True),
        sa.ForeignKeyConstraint(
            ["draft_id"], ["drafts.id"], name=op.f("fk_attachments_draft_id_drafts"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attachments")),
        sa.UniqueConstraint("reference", name=op.f("uq_attachments_reference")),
    )
    with op.batch_alter_table("attachments", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_attachments_draft_id"), ["draft_id"], unique=False)

    op.create_table(
        "attachment_pieces",
        sa.Column("attachment_id", NUMBER, nullable=False),
        sa.Column("begins", sa.Integer(), nullable=False),
        sa.Column("length", sa.Integer(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["attachment_id"],
            ["attachments.id"],
            name=op.f("fk_attachment_pieces_attachment_id_attachments"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("attachment_id", "begins", name=op.f("pk_attachment_pieces")),
    )
    op.create_table(
        "tasks",
        sa.Column("id", NUMBER, nullable=False),
        sa.Column("reference", sa.String(length=20), nullable=False),
        sa.Column("application_id", NUMBER, nullable=False),
        sa.Column("matter", sa.String(length=64), nullable=False),
        sa.Column("department", sa.String(length=64), nullable=False),
        sa.Column("standing", sa.String(length=16), nullable=False),
        sa.Column("after", sa.JSON(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["application_id"], ["applications.id"], name=op.f("fk_tasks_application_id_applications")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tasks")),
        sa.UniqueConstraint(
            "application_id", "matter", "department", name=op.f("uq_tasks_application_id_matter_department")
        ),
        sa.UniqueConstraint("reference", name=op.f("uq_tasks_reference")),
    )
    with op.batch_alter_table("tasks", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_tasks_department"), ["department"], unique=False)

    op.create_table(
        "acceptances",
        sa.Column("task_id", NUMBER, nullable=False),
        sa.Column("by", sa.String(length=64), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(["task_id"], ["tasks.id"], name=op.f("fk_acceptances_task_id_tasks")),
        sa.PrimaryKeyConstraint("task_id", name=op.f("pk_acceptances")),
    )
    op.create_table(
        "conclusions",
        sa.Column("task_id", NUMBER, nullable=False),
        sa.Column("words", sa.LargeBinary(), nullable=False),
        sa.Column("by", sa.String(length=64), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(["task_id"], ["tasks.id"], name=op.f("fk_conclusions_task_id_tasks")),
        sa.PrimaryKeyConstraint("task_id", name=op.f("pk_conclusions")),
    )
    op.create_table(
        "corrections",
        sa.Column("id", NUMBER, nullable=False),
        sa.Column("task_id", NUMBER, nullable=False),
        sa.Column("words", sa.LargeBinary(), nullable=False),
        sa.Column("until_on", sa.Date(), nullable=True),
        sa.Column("by", sa.String(length=64), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("answered_at", MOMENT, nullable=True),
        sa.ForeignKeyConstraint(["task_id"], ["tasks.id"], name=op.f("fk_corrections_task_id_tasks")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_corrections")),
    )
    with op.batch_alter_table("corrections", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_corrections_task_id"), ["task_id"], unique=False)

    op.create_table(
        "refusals",
        sa.Column("task_id", NUMBER, nullable=False),
        sa.Column("words", sa.LargeBinary(), nullable=False),
        sa.Column("by", sa.String(length=64), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(["task_id"], ["tasks.id"], name=op.f("fk_refusals_task_id_tasks")),
        sa.PrimaryKeyConstraint("task_id", name=op.f("pk_refusals")),
    )


def downgrade() -> None:
    op.drop_table("refusals")
    with op.batch_alter_table("corrections", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_corrections_task_id"))

    op.drop_table("corrections")
    op.drop_table("conclusions")
    op.drop_table("acceptances")
    with op.batch_alter_table("tasks", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_tasks_department"))

    op.drop_table("tasks")
    op.drop_table("attachment_pieces")
    with op.batch_alter_table("attachments", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_attachments_draft_id"))

    op.drop_table("attachments")
    with op.batch_alter_table("applications", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_applications_submitted_at"))

    op.drop_table("applications")
    op.drop_table("answers")
    op.drop_table("answer_versions")
    with op.batch_alter_table("outbox", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_outbox_sent_at"))

    op.drop_table("outbox")
    with op.batch_alter_table("drafts", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_drafts_expires_at"))

    op.drop_table("drafts")
