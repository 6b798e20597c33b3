"""Verified questions: answers that an analyst has checked, matched again with other periods, members and numbers in their slots."""

from assistant.verified.book import Book, Entry
from assistant.verified.match import matched
from assistant.verified.verify import NotVerifiable, verify

__all__ = ["Book", "Entry", "NotVerifiable", "matched", "verify"]
