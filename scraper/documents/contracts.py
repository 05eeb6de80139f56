"""Contracts made visible: what a WSDL, XSD, OpenAPI or service.properties file promises.

XML is parsed with no network, no entities and no DTD. Sources: WSDL 1.1 and its SOAP bindings,
XML Schema 1.0 part 1, OpenAPI 2 and 3, and the packages' own `sp/service.properties`.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from pathlib import PurePosixPath
from typing import Any

import yaml
from lxml import etree

from scraper.charset import detected
from scraper.errors import DocumentFault
from scraper.models import ContractField, ContractOperation, ContractRow, ContractService

MAX_BYTES = 20_000_000  # of one contract: the largest XSD known is a hundredth of it
MAX_YAML = 3_000_000  # of one in YAML, which takes long to read
MAX_ROWS = 20_000  # of one contract
_MAX_VISITS = 10 * MAX_ROWS  # of its parts: YAML's aliases may repeat them without end
_DEEPEST = 20  # types within types
_XSD = "{http://www.w3.org/2001/XMLSchema}"
_WSDL = "{http://schemas.xmlsoap.org/wsdl/}"
_SOAP = ("{http://schemas.xmlsoap.org/wsdl/soap/}", "{http://schemas.xmlsoap.org/wsdl/soap12/}")
_SIMPLE = f"{_XSD}simpleType"
_TYPES = frozenset(f"{_XSD}{name}" for name in ("complexType", "group", "attributeGroup"))
_HOLDERS = frozenset(
    "sequence all choice complexContent simpleContent extension restriction".split()
)
_METHODS = ("get", "put", "post", "delete", "options", "head", "patch", "trace")
_OPENAPI = re.compile(rb"o\0?p\0?e\0?n\0?a\0?p\0?i|s\0?w\0?a\0?g\0?g\0?e\0?r")
"""The word without which no file is an OpenAPI one, in UTF-8 or UTF-16."""
_PROPERTY = re.compile(
    r"^[ \t\f]*(?![#!])([^=:\s]+)[ \t]*[=: \t][ \t]*(.*?)[ \t\r]*$", re.MULTILINE
)
_CONTINUED = re.compile(r"\\\r?\n[ \t]*")


_FACETS = (
    "length minLength maxLength pattern minInclusive maxInclusive minExclusive maxExclusive "
    "totalDigits fractionDigits"
).split()
_LIMITS = (
    "minLength maxLength pattern minimum maximum exclusiveMinimum exclusiveMaximum multipleOf "
    "minItems maxItems"
).split()
_LONGEST = 2_000  # letters of one value
VALUE = "(værdi)"
"""Stands as the field of a type that is a value, with what values it allows."""
BASE = "(udvider)"
"""Stands as the field of a type that extends another one, whose name is then its type."""
BODY = "(krop)"
"""Stands as the field of an operation that is called with a body."""
_Row = tuple[type[ContractRow], dict[str, Any]]
Contract = tuple[ContractRow, ...]
"""What one file promises. Of which package it is, is not known here."""


def read_contract(path: str, body: bytes) -> Contract:
    """Read a contract, by its name's ending; nothing of what is none. Raises `DocumentFault`."""
    reader = _READERS.get(PurePosixPath(path).suffix.lower())
    if reader is None:
        return ()
    if len(body) > (MAX_YAML if reader is _yaml else MAX_BYTES):
        raise DocumentFault("too_large", f"a contract of {len(body):,} bytes is not read")
    rows: dict[tuple[Any, ...], ContractRow] = {}
    try:
        for visited, (model, values) in enumerate(reader(body)):
            row = model(package_id="", path=path, **values)
            rows.setdefault((model, *(getattr(row, key) for key in model.primary_key)), row)
            if len(rows) > MAX_ROWS or visited > _MAX_VISITS:
                raise DocumentFault("too_large", f"it has over {MAX_ROWS} fields and operations")
    except RecursionError:
        raise DocumentFault("too_deep", "its parts stand too deep in each other") from None
    return tuple(rows.values())


# -- XML ------------------------------------------------------------------------------------------


