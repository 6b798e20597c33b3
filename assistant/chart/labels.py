"""Values written at bars and points, where they fit at the width that the reader's screen gives them; none where they would touch."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import Any

from assistant.chart.axes import Spec, width
from assistant.chart.choice import Picture
from assistant.chart.palette import PALETTE, on
from assistant.chart.ticks import HUGE, PLAIN
from assistant.figures import format_of, scale_of, write_number
from catalog.label import Language
from catalog.metric import Format

LETTER = 6.2  # pixels of a label's letter at its size
BESIDE = 4  # pixels between a bar's end and its label
POINTS = 24  # more points than that carry no labels


def short_label(value: Any, picture: Picture, place: int, language: Language) -> str:
    """A value in three or four digits without its unit, which the axis says: 123万, 1.2M, 12.3%, 0.05; nothing for none."""
    if value is None or isinstance(value, (bool, str)):
        return ""
    form = format_of(picture.columns[place])
    if form.style == "percent":
        tiny = 0 < abs(float(value)) < 0.001
        return f"{float(value) * 100:.2g}%" if tiny else write_number(value, form, language)
    number = abs(float(value))
    if 0 < number < 0.01 or number >= HUGE:
        return f"{float(value):.2g}" if PLAIN < number < 1 else f"{float(value):.2e}"
    scale, word = scale_of(Decimal(str(value)), language)
    shown = number / float(scale)
    decimals = 0 if shown >= 100 or (not word and form.style == "integer") else 1 if shown >= 10 else 2
    text = write_number(Decimal(str(value)) / scale, Format("number", decimals), language)
    return text + word


def short_labels(picture: Picture, place: int, language: Language) -> list[str]:
    """The labels of a column, written out where short ones along a line would not tell its values apart."""
    numbers = [row[place] for row in picture.rows]
    short = [short_label(value, picture, place, language) for value in numbers]
    if picture.time is None or len(set(short)) * 2 > len(set(numbers)):
        return short
    plain = format_of(picture.columns[place]).style != "percent"
    return ["" if value is None else write_number(value, Format("number", 2), language) for value in numbers] if plain else short


def widest(picture: Picture, places: list[int], language: Language) -> float:
    """Pixels of the longest label."""
    return max((width(text) for place in places for text in short_labels(picture, place, language)), default=0) * LETTER


def below(field: str) -> str:
    return f"datum.{field} < 0"


def standing(field: str, text: Spec, fits: str, encoding: Spec) -> Spec:
    """Labels over standing bars and points, under negative ones."""
    mark = {
        "type": "text",
        "baseline": {"expr": f"{below(field)} ? 'top' : 'bottom'"},
        "dy": {"expr": f"{below(field)} ? {BESIDE} : {-BESIDE}"},
        "opacity": {"expr": f"{fits} ? 1 : 0"},
    }
    return {"name": "labels", "mark": mark, "encoding": {**encoding, "text": text}}


def lying(field: str, text: Spec, fits: str, encoding: Spec) -> Spec:
    """Labels to the right of lying bars, to the left of negative ones."""
    mark = {
        "type": "text",
        "align": {"expr": f"{below(field)} ? 'right' : 'left'"},
        "baseline": "middle",
        "dx": {"expr": f"{below(field)} ? {-BESIDE} : {BESIDE}"},
        "opacity": {"expr": f"{fits} ? 1 : 0"},
    }
    return {"name": "labels", "mark": mark, "encoding": {**encoding, "text": text}}


def inside(field: str, key: str, names: list[str], fits: str, encoding: Spec) -> Spec:
    """Labels in the middle of the parts of a stack that are large enough, black or white as the part's colour asks."""
    dark = json.dumps([name for at, name in enumerate(names) if on(PALETTE[at % len(PALETTE)]) == "#000000"])
    mark = {
        "type": "text",
        "color": {"expr": f"indexof({dark}, datum.{key}) >= 0 ? '#000000' : '#ffffff'"},
        "opacity": {"expr": f"{fits} ? 1 : 0"},
    }
    return {"name": "inside", "mark": mark, "encoding": {**encoding, "text": {"field": field, "type": "nominal"}}}
