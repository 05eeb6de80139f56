"""The facts of a made-up catalogue of any size: the same facts for the same size, every time.

Nothing here is true of the real site but its shapes: codes, dates, prices, versions and the order
of words follow the guide. Every record is computed from its number: 30,000 of them cost no memory.
"""

from collections.abc import Sequence
from dataclasses import dataclass

AREAS = ("Personskat", "Person", "Beskedfordeling", "Borgerkontakt", "Økonomi", "Organisation")
SUPPLIERS = ("IBM", "Systematic", "Netcompany", "KMD")
PLATFORMS = ("Serviceplatformen", "Fælleskommunal Beskedfordeler")
ENDINGS = ("_A", "_B_01", "_B_02", "_D")
CARDS_PER_PAGE = 60
HITS_PER_PAGE = 10

VERBS = ("Afsend", "Modtag", "Hent", "Opdater", "Abonnér på")
OBJECTS = (
    "økonomipostering",
    "debitorregistrering",
    "sagsoplysninger",
    "hændelser vedr. eIndkomst",
    "adresseopslag",
    "ydelsesbevillinger",
    "dokumentmetadata",
)
CLAUSES = (
    "Integrationen gør det muligt for myndigheden at udveksle oplysninger med fagsystemet",
    "Anvenderen sender en forespørgsel med en eller flere nøgler og modtager svaret i samme kald",
    "Data leveres som beskrevet i den tekniske specifikation og valideres ved modtagelsen",
    "Fejl i enkelte poster afvises med en fejlkode, mens resten af leverancen behandles",
    "Adgang forudsætter en godkendt serviceaftale og et gyldigt systemcertifikat",
    "Oplysningerne opdateres en gang i døgnet og er tilgængelige på hverdage",
    "Hver leverance kvitteres med et løbenummer, som anvenderen bør gemme",
    "Ved større mængder anbefales det at benytte den filbaserede udveksling",
)
TAILS = (
    "så sagsbehandleren har et samlet overblik.",
    "uden at oplysningerne gemmes undervejs.",
    "i overensstemmelse med de gældende vilkår.",
    "som det fremgår af bilaget til aftalen.",
    "inden for de aftalte svartider.",
    "så længe aftalen er aktiv.",
    "efter myndighedens egen instruks.",
)


@dataclass(frozen=True, slots=True)
class Service:
    """A support service that can be ordered."""

    number: int
    name: str
    path: str
    summary: str
    supplier: str
    price: str
    units: str
    reaction: str
    delivery: str
    attachment: str | None


@dataclass(frozen=True, slots=True)
class Part:
    """An integration part."""

    number: int
    code: str
    path: str
    title: str
    area: str | None
    purpose: tuple[str, ...]
    version: str
    closed: bool
    status: str
    valid_from: str
    description: tuple[str, ...]
    endpoint: str
    platform: str
    services: tuple[int, ...]


def prose(seed: int, sentences: int) -> str:
    """Return made-up sentences, the same for the same seed."""
    return " ".join(
        f"{CLAUSES[(seed * 5 + k * 3) % len(CLAUSES)]}, {TAILS[(seed * 3 + k) % len(TAILS)]}"
        for k in range(sentences)
    )


@dataclass(frozen=True, slots=True)
class Catalogue:
    """A catalogue of so many parts, a fourth as many services, and attachments to some of these."""

    parts: int

    @property
    def services(self) -> int:
        return max(1, self.parts // 4)

    @property
    def list_pages(self) -> int:
        return -(-self.parts // CARDS_PER_PAGE)

    @property
    def attachments(self) -> int:
        return sum(has_attachment(j) for j in range(self.services))

    @property
    def addresses(self) -> int:
        """How many addresses a crawl of the whole catalogue reads, robots.txt not counted."""
        return self.parts + self.services + self.attachments + self.list_pages

    def part(self, i: int) -> Part:
        code = code_of(i)
        return Part(
            number=i,
            code=code,
            path=f"/integration/{code.replace('_', '').lower()}",
            title=f"{VERBS[i % len(VERBS)]} {OBJECTS[i % len(OBJECTS)]} nr. {i + 1}",
            area=None if i % 50 == 49 else AREAS[i % len(AREAS)],
            purpose=(prose(i, 3), prose(i + 7, 2)),
            version=f"{1 + i % 4}.{i % 13}",
            closed=i % 20 == 19,
            status="Udfaset" if i % 10 == 9 else "I drift",
            valid_from=f"{1 + i % 28:02d}/{1 + i % 12:02d}/{2018 + i % 8}",
            description=(prose(i + 1, 3), prose(i + 2, 3), prose(i + 3, 3)),
            endpoint=f"{OBJECTS[i % len(OBJECTS)].split()[0].capitalize()}Service{i + 1}",
            platform=PLATFORMS[i % len(PLATFORMS)],
            services=self._services_of(i),
        )

    def service(self, j: int) -> Service:
        return Service(
            number=j,
            name=f"Etablering af rute til serviceudbyders webservice nr. {j + 1}",
            path=f"/etablering-af-rute-serviceudbyders-webservice-nr-{j + 1}",
            summary=prose(j + 3, 1),
            supplier=SUPPLIERS[j % len(SUPPLIERS)],
            price=f"{1 + j % 9}.{j * 37 % 1000:03d} kr.",
            units=f"{1 + j % 3}-{2 + j % 5 + j % 3}",
            reaction=f"{2 + j % 9} arbejdsdage",
            delivery=f"{3 + j % 8} arbejdsdage",
            attachment=attachment_path(j) if has_attachment(j) else None,
        )

    def _services_of(self, i: int) -> tuple[int, ...]:
        """Each service belongs to the four parts of its number; every third part has one more."""
        first = min(i // 4, self.services - 1)
        second = (first + 7) % self.services
        return (first, second) if i % 3 == 0 and second != first else (first,)


def code_of(i: int) -> str:
    """Return the code of part `i`: SF0001_A, SF0001_B_01, SF0001_B_02, SF0001_D, SF0002_A, …"""
    return f"SF{i // 4 + 1:04d}{ENDINGS[i % 4]}"


def number_of(slug: str, endings: Sequence[str] = ("a", "b01", "b02", "d")) -> int | None:
    """Return the number of the part with this slug (`sf0001b02`), or None where none has it."""
    digits, ending = slug[2:6], slug[6:]
    if slug[:2] != "sf" or not digits.isdecimal() or ending not in endings:
        return None
    return (int(digits) - 1) * 4 + endings.index(ending)


def has_attachment(j: int) -> bool:
    """Four services in nine have an attachment: one for every ninth part."""
    return j * 4 % 9 < 4


def attachment_path(j: int) -> str:
    return f"/sites/default/files/2024-05/Bestillingsformular%20-%20Rute%20nr.%20{j + 1}.docx"