def _root(body: bytes) -> Any:
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        dtd_validation=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        return etree.fromstring(body, parser)
    except (etree.XMLSyntaxError, ValueError) as fault:
        raise DocumentFault("damaged_file", f"its XML is damaged: {fault}") from fault


def _wsdl(body: bytes) -> Iterator[_Row]:
    root = _root(body)
    if root.tag != f"{_WSDL}definitions":
        return
    namespace = root.get("targetNamespace")
    actions: dict[tuple[str, str], str | None] = {}
    for place, action in _actions(root):  # one interface may have several bindings
        actions[place] = actions.get(place) or action
    interfaces: dict[str, None] = {}
    for interface in root.findall(f"{_WSDL}portType"):
        for each in interface.findall(f"{_WSDL}operation"):
            service, name = interface.get("name", ""), each.get("name", "")
            interfaces[service] = None
            yield _operation(
                service,
                name,
                action=actions.pop((service, name), None),
                input=_message(each, "input"),
                output=_message(each, "output"),
            )
    for (service, name), action in actions.items():
        interfaces[service] = None
        yield _operation(service, name, action=action)
    ports = [
        (service.get("name", ""), port)
        for service in root.findall(f"{_WSDL}service")
        for port in service.findall(f"{_WSDL}port")
    ]
    about = {"kind": "WSDL", "namespace": namespace}
    for name, port in ports:
        places = [port.find(f"{soap}address") for soap in _SOAP]
        endpoint = next((p.get("location") for p in places if p is not None), None)
        yield _service(name, port.get("name", ""), endpoint=endpoint, **about)
    for name in interfaces if not ports else ():
        yield _service(name, **about)
    for schema in root.iterfind(f"{_WSDL}types/{_XSD}schema"):
        yield from _schema(schema)


def _service(name: str, port: str = "", **values: Any) -> _Row:
    return ContractService, {"name": name, "port": port, **values}


def _operation(service: str, name: str, **values: Any) -> _Row:
    return ContractOperation, {"service": service, "name": name, **values}


def _field(owner: str, name: str, **values: Any) -> _Row:
    return ContractField, {"owner": owner, "name": name, "required": 0, "repeated": 0, **values}


def _actions(root: Any) -> Iterator[tuple[tuple[str, str], str | None]]:
    """Give the SOAP action of each (interface, operation) that a binding tells of."""
    for binding in root.findall(f"{_WSDL}binding"):
        for each in binding.findall(f"{_WSDL}operation"):
            told = [each.find(f"{soap}operation") for soap in _SOAP]
            action = next((soap.get("soapAction") for soap in told if soap is not None), None)
            yield (_local(binding.get("type")) or "", each.get("name", "")), action or None


def _message(operation: Any, which: str) -> str | None:
    found = operation.find(f"{_WSDL}{which}")
    return None if found is None else _local(found.get("message"))


def _local(name: str | None) -> str | None:
    """Give a qualified name without its prefix."""
    return name.rpartition(":")[2] if name else None


def _xsd(body: bytes) -> Iterator[_Row]:
    root = _root(body)
    if root.tag == f"{_XSD}schema":
        yield from _schema(root)


def _schema(schema: Any) -> Iterator[_Row]:
    space = schema.get("targetNamespace")
    for each in (*schema, *schema.iterfind(f"{_XSD}redefine/*")):
        name = each.get("name")
        if each.tag == f"{_XSD}element" and name:
            yield _field("", name, **_typed(each), namespace=space)
            for inner in each.findall(f"{_XSD}complexType"):
                yield from _members(inner, name, space, needed=True, depth=1)
        elif each.tag == f"{_XSD}attribute" and name:
            yield _field("", f"@{name}", **_typed(each), namespace=space)
        elif each.tag == _SIMPLE and name:
            yield _field(name, VALUE, **_simple(each), namespace=space)
        elif each.tag in _TYPES and name:
            yield from _members(each, name, space, needed=True, depth=1)


