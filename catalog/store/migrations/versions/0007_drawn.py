"""The chart that an asker switched an answer to."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    op.create_table(
        "drawn",
        sa.Column("answer", sa.String(40), sa.ForeignKey("answers.id"), primary_key=True),
        sa.Column("kind", sa.String(20), nullable=False),
    )


def downgrade() -> None:
    op.drop_table("drawn")
