"""The audit log. It begins with the number of answers that are older than it; SQLite itself refuses to change or remove an entry."""

from datetime import UTC, datetime

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"

KEPT = "CREATE TRIGGER audit_kept BEFORE DELETE ON audit BEGIN SELECT RAISE(ABORT, 'the audit log is only added to'); END"
SEALED = """CREATE TRIGGER audit_sealed BEFORE UPDATE ON audit
WHEN NEW.payload IS NOT NULL OR NEW.asker <> '' OR NEW.subject <> ''
  OR NEW.seq <> OLD.seq OR NEW.at <> OLD.at OR NEW.kind <> OLD.kind OR NEW.payload_digest <> OLD.payload_digest
  OR NEW.previous <> OLD.previous OR NEW.digest <> OLD.digest
BEGIN SELECT RAISE(ABORT, 'the audit log is only added to'); END"""


def upgrade() -> None:
    op.create_table(
        "audit",
        sa.Column("seq", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("at", sa.String(40), nullable=False),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("asker", sa.String(200), nullable=False),
        sa.Column("subject", sa.String(40), nullable=False),
        sa.Column("payload", sa.Text),
        sa.Column("payload_digest", sa.String(64), nullable=False),
        sa.Column("previous", sa.String(64), nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
    )
    for column in ("at", "asker", "subject"):
        op.create_index(f"ix_audit_{column}", "audit", [column])
    head = op.create_table(
        "audit_head",
        sa.Column("id", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("seq", sa.Integer, nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
    )
    op.create_table(
        "audit_checkpoints",
        sa.Column("seq", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("at", sa.String(40), nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("signature", sa.String(64), nullable=False),
    )
    begin(head)


def begin(head: sa.Table) -> None:
    """The first entry, in the upgrade's own transaction."""
    from catalog.store.chain import START, Event, append

    connection = op.get_bind()
    connection.execute(sa.insert(head).values(id=1, seq=0, digest=START))
    older = connection.execute(sa.text("SELECT count(*) FROM answers")).scalar_one()
    append(connection, Event("begun", "", datetime.now(UTC), "", {"answers": older}))
    if connection.dialect.name == "sqlite":
        op.execute(KEPT)
        op.execute(SEALED)


def downgrade() -> None:
    for name in ("audit_checkpoints", "audit_head", "audit"):
        op.drop_table(name)
