"""The records, and what each column means, in Danish and English, said once.

Datasette's column help, the schema in the README and the JSON Schema are made from here.
"""

from __future__ import annotations

import re
from typing import Any, ClassVar

from pydantic import BaseModel, ConfigDict, Field


def column(da: str, en: str, default: Any = None) -> Any:
    """Describe one column in Danish (shown to users) and English (shown to developers)."""
    return Field(default=default, description=en, json_schema_extra={"da": da})


def required(da: str, en: str) -> Any:
    """Describe one column that always has a value."""
    return column(da, en, default=...)


def blocks_of(what_da: str, what_en: str) -> Any:
    """Describe the column that holds the structure of a text which stands in a column beside it."""
    return column(
        f"{what_da} i afsnit, punkter og tabeller (JSON)",
        f"Structure of {what_en}: JSON list of paragraphs, headings, lists and tables, in order",
    )


def short_label(model: type[BaseModel], name: str) -> str:
    """Give a column's Danish description, up to where it begins to explain."""
    extra = model.model_fields[name].json_schema_extra
    return re.split(r", |; | \(| \[", str(extra["da"]))[0] if isinstance(extra, dict) else name


class Record(BaseModel):
    """A frozen, strict row. `table`, `key` and the titles say where it is kept and shown."""

    model_config = ConfigDict(frozen=True, strict=True, extra="forbid")

    table: ClassVar[str] = ""
    primary_key: ClassVar[tuple[str, ...]] = ()
    title_da: ClassVar[str] = ""
    about_da: ClassVar[str] = ""


class Tracked(Record):
    """A row with a life: when it was first and last seen, and since when it is gone."""

    first_seen: str | None = column(
        "Første gang set i kataloget (UTC)", "Instant of the run that first saw it, UTC, ISO 8601"
    )
    last_seen: str | None = column(
        "Senest set i kataloget (UTC)", "Instant of the latest run that saw it, UTC, ISO 8601"
    )
    gone_since: str | None = column(
        "Væk siden (UTC); tom når den findes", "Instant of removal, UTC; null while it is live"
    )
    missing_since: str | None = column(
        "Ikke fundet siden (UTC), men endnu ikke regnet for væk",
        "Instant since when nothing links to it any more, UTC; null while something does",
    )
    missing_nights: int | None = column(
        "Antal gode kørsler i træk, der ikke fandt den",
        "Good runs in a row that did not find it; null while it is found",
    )


class Integration(Record):
    """A family of integration parts, for instance SF1590B ØiR Debitor."""

    table: ClassVar[str] = "integrations"
    primary_key: ClassVar[tuple[str, ...]] = ("code",)
    title_da: ClassVar[str] = "Integrationer"
    about_da: ClassVar[str] = (
        "Snitflader, som hver samler en eller flere integrationsdele, fx SF1590B ØiR Debitor."
    )

    code: str = required("Integrationens kode, fx SF1590B", "Code without underscores: SF1590B")
    name: str | None = column("Integrationens navn", "Name, for instance ØiR Debitor")
    watched_term: str | None = column(
        "Søgeord, som integrationen følges under", "Search term under which it is watched"
    )


class Part(Tracked):
    """One integration part, read from its own page."""

    table: ClassVar[str] = "integration_parts"
    primary_key: ClassVar[tuple[str, ...]] = ("code",)
    title_da: ClassVar[str] = "Integrationsdele"
    about_da: ClassVar[str] = (
        "De enkelte integrationsdele med version, status, formål og vilkår, "
        "som de står på deres sider i Digitaliseringskataloget."
    )

    code: str = required("Integrationsdelens kode, fx SF1590_B_01", "Code as on the page")
    integration: str | None = column(
        "Integrationen, som delen hører til", "Code of its integration, without underscores"
    )
    title: str | None = column("Titel", "Title as on the page")
    area: str | None = column("Område, fx Økonomi", "Data area as on the page; may be missing")
    purpose: str | None = column("Formål", "Section Formål, paragraphs on lines of their own")
    purpose_blocks: str | None = blocks_of("Formål", "the section Formål")
    terms: str | None = column("Vilkår og betingelser", "Section Vilkår og betingelser")
    terms_blocks: str | None = blocks_of(
        "Vilkår og betingelser", "the section Vilkår og betingelser"
    )
    description: str | None = column("Beskrivelse af versionen", "Section Beskrivelse")
    description_blocks: str | None = blocks_of(
        "Beskrivelse af versionen", "the section Beskrivelse"
    )
    news: str | None = column("Nyt i denne version", "Section Nyt i denne version, when there")
    news_blocks: str | None = blocks_of("Nyt i denne version", "the section Nyt i denne version")
    production_use: str | None = column(
        "Anvend integrationen i produktion", "Section Anvend integrationen i produktion, when there"
    )
    production_use_blocks: str | None = blocks_of(
        "Anvend integrationen i produktion", "the section Anvend integrationen i produktion"
    )
    version: str | None = column("Version, fx 3.10 (nyere end 3.9)", "Version, compared by parts")
    status: str | None = column("Status, fx I drift eller Udfaset", "Status as on the page")
    valid_from: str | None = column("Status gyldig fra (dato)", "Date, ISO 8601")
    valid_from_text: str | None = column(
        "Status gyldig fra, som skrevet på siden", "The date as printed"
    )
    closed_to_new: int | None = column(
        "Lukket for tilgang af nye anvendere (1 meldt lukket, 0 meldt åben, tom: intet meldt)",
        "1 when the page says that it is closed, 0 when it says that it is open, null when neither",
    )
    documentation_url: str | None = column(
        "Adresse på dokumentationspakken", "Address behind 'Download dokumentation'"
    )
    url: str | None = column("Sidens adresse i kataloget", "Address of the page")


