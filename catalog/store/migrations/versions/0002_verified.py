"""Verified questions."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    op.create_table(
        "verified",
        sa.Column("id", sa.Integer, primary_key=True, autoincrement=True),
        sa.Column("answer", sa.String(40), sa.ForeignKey("answers.id"), nullable=False, unique=True),
        sa.Column("question", sa.Text, nullable=False),
        sa.Column("verified_by", sa.String(200), nullable=False),
        sa.Column("verified_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("comment", sa.Text, nullable=False),
        sa.Column("pattern", sa.String(32), nullable=False),
        sa.Column("body", sa.Text, nullable=False),
        sa.Column("lowered_at", sa.DateTime(timezone=True)),
        sa.Column("reasons", sa.Text, nullable=False),
    )
    op.create_index("ix_verified_pattern", "verified", ["pattern"])


def downgrade() -> None:
    op.drop_table("verified")
