"""What contracts promise: services, operations and fields, and what a remade package changed."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable
from contextlib import closing, suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scraper.asof import go_back
from scraper.crawl import run_crawl
from scraper.describe import QUERIES
from scraper.documents import contracts
from scraper.documents.contracts import read_contract
from scraper.errors import DocumentFault
from scraper.filenews import contract_key
from scraper.models import ContractField, ContractOperation, ContractService
from scraper.rebuild import run_rebuild
from scraper.refresh import run_refresh
from scraper.settings import Settings
from scraper.store import open_for_reading
from scraper.telling import Teller
from tests.conftest import catalogue
from tests.packages import dos_zip, package
from tests.standin.content import Attachment
from tests.standin.server import StandIn
from tests.test_package_crawl import ONE, put

Rows = Callable[..., list[dict[str, Any]]]
WSDL = """<?xml version="1.0"?>
<wsdl:definitions xmlns:wsdl="http://schemas.xmlsoap.org/wsdl/"
  xmlns:soap="http://schemas.xmlsoap.org/wsdl/soap/" xmlns:tns="urn:debitor"
  xmlns:xs="http://www.w3.org/2001/XMLSchema" targetNamespace="urn:debitor">
 <wsdl:types><xs:schema targetNamespace="urn:debitor"><xs:element name="HentSvar"><xs:complexType>
  <xs:sequence><xs:element name="Beloeb" type="xs:decimal"/></xs:sequence></xs:complexType>
 </xs:element></xs:schema></wsdl:types>
 <wsdl:portType name="DebitorPort">
  <wsdl:operation name="Hent"><wsdl:input message="tns:HentRequest"/>
   <wsdl:output message="tns:HentResponse"/></wsdl:operation>
  <wsdl:operation name="Send"><wsdl:input message="tns:SendRequest"/></wsdl:operation>
 </wsdl:portType>
 <wsdl:binding name="B" type="tns:DebitorPort"><soap:binding/>
  <wsdl:operation name="Hent"><soap:operation soapAction="urn:debitor/Hent"/></wsdl:operation>
 </wsdl:binding>
 <wsdl:service name="DebitorService"><wsdl:port name="P" binding="tns:B">
  <soap:address location="https://service.example.org/debitor"/></wsdl:port></wsdl:service>
</wsdl:definitions>"""
XSD = """<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" targetNamespace="urn:typer">
 <xs:element name="Debitor" type="DebitorType"/>
 <xs:complexType name="DebitorType"><xs:complexContent><xs:extension base="t:PersonType">
  <xs:sequence>
   <xs:element name="CPR" type="xs:string"/>
   <xs:element name="Note" type="xs:string" minOccurs="0"/>
   <xs:element name="Linje" maxOccurs="unbounded"><xs:complexType><xs:sequence>
     <xs:element name="Beloeb" type="xs:decimal"/></xs:sequence></xs:complexType></xs:element>
   <xs:choice><xs:element name="A" type="xs:int"/><xs:element ref="t:B"/></xs:choice>
  </xs:sequence><xs:attribute name="id" type="xs:ID" use="required"/>
 </xs:extension></xs:complexContent></xs:complexType>