class Endpoint(Record):
    """One technical service of a part, from the section Services."""

    table: ClassVar[str] = "part_endpoints"
    primary_key: ClassVar[tuple[str, ...]] = ("part_code", "number")
    title_da: ClassVar[str] = "Tekniske services"
    about_da: ClassVar[str] = "De tekniske services, som en integrationsdel stiller til rådighed."

    part_code: str = required("Integrationsdelens kode", "Code of the part")
    number: int = required(
        "Servicens nummer under integrationsdelen; det følger servicen, når rækkefølgen ændres",
        "Number of the service under its part; it stays when the order changes",
    )
    position: int = required("Rækkefølge på siden, fra 1", "Order on the page, from 1")
    name: str | None = column("Servicens navn", "Name of the service")
    kind: str | None = column("Servicekategori, fx Webservice", "Service category")
    platform: str | None = column("Platform, fx Serviceplatformen", "Platform")
    version: str | None = column("Servicens version", "Version of the service")
    status: str | None = column("Servicens status", "Status of the service")
    purpose: str | None = column("Servicens formål", "Its section Formål")
    description: str | None = column("Beskrivelse af servicen", "Its section Beskrivelse")
    test_endpoint: str | None = column(
        "Endpoint i eksternt testmiljø", "Address under 'Eksternt testmiljø', as printed"
    )
    test_uuid: str | None = column(
        "UUID i eksternt testmiljø", "UUID of the service under 'Eksternt testmiljø'"
    )
    test_entity_id: str | None = column(
        "EntityId i eksternt testmiljø", "EntityId of the service under 'Eksternt testmiljø'"
    )
    production_endpoint: str | None = column(
        "Endpoint i produktion", "Address under 'Produktionsmiljø', as printed"
    )
    production_uuid: str | None = column(
        "UUID i produktion", "UUID of the service under 'Produktionsmiljø'"
    )
    production_entity_id: str | None = column(
        "EntityId i produktion", "EntityId of the service under 'Produktionsmiljø'"
    )


class PartSection(Record):
    """A section of a part's page that has no column of its own."""

    table: ClassVar[str] = "part_sections"
    primary_key: ClassVar[tuple[str, ...]] = ("part_code", "name")
    title_da: ClassVar[str] = "Øvrige afsnit"
    about_da: ClassVar[str] = (
        "Afsnit på integrationsdelenes sider, som ikke har en kolonne for sig, med overskrift og "
        "tekst."
    )

    part_code: str = required("Integrationsdelens kode", "Code of the part")
    name: str = required("Afsnittets overskrift", "Heading of the section, as on the page")
    position: int = required("Rækkefølge på siden, fra 1", "Order on the page, from 1")
    text: str | None = column("Afsnittets tekst", "Text, paragraphs on lines of their own")
    blocks: str | None = blocks_of("Afsnittet", "the section")


