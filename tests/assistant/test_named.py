"""A refusal of a question speaks in the names of the catalog; one of governed SQL in the names that were written."""

from __future__ import annotations

from assistant.named import named
from catalog.label import Text
from tests.catalog.world import shop


def test_ids_become_names_of_what_the_catalog_knows() -> None:
    found = named({"metric": "targeted", "grain": "week", "finest": "month", "nearest": ("region", "nothing"), "start": "month"}, shop())
    known = shop()
    assert found["metric"] == Text(known.metric("targeted").label.zh, known.metric("targeted").label.en)
    assert (found["grain"], found["finest"]) == (Text("周", "week"), Text("月", "month"))
    assert found["nearest"] == (Text(known.dimension("region").label.zh, known.dimension("region").label.en), "nothing")


def test_what_is_no_id_stays_as_it_is() -> None:
    assert named({"metric": "hidden_one", "expression": "region", "days": 3}, shop()) == {
        "metric": "hidden_one",
        "expression": "region",
        "days": 3,
    }