def _members(
    node: Any, owner: str, space: str | None, *, needed: bool, depth: int, many: bool = False
) -> Iterator[_Row]:
    """Give the elements and attributes of a type. What stands in a choice is never required.

    `many` says that all of them may be repeated together.
    """
    if depth > _DEEPEST:
        return
    for each in node:
        kind = each.tag.removeprefix(_XSD) if isinstance(each.tag, str) else ""
        must = needed and each.get("minOccurs", "1") != "0"
        if each.get("maxOccurs") == "0" or each.get("use") == "prohibited":
            continue
        if kind == "element":
            name = each.get("name") or _local(each.get("ref")) or ""
            yield _field(
                owner,
                name,
                **_typed(each),
                required=int(must),
                repeated=int(many or _repeats(each)),
                namespace=space,
            )
            for inner in each.findall(f"{_XSD}complexType"):
                yield from _members(inner, f"{owner}/{name}", space, needed=True, depth=depth + 1)
        elif kind == "attribute":
            name = f"@{each.get('name') or _local(each.get('ref')) or ''}"
            must = each.get("use") == "required"
            yield _field(owner, name, **_typed(each), required=int(must), namespace=space)
        elif kind in ("group", "attributeGroup") and each.get("ref"):
            name = f"({_local(each.get('ref'))})"
            yield _field(owner, name, type=kind, required=int(must), namespace=space)
        elif kind in _HOLDERS:
            if each.get("base"):
                base, allowed = _local(each.get("base")), _facets(each)
                yield _field(owner, BASE, type=base, allowed=allowed, namespace=space)
            must = must and kind != "choice"
            repeats = many or _repeats(each)
            yield from _members(each, owner, space, needed=must, depth=depth + 1, many=repeats)


def _typed(node: Any) -> dict[str, str | None]:
    """Give the type of an element or attribute, and the values that it allows itself."""
    inner = node.find(_SIMPLE)
    about = {"type": _local(node.get("type") or node.get("ref")), "allowed": None}
    if inner is not None:
        about |= _simple(inner)
    if node.get("fixed") is not None:
        about["allowed"] = node.get("fixed")
    return about


def _simple(node: Any) -> dict[str, str | None]:
    """Give what a simple type is made of, and the values that it allows."""
    for each in node.iterchildren(f"{_XSD}restriction"):
        inner = [_simple(simple) for simple in each.iterchildren(_SIMPLE)]
        made = inner[0]["type"] if inner else _local(each.get("base"))
        allowed = [_facets(each), *(simple["allowed"] for simple in inner)]
        return {"type": made, "allowed": "; ".join(filter(None, allowed)) or None}
    for each in node.iterchildren(f"{_XSD}list", f"{_XSD}union"):
        members = (each.get("itemType") or each.get("memberTypes") or "").split()
        inner = [_simple(simple) for simple in each.iterchildren(_SIMPLE)]
        allowed = [*map(_local, members), *(of["allowed"] or of["type"] for of in inner)]
        made = each.tag.removeprefix(_XSD)
        return {"type": made, "allowed": " | ".join(filter(None, allowed)) or None}
    return {"type": None, "allowed": None}


def _facets(restriction: Any) -> str | None:
    """Give the values that a restriction allows, then its limits: `A | B`, `maxLength 10`."""
    values = [str(each.get("value", "")) for each in restriction.iterchildren(f"{_XSD}enumeration")]
    limits = [
        f"{name} {each.get('value', '')}"
        for name in _FACETS
        for each in restriction.iterchildren(f"{_XSD}{name}")
    ]
    return "; ".join(filter(None, (" | ".join(values), *limits))) or None


def _repeats(node: Any) -> bool:
    return node.get("maxOccurs", "1") not in ("0", "1")


# -- OpenAPI and properties -----------------------------------------------------------------------


def _json(body: bytes) -> Iterator[_Row]:
    if not _OPENAPI.search(body):
        return
    try:
        document = json.loads(_readable(body), strict=False)  # line ends within a string stand
    except ValueError as fault:
        raise DocumentFault("damaged_file", f"its JSON is damaged: {fault}") from fault
    yield from _openapi(document)


