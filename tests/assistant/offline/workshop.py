"""A small catalog that none of the samples resembles: clients rent tools at branches; rentals and their lines are the facts."""

from __future__ import annotations

from datetime import date
from functools import cache

from assistant.offline import OfflinePlanner
from assistant.plan import Planned
from assistant.question import Question, Sight
from catalog.access import Asker
from catalog.catalog import Catalog
from catalog.files.load import read_catalog
from retrieval.matches import Finder
from retrieval.members import MemberIndex

TODAY = date(2026, 5, 20)
MEMBERS = {"branch": ["Harbour", "Old Town"], "kind": ["drill", "saw"], "state": ["return", "lose"]}
CATALOG = """
datasets:
- {id: clients, name: {zh: 客户, en: clients}, table: main.clients, columns: [client_id, client_name, city], primary_key: [client_id]}
- {id: branches, name: {zh: 分店, en: branches}, table: main.branches, columns: [branch_id, branch_name], primary_key: [branch_id]}
- {id: tools, name: {zh: 工具, en: tools}, table: main.tools, columns: [tool_id, tool_name, kind], primary_key: [tool_id]}
- {id: rentals, name: {zh: 租赁单, en: rentals}, table: main.rentals, columns: [rental_id, client_id, branch_id, rented_on, fee, state],
   time: rented_on, primary_key: [rental_id]}
- {id: lines, name: {zh: 租赁明细, en: rental lines}, table: main.lines, columns: [line_id, rental_id, tool_id, rented_on, days],
   time: rented_on, primary_key: [line_id]}
joins:
- {left: rentals, right: clients, on: {client_id: client_id}, cardinality: many_to_one}
- {left: rentals, right: branches, on: {branch_id: branch_id}, cardinality: many_to_one}
- {left: lines, right: rentals, on: {rental_id: rental_id}, cardinality: many_to_one}
- {left: lines, right: tools, on: {tool_id: tool_id}, cardinality: many_to_one}
dimensions:
- {id: client, name: {zh: 客户, en: client}, dataset: clients, expression: client_name}
- {id: client_id, name: {zh: 客户编号, en: client id}, dataset: clients, expression: client_id}
- {id: first_name, name: {zh: 客户名, en: client first name}, dataset: clients, expression: client_name}
- {id: last_name, name: {zh: 客户姓, en: client last name}, dataset: clients, expression: client_name}
- {id: city, name: {zh: 客户城市, en: client city}, synonyms: [city, 城市], dataset: clients, expression: city}
- {id: branch, name: {zh: 分店, en: branch}, dataset: branches, expression: branch_name}
- {id: tool, name: {zh: 工具, en: tool}, dataset: tools, expression: tool_name}
- {id: kind, name: {zh: 工具类型, en: tool kind}, dataset: tools, expression: kind}
- {id: state, name: {zh: 租赁状态, en: rental state}, dataset: rentals, expression: state}
metrics:
- {id: clients_n, name: {zh: 客户数, en: number of clients}, synonyms: [client count], owner: A, department: A,
   description: {zh: 客户数, en: All clients}, formula: {count: "*", dataset: clients}}
- {id: rental_clients, name: {zh: 有租赁的客户数, en: clients with rentals}, owner: A, department: A,
   description: {zh: 有租赁的客户数, en: Clients that rented}, formula: {count_distinct: client_id, dataset: rentals}}
- {id: line_clients, name: {zh: 有租赁明细的客户数, en: clients with rental lines}, owner: A, department: A,
   description: {zh: 有租赁明细的客户数, en: Clients with lines}, formula: {count_distinct: rentals.client_id, dataset: lines}}
- {id: rentals_n, name: {zh: 租赁单数, en: number of rentals}, synonyms: [rentals, 租赁单], owner: A, department: A,
   description: {zh: 租赁单数, en: Rentals}, formula: {count: "*", dataset: rentals}}
- {id: line_rentals, name: {zh: 有明细的租赁单数, en: rentals with rental lines}, owner: A, department: A,
   description: {zh: 有明细的租赁单数, en: Rentals with lines}, formula: {count_distinct: rental_id, dataset: lines}}
- {id: fees, name: {zh: 租金, en: total rentals value}, synonyms: [rental fees, fees], owner: A, department: A,
   description: {zh: 租金, en: Fees}, formula: {sum: fee, dataset: rentals}}
- {id: mean_fee, name: {zh: 平均租金, en: average fee}, owner: A, department: A,
   description: {zh: 平均租金, en: Average fee}, formula: {average: fee, dataset: rentals}}
"""


NAMESAKES = {"client": ["Kim", "Lee"], "client_id": ["c1", "c2", "c3"]}


@cache
def sight(namesakes: bool = False) -> Sight:
    catalog = workshop()
    asker = Asker("someone", "Someone", "", ("all",))
    finder = Finder.of(catalog, MemberIndex.build(catalog, MEMBERS | (NAMESAKES if namesakes else {})))
    return Sight(catalog, finder, asker, TODAY, TODAY, date(2025, 1, 1), may_list_rows=True)


@cache
def workshop() -> Catalog:
    return read_catalog([("workshop.yaml", CATALOG)], "", [])


def plan(text: str, namesakes: bool = False) -> Planned:
    """The plan of a question; with `namesakes`, three clients have two names."""
    return OfflinePlanner().plan(Question(text), sight(namesakes))
