"""Numbers as people write them: digits with units (1.5亿, 5k, 20%), Chinese numerals (三百万), English words (three million)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

ZH_DIGITS = {
    character: value
    for value, pair in enumerate(("零〇", "一壹", "二两", "三叁", "四肆", "五伍", "六陆", "七柒", "八捌", "九玖"))
    for character in pair
}
ZH_SMALL = {"十": 10, "百": 100, "千": 1000}
ZH_LARGE = {"万": 10**4, "亿": 10**8}
EN_WORDS = {
    word: value
    for value, word in enumerate(
        [
            "zero",
            "one",
            "two",
            "three",
            "four",
            "five",
            "six",
            "seven",
            "eight",
            "nine",
            "ten",
            "eleven",
            "twelve",
            "thirteen",
            "fourteen",
            "fifteen",
            "sixteen",
            "seventeen",
            "eighteen",
            "nineteen",
        ]
    )
} | {
    word: value
    for value, word in zip(range(20, 100, 10), ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"], strict=True)
}
EN_SCALES = {"hundred": 100, "thousand": 10**3, "million": 10**6, "billion": 10**9}
SUFFIXES = {
    "百": 100,
    "千": 1000,
    "万": 10**4,
    "十万": 10**5,
    "百万": 10**6,
    "千万": 10**7,
    "亿": 10**8,
    "个亿": 10**8,
    "十亿": 10**9,
    "百亿": 10**10,
    "千亿": 10**11,
    "万亿": 10**12,
    "w": 10**4,
    "k": 10**3,
    "m": 10**6,
    "mn": 10**6,
    "bn": 10**9,
}
SUFFIXES |= EN_SCALES

ZH_NUMERAL = "[零〇一二两三四五六七八九十百千万亿壹贰叁肆伍陆柒捌玖拾]"
EN_WORD = "|".join(sorted([*EN_WORDS, *EN_SCALES], key=len, reverse=True))
DIGITS = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?"
SCALE = r"(?:\s*(?:[百千十][万亿]|万亿|个亿|[百千万亿])|\s?(?:hundred|thousand|million|billion|bn|mn)(?![a-z])|[wkm](?![a-z]))"
DIGITAL = rf"(?:{DIGITS}){SCALE}?(?:\s*%|\s?(?:percent|per cent)(?![a-z]))?"
ENGLISH = rf"(?<![a-z])(?:{EN_WORD})(?:[ -](?:and )?(?:{EN_WORD}))*(?![a-z])(?:\s?(?:percent|per cent)(?![a-z])|\s?%)?"
CHINESE = (
    rf"百分之(?:{ZH_NUMERAL}+(?:点{ZH_NUMERAL}+)?|{DIGITS})|千分之(?:{ZH_NUMERAL}+|{DIGITS})|{ZH_NUMERAL}+(?:点{ZH_NUMERAL}+)?(?:成|个亿)?"
)
NUMBER = rf"(?:{DIGITAL}|{CHINESE}|{ENGLISH})"
NUMBER_PATTERN = re.compile(rf"(?<![\d.])(?:{NUMBER})(?![\d])")


@dataclass(frozen=True, slots=True)
class Number:
    """A number's value; a percentage is its fraction (20% is 0.2)."""

    value: Decimal
    is_percent: bool = False


@dataclass(frozen=True, slots=True)
class Numeral:
    """A number and where it stands in the text."""

    start: int
    end: int
    number: Number


def numbers_in(text: str) -> list[Numeral]:
    """Every number of a folded text."""
    found = []
    for match in NUMBER_PATTERN.finditer(text):
        number = number_of(match[0])
        if number is not None:
            found.append(Numeral(match.start(), match.end(), number))
    return found


def number_of(text: str) -> Number | None:
    """The number that the whole text writes, or None."""
    text = text.strip().replace(",", "")
    for mark in ("%", "per cent", "percent"):
        if text.endswith(mark):
            inner = number_of(text[: -len(mark)])
            return Number(inner.value / 100, True) if inner else None
    if text.startswith(("百分之", "千分之")):
        inner = number_of(text[3:])
        return Number(inner.value / (100 if text[0] == "百" else 1000), True) if inner else None
    if text.endswith("个亿") and not text[:1].isascii():
        inner = number_of(text[:-2])
        return Number(inner.value * SUFFIXES["个亿"]) if inner else None
    if text.endswith("成"):
        inner = number_of(text[:-1])
        return Number(inner.value / 10, True) if inner else None
    value = digital(text) if text[:1].isdigit() and text[:1].isascii() else chinese(text) if not text.isascii() else english(text)
    return None if value is None else Number(value)


def digital(text: str) -> Decimal | None:
    match = re.fullmatch(r"(\d+(?:\.\d+)?)\s?([^\d\s.]*)", text)
    if match is None or (match[2] and match[2] not in SUFFIXES):
        return None
    return Decimal(match[1]) * SUFFIXES.get(match[2], 1)


def chinese(text: str) -> Decimal | None:
    """三百五十万 and 二〇二五; a decimal point is 点."""
    whole, _, fraction = text.replace("拾", "十").partition("点")
    if fraction:
        places = re.fullmatch(r"([^十百千万亿]+)([万亿]?)", fraction)
        head = chinese(whole)
        if places is None or head is None:
            return None
        digits = "".join(str(ZH_DIGITS[character]) for character in places[1])
        return (head + Decimal(f"0.{digits}")) * ZH_LARGE.get(places[2], 1)
    if whole and all(character in ZH_DIGITS for character in whole):
        return Decimal("".join(str(ZH_DIGITS[character]) for character in whole))
    return chinese_whole(whole)


def chinese_whole(text: str) -> Decimal | None:
    total, section, digit = 0, 0, None
    for character in text:
        if character in ZH_DIGITS:
            digit = ZH_DIGITS[character]
        elif character in ZH_SMALL:
            section += (1 if digit is None else digit) * ZH_SMALL[character]
            digit = None
        elif character in ZH_LARGE:
            section += digit or 0
            total = (total + section) * ZH_LARGE[character] if ZH_LARGE[character] > 10**4 else total + (section or 1) * 10**4
            section, digit = 0, None
        else:
            return None
    return Decimal(total + section + (digit or 0)) if text else None


def english(text: str) -> Decimal | None:
    total, section = 0, 0
    for word in re.split(r"[ -]+", text):
        if word == "and":
            continue
        if word in EN_WORDS:
            section += EN_WORDS[word]
        elif word == "hundred":
            section = (section or 1) * 100
        elif word in EN_SCALES:
            total, section = total + (section or 1) * EN_SCALES[word], 0
        else:
            return None
    return Decimal(total + section) if text else None