class SupportService(Tracked):
    """One orderable support service: its own page, filled up from its card on the part's page."""

    table: ClassVar[str] = "support_services"
    primary_key: ClassVar[tuple[str, ...]] = ("id",)
    title_da: ClassVar[str] = "Supportydelser"
    about_da: ClassVar[str] = (
        "Supportydelser, der kan bestilles til en integrationsdel, med pris, enheder og tider. "
        "Priser er uden fortolkning af moms; teksten fra siden står ved siden af hvert tal."
    )

    id: str = required("Nøgle, dannet af sidens adresse", "Key, made from the address of its page")
    name: str | None = column("Supportydelsens navn", "Name")
    category: str | None = column("Kategori, fx Teknisk support", "Category badge on the card")
    description: str | None = column("Beskrivelse", "What the service gives")
    description_blocks: str | None = blocks_of("Beskrivelse", "the description")
    supplier: str | None = column("Leverandør", "Supplier")
    unit_price_oere: int | None = column(
        "Enhedspris i øre (1.328 kr. = 132800)", "Unit price in øre, 1/100 DKK"
    )
    unit_price_text: str | None = column(
        "Enhedspris, som skrevet på siden", "Unit price as printed"
    )
    price_basis: str | None = column(
        "Prisens enhed, fx time eller enhed (tom: ikke oplyst)",
        "What the unit price is for one of: time, påbegyndt time, enhed; null when it is not said",
    )
    vat: str | None = column(
        "Moms (ekskl. moms, inkl. moms; tom: ikke oplyst)",
        "VAT of the unit price: ekskl. moms or inkl. moms; null when it is not said",
    )
    units_min: int | None = column("Mindste antal enheder", "Least number of units")
    units_max: int | None = column("Største antal enheder", "Greatest number of units")
    units_text: str | None = column("Enheder, som skrevet på siden", "Units as printed")
    units_unit: str | None = column(
        "Enhedernes navn, fx time (tom: ikke oplyst)",
        "The word that units are counted in, singular: time, enhed; null when it is not said",
    )
    reaction_days: int | None = column(
        "Reaktionstid i arbejdsdage, den længste", "Reaction, Danish working days, the most"
    )
    reaction_days_least: int | None = column(
        "Korteste reaktionstid i arbejdsdage", "Reaction, Danish working days, the least of a span"
    )
    reaction_amount: int | None = column(
        "Reaktionstid som tal (højst), når den ikke er i arbejdsdage",
        "Reaction as a number of `reaction_unit`, the most; for times not in working days too",
    )
    reaction_unit: str | None = column(
        "Reaktionstidens enhed, fx uge, time eller hverdag",
        "Unit of `reaction_amount`, singular, as printed: uge, time, hverdag, dag, måned",
    )
    reaction_text: str | None = column("Reaktionstid, som skrevet på siden", "Reaction as printed")
    delivery_days: int | None = column(
        "Leveringstid i arbejdsdage, den længste", "Delivery, Danish working days, the most"
    )
    delivery_days_least: int | None = column(
        "Korteste leveringstid i arbejdsdage", "Delivery, Danish working days, the least of a span"
    )
    delivery_amount: int | None = column(
        "Leveringstid som tal (højst), når den ikke er i arbejdsdage",
        "Delivery as a number of `delivery_unit`, the most; for times not in working days too",
    )
    delivery_unit: str | None = column(
        "Leveringstidens enhed, fx uge, time eller hverdag",
        "Unit of `delivery_amount`, singular, as printed: uge, time, hverdag, dag, måned",
    )
    delivery_text: str | None = column("Leveringstid, som skrevet på siden", "Delivery as printed")
    price_model: str | None = column("Prismodel, fx Time & Material", "Price model")
    related: str | None = column("Relaterede supportydelser", "Related support services as printed")
    url: str | None = column("Sidens adresse i kataloget", "Address of the page")


class PartSupportService(Record):
    """Which support services can be ordered for which part."""

    table: ClassVar[str] = "part_support_services"
    primary_key: ClassVar[tuple[str, ...]] = ("part_code", "service_id")
    title_da: ClassVar[str] = "Supportydelser pr. integrationsdel"
    about_da: ClassVar[str] = "Hvilke supportydelser der kan bestilles til hvilke integrationsdele."

    part_code: str = required("Integrationsdelens kode", "Code of the part")
    service_id: str = required("Supportydelsens nøgle", "Key of the support service")
    position: int = required("Rækkefølge på siden, fra 1", "Order on the page, from 1")
    card: str | None = column(
        "Det, kortet på integrationsdelens side siger om ydelsen (JSON)",
        "What the card on the part's page says of the service, JSON",
    )


