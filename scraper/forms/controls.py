"""Content controls (ECMA-376-1, 17.5.2; [MS-DOCX] 2.5.1 for boxes): read and filled in."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from lxml import etree

from scraper.forms.answers import as_choice, as_tick
from scraper.forms.dates import as_date, written_date
from scraper.forms.markup import (
    attribute,
    beside,
    child,
    every,
    is_on,
    is_word,
    name,
    set_attribute,
)
from scraper.forms.places import Kind, Place, Write
from scraper.forms.signs import Reading, Sign, text_of
from scraper.forms.wording import standing
from scraper.forms.writing import empty, new_run, properties_in, properties_of

_KINDS = {
    "text": Kind.TEXT_CONTROL,
    "richText": Kind.TEXT_CONTROL,
    "dropDownList": Kind.LIST_CONTROL,
    "comboBox": Kind.COMBO_CONTROL,
    "date": Kind.DATE_CONTROL,
    "checkbox": Kind.BOX_CONTROL,
}
_OTHERS = frozenset(
    "picture group docPartObj docPartList citation bibliography equation repeatingSection "
    "repeatingSectionItem".split()
)
_LOCKED = frozenset({"contentLocked", "sdtContentLocked"})
_MIDNIGHT = "T00:00:00Z"
_CHECKED, _UNCHECKED = "2612", "2610"


def control_places(root: Any, reading: Reading) -> Iterator[Place]:
    """Give the controls to fill in, labelled with their title or not at all."""
    for control in every(root, "sdt"):
        kind = _kind(control)
        if kind is None:
            continue
        choices = tuple(shown for shown, _ in _items(control))
        title = child(control, "sdtPr", "alias")
        label = "" if title is None else (attribute(title, "val") or "").strip(" :*")
        value = _value(control, kind, reading)
        shown = text_of(_signs(child(control, "sdtContent"), reading)) if value is None else ""
        write = _WRITERS[kind](control)
        yield Place(control, label, kind, value, write, choices, hint=shown)


def tag_of(control: Any) -> str:
    """Give a control's tag, as words."""
    tag = child(control, "sdtPr", "tag")
    return "" if tag is None else (attribute(tag, "val") or "").replace("_", " ").strip()


def _kind(control: Any) -> Kind | None:
    """Say how a control is filled in; None if it is not, or only holds others."""
    properties, content = child(control, "sdtPr"), child(control, "sdtContent")
    if properties is None or content is None or any(name(e) in _OTHERS for e in properties):
        return None
    lock = child(properties, "lock")
    if lock is not None and attribute(lock, "val") in _LOCKED:
        return None
    found = next((_KINDS[name(each)] for each in properties if name(each) in _KINDS), None)
    if found is None or found is Kind.TEXT_CONTROL:
        return Kind.TEXT_CONTROL if _is_plain(content) else None
    return found


def _is_plain(content: Any) -> bool:
    """Say whether a control holds text, not rows, tables, pictures or fields of its own."""
    apart = ("sdt", "tbl", "tr", "fldChar", "drawing", "pict", "object")
    return not any(name(each) in apart for each in content.iter())


def _items(control: Any) -> list[tuple[str, str]]:
    """Give what a list shows and what each stands for; the prompt on its top is left out."""
    kinds = [e for e in child(control, "sdtPr") if name(e) in ("dropDownList", "comboBox")]
    items = []
    for each in (item for kind in kinds for item in kind if name(item) == "listItem"):
        value = attribute(each, "value") or ""
        shown = attribute(each, "displayText") or value
        if value and shown:
            items.append((shown, value))
    return items


def _value(control: Any, kind: Kind, reading: Reading) -> str | None:
    properties, content = child(control, "sdtPr"), child(control, "sdtContent")
    if kind is Kind.BOX_CONTROL:
        checked = child(properties, "checkbox", "checked")
        return "ja" if is_on(checked) else None
    signs = _signs(content, reading)
    if is_on(child(properties, "showingPlcHdr")) and not any(sign.ours for sign in signs):
        return None
    return standing(signs)