</xs:schema>"""
API, ENTITY = "https://api.example.org/v1", "http://example.org/service/debitor/1"
OPENAPI = {
    "openapi": "3.0.1",
    "info": {"title": "Afsend post", "version": "1.2"},
    "servers": [{"url": "https://api.example.org/v1"}],
    "paths": {
        "/post": {"post": {"operationId": "sendPost"}, "parameters": []},
        "/post/{id}": {"get": {}},
    },
    "components": {
        "schemas": {
            "Post": {
                "required": ["titel"],
                "properties": {
                    "titel": {"type": "string"},
                    "bilag": {"type": "array", "items": {"$ref": "#/components/schemas/Bilag"}},
                    "afsender": {"type": "object", "properties": {"cvr": {"type": "string"}}},
                },
            }
        }
    },
}


def told(path: str, body: str | bytes) -> dict[type, set[tuple[Any, ...]]]:
    """Give what a contract tells, without package, path and namespace."""
    found: dict[type, set[tuple[Any, ...]]] = {}
    for row in read_contract(path, body.encode() if isinstance(body, str) else body):
        values = row.model_dump(exclude={"package_id", "path", "namespace", "allowed"})
        found.setdefault(type(row), set()).add(tuple(values.values()))
    return found


def test_wsdl() -> None:
    assert told("Debitor.wsdl", WSDL) == {
        ContractService: {
            ("DebitorService", "P", "WSDL", None, "https://service.example.org/debitor", None, None)
        },
        ContractOperation: {
            ("DebitorPort", "Hent", "urn:debitor/Hent", None, "HentRequest", "HentResponse"),
            ("DebitorPort", "Send", None, None, "SendRequest", None),
        },
        ContractField: {("", "HentSvar", None, 0, 0), ("HentSvar", "Beloeb", "decimal", 1, 0)},
    }
    spaces = {
        getattr(row, "namespace", "urn:debitor") for row in read_contract("a.wsdl", WSDL.encode())
    }
    assert spaces == {"urn:debitor"}


def test_xsd() -> None:
    assert told("Typer.XSD", XSD)[ContractField] == {
        ("", "Debitor", "DebitorType", 0, 0),
        ("DebitorType", "(udvider)", "PersonType", 0, 0),
        ("DebitorType", "CPR", "string", 1, 0),
        ("DebitorType", "Note", "string", 0, 0),
        ("DebitorType", "Linje", None, 1, 1),
        ("DebitorType/Linje", "Beloeb", "decimal", 1, 0),
        ("DebitorType", "A", "int", 0, 0),
        ("DebitorType", "B", "B", 0, 0),
        ("DebitorType", "@id", "ID", 1, 0),
    }


def test_openapi() -> None:
    assert told("post.json", json.dumps(OPENAPI)) == {
        ContractService: {
            ("Afsend post", API, "OpenAPI", "1.2", API, None, None),
        },
        ContractOperation: {
            ("Afsend post", "sendPost", "POST", "/post", None, None),
            ("Afsend post", "GET /post/{id}", "GET", "/post/{id}", None, None),
        },
        ContractField: {
            ("Post", "titel", "string", 1, 0),
            ("Post", "bilag", "Bilag", 0, 1),
            ("Post", "afsender", "object", 0, 0),
            ("Post/afsender", "cvr", "string", 0, 0),
        },
    }


def test_swagger_in_yaml() -> None:
    text = "swagger: '2.0'\ninfo: {title: X}\nhost: api.example.org\nbasePath: /v1\n"
    text += "definitions: {T: {required: [a], properties: {a: {type: integer, format: int64}}}}\n"
    found = told("x.yaml", text)
    assert found[ContractService] == {
        ("X", API, "OpenAPI", None, API, None, None),
    }
    assert found[ContractField] == {("T", "a", "int64", 1, 0)}


def test_service_properties() -> None:
    text = "# a comment\nservice.uuid=c2cf-01\nservice.entityID = http\\://example.org/service/debitor/1\n"
    assert told("sp/service.properties", text) == {
        ContractService: {
            ("1", "", "service.properties", None, None, "c2cf-01", ENTITY),
        }
    }


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("a.txt", "words"),
        ("a.xml", WSDL),
        ("a.wsdl", "<a/>"),
        ("a.xsd", "<definitions/>"),
        ("a.json", "[1, 2]"),
        ("a.json", '{"name": "x"}'),
        ("a.yml", "- 1"),
        ("a.yaml", "a: ["),
        ("a.json", "{ // et eksempel med en kommentar"),
        ("a.yaml", "a: !openapi ny\n---\nb: 1\n"),
        ("log4j.properties", "log=1"),
    ],
)
def test_what_is_no_contract_promises_nothing(path: str, body: str) -> None:
    assert read_contract(path, body.encode()) == ()


def allowed(path: str, body: str) -> dict[str, tuple[str | None, str | None]]:
    """Give for each field its type and what values it allows."""
    return {
        f"{row.owner}.{row.name}": (row.type, row.allowed)
        for row in read_contract(path, body.encode())
        if isinstance(row, ContractField)
    }


def test_values_that_a_schema_allows() -> None:
    text = """<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema">
     <xs:simpleType name="Slags"><xs:restriction base="xs:string">
      <xs:enumeration value="Debitor"/><xs:enumeration value="Kreditor"/></xs:restriction>
     </xs:simpleType>
     <xs:simpleType name="Slagser"><xs:list itemType="t:Slags"/></xs:simpleType>
     <xs:simpleType name="Et"><xs:union memberTypes="t:Slags xs:int"/></xs:simpleType>
     <xs:element name="CPR"><xs:simpleType><xs:restriction base="xs:string">
      <xs:maxLength value="10"/><xs:pattern value="[0-9]{10}"/></xs:restriction></xs:simpleType>
     </xs:element>
     <xs:attribute name="sprog" type="xs:language" fixed="da"/>
     <xs:complexType name="Belob"><xs:simpleContent><xs:restriction base="t:Tal">
      <xs:minInclusive value="0"/><xs:attribute name="valuta"><xs:simpleType>
       <xs:restriction><xs:simpleType><xs:restriction base="xs:token"/></xs:simpleType>
        <xs:enumeration value="DKK"/></xs:restriction></xs:simpleType></xs:attribute>
      </xs:restriction></xs:simpleContent></xs:complexType>
    </xs:schema>"""
    assert allowed("a.xsd", text) == {
        "Slags.(værdi)": ("string", "Debitor | Kreditor"),
        "Slagser.(værdi)": ("list", "Slags"),
        "Et.(værdi)": ("union", "Slags | int"),
        ".CPR": ("string", "maxLength 10; pattern [0-9]{10}"),
        ".@sprog": ("language", "da"),
        "Belob.(udvider)": ("Tal", "minInclusive 0"),
        "Belob.@valuta": ("token", "DKK"),
    }


def test_values_that_an_api_allows() -> None:
    text = """