class Attachment(Tracked):
    """One file that a support service or a part links to."""

    table: ClassVar[str] = "attachments"
    primary_key: ClassVar[tuple[str, ...]] = ("id",)
    title_da: ClassVar[str] = "Bilag"
    about_da: ClassVar[str] = (
        "Filer, som supportydelser og integrationsdele henviser til, fx bestillingsformularer."
    )

    id: str = required("Nøgle, dannet af filens adresse", "Key, made from the file's address")
    url: str | None = column("Filens adresse", "Address of the file")
    filename: str | None = column("Filnavn", "File name, from the address")
    media_type: str | None = column("Filtype (medietype)", "Media type as the server gave it")
    bytes: int | None = column("Størrelse i byte", "Size in bytes")
    sha256: str | None = column("Indholdets fingeraftryk (SHA-256)", "SHA-256 of the content, hex")
    text: str | None = column("Filens tekst", "Text of the file, when it has been read")
    extractor: str | None = column(
        "Hvad teksten er læst med, fx docx/1", "Reader of the text and its version: docx/1"
    )


class ServiceAttachment(Record):
    """Which files belong to which support service."""

    table: ClassVar[str] = "service_attachments"
    primary_key: ClassVar[tuple[str, ...]] = ("service_id", "attachment_id")
    title_da: ClassVar[str] = "Bilag pr. supportydelse"
    about_da: ClassVar[str] = "Hvilke bilag der hører til hvilke supportydelser."

    service_id: str = required("Supportydelsens nøgle", "Key of the support service")
    attachment_id: str = required("Bilagets nøgle", "Key of the attachment")
    position: int = required("Rækkefølge på siden, fra 1", "Order on the page, from 1")


class PartAttachment(Record):
    """Which files a part's page links to."""

    table: ClassVar[str] = "part_attachments"
    primary_key: ClassVar[tuple[str, ...]] = ("part_code", "attachment_id")
    title_da: ClassVar[str] = "Bilag pr. integrationsdel"
    about_da: ClassVar[str] = "Hvilke filer der henvises til fra en integrationsdels side."

    part_code: str = required("Integrationsdelens kode", "Code of the part")
    attachment_id: str = required("Bilagets nøgle", "Key of the attachment")
    position: int = required("Rækkefølge på siden, fra 1", "Order on the page, from 1")


class Package(Tracked):
    """One documentation package: everything about one version of an integration, zipped."""

    table: ClassVar[str] = "packages"
    primary_key: ClassVar[tuple[str, ...]] = ("id",)
    title_da: ClassVar[str] = "Dokumentationspakker"
    about_da: ClassVar[str] = (
        "Pakker med dokumentation for en version af en integration. "
        "Samme adresse kan få nyt indhold, uden at versionen skifter."
    )

    id: str = required("Nøgle, fx sf1520/4.0", "Key, made from its address: sf1520/4.0")
    url: str | None = column("Pakkens adresse", "Address of the package, after redirects")
    title: str | None = column("Titel, som pakken selv angiver", "Title in its manifest")
    version: str | None = column("Version, som pakken selv angiver", "Version in its manifest")
    made_at: str | None = column(
        "Lavet (UTC), som pakken selv angiver", "dcterms:created of its manifest, UTC, ISO 8601"
    )
    bytes: int | None = column("Størrelse i byte", "Size in bytes")
    sha256: str | None = column("Indholdets fingeraftryk (SHA-256)", "SHA-256 of the ZIP file, hex")
    documents: int | None = column("Antal dokumenter", "Documents in it, at any depth")


class PartPackage(Record):
    """Which package is the documentation of which part."""

    table: ClassVar[str] = "part_packages"
    primary_key: ClassVar[tuple[str, ...]] = ("part_code", "package_id")
    title_da: ClassVar[str] = "Dokumentationspakker pr. integrationsdel"
    about_da: ClassVar[str] = "Hvilken dokumentationspakke der hører til hvilken integrationsdel."

    part_code: str = required("Integrationsdelens kode", "Code of the part")
    package_id: str = required("Pakkens nøgle", "Key of the package")