def _signs(content: Any, reading: Reading) -> list[Sign]:
    """Give the signs in a control, paragraph by paragraph."""
    paragraphs = every(content, "p")
    return [s for p in paragraphs or [content] for s in reading.signs(p)]


def _write_text(control: Any, value: str) -> list[Any]:
    """Put a text into a control and end its state of showing a prompt."""
    _put(control, value)
    return [control]


def _put(control: Any, value: str) -> Any:
    properties, content = child(control, "sdtPr"), child(control, "sdtContent")
    prompting = child(properties, "showingPlcHdr")
    place = _paragraph(content)
    look = properties_of(next((r for r in place.iter(beside(content, "r")) if len(r)), None))
    if prompting is not None or look is None:
        own = properties_of(properties)
        look = own if own is not None else look
        look = look if look is not None or place is content else properties_in(place)
    run = new_run(control, value, look)
    place.insert(empty(place), run)
    for each in [e for e in properties if name(e) in ("showingPlcHdr", "dataBinding")]:
        properties.remove(each)
    return run


def _paragraph(content: Any) -> Any:
    """Give where a control's text goes: its first paragraph, the others taken away, or itself."""
    paragraphs = every(content, "p")
    for each in paragraphs[1:]:
        each.getparent().remove(each)
    if paragraphs:
        return paragraphs[0]
    cell = next(iter(every(content, "tc")), None)
    if cell is None and is_word(content.getparent().getparent(), "p", "ins", "hyperlink"):
        return content
    owner = content if cell is None else cell
    return etree.SubElement(owner, beside(content, "p"))


def _text_writer(control: Any) -> Write:
    return lambda value: _write_text(control, value)


def _list_writer(control: Any) -> Write:
    def write(value: str) -> list[Any]:
        items = _items(control)
        chosen = as_choice(value, [shown for shown, _ in items], [each for _, each in items])
        return _write_text(control, items[chosen][0])

    return write


def _combo_writer(control: Any) -> Write:
    def write(value: str) -> list[Any]:
        shown = {each.casefold(): words for words, each in _items(control)}
        shown |= {words.casefold(): words for words, _ in _items(control)}
        return _write_text(control, shown.get(value.strip().casefold(), value))

    return write


def _date_writer(control: Any) -> Write:
    def write(value: str) -> list[Any]:
        settings = child(control, "sdtPr", "date")
        day = as_date(value)
        form, language = child(settings, "dateFormat"), child(settings, "lid")
        text = written_date(
            day,
            None if form is None else attribute(form, "val"),
            None if language is None else attribute(language, "val"),
        )
        set_attribute(settings, "fullDate", day.isoformat() + _MIDNIGHT)
        return _write_text(control, text)

    return write


def _box_writer(control: Any) -> Write:
    def write(value: str) -> list[Any]:
        ticked = as_tick(value)
        box = child(control, "sdtPr", "checkbox")
        checked = child(box, "checked")
        if checked is None:
            checked = etree.Element(beside(box, "checked"))
            box.insert(0, checked)
        set_attribute(checked, "val", str(int(ticked)))
        state = child(box, "checkedState" if ticked else "uncheckedState")
        code = None if state is None else attribute(state, "val")
        font = None if state is None else attribute(state, "font")
        _put_sign(control, int(code or (_CHECKED if ticked else _UNCHECKED), 16), font)
        return [control]

    return write


def _put_sign(control: Any, code: int, font: str | None) -> None:
    """Put a box's sign: as a symbol when its font has signs of its own (17.3.3.30)."""
    run = _put(control, chr(code))
    run.attrib.clear()
    if 0xF000 <= code <= 0xF0FF and font:
        text = child(run, "t")
        symbol = etree.SubElement(run, beside(run, "sym"))
        set_attribute(symbol, "font", font)
        set_attribute(symbol, "char", f"{code:04X}")
        run.remove(text)


_WRITERS = {
    Kind.TEXT_CONTROL: _text_writer,
    Kind.LIST_CONTROL: _list_writer,
    Kind.COMBO_CONTROL: _combo_writer,
    Kind.DATE_CONTROL: _date_writer,
    Kind.BOX_CONTROL: _box_writer,
}
