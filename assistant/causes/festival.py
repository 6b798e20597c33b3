"""A change against the year before that 春节 makes: against the days that lie as far from it, little of the change is left."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from assistant.causes.calendar_shift import festival_findings
from assistant.causes.data_faults import effective
from assistant.causes.inquiry import Inquiry
from assistant.causes.parts import Finding
from assistant.causes.sides import measure_of
from assistant.causes.subject import UNANSWERED, Subject
from catalog.period import add

EXPLAINED = 0.5  # of the change that the calendar makes: no member is named then


def moved_festival(inquiry: Inquiry, subject: Subject) -> Finding | None:
    """`festival_explains` with the change against the days as far from 春节, where that is less than half of the change; else None."""
    why, calendar = subject.why, inquiry.project.catalog.calendar
    if why.sides != "periods" or calendar.holidays is None or not why.after.periods or not why.before.periods:
        return None
    before, after = effective(inquiry, why)
    is_year = add(after.start, -1, "year", calendar) == before.start
    days = [[p.start + timedelta(days=n) for n in range((p.effective_end - p.start).days)] for p in (before, after)]
    is_moved = any(each.facts["festival"] == "spring_festival" for each in festival_findings(*days))
    if not is_year or not is_moved or not subject.change:
        return None
    from catalog.holidays import aligned

    fair = aligned(after)
    try:
        (total,) = inquiry.total(replace(why, before=replace(why.before, periods=(fair,))), (measure_of(why),))
    except UNANSWERED:
        return None
    if total.before is None or total.after is None or abs(total.change) > EXPLAINED * abs(subject.change):
        return None
    facts = {"festival": "spring_festival", "start": fair.start, "end": fair.end - timedelta(days=1)}
    return Finding("festival_explains", {**facts, "before": total.before, "change": total.change})