class Document(Record):
    """One document of a package, at whatever depth it stands."""

    table: ClassVar[str] = "documents"
    primary_key: ClassVar[tuple[str, ...]] = ("package_id", "path")
    title_da: ClassVar[str] = "Dokumenter"
    about_da: ClassVar[str] = (
        "Hvert dokument i dokumentationspakkerne, også dem i pakker inde i pakker, med sin tekst."
    )

    package_id: str = required("Pakkens nøgle", "Key of the package")
    path: str = required(
        "Vejen til dokumentet gennem pakkens mapper og indre pakker",
        "Path in the package; an inner ZIP file stands in it as a folder does",
    )
    name: str | None = column("Filnavn", "File name")
    kind: str | None = column("Filtype, fx docx", "Ending of the name, lower case")
    bytes: int | None = column("Størrelse i byte", "Size in bytes")
    sha256: str | None = column("Indholdets fingeraftryk (SHA-256)", "SHA-256 of the content, hex")
    title: str | None = column("Titel", "Title the document gives itself, or its file name")
    text: str | None = column("Dokumentets tekst", "Text of the document, when it has been read")
    extractor: str | None = column(
        "Hvad teksten er læst med, fx docx/1", "Reader of the text and its version: docx/1"
    )


class ContractRow(Record):
    """Something that a contract in a package promises: a WSDL, XSD or OpenAPI file's."""

    package_id: str = required("Pakkens nøgle", "Key of the package")
    path: str = required("Vejen til dokumentet i pakken", "Path of the document in the package")


class ContractService(ContractRow):
    """A service that a contract tells of, and where it answers."""

    table: ClassVar[str] = "contract_services"
    primary_key: ClassVar[tuple[str, ...]] = ("package_id", "path", "name", "port")
    title_da: ClassVar[str] = "Services i kontrakter"
    about_da: ClassVar[str] = (
        "Services, som pakkernes WSDL-, OpenAPI- og service.properties-filer fortæller om, "
        "med adresse, navnerum, UUID og entity ID."
    )

    name: str = required("Servicens navn", "Name of the service")
    port: str = required("Port; tom når der kun er én", "Port, or server; empty when there is none")
    kind: str | None = column(
        "Slags kontrakt: WSDL, OpenAPI eller service.properties", "Kind of contract"
    )
    namespace: str | None = column("Navnerum", "Target namespace")
    version: str | None = column("Version, som kontrakten angiver", "Version in the contract")
    endpoint: str | None = column("Endepunktets adresse", "Address of the endpoint")
    uuid: str | None = column("Servicens UUID", "service.uuid")
    entity_id: str | None = column("Servicens entity ID", "service.entityID")


class ContractOperation(ContractRow):
    """An operation of a service."""

    table: ClassVar[str] = "contract_operations"
    primary_key: ClassVar[tuple[str, ...]] = ("package_id", "path", "service", "name")
    title_da: ClassVar[str] = "Operationer i kontrakter"
    about_da: ClassVar[str] = "Operationer, som pakkernes WSDL- og OpenAPI-filer fortæller om."

    service: str = required("Service eller porttype", "Port type, or title of the API")
    name: str = required("Operationens navn", "Name of the operation")
    action: str | None = column("SOAP action eller HTTP-metode", "SOAP action, or HTTP method")
    address: str | None = column("Sti, for OpenAPI", "Path, for OpenAPI")
    input: str | None = column("Besked ind", "Message in")
    output: str | None = column("Besked ud", "Message out")


class ContractField(ContractRow):
    """A field of a type."""

    table: ClassVar[str] = "contract_fields"
    primary_key: ClassVar[tuple[str, ...]] = ("package_id", "path", "owner", "name")
    title_da: ClassVar[str] = "Felter i kontrakter"
    about_da: ClassVar[str] = (
        "Felter i de typer, som pakkernes XSD-, WSDL- og OpenAPI-filer beskriver."
    )

    owner: str = required(
        "Typen, som feltet står i; tom for elementer øverst i skemaet",
        "Type, or types parted by /; empty for the schema's own elements",
    )
    name: str = required("Feltets navn; en attribut begynder med @", "Name; @ marks an attribute")
    type: str | None = column("Feltets type", "Type, without its prefix")
    required: int | None = column(
        "Obligatorisk (1) eller ej (0)", "1 when it must be there, else 0"
    )
    repeated: int | None = column("Gentages (1) eller ej (0)", "1 when it may be repeated, else 0")
    namespace: str | None = column("Navnerum", "Target namespace of the schema")
    allowed: str | None = column(
        "Tilladte værdier, adskilt af |, og grænser, fx maxLength 10",
        "Values that are allowed, parted by |, then limits as the schema names them: maxLength 10",
    )


