"""What the guide tells, to the letter: SF1590_B_01 and its one support service.

Invented here, as the guide does not show them: addresses, the endpoints, the text under
"Beskrivelse", "Status gyldig fra", and what the attached files say.
"""

from __future__ import annotations

from tests.standin.content import Attachment, Endpoint, Part, Service, Text
from tests.standin.docx import MEDIA_TYPE, docx

GENERAL_TERMS = "Du finder et link til de Generelle vilkår nedenfor i den blå sidefod."
ROUTE = "etablering-af-rute-til-serviceudbyders-webservice"

PURPOSE: Text = (
    "Integrationen giver kommunale fagløsninger mulighed for at overdrage fordringer (mellemværende"
    " mellem borger og kommune) til det af kommunen valgte debitorsystem. Desuden kan"
    " debitorsystemet informere fagløsningen tilbage om indbetalinger og afskrivninger af de"
    " pågældende fordringer, samt advisere om statusskifte på debitor konti i debitorsystemet.",
    "I forbindelse med at Gældstyrelsen tager PSRM (inddrivelsesløsning som erstatter EFI) i brug"
    " er integrationen tilpasset nye krav fra Gældstyrelsen. Det vil sige, at integrationen desuden"
    " sikrer, at debitorsystemet kan videresende fordringer fra kommunens debitorsystem til"
    " Gældstyrelsen til inddrivelse.",
    "Integrationen er en del af Økonomi i Rammearkitekturen, ØIR.",
)
TERMS: Text = (
    GENERAL_TERMS,
    "Integrationen forudsætter, at den pågældende kommunes debitorsystem også anvender"
    " integrationen.",
    "Etablering af rute til serviceudbyders webservice bestilles som fakturerbar supportydelse i"
    " Digitaliseringskataloget. Hvis der skal etableres en rute i forbindelse med et"
    " anvendersystems ibrugtagning af denne integration, vil der derfor være afledte omkostninger"
    " til ruteetablering. Læs mere om priser ved ibrugtagning i"
    " [dokumentationen](https://docs.kombit.dk/integration/sf1590_b_01/4.0/beskrivelse).",
    "Nederst på siden findes de supportydelser, der kan bestilles i relation til den enkelte"
    " integrationsdel.",
)
PROCESS = Attachment(
    "/files/integration-files/030820221448/"
    "Procesbeskrivelse - Bestil rute (SFTP eller webservice)_2.docx",
    "Procesbeskrivelse - Bestil rute (SFTP eller webservice)_2.docx",
    MEDIA_TYPE,
    docx(
        "Procesbeskrivelse - Bestil rute (SFTP eller webservice)",
        "Opdigtet indhold til afprøvning. KOMBIT bestiller ydelsen, kommunen udfylder formularen.",
    ),
)
ORDER_FORM = Attachment(
    "/files/integration-files/171020221203/"
    "Bestillingsformular - Etablering af Webservice-Rute_3_2_1.docx",
    "Bestillingsformular - Etablering af Webservice-Rute_3_2_1.docx",
    MEDIA_TYPE,
    docx(
        "Bestillingsformular - Etablering af Webservice-Rute",
        "Opdigtet indhold til afprøvning. Bestillings-id: ____  Kommune: ____  CVR-nummer: ____",
    ),
)
ROUTE_SERVICE = Service(
    slug=ROUTE,
    name="Etablering af rute til serviceudbyders webservice",
    description=("Ydelsen giver mulighed for at etablere rute til serviceudbyders webservice.",),
    category="Teknisk support",
    supplier="IBM",
    price="1.328 kr.",
    units="2-3",
    reaction="5 arbejdsdage",
    delivery="5 arbejdsdage",
    price_model="Time & Material",
    related="Selvstændig ydelse",
    attachments=(PROCESS.path, ORDER_FORM.path),
)
PART = Part(
    code="SF1590_B_01",
    title="Afsend DebitorRegistrering",
    area="Økonomi",
    purpose=PURPOSE,
    terms=TERMS,
    version="4.0",
    valid_from="14/11/2022",
    description=(
        "Fagsystemet afsender en registrering, og debitorsystemet kvitterer for modtagelsen.",
        "Registreringen kan afsendes straks eller samlet én gang i døgnet.",
    ),
    endpoints=(
        Endpoint(
            "Webservice",
            "Serviceplatformen",
            "DebitorRegistreringAfsend",
            "4.0",
            "I drift",
            ("At overdrage fordringer til kommunens debitorsystem.",),
            ("Servicen modtager én eller flere registreringer og svarer med en kvittering.",),
        ),
    ),
    documentation_url="https://docs.kombit.dk/integration/sf1590_b_01/4.0/pakke",
    services=(ROUTE,),
    versions=2,
)
