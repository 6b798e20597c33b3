"""What was concluded from answers."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    op.create_table(
        "conclusions",
        sa.Column("id", sa.Integer, primary_key=True, autoincrement=True),
        sa.Column("answer", sa.String(40), sa.ForeignKey("answers.id"), nullable=False, index=True),
        sa.Column("author", sa.String(200), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("about", sa.String(64), nullable=False, index=True),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("owner", sa.String(200), nullable=False),
        sa.Column("due", sa.Date),
    )


def downgrade() -> None:
    op.drop_table("conclusions")