class SearchHit(Record):
    """One row of a search result, whatever its kind."""

    table: ClassVar[str] = "search_hits"
    primary_key: ClassVar[tuple[str, ...]] = ("run_id", "term", "rank")
    title_da: ClassVar[str] = "Søgeresultater"
    about_da: ClassVar[str] = "Alt, hvad kataloget svarede på hver søgning, også andet end dele."

    run_id: int = required("Kørslens nummer", "Run")
    term: str = required("Søgeordet", "Search term")
    rank: int = required("Placering i resultatet, fra 1", "Place in the result, from 1")
    kind: str | None = column("Slags, fx Integration eller Viden", "Kind as on the page")
    code: str | None = column("Kode, når resultatet har en", "Code, when the hit has one")
    title: str | None = column("Titel", "Title")
    url: str | None = column("Adresse", "Address")


class Run(Record):
    """One run of the program."""

    table: ClassVar[str] = "runs"
    primary_key: ClassVar[tuple[str, ...]] = ("id",)
    title_da: ClassVar[str] = "Kørsler"
    about_da: ClassVar[str] = (
        "Hver gang kataloget er hentet: hvornår, med hvilket udfald og omfang."
    )

    id: int = required("Kørslens nummer", "Number of the run")
    command: str = required("Kommando, fx crawl eller rebuild", "Command that ran")
    started_at: str = required("Begyndt (UTC)", "Start, UTC, ISO 8601")
    finished_at: str | None = column("Afsluttet (UTC)", "End, UTC, ISO 8601")
    verdict: str | None = column(
        "Udfald: good (offentliggjort), suspect (skal ses efter) eller failed",
        "good: published; suspect: look first; failed: the source could not be read",
    )
    exit_code: int | None = column("Kommandoens afslutningskode", "Exit code, see the contract")
    message: str | None = column("Udfaldet i en sætning", "The outcome in a sentence")
    base_url: str | None = column("Stedet, der er hentet fra", "Address that was mirrored")
    origin: str | None = column(
        "Hvor optagelsen stammer fra, når der er afspillet en optagelse",
        "What the recording says of its origin, when a recording was replayed",
    )
    terms: str | None = column("Søgeord", "Search terms, separated by spaces")
    found_by: str | None = column(
        "Hvordan delene blev fundet, pr. søgeord", "Step of the ladder that served, by term, JSON"
    )
    parts: int | None = column("Antal læste integrationsdele", "Parts read")
    services: int | None = column("Antal læste supportydelser", "Support services read")
    attachments: int | None = column("Antal bilag", "Attachments had")
    changes: int | None = column("Antal ændringer", "Rows written to changes")
    problems: int | None = column("Antal problemer", "Rows written to problems")
    requests: int | None = column("Antal forespørgsler", "Requests sent")
    bytes: int | None = column("Hentede byte", "Bytes of body received")
    share_304: float | None = column(
        "Andel besvaret med 'uændret' (304)", "Share of requests answered 304, 0 to 1"
    )
    archive_file: str | None = column("Kørslens arkivfil", "WARC file of the run")
    slowest_url: str | None = column("Langsomste adresse", "Address that took longest to answer")
    slowest_ms: int | None = column(
        "Langsomste svar i millisekunder", "How long that answer took, milliseconds"
    )
    robots_sha256: str | None = column(
        "Fingeraftryk af robots.txt (SHA-256); tom når der ingen er",
        "SHA-256 of the source's robots.txt, hex; null when there is none",
    )
    program_version: str | None = column("Programmets version", "Version of this program")


class Fetch(Record):
    """One answer from the source. Of earlier runs' 304 answers only the latest is kept."""

    table: ClassVar[str] = "fetches"
    primary_key: ClassVar[tuple[str, ...]] = ("run_id", "url")
    title_da: ClassVar[str] = "Hentninger"
    about_da: ClassVar[str] = "Hvert svar fra kilden, med plads i arkivet."

    run_id: int = required("Kørslens nummer", "Run")
    url: str = required("Adresse", "Address asked for")
    status: int | None = column("HTTP-status", "HTTP status")
    etag: str | None = column("ETag", "ETag as given")
    last_modified: str | None = column("Last-Modified", "Last-Modified as given")
    sha256: str | None = column("Indholdets fingeraftryk", "SHA-256 of the decoded body, hex")
    bytes: int | None = column("Byte i svaret", "Bytes of body received")
    warc_file: str | None = column("Arkivfil", "WARC file, relative to the archive")
    warc_offset: int | None = column("Plads i arkivfilen", "Offset of the record, bytes")
    payload_sha256: str | None = column(
        "Fingeraftryk af svaret, som det blev sendt", "SHA-256 of the body as sent, hex"
    )
    body_file: str | None = column(
        "Arkivfil med samme indhold", "WARC file with the body, when an earlier answer had it"
    )
    body_offset: int | None = column("Pladsen i den fil", "Offset of the record with the body")
    fetched_at: str | None = column("Hentet (UTC)", "Instant, UTC, ISO 8601")


