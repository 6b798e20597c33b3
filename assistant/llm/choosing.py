"""From a reply's text to a plan that compiles and an account of its words: the door between what a model writes and what is run."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass

from assistant.llm.account import account_of
from assistant.llm.draft import governed_sql
from assistant.llm.known import Known
from assistant.llm.offered import offered
from assistant.llm.planner import Attempt
from assistant.llm.querying import filters_of, listed, metric_query, times_of
from assistant.llm.reply import Kind, Reply, Unusable, read_reply
from assistant.offline.reach import reaches
from assistant.plan import CatalogQuestion, Choice, Clarify, Decline, Plan, SqlDraft
from catalog.access import check_query
from catalog.compiler import compile_query
from catalog.compiler.check import used_dimensions
from catalog.errors import CatalogError, Unknown
from catalog.metric_sql import to_metric_sql
from catalog.query import MetricQuery, RowList


@dataclass(frozen=True)
class Chosen:
    """A plan and the metric queries inside it."""

    plan: Plan
    queries: tuple[MetricQuery, ...] = ()


def attempt_of(text: str, known: Known) -> Attempt:
    """What came of a reply; nothing in it is trusted. One with SQL beside a metric query is what accounts for more of the question."""
    try:
        reply = read_reply(text)
    except Unusable as error:
        return Attempt(text, error.problem)
    first = made(text, reply, known)
    if reply.kind == "metric_query" and reply.sql and first.problem:
        second = made(text, reply.model_copy(update={"kind": "governed_sql"}), known)
        return second if not second.problem else first
    return first


def made(text: str, reply: Reply, known: Known) -> Attempt:
    """The plan of a reply, checked and accounted for."""
    try:
        chosen = chosen_of(reply, known)
        for query in chosen.queries:
            check(query, known)
    except Unusable as error:
        return Attempt(text, error.problem)
    except CatalogError as error:
        return Attempt(text, problem_of(error))
    kept = offered(reply, known).written
    written = written_of(chosen.plan, reply.kind, kept)
    if isinstance(chosen.plan, Decline):
        return Attempt(text, "", chosen.plan, written, kept)
    account = account_of(chosen.plan, chosen.queries, reply, known)
    return Attempt(text, account.problem, chosen.plan, written, kept, account)


def written_of(plan: Plan, kind: Kind, kept: str) -> str:
    """What is shown as written by the model: its plan, or its SQL under names of ours."""
    if isinstance(plan, SqlDraft):
        return plan.text
    return to_metric_sql(plan) if isinstance(plan, MetricQuery) and kind == "governed_sql" else kept


def chosen_of(reply: Reply, known: Known) -> Chosen:
    match reply.kind:
        case "metric_query":
            query = metric_query(reply, known)
            return Chosen(query, (query,))
        case "governed_sql":
            drafted = governed_sql(reply.sql or "", known)
            return Chosen(drafted.plan, drafted.queries)
        case "row_list":
            return Chosen(row_list(reply, known))
        case "catalog_question":
            if reply.about is None:
                raise Unusable("about: what is asked?")
            return Chosen(CatalogQuestion(reply.about, tuple(listed("metrics", name, known.metrics) for name in reply.metrics)))
        case "clarify":
            asked = which_metric(reply, known)
            return Chosen(asked, tuple(choice.query for choice in asked.choices if choice.query))
        case "decline":
            words = ", ".join(part.text for part in known.unknown) or known.text[:60]
            return Chosen(Decline("model_declined", (("words", words),)))


def row_list(reply: Reply, known: Known) -> RowList:
    """Detail rows, for those who may."""
    dataset = listed("dataset", reply.dataset or "", known.datasets)
    periods, _ = times_of(reply.model_copy(update={"compare": None}), known, (), None)
    rows = RowList(dataset, (), filters_of(reply, known), periods)
    check_query(rows, known.sight.catalog)
    return rows


def which_metric(reply: Reply, known: Known) -> Clarify:
    """The metrics that the model cannot choose between, each with the rest of the question."""
    choices = []
    for name in reply.metrics:
        query = metric_query(reply.model_copy(update={"metrics": (name,)}), known)
        check(query, known)
        choices.append(Choice(known.sight.catalog.metric(name).label.in_language(known.language), "", query))
    if len(choices) < 2:
        raise Unusable("metrics: a clarify lists the two or more that fit")
    return Clarify("which_metric", (), tuple(choices))


def check(query: MetricQuery, known: Known) -> None:
    """Only what the asker sees, what can be reached, and what compiles."""
    catalog = known.sight.catalog
    check_query(query, catalog)
    names = used_dimensions(query)
    for measure in query.measures:
        for name in sorted({*names, *(part.dimension for part in measure.filters)}):
            if not reaches(catalog, measure.metric, name):
                raise Unusable(f"{measure.metric} cannot be split or filtered by {name}")
    for part in query.within:
        check(part.query, known)
    with suppress(Unknown):  # an input that the asker does not see by itself: the whole catalog has it, and compose compiles against that
        compile_query(query, catalog)


def problem_of(error: CatalogError) -> str:
    """The error's code and the names in it, for the model."""
    told = ("name", "metric", "dimension", "text", "nearest", "clause")
    facts = [f"{key} {str(value)[:80]}" for key, value in error.facts.items() if key in told]

    return f"{error.code}: {'; '.join(facts)}"
