"""Made-up support services, files and other pages, varied as the real ones may be.

Suppliers other than in the guide are made up too: nobody's prices are told here.
"""

from __future__ import annotations

from tests.standin.content import Attachment, Bullets, Node, Service
from tests.standin.docx import MEDIA_TYPE, docx
from tests.standin.pdf import pdf

SFTP = "etablering-af-sftp-rute"
REPORT = "tilpasning-af-økonomirapport"
TEST_DATA = "indlaesning-af-egne-testdata"
SUPPORT = "udvidet-support-ved-ibrugtagning"

SFTP_FORM = Attachment(
    "/sites/default/files/integration-files/091220250945/Bestillingsformular - SFTP-rute (v2).docx",
    "Bestillingsformular - SFTP-rute (v2).docx",
    MEDIA_TYPE,
    docx("Bestillingsformular - SFTP-rute", "Opdigtet indhold til afprøvning."),
)
TEST_TEMPLATE = Attachment(
    "/sites/default/files/2024-05/Skabelon til ønskede testdata - æøå.docx",
    "Skabelon til ønskede testdata - æøå.docx",
    MEDIA_TYPE,
    docx("Skabelon til ønskede testdata", "Opdigtet indhold til afprøvning: æ ø å Æ Ø Å."),
)
TEST_GUIDE = Attachment(
    "/files/integration-files/260220200803/Vejledning til testdata.pdf",
    "Vejledning til testdata.pdf",
    "application/pdf",
    pdf("Vejledning til testdata", "Opdigtet indhold til afprøvning."),
)
ATTACHMENTS = (SFTP_FORM, TEST_TEMPLATE, TEST_GUIDE)

SERVICES = (
    Service(
        slug=SFTP,
        name="Etablering af SFTP-rute",
        description=(
            "Ydelsen giver mulighed for at udveksle filer ad en SFTP-rute.",
            "Ruten etableres først i eksternt testmiljø og derefter i produktion.",
        ),
        category="Teknisk support",
        supplier="Eksempel Drift A/S",
        price="12.345,50\u00a0kr.",
        units="1",
        reaction="5 arbejdsdage",
        delivery="2 uger",
        price_model="Fast pris",
        related="Etablering af rute til serviceudbyders webservice",
        attachments=(SFTP_FORM.path,),
        mentions=("SF1590B",),
    ),
    Service(
        slug=REPORT,
        name="Tilpasning af økonomirapport",
        description=("Ydelsen giver mulighed for at få tilpasset en rapport til kommunens behov.",),
        category="Rådgivning",
        supplier="Opdigtet Økonomi ApS",
        price="Efter aftale",
        units="op til 4",
        reaction="10 arbejdsdage",
        delivery="Efter aftale",
        price_model="Time & Material",
        related="Selvstændig ydelse",
    ),
    Service(
        slug=TEST_DATA,
        name="Indlæsning af egne testdata",
        description=(
            "Ydelsen giver mulighed for at få indlæst egne testdata:",
            Bullets(("personer og adresser", "hændelser, der afsendes på en aftalt dag")),
        ),
        category="Test",
        supplier="Eksempel Test A/S",
        price="950 kr.",
        units="min. 2",
        reaction="1 arbejdsdag",
        delivery="1 arbejdsdag",
        price_model="Fast pris",
        related="Selvstændig ydelse",
        attachments=(TEST_TEMPLATE.path, TEST_GUIDE.path),
    ),
    Service(
        slug=SUPPORT,
        name="Udvidet support ved ibrugtagning",
        description=("Ydelsen giver adgang til en fast kontaktperson i ibrugtagningen.",),
        category="Teknisk support",
        supplier="Eksempel Drift A/S",
        price="104.000 kr.",
        units="2 – 3",
        reaction="2 arbejdsdage",
        delivery="3 uger",
        price_model="Abonnement",
        related="Etablering af SFTP-rute",
    ),
)

NODES = (
    Node(
        "/løsninger/fælleskommunale-økonomiintegrationer",
        "Løsning",
        "Fælleskommunale økonomiintegrationer",
        "Løsningen samler de integrationer, der forbinder fagsystemer og økonomisystemer.",
        (
            "Integrationerne i løsningen er:",
            Bullets(
                (
                    "[SF1590_A](/integration/sf1590a)",
                    "[SF1590_B_01](/integration/sf1590b01) og de øvrige dele af ØiR Debitor",
                    "[SF1590_D_01](/integration/sf1590d01)",
                )
            ),
        ),
        ("SF1590A", "SF1590B", "SF1590D"),
    ),
    Node(
        "/viden/bestil-en-rute",
        "Viden",
        "Sådan bestiller du en rute til ØiR Debitor",
        "Vejledningen beskriver de to trin fra bestilling til færdig rute.",
        ("Trin 1: KOMBIT bestiller ydelsen.", "Trin 2: Kommunen udfylder formularen."),
        ("SF1590B",),
    ),
    Node(
        "/nyhed/ny-version-af-oekonomipostering",
        "Nyhed",
        "Ny version af økonomipostering er klar til test",
        "Fra den 1. marts kan leverandører afprøve den nye version i eksternt testmiljø.",
        ("Versionen sættes i drift, når afprøvningen er afsluttet.",),
        ("SF1590A",),
    ),
    Node(
        "/nyhed/saadan-bruger-eksempelby-fordelingskomponenten",
        "Nyhed",
        "Sådan bruger Eksempelby Fordelingskomponenten",
        "Eksempelby Kommune har samlet fire forbindelser i én.",
    ),
    Node(
        "/kom-godt-i-gang-vejledninger",
        "Viden",
        "Kom godt i gang",
        "Her finder du vejledninger til nye anvendere.",
    ),
    Node("/viden", "Viden", "Viden og vejledninger", "Her er samlet viden om infrastrukturen."),
    Node("/kalender", "Viden", "Kalender", "Her finder du møder, frister og servicevinduer."),
    Node("/driftstatus", "Viden", "Driftstatus", "Der er ingen kendte driftsforstyrrelser."),
    Node(
        "/generelle-vilkaar",
        "Viden",
        "Generelle vilkår",
        "Vilkårene gælder for alle, der anvender infrastrukturen.",
    ),
    Node(
        "/kontakt-og-support",
        "Viden",
        "Kontakt og support",
        "Skriv til support@example.dk, hvis du har spørgsmål.",
    ),
)

REDIRECTS = {
    "/node/12": "/integration/sf1590b01",
    "/node/40": "/supportydelse/etablering-af-rute-til-serviceudbyders-webservice",
    "/oekonomiintegrationer": "/løsninger/fælleskommunale-økonomiintegrationer",
    "/kom-godt-i-gang": "/kom-godt-i-gang-vejledninger",
}