class Change(Record):
    """One changed value, or one record that came or went."""

    table: ClassVar[str] = "changes"
    primary_key: ClassVar[tuple[str, ...]] = ("id",)
    title_da: ClassVar[str] = "Ændringer"
    about_da: ClassVar[str] = "Hver ændring i kataloget: hvad der stod før, og hvad der står nu."

    id: int | None = column("Ændringens nummer", "Number of the change")
    run_id: int = required("Kørslens nummer", "Run")
    detected_at: str = required("Opdaget (UTC)", "Start of the run that saw it, UTC")
    kind: str = required(
        "added (ny), changed (ændret), missing (mangler), removed (fjernet), returned (tilbage)",
        "added, changed, missing, removed or returned",
    )
    table_name: str = required("Tabel", "Table of the record")
    key: str = required("Postens nøgle", "Key of the record; parts of a key joined by ' / '")
    field: str | None = column("Felt", "Column that changed; null when the record itself did")
    before: str | None = column("Før", "Value before, as text")
    after: str | None = column("Nu", "Value after, as text")
    cause: str = required(
        "site (siden er ændret) eller reader (kun vores læsning er ændret)",
        "site: the page changed; reader: only our reading of it did",
    )


class Problem(Record):
    """Something a person should look at."""

    table: ClassVar[str] = "problems"
    primary_key: ClassVar[tuple[str, ...]] = ("id",)
    title_da: ClassVar[str] = "Problemer"
    about_da: ClassVar[str] = "Det, programmet ikke kunne hente, læse eller tro på."

    id: int | None = column("Problemets nummer", "Number of the problem")
    run_id: int = required("Kørslens nummer", "Run")
    kind: str = required("Slags", "Kind of problem, one word")
    url: str | None = column("Adresse", "Address it is about")
    message: str = required("Hvad der er galt", "What is wrong, in a sentence")
    subject: str | None = column(
        "Hvad det drejer sig om, fx en kolonne eller en etiket",
        "What it is about: a column, a label, a heading, a code",
    )
    value: str | None = column(
        "Den værdi, det drejer sig om, som skrevet", "The value it is about, as printed"
    )
    first_seen: str | None = column("Første gang set (UTC)", "Run that first saw it, UTC")


class BalanceLine(Record):
    """What one source says of one term, and what became of the parts that it names."""

    table: ClassVar[str] = "balances"
    primary_key: ClassVar[tuple[str, ...]] = ("run_id", "term", "source")
    title_da: ClassVar[str] = "Regnskab"
    about_da: ClassVar[str] = (
        "Hvad kataloget selv siger, der er, og hvad der blev læst, for hvert søgeord og hver kilde."
    )

    run_id: int = required("Kørslens nummer", "Run")
    term: str = required("Søgeord (tomt: hele kataloget)", "Search term; empty: all of the source")
    source: str = required(
        "Kilde: search (søgning), list (liste), sitemap eller address (adresseregel)",
        "search, list, sitemap or address (the rule of addresses)",
    )
    said: int | None = column("Antal, kilden selv oplyser", "The source's own count of its rows")
    listed: int = required("Antal rækker læst i kilden", "Rows read")
    parts: int = required("Rækker, der nævner en integrationsdel", "Rows that name a part")
    asked: int = required("Integrationsdele spurgt efter", "Addresses of these asked for")
    read: int = required("Integrationsdele læst", "Addresses of these read as parts")
    versions: int | None = column(
        "Versioner i alt, som rækkerne oplyser", "Versions that the rows speak of, in sum"
    )


class AcceptedDifference(Record):
    """A difference between what the source says and what was read that somebody accepted."""

    table: ClassVar[str] = "accepted_differences"
    primary_key: ClassVar[tuple[str, ...]] = ("kind", "term", "source", "subject", "value")
    title_da: ClassVar[str] = "Accepterede afvigelser"
    about_da: ClassVar[str] = (
        "Afvigelser i regnskabet, som nogen har set på og accepteret; de standser ingen senere "
        "kørsel, før de ændrer sig."
    )

    kind: str = required("Slags, som i tabellen med problemer", "Kind, as in problems")
    term: str = required("Søgeord (tomt: hele kataloget)", "Search term; empty: the whole run")
    source: str = required("Kilde", "Source, as in balances; cards or services: what pages say")
    subject: str = required("Hvad det drejer sig om", "What it is about: a code or an address")
    value: str = required("Hvor meget", "How much it is, or why")
    run_id: int = required("Kørslen, hvor den blev accepteret", "Run that was accepted with it")