openapi: 3.1.0
info: {title: A / B}
paths:
  /a: {get: {parameters: [{name: x, schema: {type: integer, minimum: 1}}]}}
components:
  schemas:
    Slags: {type: string, enum: [a, b]}
    T: {properties: {k: {const: 1}, s: {type: array, items: {type: string, maxLength: 3}}}}
---
openapi: 3.0.0
info: {title: C}
"""
    assert allowed("a.yaml", text) == {
        "GET /a.x": ("integer", "minimum 1"),
        "Slags.(værdi)": ("string", "a | b"),
        "T.k": (None, "1"),
        "T.s": ("string", "maxLength 3"),
    }
    names = {r.name for r in read_contract("a.yaml", text.encode()) if type(r) is ContractService}
    assert names == {"A / B", "C"}


LITERAL = (Path(__file__).parent / "documents" / "openapi_literal_newline.json").read_bytes()


@pytest.mark.parametrize(
    "body",
    [
        LITERAL,
        LITERAL.replace(b"\n", b"\r\n"),
        LITERAL.replace(b"\n", b"\t"),
        b"\xef\xbb\xbf" + LITERAL,
        LITERAL.decode().encode("utf-16"),
        LITERAL.replace(b"linje et", "blåbærgrød på øen Ærø".encode("cp1252")),
    ],
)
def test_json_as_programs_that_are_lenient_write_it_is_read(body: bytes) -> None:
    operations = [each for each in read_contract("a.json", body) if type(each) is ContractOperation]
    assert [(each.name, each.action, each.address) for each in operations] == [
        ("afsend", "POST", "/kombi")
    ]


def test_the_key_of_a_contracts_row_holds_its_path_and_its_name() -> None:
    key = "sf1601/1.0 / Teknisk / api.json / Afsend / hent post / GET /post"
    document = "sf1601/1.0 / Teknisk / api.json"
    assert contract_key(key) == (document, "Afsend / hent post / GET /post")
    assert contract_key("a/1 / a.xsd /  / Debitor") == ("a/1 / a.xsd", " / Debitor")


ENTITIES = "".join(f"<!ENTITY a{n} '&a{n - 1};&a{n - 1};'>" for n in range(1, 30))
BOMB = (
    f"<!DOCTYPE a [<!ENTITY a0 'aaaaaaaaaa'>{ENTITIES}]>"
    "<xs:schema xmlns:xs='http://www.w3.org/2001/XMLSchema'><xs:element name='&a29;'/></xs:schema>"
)


@pytest.mark.parametrize(
    ("path", "body", "kind"),
    [
        ("a.wsdl", "<a", "damaged_file"),
        ("a.json", '{"swagger', "damaged_file"),
        ("a.yaml", "openapi: [", "damaged_file"),
        ("a.xsd", BOMB, "damaged_file"),
        ("a.xsd", "<a>" * 100_000, "damaged_file"),
        ("a.json", '["openapi",' + "[" * 100_000, "too_deep"),
        ("a.wsdl", "x" * 30_000_000, "too_large"),
    ],
)
def test_hostile_contracts_are_refused(path: str, body: str, kind: str) -> None:
    with pytest.raises(DocumentFault) as caught:
        read_contract(path, body.encode())
    assert caught.value.kind == kind


def test_no_file_and_no_address_is_asked_for() -> None:
    text = (
        "<!DOCTYPE a [<!ENTITY e SYSTEM 'file:///etc/passwd'>]>"
        "<xs:schema xmlns:xs='http://www.w3.org/2001/XMLSchema'>"
        "<xs:complexType name='T'><xs:sequence><xs:element name='a' type='b'>&e;</xs:element>"
        "</xs:sequence></xs:complexType></xs:schema>"
    )
    assert "root:" not in repr(read_contract("a.xsd", text.encode()))


def test_a_contract_without_end_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(contracts, "MAX_ROWS", 3)
    with pytest.raises(DocumentFault, match="over 3 fields and operations"):
        read_contract("a.xsd", XSD.encode())


@given(
    name=st.sampled_from(["a.wsdl", "a.xsd", "a.json", "a.yaml", "sp/service.properties"]),
    body=st.binary(max_size=200)
    | st.sampled_from([WSDL, XSD, json.dumps(OPENAPI)]).flatmap(
        lambda text: st.tuples(st.integers(0, len(text)), st.binary(max_size=9)).map(
            lambda cut: text.encode()[: cut[0]] + cut[1] + text.encode()[cut[0] :]
        )
    ),
)
def test_whatever_a_file_holds_is_read_or_refused(name: str, body: bytes) -> None:
    with suppress(DocumentFault):
        read_contract(name, body)


def spec(xsd: str = XSD, wsdl: str = WSDL) -> bytes:
    inner = dos_zip({"wsdl/Debitor.wsdl": wsdl, "xsd/Typer.xsd": xsd, "ødelagt.xsd": "<a"})
    return package({"Læs mig.txt": "Velkommen", "Teknisk Spec.zip": inner})


@pytest.fixture
def settings(settings: Settings) -> Settings:
    return replace(settings, packages=True)


def test_contracts_stand_in_tables_and_a_remade_one_is_told_field_by_field(
    site: StandIn, settings: Settings, rows: Rows
) -> None:
    put(site, spec())
    run_crawl(settings, ONE)
    (operation,) = rows("SELECT * FROM contract_operations WHERE action IS NOT NULL")
    assert operation["path"] == "Teknisk Spec.zip/wsdl/Debitor.wsdl"
    assert not rows("SELECT * FROM changes WHERE table_name LIKE 'contract%'")
    assert rows("SELECT kind, message FROM problems") == [
        {
            "kind": "damaged_file",
            "message": "'Teknisk Spec.zip/ødelagt.xsd' was not read: its XML is damaged: "
            "Couldn't find end of Start Tag a line 1, line 1, column 3 (<string>, line 1)",
        }
    ]
    first = catalogue(settings.db)
    day = rows("SELECT DATE(started_at) AS day FROM runs")[0]["day"]

    changed = XSD.replace('<xs:element name="CPR" type="xs:string"/>', "").replace(
        'name="Note" type="xs:string" minOccurs="0"', 'name="Note" type="xs:string"'
    )
    more = WSDL.replace(
        '<wsdl:operation name="Send">', '<wsdl:operation name="Slet"/><wsdl:operation name="Send">'
    )
    put(site, spec(changed, more))
    run_refresh(settings)
    with closing(open_for_reading(settings.db)) as store:
        words = [each.text for each in Teller(store).tell(2) if "contract" in each.table_name]
    name = "sf1461/2.0"
    assert words == [
        f"Ny operation i {name}: DebitorPort.Slet",
        f"Feltet DebitorType.CPR er ikke længere i {name}",
        f"Feltet DebitorType.Note i {name} er nu obligatorisk",
    ]
    after = catalogue(settings.db)
    assert after != first
    assert run_rebuild(settings)[0].changes == 0
    assert catalogue(settings.db) == after
    with closing(open_for_reading(settings.db)) as store:
        go_back(store, day)
        assert len(store.rows("SELECT * FROM contract_fields")) == len(after["contract_fields"])


def test_two_packages_are_compared(site: StandIn, settings: Settings, rows: Rows) -> None:
    put(site, spec())
    changed = XSD.replace('<xs:element name="CPR" type="xs:string"/>', "").replace(
        'name="Note" type="xs:string" minOccurs="0"', 'name="Note" type="xs:string"'
    )
    more = WSDL.replace("urn:debitor/Hent", "urn:debitor/2/Hent").replace(
        '<wsdl:operation name="Send">', '<wsdl:operation name="Slet"/><wsdl:operation name="Send">'
    )
    newer = "/dok/integration/sf1461/3.0/pakke"
    site.site.add(Attachment(newer, "pakke.zip", "application/zip", spec(changed, more)))
    part = site.site.parts["SF1590_B_02"]
    site.site.parts["SF1590_B_02"] = replace(part, documentation_url=newer)
    run_crawl(settings, ONE)
    sql = QUERIES["kontraktforskelle"][2]
    assert [
        tuple(row.values()) for row in rows(sql, {"fra": "sf1461/2.0", "til": "sf1461/3.0"})
    ] == [
        ("blevet obligatorisk", "felt", "DebitorType.Note", "string", "string · obligatorisk"),
        ("fjernet", "felt", "DebitorType.CPR", "string · obligatorisk", None),
        ("ny", "operation", "DebitorPort.Slet", None, ""),
        (
            *("ændret", "operation", "DebitorPort.Hent"),
            "urn:debitor/Hent · HentRequest · HentResponse",
            "urn:debitor/2/Hent · HentRequest · HentResponse",
        ),
    ]


def test_what_differs_in_one_of_several_files_is_no_less_a_difference(
    site: StandIn, settings: Settings, rows: Rows
) -> None:
    """Real packages hold the same names in `wsdl/context` and in `wsdl/token`."""
    less = WSDL.replace('<wsdl:operation name="Send"><wsdl:input message="tns:SendRequest"/>', "")
    less = less.replace("</wsdl:operation>\n </wsdl:portType>", "\n </wsdl:portType>")
    put(site, package({"wsdl/context/a.wsdl": WSDL, "wsdl/token/a.wsdl": WSDL}))
    newer = "/dok/integration/sf1461/3.0/pakke"
    body = package({"wsdl/context/a.wsdl": WSDL, "wsdl/token/a.wsdl": less})
    site.site.add(Attachment(newer, "pakke.zip", "application/zip", body))
    part = site.site.parts["SF1590_B_02"]
    site.site.parts["SF1590_B_02"] = replace(part, documentation_url=newer)
    run_crawl(settings, ONE)
    sql = QUERIES["kontraktforskelle"][2]
    told = rows(sql, {"fra": "sf1461/2.0", "til": "sf1461/3.0"})
    assert [(row["forskel"], row["navn"], row["før"], row["nu"]) for row in told] == [
        ("ændret", "DebitorPort.Send", "SendRequest", "SendRequest (i 1 af 2 filer)")
    ]


def test_what_a_better_reader_of_contracts_reads_is_no_news(
    site: StandIn, settings: Settings, rows: Rows, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(site, spec())
    run_crawl(settings, ONE)
    with sqlite3.connect(settings.db) as connection:
        connection.execute("UPDATE documents SET extractor = 'plain/1' WHERE kind = 'xsd'")
        connection.execute("UPDATE contract_fields SET type = NULL WHERE name = 'CPR'")
        connection.execute("DELETE FROM contract_fields WHERE name = 'Note'")
    run = run_refresh(settings)
    told = rows("SELECT DISTINCT table_name, cause FROM changes WHERE run_id = 2 ORDER BY 1")
    assert told == [{"table_name": "contract_fields", "cause": "reader"}]
    assert run.verdict == "good"
    assert rows("SELECT type FROM contract_fields WHERE name = 'CPR'") == [{"type": "string"}]


def test_one_more_copy_of_a_contract_is_no_difference(
    site: StandIn, settings: Settings, rows: Rows
) -> None:
    put(site, package({"a/Typer.xsd": XSD}))
    newer = "/dok/integration/sf1461/3.0/pakke"
    body = package({"a/Typer.xsd": XSD, "b/Typer.xsd": XSD})
    site.site.add(Attachment(newer, "pakke.zip", "application/zip", body))
    part = site.site.parts["SF1590_B_02"]
    site.site.parts["SF1590_B_02"] = replace(part, documentation_url=newer)
    run_crawl(settings, ONE)
    sql = QUERIES["kontraktforskelle"][2]
    assert rows(sql, {"fra": "sf1461/2.0", "til": "sf1461/3.0"}) == []


def test_half_a_letter_in_a_contract_stops_no_run(
    site: StandIn, settings: Settings, rows: Rows
) -> None:
    api = '{"openapi": "3.0.0", "info": {"title": "x\\ud83d", "version": "1"}}'
    put(site, package({"a.json": api}))
    assert run_crawl(settings, ONE).verdict == "good"
    assert [row["name"] for row in rows("SELECT name FROM contract_services")] == ["x?"]


def test_a_contract_on_which_its_reader_gives_up_keeps_its_words(
    site: StandIn, settings: Settings, rows: Rows
) -> None:
    bomb = "a0: &a0 {allOf: [{}]}\n" + "".join(
        f"a{n}: &a{n} {{allOf: [{', '.join([f'*a{n - 1}'] * 9)}]}}\n" for n in range(1, 9)
    )
    put(
        site,
        package(
            {
                "a.yaml": "openapi: 3.0.0\nx: !!bool maybe\n",
                "b.yaml": f"openapi: 3.0.0\n{bomb}components: {{schemas: {{T: *a8}}}}\n",
                "c.yaml": f"openapi: 3.0.0\n{bomb}info: {{title: *a8}}\n",
            }
        ),
    )
    run_crawl(settings, ONE)
    texts = rows("SELECT path, text FROM documents WHERE path LIKE '%.yaml' ORDER BY path")
    assert [row["path"] for row in texts if row["text"].startswith("openapi")] == [
        "a.yaml",
        "b.yaml",
        "c.yaml",
    ]
    kinds = [row["kind"] for row in rows("SELECT kind FROM problems ORDER BY message")]
    assert kinds == ["damaged_file", "too_large"]


def test_an_xsd_of_too_many_fields_is_refused_however_they_are_named(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(contracts, "MAX_ROWS", 5)
    fields = "".join(f'<xs:element name="{name}"/>' for name in "aabcdefg")
    text = '<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema">' + fields + "</xs:schema>"
    with pytest.raises(DocumentFault, match="over 5"):
        read_contract("a.xsd", text.encode())


def test_openapi_as_people_write_it() -> None:
    text = """
