"""How the stand-in's search finds: codes by prefix, titles by words."""

from __future__ import annotations

from tests.standin.content import Hit, Site


def _bare(text: str) -> str:
    return text.replace("_", "").replace(" ", "").casefold()


def find(site: Site, term: str) -> list[Hit]:
    """Give the hits for a term: underscores and case count for nothing in codes."""
    wanted, words = _bare(term), term.casefold().split()
    if not wanted:
        return []
    return [hit for hit in site.hits() if _matches(hit, wanted, words)]


def _matches(hit: Hit, wanted: str, words: list[str]) -> bool:
    codes = (*((hit.code,) if hit.code else ()), *hit.mentions)
    if any(_bare(code).startswith(wanted) for code in codes):
        return True
    return all(word in hit.title.casefold() for word in words)