class KnownPage(Record):
    """What the program remembers of a page, to ask only for what has changed."""

    table: ClassVar[str] = "pages"
    primary_key: ClassVar[tuple[str, ...]] = ("url",)
    title_da: ClassVar[str] = "Sider"
    about_da: ClassVar[str] = "Programmets egen huskeliste over sider og deres plads i arkivet."

    url: str = required("Adresse", "Address")
    kind: str = required(
        "Slags side", "part, service, attachment or package; front, listing or sitemap on the way"
    )
    etag: str | None = column("ETag", "ETag of the latest full answer")
    last_modified: str | None = column("Last-Modified", "Last-Modified of the latest full answer")
    sha256: str | None = column("Indholdets fingeraftryk", "SHA-256 of the decoded body, hex")
    text_sha256: str | None = column(
        "Den synlige teksts fingeraftryk", "SHA-256 of what is read from the page, hex"
    )
    reader: str | None = column("Læserens version", "Fingerprint of the readers that read it")
    key: str | None = column("Postens nøgle", "Key of the record read from it")
    links: str | None = column("Sidens videre vej (JSON)", "What it links to, JSON")
    warc_file: str | None = column("Arkivfil", "WARC file of the latest full answer")
    warc_offset: int | None = column("Plads i arkivfilen", "Offset in it, bytes")
    body_file: str | None = column(
        "Arkivfil med samme indhold", "WARC file with the body, when an earlier answer had it"
    )


class AddressParameter(Record):
    """A parameter that was met in addresses, and whether it is part of what they are keys of."""

    table: ClassVar[str] = "address_parameters"
    primary_key: ClassVar[tuple[str, ...]] = ("host", "path", "parameter")
    title_da: ClassVar[str] = "Parametre i adresser"
    about_da: ClassVar[str] = (
        "Parametre, der er mødt i adresser på ydelser, filer og dele, og om de er udeladt af "
        "nøglerne: det er de, der ingen forskel gør for indholdet."
    )

    host: str = required("Vært", "Host of the addresses")
    path: str = required(
        "Sti; /x/* er alt under mappen x", "Path; /x/* is all that stands under the folder x"
    )
    parameter: str = required(
        "Parameterens navn; tomt når forespørgslen kun er en værdi",
        "Name of the parameter; empty where the query is a value without a name",
    )
    left_out: int = required(
        "Udeladt af nøglerne (1) eller ej (0)", "1 when it is left out of keys, else 0"
    )
    reason: str = required(
        "Grund: tracking, session (navnet siger det), canonical (siden angiver adressen uden), "
        "content (samme indhold uden), card (kortet siger det samme, og robots.txt forbyder "
        "adressen med), turns (samme indhold med en anden værdi), "
        "differs (andet indhold) eller unanswered (adressen uden kunne ikke læses)",
        "tracking, session: its name tells; canonical: the page names the address without it, "
        "where the same record stands; content: the same content without it; card: robots.txt "
        "forbids the address with it, and the card says what the page without it says; turns: the "
        "same content with another value; differs: other content; unanswered: no answer without it",
    )
    evidence: str = required(
        "Adresserne, der er sammenlignet (JSON)", "Pairs of addresses that were compared, JSON"
    )
    first_seen: str | None = column("Første gang set (UTC)", "Run that first decided it, UTC")


CONTRACTS: tuple[type[ContractRow], ...] = (ContractService, ContractOperation, ContractField)
TABLES: tuple[type[Record], ...] = (
    Integration,
    Part,
    Endpoint,
    PartSection,
    SupportService,
    PartSupportService,
    Attachment,
    ServiceAttachment,
    PartAttachment,
    Package,
    PartPackage,
    Document,
    *CONTRACTS,
    SearchHit,
    Run,
    Fetch,
    Change,
    BalanceLine,
    AcceptedDifference,
    Problem,
    KnownPage,
    AddressParameter,
)
STRUCTURES = frozenset(
    name for model in TABLES for name in model.model_fields if name.endswith("blocks")
)
"""Columns that hold how a text is built up, which stands as plain text in a column beside them."""
