"""The store's tables as the newest migration leaves them."""

from __future__ import annotations

from sqlalchemy import BigInteger, Boolean, Column, Date, DateTime, ForeignKey, Index, Integer, MetaData, String, Table, Text

REVISION = "0008"
metadata = MetaData()

conversations = Table(
    "conversations",
    metadata,
    Column("id", String(40), primary_key=True),
    Column("asker", String(200), nullable=False, index=True),
    Column("started_at", DateTime(timezone=True), nullable=False),
)

answers = Table(
    "answers",
    metadata,
    Column("id", String(40), primary_key=True),
    Column("conversation", String(40), nullable=False, default="", index=True),
    Column("asker", String(200), nullable=False),
    Column("asked_at", DateTime(timezone=True), nullable=False),
    Column("question", Text, nullable=False),
    Column("status", String(20), nullable=False),
    Column("tier", String(20), nullable=False),
    Column("body", Text, nullable=False),  # the whole Answer as JSON
    Index("answers_by_asker", "asker", "asked_at"),
)

feedback = Table(
    "feedback",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("answer", String(40), ForeignKey("answers.id"), nullable=False, index=True),
    Column("asker", String(200), nullable=False),
    Column("given_at", DateTime(timezone=True), nullable=False),
    Column("value", String(20), nullable=False),
    Column("comment", Text, nullable=False, default=""),
)

queue = Table(
    "queue",
    metadata,
    Column("answer", String(40), ForeignKey("answers.id"), primary_key=True),
    Column("asked_at", DateTime(timezone=True), nullable=False),
    Column("asker", String(200), nullable=False, index=True),
    Column("department", String(200), nullable=False),  # the asker's, when it was asked
    Column("status", String(20), nullable=False),
    Column("tier", String(20), nullable=False),
    Column("feedback", String(20), nullable=False),  # the asker's last judgement, or empty
    Column("state", String(20), nullable=False),  # open, or how it was handled
    Index("queue_by_time", "asked_at", "answer"),
    Index("queue_by_state", "state", "asked_at", "answer"),
    Index("queue_by_feedback", "feedback", "asked_at", "answer"),
)

asked_metrics = Table(
    "asked_metrics",
    metadata,
    Column("answer", String(40), ForeignKey("answers.id"), primary_key=True),
    Column("metric", String(200), primary_key=True),
    Column("asked_at", DateTime(timezone=True), nullable=False),
    Index("asked_metrics_by_metric", "metric", "asked_at", "answer"),
)

acts = Table(
    "acts",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("answer", String(40), ForeignKey("answers.id"), nullable=False, index=True),
    Column("kind", String(20), nullable=False, index=True),
    Column("by", String(200), nullable=False),
    Column("at", DateTime(timezone=True), nullable=False),
    Column("text", Text, nullable=False, default=""),  # what a person wrote
    Column("body", Text, nullable=False, default="{}"),  # the rest as JSON
    Column("seen_at", DateTime(timezone=True)),  # when the asker of the answer was told
)

drawn = Table(  # the chart that an asker switched an answer to
    "drawn",
    metadata,
    Column("answer", String(40), ForeignKey("answers.id"), primary_key=True),
    Column("kind", String(20), nullable=False),
)

conclusions = Table(  # what somebody concluded from an answer, for whoever asks for the same metric in the same scope
    "conclusions",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("answer", String(40), ForeignKey("answers.id"), nullable=False, index=True),
    Column("author", String(200), nullable=False),
    Column("made_at", DateTime(timezone=True), nullable=False),
    Column("about", String(64), nullable=False, index=True),  # a digest of the metric and its scope
    Column("text", Text, nullable=False),
    Column("owner", String(200), nullable=False),
    Column("due", Date),
)

verified = Table(
    "verified",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("answer", String(40), ForeignKey("answers.id"), nullable=False, unique=True),
    Column("question", Text, nullable=False),
    Column("verified_by", String(200), nullable=False),
    Column("verified_at", DateTime(timezone=True), nullable=False),
    Column("comment", Text, nullable=False, default=""),
    Column("pattern", String(32), nullable=False, index=True),  # a digest of what a question has to mean to be this one
    Column("body", Text, nullable=False),  # the template as JSON
    Column("lowered_at", DateTime(timezone=True)),  # since when it no longer counts as verified
    Column("reasons", Text, nullable=False, default=""),  # codes of why, one a line
)

model_replies = Table(
    "model_replies",
    metadata,
    Column("key", String(64), primary_key=True),  # a digest of the request, of what its asker may see, and of the endpoint
    Column("made_at", DateTime(timezone=True), nullable=False, index=True),
    Column("reply", Text, nullable=False),
)

model_tokens = Table(
    "model_tokens",
    metadata,
    Column("day", Date, primary_key=True),
    Column("asker", String(200), primary_key=True),  # empty: all of them together
    Column("tokens", BigInteger, nullable=False),
)

model_modes = Table(
    "model_modes",
    metadata,
    Column("endpoint", String(64), primary_key=True),  # a digest of its address and model
    Column("mode", String(20), nullable=False),
    Column("plain", Boolean, nullable=False),  # it takes no temperature
    Column("learnt_at", DateTime(timezone=True), nullable=False),
)

audit = Table(
    "audit",
    metadata,
    Column("seq", Integer, primary_key=True, autoincrement=False),
    Column("at", String(40), nullable=False, index=True),  # UTC, ISO: a part of the digest, so kept as it was written
    Column("kind", String(20), nullable=False),
    Column("asker", String(200), nullable=False, index=True),  # empty once erased, like `subject`
    Column("subject", String(40), nullable=False, index=True),
    Column("payload", Text),  # asker, subject, facts and a salt as JSON; NULL once erased
    Column("payload_digest", String(64), nullable=False),
    Column("previous", String(64), nullable=False),
    Column("digest", String(64), nullable=False),
)

audit_head = Table(
    "audit_head",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("seq", Integer, nullable=False),
    Column("digest", String(64), nullable=False),
)

audit_checkpoints = Table(
    "audit_checkpoints",
    metadata,
    Column("seq", Integer, primary_key=True, autoincrement=False),
    Column("at", String(40), nullable=False),
    Column("digest", String(64), nullable=False),
    Column("signature", String(64), nullable=False),
)

tokens = Table(
    "tokens",
    metadata,
    Column("id", String(16), primary_key=True),
    Column("digest", String(64), nullable=False),  # of the secret, which nobody keeps
    Column("user", String(200), nullable=False, index=True),
    Column("name", String(200), nullable=False),
    Column("made_at", DateTime(timezone=True), nullable=False),
    Column("ends_at", Integer, nullable=False),  # seconds since 1970, like all times that decide whether someone gets in
)

sign_in_attempts = Table(
    "sign_in_attempts",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("who", String(64), nullable=False),  # a digest of the name, or of the address, that was tried
    Column("at", Integer, nullable=False, index=True),
    Index("sign_in_attempts_by_who", "who", "at"),
)

ended_sessions = Table(
    "ended_sessions",
    metadata,
    Column("id", String(64), primary_key=True),
    Column("until", Integer, nullable=False, index=True),
)
