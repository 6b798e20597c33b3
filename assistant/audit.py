"""What the audit log is told: one event for each thing that a person did, with who, when, under which rights, on what, and how it ended."""

from __future__ import annotations

from datetime import datetime
from hashlib import sha256

from assistant.plan import Clarify, Decline
from assistant.record import Answer
from catalog.store.chain import Event, digest_of


def answered(answer: Answer, body: str) -> Event:
    """A question and how it ended; `body` is the answer as the journal keeps it, of which the log seals the digest."""
    planned, versions, executed = answer.planned, answer.versions, answer.working.executed
    facts = {
        "question": answer.question,
        "conversation": answer.conversation,
        "status": answer.status,
        "tier": answer.tier,
        "planner": planned.planner if planned else None,
        "plan": answer.working.governed or (kind_of(answer) if planned else None),
        "scope": versions.scope if versions else None,
        "catalog": versions.catalog if versions else None,
        "data": versions.data if versions else None,
        "sql": sha256(executed.encode("utf-8", "backslashreplace")).hexdigest() if executed else None,
        "tables": list(answer.working.tables),
        "rows": len(answer.rows),
        "truncated": answer.truncated,
        "reason": answer.trouble.code if answer.trouble else None,
        "body": digest_of(body),
    }
    return Event("answered", answer.asker, answer.asked_at, answer.id, facts)


def kind_of(answer: Answer) -> str:
    assert answer.planned is not None
    match answer.planned.plan:
        case Clarify(code=code) | Decline(code=code):
            return code
        case plan:
            return type(plan).__name__


def replayed(again: Answer, kept: str, changed: tuple[str, ...]) -> Event:
    """A kept answer run again, for whom, and what differed."""
    facts = {"status": again.status, "scope": again.versions.scope if again.versions else None, "changed": list(changed)}
    return Event("replayed", again.asker, again.asked_at, kept, {**facts, "rows": len(again.rows)})


def judged(answer: str, asker: str, at: datetime, value: str, comment: str) -> Event:
    return Event("judged", asker, at, answer, {"value": value, "comment": comment})


def verified(answer: str, asker: str, at: datetime, comment: str) -> Event:
    return Event("verified", asker, at, answer, {"comment": comment})


def withdrawn(answer: str, asker: str, at: datetime) -> Event:
    return Event("withdrawn", asker, at, answer, {})


def concluded(answer: str, asker: str, at: datetime, text: str, owner: str, due: str | None) -> Event:
    return Event("concluded", asker, at, answer, {"text": text, "owner": owner, "due": due})


def exported(subject: str, asker: str, at: datetime, form: str, rows: int) -> Event:
    """Rows that were taken away: of an answer, or with the subject "audit" of this log."""
    return Event("exported", asker, at, subject, {"format": form, "rows": rows})


def signed_in(asker: str, at: datetime, address: str) -> Event:
    return Event("signed_in", asker, at, "", {"address": address})


def not_signed_in(tried: str, at: datetime, address: str, reason: str) -> Event:
    """A name that was tried and not let in: wrong, locked or unknown."""
    return Event("not_signed_in", tried[:200], at, "", {"address": address, "reason": reason})


def signed_out(asker: str, at: datetime) -> Event:
    return Event("signed_out", asker, at, "", {})


def token_made(token: str, asker: str, at: datetime, name: str, days: int) -> Event:
    return Event("token_made", asker, at, token, {"name": name, "days": days})


def token_revoked(token: str, asker: str, at: datetime) -> Event:
    return Event("token_revoked", asker, at, token, {})
