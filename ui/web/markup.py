"""HTML built from parts: text is always escaped, and only what `tag` made counts as markup."""

from __future__ import annotations

from html import escape


class Html(str):
    """Text that is markup already. Made by `tag` and `joined`, and by `trusted` for our own constants."""

    __slots__ = ()


VOID = frozenset({"input", "br", "hr", "meta", "img"})
Child = str | None


def tag(name: str, /, *children: Child, **attributes: str | int | bool | None) -> Html:
    """An element. `cls` is class, other names turn _ into -; False and None leave an attribute out, True writes it bare."""
    written = "".join(attribute(key, value) for key, value in attributes.items() if value is not None and value is not False)
    if name in VOID:
        return Html(f"<{name}{written}>")
    return Html(f"<{name}{written}>{joined(*children)}</{name}>")


def attribute(key: str, value: str | int | bool) -> str:
    name = "class" if key == "cls" else key.rstrip("_").replace("_", "-")
    return f" {name}" if value is True else f' {name}="{escape(str(value), quote=True)}"'


def joined(*children: Child) -> Html:
    """Children one after another, text escaped."""
    return Html("".join(child if isinstance(child, Html) else escape(child, quote=True) for child in children if child))


def trusted(constant: str) -> Html:
    """A constant of ours as markup; never for anything that was asked, stored or computed."""
    return Html(constant)
