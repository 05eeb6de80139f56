"""The catalogue's old addresses: three generations of them, and what each was about (pure).

Gathered from links in public documents and code (source/site.md, 1.5 and 3.1), 2020 to 2025. The
site itself was not asked: an address of today is told as one that is known, not as one that works.
"""

from __future__ import annotations

from urllib.parse import unquote

from scraper.naming import slug

_SECTIONS = frozenset(
    "tekniske-betingelser implementering loesninger loesning teknik komponent info viden".split()
)
"""First parts of addresses that say nothing of what a page is about (generations A and B)."""
_ASPECTS = frozenset(
    "betingelse forretningsmaessigt-overblik forretningsmaessig-overblik bliv-klar-til-kode "
    "bliv-klar-til-at-kode".split()
)
"""Last parts that name one page of several about the same thing."""
_SAME = {
    "adgangsstyring-for-brugere": "adgangsstyring-brugere",
    "adgangsstyring-for-systemer": "adgangsstyring-systemer",
    "drift": "driftstatus",
    "faelleskommunale-oekonomiintegrationer": "oekonomiintegrationer",
    "klassifikation": "klassifikationssystem",
    "oeko": "oekonomiintegrationer",
    "oekonomi-i-rammearkitekturen": "oekonomiintegrationer",
    "organisationssystem": "organisation",
    "systemer": "adgangsstyring-systemer",
}
"""Words that became others in a later generation."""
TODAY = {
    slug(unquote(path)): path
    for path in (
        "23-tilslut-dit-it-system cpr-haendelser driftstatus generelle-vilkaar "
        "generelle-vilkaar-kommune infrastrukturen-i-tal infrastrukturrelaterede-roller "
        "klassifikationssystem kom-godt-i-gang-vejledninger kontakt-og-support "
        "oekonomiintegrationer om-den-f%C3%A6lleskommunale-infrastruktur "
        "retningslinjer-eksternt-testmiljoe sags-dokumentindeks sla-og-aabningstider "
        "test-som-din-egen-myndighed tilslutningsguide"
    ).split()
}
"""Addresses at the root of the site that were linked to in 2025, or in every generation."""
PARTS = {
    "adgangsstyring": ("SF1511", "SF1514"),
    "adgangsstyring-brugere": ("SF1511",),
    "adgangsstyring-systemer": ("SF1514",),
    "beskedfordeler": ("SF1461", "SF1462"),
    "cpr": ("SF1520",),
    "cpr-haendelser": ("SF1320A",),
    "fordelingskomponenten": ("SF2900",),
    "klassifikationssystem": ("SF1510",),
    "oekonomiintegrationer": ("SF1590",),
    "organisation": ("SF1500",),
    "postkomponenten": ("SF1601",),
    "sags-dokumentindeks": ("SF1470",),
}
"""The integrations that give access to what a page is about; a code may be the beginning of one."""
PERMANENT = {
    "ba48e791": "Kom godt i gang - Beskedfordeler",
    "81fa3a9e": "Certifikater",
    "d312b273": "Vejledning til Serviceplatformens SFTP Service",
}
"""Documents with a permanent address, `docs.kombit.dk/latest/{8 hex digits}` or `…/id/…`."""


def subject(path: str) -> str:
    """Give what an address was about, in the words of today's addresses; "" when it says nothing.

    `/l%C3%B8sninger/%C3%B8ko/bliv-klar-til-at-kode` → `oekonomiintegrationer`.
    """
    words = [slug(each) for each in unquote(path).split("/")]
    told = [each for each in words if each and each not in _SECTIONS and each not in _ASPECTS]
    if not told:
        return next((each for each in reversed(words) if each), "")
    last = told[-1].removeprefix("bliv-klar-til-kode-").removeprefix("bliv-klar-til-at-kode-")
    return _SAME.get(last, last)


def permanent_name(path: str) -> str | None:
    """Give what the document at a permanent address was called, when that is known."""
    *_, section, last = ["", "", *path.rstrip("/").split("/")]
    return PERMANENT.get(last.casefold()) if section in ("latest", "id") else None
