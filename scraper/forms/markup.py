"""The elements of WordprocessingML (ECMA-376-1, 17), transitional and strict."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

_SPACES = frozenset(
    {
        "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
        "http://purl.oclc.org/ooxml/wordprocessingml/main",
    }
)
_APART = frozenset({"drawing", "pict", "object", "AlternateContent", "txbxContent"})
"""What holds text that is laid out apart from the text around it."""
_AROUND = frozenset({"sdt", "sdtContent", "customXml", "ins", "moveTo", "smartTag", "bdo", "dir"})
"""What may stand around rows, cells, paragraphs and runs without being seen."""
_OFF = frozenset({"0", "false", "off"})


def name(element: Any) -> str:
    """Give an element's name without its namespace; none for comments and instructions."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def is_word(element: Any, *names: str) -> bool:
    """Say whether an element is WordprocessingML's of one of these names."""
    if not isinstance(element.tag, str):
        return False
    space, _, local = element.tag.rpartition("}")
    return local in names and space[1:] in _SPACES


def child(element: Any, *path: str) -> Any:
    """Give the first child of that name, or the child's child; None if there is none."""
    for step in path:
        element = next((each for each in element if name(each) == step), None)
        if element is None:
            return None
    return element


def attribute(element: Any, local: str) -> str | None:
    """Give an attribute, whatever its namespace is called."""
    return next((v for key, v in element.items() if key.rpartition("}")[2] == local), None)


def is_on(element: Any) -> bool:
    """Say whether a switch is on (ECMA-376-1, 17.17.4): there, and not said to be off."""
    return element is not None and (attribute(element, "val") or "1").lower() not in _OFF


def beside(element: Any, local: str) -> str:
    """Give the full tag of this name in the namespace of `element`."""
    return f"{element.tag.rpartition('}')[0]}}}{local}"


def set_attribute(element: Any, local: str, value: str) -> None:
    """Set an attribute in the namespace of its element."""
    element.set(beside(element, local), value)


def within(element: Any, *names: str) -> Iterator[Any]:
    """Give the children of these names, also those in controls and tracked insertions."""
    for each in element:
        if is_word(each, *names):
            yield each
        elif is_word(each, *_AROUND):
            yield from within(each, *names)


def set_apart(element: Any) -> bool:
    """Say whether an element stands in a text box or a drawing."""
    return any(name(each) in _APART for each in element.iterancestors())


def every(root: Any, local: str) -> list[Any]:
    """Give all elements of this name, in their order, but for those in text boxes."""
    return [
        each for each in root.iter(f"{{*}}{local}") if is_word(each, local) and not set_apart(each)
    ]


def around(element: Any, *names: str) -> Any:
    """Give the nearest element of one of these names around an element, or None."""
    return next((each for each in element.iterancestors() if is_word(each, *names)), None)


def children_order(parent: Any, element: Any, *before: str) -> None:
    """Put a child in where the schema wants it: after the last child of these names."""
    at = max((n + 1 for n, each in enumerate(parent) if name(each) in before), default=0)
    parent.insert(at, element)


def is_bold(*paragraphs: Any) -> bool:
    """Say whether all words of paragraphs are bold."""
    runs = [run for each in paragraphs for run in within(each, "r")]
    worded = [run for run in runs if "".join(run.itertext()).strip()]
    return bool(worded) and all(is_on(child(run, "rPr", "b")) for run in worded)
