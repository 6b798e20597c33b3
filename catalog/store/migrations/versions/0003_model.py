"""Kept replies of a language model, tokens spent a day, and how an endpoint gives JSON."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    op.create_table(
        "model_replies",
        sa.Column("key", sa.String(64), primary_key=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reply", sa.Text, nullable=False),
    )
    op.create_index("ix_model_replies_made_at", "model_replies", ["made_at"])
    op.create_table(
        "model_tokens",
        sa.Column("day", sa.Date, primary_key=True),
        sa.Column("asker", sa.String(200), primary_key=True),
        sa.Column("tokens", sa.BigInteger, nullable=False),
    )
    op.create_table(
        "model_modes",
        sa.Column("endpoint", sa.String(64), primary_key=True),
        sa.Column("mode", sa.String(20), nullable=False),
        sa.Column("plain", sa.Boolean, nullable=False),
        sa.Column("learnt_at", sa.DateTime(timezone=True), nullable=False),
    )


def downgrade() -> None:
    op.drop_table("model_modes")
    op.drop_table("model_tokens")
    op.drop_table("model_replies")