def _readable(body: bytes) -> bytes | str:
    """Return a JSON file as its parser takes it: in Unicode, whatever it was written in."""
    try:
        body.decode(json.detect_encoding(body))
    except UnicodeError:
        return detected(body)
    return body


def _yaml(body: bytes) -> Iterator[_Row]:
    if not _OPENAPI.search(body):
        return
    try:
        documents = list(yaml.load_all(body, _Yaml))
    except RecursionError:
        raise
    except Exception as fault:  # its constructors raise a dozen kinds on odd values
        raise DocumentFault("damaged_file", f"its YAML is damaged: {fault}") from fault
    for document in documents:
        yield from _openapi(document)


class _Yaml(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):  # type: ignore[misc]
    """Reads YAML as data only; a value with a tag of somebody's own is empty."""


_Yaml.add_constructor(None, lambda loader, node: None)


def _openapi(document: Any) -> Iterator[_Row]:
    if not isinstance(document, dict) or not ("openapi" in document or "swagger" in document):
        return
    info = _dict(document.get("info"))
    title = _text(info.get("title")) or ""
    about = {"kind": "OpenAPI", "version": _text(info.get("version"))}
    for place in _servers(document) or [""]:
        yield _service(title, place, endpoint=place or None, **about)
    visits = _Visits()
    for path, methods in _dict(document.get("paths")).items():
        shared = _list(_dict(methods).get("parameters"))
        for method, operation in _dict(methods).items():
            visits.one()
            if str(method).lower() in _METHODS:
                action, operation = str(method).upper(), _dict(operation)
                name = _text(operation.get("operationId")) or f"{action} {path}"
                yield _operation(title, name, action=action, address=str(path))
                yield from _parameters(document, operation, shared, name, visits)
    schemas = _dict(_dict(document.get("components")).get("schemas"))
    for name, schema in (schemas or _dict(document.get("definitions"))).items():
        yield from _properties(schema, str(name), visits)


class _Visits:
    """Counts the parts of a contract that are looked at, and ends what has no end."""

    def __init__(self) -> None:
        self._left = _MAX_VISITS

    def one(self) -> None:
        self._left -= 1
        if self._left < 0:
            raise DocumentFault("too_large", "its parts are repeated without end")


def _parameters(
    document: dict[str, Any],
    operation: dict[str, Any],
    shared: list[Any],
    name: str,
    visits: _Visits,
) -> Iterator[_Row]:
    """Give what an operation is called with, as fields of a type with its name."""
    for each in map(_dict, (*_list(operation.get("parameters")), *shared)):
        visits.one()
        each = _resolved(document, each)
        schema = _dict(each.get("schema")) or each
        about = {"type": _type(schema), "allowed": _allowed(schema)}
        must = int(each.get("required") is True)
        if each.get("name"):
            yield _field(name, _text(each["name"]) or "", **about, required=must)
    body = _resolved(document, _dict(operation.get("requestBody")))
    if body:
        schemas = [_dict(_dict(each).get("schema")) for each in _dict(body.get("content")).values()]
        type_name = next(filter(None, map(_type, schemas)), None)
        yield _field(name, BODY, type=type_name, required=int(body.get("required") is True))
        for schema in schemas:
            if not schema.get("$ref"):
                yield from _properties(schema, f"{name}/{BODY}", visits)


def _resolved(document: dict[str, Any], value: dict[str, Any]) -> dict[str, Any]:
    """Give what a reference within a document (`#/components/…`) stands for; the rest as it is."""
    reference = value.get("$ref")
    if not isinstance(reference, str) or not reference.startswith("#/"):
        return value
    found: Any = document
    for step in reference[2:].split("/"):
        found = _dict(found).get(step.replace("~1", "/").replace("~0", "~"))
    return _dict(found)


def _type(schema: dict[str, Any]) -> str | None:
    """Give the name of a schema's type; of a list, that of what is in it."""
    reference = str(schema.get("$ref") or "").rpartition("/")[2]
    named = schema.get("format") or schema.get("type")
    words = " | ".join(map(str, named)) if isinstance(named, list) else _text(named)
    return reference or words


