"""wenshu catalog check|list|show|gaps|schema|import: the metric catalog as the asker may see it."""

from __future__ import annotations

import argparse
import json
import os
from dataclasses import asdict
from typing import TYPE_CHECKING

from assistant.describe import Known, describe
from assistant.plan import CatalogQuestion
from assistant.settings import read_settings
from assistant.warehouse import known_manifest, warehouse_of
from assistant.wording import fault_line, say
from catalog.access import access_faults, read_access, visible
from catalog.catalog import Catalog, nearest
from catalog.errors import Fault, Unknown
from catalog.files import catalog_json_schema, load_catalog
from catalog.files.project_file import ProjectFile
from ui.cli import exits
from ui.cli.faults import fault_as_json
from ui.cli.lines import print_json
from ui.cli.place import person, project_file

if TYPE_CHECKING:
    from sql_guard.data_checks import Sampled


def run(options: argparse.Namespace) -> int:
    match options.part:
        case "schema":
            print(json.dumps(catalog_json_schema(), ensure_ascii=False, indent=2))
            return exits.ANSWERED
        case "check":
            return check(options)
        case "gaps":
            from ui.cli import gaps

            return gaps.run(options)
        case "import":
            from ui.cli import importing

            return importing.run(options)
        case _:
            file = project_file(options.project)
            access = read_access(file.access, root=file.folder)
            whole = load_catalog(file.catalog, cache=file.state / "cache", root=file.folder, calendar=file.calendar)
            seen = visible(whole, person(options.asker, access, file), access)
            return listed(seen, options) if options.part == "list" else shown(seen, whole, options)


def check(options: argparse.Namespace) -> int:
    """Every fault of the files at once (load_catalog raises them), then every fault against the data."""
    file = project_file(options.project)
    whole = load_catalog(file.catalog, root=file.folder, calendar=file.calendar)
    faults = [*access_faults(read_access(file.access, root=file.folder), whole)]
    unbuilt = not options.no_data and not is_built(file, whole)
    sampled: list[Sampled] = []
    if not options.no_data and not unbuilt:
        found, sampled = against_data(file, whole, options.sample)
        faults += found
    errors = [fault for fault in faults if fault.severity == "error"]
    if options.json:
        status = "failed" if errors else "not_ready" if unbuilt else "answered"
        told = [fault_as_json(options.language, fault) for fault in faults]
        read = {"sampled": [asdict(part) for part in sampled]} if sampled else {}
        print_json({"status": status, "faults": told, **read})
        return exits.FAILED if errors else exits.NOT_READY if unbuilt else exits.ANSWERED
    for fault in faults:
        print(fault_line(options.language, fault))
    for part in sampled:
        facts = {"table": part.table, "key": ", ".join(part.key), "rows": f"{part.rows:,}", "of": f"{part.of:,}"}
        print(say(options.language, "cli.catalog_sampled", **facts))
    if errors:
        print(say(options.language, "faulty_catalog", count=len(errors)))
        return exits.FAILED
    if faults:
        print(say(options.language, "cli.catalog_warnings", count=len(faults)))
    counts = {"metrics": len(whole.metrics), "dimensions": len(whole.dimensions), "datasets": len(whole.datasets)}
    print(say(options.language, "cli.catalog_files_fine" if unbuilt else "cli.catalog_fine", **counts))
    return exits.NOT_READY if unbuilt else exits.ANSWERED


def is_built(file: ProjectFile, whole: Catalog) -> bool:
    """Whether what is served is what the catalog names now; an older build lacks columns that the source has."""
    manifest = known_manifest(file.state / "serving")
    return manifest is not None and not warehouse_of(file, whole).is_stale(manifest)


def against_data(file: ProjectFile, whole: Catalog, sample: int | None) -> tuple[list[Fault], list[Sampled]]:
    from catalog.checks import check_data

    warehouse = warehouse_of(file, whole, read_settings(os.environ).spark_token)
    with warehouse.checks(warehouse.last(), sample) as checks:
        return list(check_data(whole, checks)), list(checks.sampled.values())


def listed(seen: Catalog, options: argparse.Namespace) -> int:
    if options.json:
        metrics = [
            {
                "id": metric.id,
                "zh": metric.label.zh,
                "en": metric.label.en,
                "department": metric.department,
                "version": metric.version,
                "status": metric.status,
            }
            for metric in seen.metrics.values()
        ]
        dimensions = [{"id": item.id, "zh": item.label.zh, "en": item.label.en} for item in seen.dimensions.values()]
        print_json({"metrics": metrics, "dimensions": dimensions})
        return exits.ANSWERED
    for metric in sorted(seen.metrics.values(), key=lambda metric: (metric.department, metric.id)):
        print(f"{metric.department}\t{metric.id}\t{metric.label.zh}\t{metric.label.en}")
    for item in seen.dimensions.values():
        print(f"-\t{item.id}\t{item.label.zh}\t{item.label.en}")
    return exits.ANSWERED


def shown(seen: Catalog, whole: Catalog, options: argparse.Namespace) -> int:
    """The card of a metric or dimension by id or name; of a word with several definitions, each of them."""
    named = names(seen)
    found = named.get(options.name.strip().casefold())
    if found is None:
        raise Unknown("cli.not_in_catalog", name=options.name, nearest=nearest(options.name, named))
    described = describe(CatalogQuestion("definition", found), Known(seen, whole, (), None, options.language))
    lines = [described.headline, *described.lines]
    if options.json:
        print_json({"id": found[0], "ids": found, "lines": lines})
    else:
        print("\n".join(lines))
    return exits.ANSWERED


def names(seen: Catalog) -> dict[str, tuple[str, ...]]:
    """Every id, name and synonym, folded, with what it means; a metric's own name goes before a term's."""
    found: dict[str, tuple[str, ...]] = {}
    for term in seen.terms:
        found.update({surface.casefold(): term.metrics for surface in term.label.surfaces})
    for dimension in seen.dimensions.values():
        found.update({surface.casefold(): (dimension.id,) for surface in (dimension.id, *dimension.label.surfaces)})
    for metric in seen.metrics.values():
        found.update({surface.casefold(): (metric.id,) for surface in (metric.id, *metric.label.surfaces)})
    return found
