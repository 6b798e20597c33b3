"""A chart as PNG or SVG, drawn on this machine: no browser, no network. Needs the [export] extra."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib.util import find_spec
from threading import Lock
from typing import Any, Literal

from assistant.chart.palette import DARK, FONT, INK, LIGHT
from assistant.record import Answer
from assistant.wording import say
from catalog.errors import Unanswerable

Theme = Literal["light", "dark"]
Drawn = Literal["png", "svg"]
WIDTH, SCALE, LINE = 680, 2, 44  # pixels of a chart, of which a PNG has twice as many; letters of a title's line
PAGE_VERSION = "5.21"  # of Vega-Lite: the newest 5 that the library has; the page ships 5.23
GRID = {"light": "#dddddd", "dark": "#3a3f4a"}
WORDS = {"light": "#5c6270", "dark": "#a3a9b6"}
LOCK = Lock()  # one drawing at a time: the library's engine is large


@cache
def can_draw() -> bool:
    """Whether the library is installed."""
    return find_spec("vl_convert") is not None


def image(answer: Answer, form: Drawn, theme: Theme = "light") -> bytes:
    """The answer's chart under its headline, dates and day of the data. Raises Unanswerable: no chart, no library, no Chinese letters."""
    if answer.chart is None:
        raise Unanswerable("no_chart_to_save")
    if not can_draw():
        raise Unanswerable("no_chart_maker")
    import vl_convert

    spec = page(answer, answer.chart, theme)
    with LOCK:
        if form == "svg":
            return str(vl_convert.vegalite_to_svg(spec, vl_version=PAGE_VERSION, allowed_base_urls=[])).encode()
        if answer.language == "zh" and not writes_chinese():
            raise Unanswerable("no_chinese_font")
        return bytes(vl_convert.vegalite_to_png(spec, vl_version=PAGE_VERSION, scale=SCALE, allowed_base_urls=[]))


@cache
def writes_chinese() -> bool:
    """Whether this machine has a font with Chinese letters: without one, all of them are drawn as the same box."""
    import vl_convert

    text = '<text x="4" y="30" font-size="28" font-family="sans-serif">{}</text>'
    letter = f'<svg xmlns="http://www.w3.org/2000/svg" width="40" height="40">{text}</svg>'
    return bool(vl_convert.svg_to_png(letter.format("国")) != vl_convert.svg_to_png(letter.format("数")))


def page(answer: Answer, chart: Mapping[str, Any], theme: Theme) -> dict[str, Any]:
    """The chart by itself: on paper, of a fixed width, under what it shows."""
    spec = {**chart}
    if spec.get("width") == "container":
        spec |= {"width": WIDTH, "autosize": {"type": "fit-x", "contains": "padding"}}
    said = spec.get("title", {})
    below = said.get("text", []) if isinstance(said, dict) else [said]
    spec["title"] = {"text": broken(answer.headline, LINE), "subtitle": [*source(answer), *([below] if isinstance(below, str) else below)]}
    return {**spec, "background": DARK if theme == "dark" else LIGHT, "padding": 14, "config": on_paper(chart.get("config", {}), theme)}


def on_paper(config: Mapping[str, Any], theme: Theme) -> dict[str, Any]:
    ink, words = {"color": INK[theme]}, {"labelColor": WORDS[theme], "titleColor": WORDS[theme]}
    title = {"fontSize": 15, "fontWeight": "bold", "subtitleFontSize": 11, "subtitlePadding": 6, "offset": 10}
    return {
        **config,
        "font": FONT,
        "text": {**config.get("text", {}), **ink},
        "axis": {**config.get("axis", {}), **words, "gridColor": GRID[theme]},
        "legend": {**config.get("legend", {}), **words},
        "title": {**config.get("title", {}), **ink, **title, "subtitleColor": WORDS[theme]},
    }


def source(answer: Answer) -> list[str]:
    """Dates, definitions and the day of the data: what a picture that is passed on has to say by itself."""
    dates = [f"{each.first} ~ {each.last}" for each in answer.dates]
    names = list(dict.fromkeys(f"{each.name} v{each.version}" for each in answer.definitions))
    until = [say(answer.language, "chart.as_of", day=answer.data_as_of)] if answer.data_as_of else []
    return broken(" · ".join([*dates, *names, *until]), LINE * 2) if dates or names or until else []


def broken(text: str, letters: int) -> list[str]:
    """A text in lines of so many letters, Chinese ones counted double; English is broken between words."""
    lines, line, width = [], "", 0
    for word in pieces(text):
        size = sum(2 if ord(letter) > 0x2E80 else 1 for letter in word)
        if line and width + size > letters * 2:
            lines.append(line.rstrip())
            line, width = "", 0
        line, width = line + word, width + size
    return [*lines, line.rstrip()]


def pieces(text: str) -> list[str]:
    found: list[str] = []
    for letter in text:
        if found and ord(letter) <= 0x2E80 and ord(found[-1][-1]) <= 0x2E80 and found[-1][-1] != " ":
            found[-1] += letter
        else:
            found.append(letter)
    return found