def _allowed(schema: dict[str, Any]) -> str | None:
    """Give the values that a schema allows, then its limits: `A | B`, `maxLength 10`."""
    values = schema.get("enum") if "const" not in schema else [schema["const"]]
    words = " | ".join(_written(value) for value in _list(values))
    limits = [f"{name} {_text(schema[name])}" for name in _LIMITS if _text(schema.get(name))]
    items = schema.get("items")
    inner = _allowed(items) if isinstance(items, dict) else None
    return "; ".join(filter(None, (words, *limits, inner))) or None


def _written(value: Any) -> str:
    """Give a value as JSON writes it, a text without its quotation marks."""
    return _text(value) or json.dumps(value, default=str)[:_LONGEST]


def _servers(document: dict[str, Any]) -> list[str]:
    servers = document.get("servers")
    if isinstance(servers, list):
        return [str(each["url"]) for each in servers if isinstance(each, dict) and each.get("url")]
    host, schemes = document.get("host"), document.get("schemes")
    scheme = schemes[0] if isinstance(schemes, list) and schemes else "https"
    return [f"{scheme}://{host}{document.get('basePath') or ''}"] if host else []


def _properties(
    schema: Any,
    owner: str,
    visits: _Visits,
    depth: int = 1,
    more: frozenset[str] = frozenset(),
) -> Iterator[_Row]:
    """Give the fields of a schema; `more` of them must be there than it says itself."""
    visits.one()
    if depth > _DEEPEST:
        return
    schema = _dict(schema)
    required = more | {str(each) for each in _list(schema.get("required"))}
    if schema.get("$ref"):
        yield _field(owner, BASE, type=_type(schema))
    if _is_list(schema):
        yield from _properties(schema.get("items"), owner, visits, depth + 1)
    for which in ("allOf", "oneOf", "anyOf"):
        for part in _list(schema.get(which)):
            demanded = frozenset(required) if which == "allOf" else frozenset()
            yield from _properties(part, owner, visits, depth + 1, demanded)
    if not schema.get("properties") and (allowed := _allowed(schema)):
        yield _field(owner, VALUE, type=_type(schema), allowed=allowed)
    for name, about in _dict(schema.get("properties")).items():
        about = _dict(about)
        repeated = _is_list(about)
        inner = _dict(about.get("items")) if repeated else about
        yield _field(
            owner,
            str(name),
            type=_type(inner),
            allowed=_allowed(about),
            required=int(str(name) in required),
            repeated=int(repeated),
        )
        if not inner.get("$ref") and any(inner.get(each) for each in _WITH_FIELDS):
            yield from _properties(inner, f"{owner}/{name}", visits, depth + 1)


_WITH_FIELDS = ("properties", "items", "allOf", "oneOf", "anyOf")


def _is_list(schema: dict[str, Any]) -> bool:
    """Say whether a schema is that of a list: `array`, or in 3.1 `[array, null]`."""
    kind = schema.get("type")
    return kind == "array" or (isinstance(kind, list) and "array" in kind)


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def _dict(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def _text(value: Any) -> str | None:
    """Give a plain value as text; None for none, and for what is made of others."""
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value)[:_LONGEST] if isinstance(value, str | int | float) else None


def _service_properties(body: bytes) -> Iterator[_Row]:
    """Read `sp/service.properties`: the service's UUID and entity ID."""
    text = _CONTINUED.sub("", body.decode("utf-8", errors="replace"))
    text = text.replace("\\:", ":").replace("\\=", "=")
    values = {name.casefold(): value for name, value in _PROPERTY.findall(text)}
    uuid, entity = values.get("service.uuid"), values.get("service.entityid")
    if uuid or entity:
        name = values.get("service.name") or (entity or "").rpartition("/")[2] or uuid or ""
        kind = "service.properties"
        yield _service(name, kind=kind, uuid=uuid or None, entity_id=entity or None)


_READERS: dict[str, Callable[[bytes], Iterator[_Row]]] = {
    ".wsdl": _wsdl,
    ".xsd": _xsd,
    ".json": _json,
    ".yaml": _yaml,
    ".yml": _yaml,
    ".properties": _service_properties,
}