openapi: 3.1.0
paths:
  /x/{id}:
    parameters: [{name: id, in: path, required: true, schema: {type: integer}}]
    get: {parameters: [{$ref: '#/components/parameters/Side'}]}
    post:
      requestBody: {content: {application/json: {schema: {properties: {k: {enum: [null, true]}}}}}}
components:
  parameters: {Side: {name: side, in: query, schema: {type: array, items: {enum: [a, b]}}}}
  schemas:
    T:
      required: [l]
      properties:
        l: {type: [array, 'null'], minItems: 1, items: {properties: {y: {type: string}}}}
    E: {type: array, items: {enum: [p, q]}}
    O: {oneOf: [{enum: [m, n]}]}
"""
    assert allowed("a.yaml", text) == {
        "GET /x/{id}.side": ("array", "a | b"),
        "GET /x/{id}.id": ("integer", None),
        "POST /x/{id}.id": ("integer", None),
        "POST /x/{id}.(krop)": (None, None),
        "POST /x/{id}/(krop).k": (None, "null | true"),
        "T.l": (None, "minItems 1"),
        "T/l.y": ("string", None),
        "E.(værdi)": (None, "p | q"),
        "O.(værdi)": (None, "m | n"),
    }


def test_schemas_with_types_without_names() -> None:
    text = """<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema">
     <xs:simpleType name="U"><xs:union memberTypes="xs:int"><xs:simpleType>
      <xs:restriction base="xs:string"><xs:enumeration value="JA"/><xs:enumeration value="NEJ"/>
      </xs:restriction></xs:simpleType></xs:union></xs:simpleType>
     <xs:redefine schemaLocation="x.xsd"><xs:complexType name="R"><xs:sequence>
      <xs:element name="ny"/><xs:element name="aldrig" maxOccurs="0"/></xs:sequence>
      <xs:attribute name="væk" use="prohibited"/></xs:complexType></xs:redefine>
    </xs:schema>"""
    assert allowed("a.xsd", text) == {
        "U.(værdi)": ("union", "int | JA | NEJ"),
        "R.ny": (None, None),
    }


@pytest.mark.parametrize(
    ("text", "uuid", "entity"),
    [
        ("service.uuid=\nservice.entityID=http://x/a\n", None, "http://x/a"),
        ("service.uuid 12\nservice.entityID : http://x/\\\n   a/1\n", "12", "http://x/a/1"),
    ],
)
def test_properties_in_every_form(text: str, uuid: str | None, entity: str) -> None:
    (row,) = read_contract("sp/service.properties", text.encode())
    assert isinstance(row, ContractService)
    assert (row.uuid, row.entity_id) == (uuid, entity)


def test_a_later_binding_takes_no_action_away() -> None:
    more = WSDL.replace(
        " <wsdl:service ",
        ' <wsdl:binding name="C" type="tns:DebitorPort"><wsdl:operation name="Hent"/>'
        "</wsdl:binding><wsdl:service ",
    )
    assert told("a.wsdl", more)[ContractOperation] == told("a.wsdl", WSDL)[ContractOperation]


def test_groups_restrictions_and_repeated_sequences() -> None:
    text = """<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema">
     <xs:attributeGroup name="G"><xs:attribute name="lang" use="required"/></xs:attributeGroup>
     <xs:complexType name="T"><xs:complexContent><xs:restriction base="t:B">
      <xs:sequence maxOccurs="unbounded"><xs:element name="a" type="xs:int"/>
       <xs:group ref="t:Gruppe" minOccurs="0"/></xs:sequence>
      <xs:attributeGroup ref="t:G"/></xs:restriction></xs:complexContent></xs:complexType>
    </xs:schema>"""
    assert told("a.xsd", text)[ContractField] == {
        ("G", "@lang", None, 1, 0),
        ("T", "(udvider)", "B", 0, 0),
        ("T", "a", "int", 1, 1),
        ("T", "(Gruppe)", "group", 0, 0),
        ("T", "(G)", "attributeGroup", 1, 0),
    }


def test_what_an_openapi_operation_is_called_with() -> None:
    document = {
        "swagger": "2.0",
        "host": "x.example",
        "schemes": ["http"],
        "paths": {
            "/a": {
                "post": {
                    "operationId": "a",
                    "parameters": [
                        {"name": "id", "in": "path", "required": True, "type": "string"}
                    ],
                    "requestBody": {
                        "required": True,
                        "content": {"application/json": {"schema": {"$ref": "#/x/Post"}}},
                    },
                }
            }
        },
        "definitions": {
            "Child": {
                "allOf": [
                    {"$ref": "#/definitions/Base"},
                    {"properties": {"c": {"type": ["string", "null"]}}},
                ],
                "required": ["c"],
            },
            "List": {"type": "array", "items": {"properties": {"x": {"type": "integer"}}}},
        },
    }
    found = told("a.json", json.dumps(document))
    assert found[ContractField] == {
        ("a", "id", "string", 1, 0),
        ("a", "(krop)", "Post", 1, 0),
        ("Child", "(udvider)", "Base", 0, 0),
        ("Child", "c", "string | null", 1, 0),
        ("List", "x", "integer", 0, 0),
    }
    ((_, endpoint, *_),) = found[ContractService]
    assert endpoint == "http://x.example"
