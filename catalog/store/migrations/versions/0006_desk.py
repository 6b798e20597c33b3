"""The analysts' desk: what is in its queue, which metrics were asked, and what was done about an answer."""

import json

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
BATCH = 500


def upgrade() -> None:
    queue = op.create_table(
        "queue",
        sa.Column("answer", sa.String(40), sa.ForeignKey("answers.id"), primary_key=True),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("asker", sa.String(200), nullable=False),
        sa.Column("department", sa.String(200), nullable=False),
        sa.Column("status", sa.String(20), nullable=False),
        sa.Column("tier", sa.String(20), nullable=False),
        sa.Column("feedback", sa.String(20), nullable=False),
        sa.Column("state", sa.String(20), nullable=False),
    )
    op.create_index("ix_queue_asker", "queue", ["asker"])
    op.create_index("queue_by_time", "queue", ["asked_at", "answer"])
    op.create_index("queue_by_state", "queue", ["state", "asked_at", "answer"])
    op.create_index("queue_by_feedback", "queue", ["feedback", "asked_at", "answer"])
    metrics = op.create_table(
        "asked_metrics",
        sa.Column("answer", sa.String(40), sa.ForeignKey("answers.id"), primary_key=True),
        sa.Column("metric", sa.String(200), primary_key=True),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
    )
    op.create_index("asked_metrics_by_metric", "asked_metrics", ["metric", "asked_at", "answer"])
    op.create_table(
        "acts",
        sa.Column("id", sa.Integer, primary_key=True, autoincrement=True),
        sa.Column("answer", sa.String(40), sa.ForeignKey("answers.id"), nullable=False),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("by", sa.String(200), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("body", sa.Text, nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True)),
    )
    op.create_index("ix_acts_answer", "acts", ["answer"])
    op.create_index("ix_acts_kind", "acts", ["kind"])
    fill(queue, metrics)


def fill(queue: sa.Table, metrics: sa.Table) -> None:
    """What was asked before; nobody wrote down then to which department its asker belonged."""
    connection = op.get_bind()
    verified = set(connection.execute(sa.text("SELECT answer FROM verified")).scalars())
    judged = {row.answer: row.value for row in connection.execute(sa.text("SELECT answer, value FROM feedback ORDER BY id"))}
    found = sa.table(
        "answers",
        *(sa.column(name) for name in ("id", "asker", "status", "tier", "body")),
        sa.column("asked_at", sa.DateTime(timezone=True)),
    )
    after = ""
    while rows := connection.execute(
        sa.select(found).where(found.c.id > after, found.c.body != "").order_by(found.c.id).limit(BATCH)
    ).all():
        after = rows[-1].id
        shared = {"department": ""}
        for row in rows:
            state = "verified" if row.id in verified else "open"
            told = {"answer": row.id, "asked_at": row.asked_at, "asker": row.asker, "status": row.status, "tier": row.tier}
            connection.execute(sa.insert(queue).values(**told, **shared, feedback=judged.get(row.id, ""), state=state))
            names = {each["metric"] for each in json.loads(row.body).get("definitions") or ()}
            for name in sorted(names):
                connection.execute(sa.insert(metrics).values(answer=row.id, metric=name, asked_at=row.asked_at))


def downgrade() -> None:
    for name in ("acts", "asked_metrics", "queue"):
        op.drop_table(name)
