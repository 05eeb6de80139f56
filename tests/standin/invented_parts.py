"""Made-up parts. Codes and titles are known where the catalogue has them; the rest is invented."""

from __future__ import annotations

from tests.standin.content import Bullets, Case, Endpoint, Part, Text
from tests.standin.guide import GENERAL_TERMS, ROUTE
from tests.standin.invented import REPORT, SFTP, SUPPORT, TEST_DATA


def _documentation(code: str, version: str) -> str:
    return f"https://docs.kombit.dk/integration/{code.lower()}/{version}/pakke"


def _endpoint(
    name: str,
    version: str,
    platform: str = "Serviceplatformen",
    kind: str = "Webservice",
    status: str = "I drift",
) -> Endpoint:
    return Endpoint(
        kind,
        platform,
        name,
        version,
        status,
        (f"At give adgang til {name}.",),
        (
            f"Servicen {name} kaldes af anvendersystemet, og svaret kommer i samme kald.",
            "Fejl gives som SOAP-fejl med en kode og en tekst.",
        ),
    )


def _part(
    code: str,
    title: str,
    area: str | None,
    version: str,
    valid_from: str,
    purpose: Text,
    *,
    endpoints: tuple[Endpoint, ...] = (),
    terms: Text = (),
    services: tuple[str, ...] = (),
    status: str = "I drift",
    closed: bool = False,
    news: Text = (),
    description: Text = ("Anvendersystemet kalder servicen, når oplysningen skal bruges.",),
    case: Case | None = None,
    production: Text = (),
    versions: int = 1,
) -> Part:
    return Part(
        code=code,
        title=title,
        area=area,
        purpose=purpose,
        terms=(GENERAL_TERMS, *terms),
        version=version,
        valid_from=valid_from,
        status=status,
        closed=closed,
        news=news,
        description=description,
        endpoints=endpoints or (_endpoint(f"{code.replace('_', '')}Service", version),),
        documentation_url=_documentation(code, version),
        services=services,
        case=case,
        production=production,
        versions=versions,
    )


_SOLUTION = "/løsninger/fælleskommunale-økonomiintegrationer"
_DEBTOR_TERMS: dict[str, Text] = {
    "04": (
        "Er der brug for en ny rute, bestilles den som supportydelse."
        " [Læs mere om priser ved ibrugtagning]"
        "(https://docs.kombit.dk/integration/sf1590_b_04/3.2/beskrivelse) i dokumentationen.",
    )
}
_DEBTOR = (
    ("02", "Afsend DebitorForespørgsel", "3.10", (ROUTE,)),
    ("03", "Afsend DebitorIndbetaling", "3.10", ()),
    ("04", "Afsend DebitorAfskrivning", "3.2", (ROUTE, SFTP)),
    ("05", "Modtag DebitorStatus", "2.0", ()),
    ("06", "Modtag DebitorKvittering", "1.1", (SUPPORT,)),
)

ECONOMY = (
    _part(
        "SF1590_A",
        "Afsend økonomipostering",
        "Økonomi",
        "2.12",
        "01/03/2021",
        (
            "Integrationen giver fagsystemer mulighed for at afsende posteringer.",
            Bullets(
                (
                    "enkeltposteringer",
                    "samlede posteringer fra et døgn",
                    f"tilbageførsler, se [løsningen]({_SOLUTION})",
                )
            ),
            "Posteringerne kontrolleres, før de sendes videre.",
        ),
        endpoints=(
            _endpoint("OekonomiposteringAfsend", "2.12"),
            _endpoint("OekonomiposteringFil", "1.0", "Filudveksling", "Fil"),
            _endpoint("PosteringHændelse", "3.10", "Fælleskommunal Beskedfordeler"),
        ),
        services=(SFTP, REPORT),
        production=(
            "Anvendelse i produktion kræver en serviceaftale.",
            "Aftalen oprettes i [administrationsmodulet](/løsninger/administrationsmodul).",
        ),
    ),
    *(
        _part(
            f"SF1590_B_{number}",
            title,
            "Økonomi",
            version,
            "20/06/2019",
            (f"Integrationen giver fagsystemer mulighed for at bruge {title}.",),
            terms=(
                "Integrationen forudsætter, at debitorsystemet også anvender integrationen.",
                *_DEBTOR_TERMS.get(number, ()),
            ),
            services=services,
        )
        for number, title, version, services in _DEBTOR
    ),
    _part(
        "SF1590_D_01",
        "Afsend Kreditorfaktura",
        "Økonomi",
        "1.4",
        "02/09/2020",
        ("Integrationen giver fagsystemer mulighed for at sende fakturaer til betaling.",),
        services=(REPORT,),
        news=("Versionen kan bære flere bilag.", "Rettede fejl er beskrevet i dokumentationen."),
    ),
    _part(
        "SF1590_D_02",
        "Modtag Kreditorstatus",
        "Økonomi",
        "1.0",
        "02/09/2020",
        ("Integrationen oplyser fagsystemet om, hvorvidt en faktura er betalt.",),
    ),
)

OTHERS = (
    _part(
        "SF1500",
        "Organisation",
        "Organisation",
        "3.1",
        "11/05/2021",
        ("Integrationen giver adgang til kommunens organisation.",),
        endpoints=(_endpoint("OrganisationHent", "6.0"), _endpoint("OrganisationRet", "6.0")),
        versions=3,
    ),
    _part(
        "SF1520",
        "CPR replika opslag",
        "Person",
        "4.0",
        "10/01/2019",
        ("Integrationen giver mulighed for at slå personer op i en kopi af CPR.",),
        closed=True,
        services=(TEST_DATA,),
        endpoints=(_endpoint("CPRLookup", "4.0"),),
        versions=2,
    ),
    _part(
        "SF1600",
        "Print på serviceplatformen",
        None,
        "3.0",
        "30/11/2023",
        ("Integrationen gav mulighed for at afsende breve til fjernprint.",),
        status="Udfaset",
        endpoints=(_endpoint("PrintAfsend", "3.0", status="Udfaset"),),
    ),
    _part(
        "SF1461",
        "Modtag beskeder via Beskedfordeler",
        "Beskedfordeling",
        "2.0",
        "08/09/2023",
        ("Integrationen giver mulighed for at modtage beskeder om hændelser.",),
        case=Case(
            "Færre opslag i Eksempelby",
            "Eksempelby Kommune henter nu kun det, der er ændret.",
            "/nyhed/saadan-bruger-eksempelby-fordelingskomponenten",
        ),
        news=("Beskeder kan nu hentes samlet.",),
        endpoints=(_endpoint("BeskedHent", "2.0", "Fælleskommunal Beskedfordeler"),),
    ),
    _part(
        "SF2900",
        "Fordelingskomponenten",
        "Beskedfordeling",
        "2.4",
        "14/03/2018",
        ("Integrationen giver mulighed for at fordele dokumenter mellem systemer.",),
        services=(TEST_DATA, SUPPORT),
        case=Case(
            "Fire forbindelser blev til én",
            "Læs, hvordan Eksempelby Kommune gjorde.",
            "/nyhed/saadan-bruger-eksempelby-fordelingskomponenten",
        ),
        production=(
            "Læs om [adgangsstyring](/løsninger/adgangsstyring-brugere) før ibrugtagning.",
        ),
    ),
)
