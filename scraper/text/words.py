"""Danish words of amounts, counts and times: each word with its spellings (data)."""

from __future__ import annotations

Words = dict[str, tuple[str, ...]]
"""A word in the singular, and the spellings that stand for it, in small letters."""

TIMES: Words = {
    "minut": ("minut", "minutter", "min.", "min"),
    "time": ("time", "timer"),
    "dag": ("dag", "dage"),
    "kalenderdag": ("kalenderdag", "kalenderdage"),
    "hverdag": ("hverdag", "hverdage"),
    "bankdag": ("bankdag", "bankdage"),
    "arbejdsdag": ("arbejdsdag", "arbejdsdage"),
    "døgn": ("døgn",),
    "uge": ("uge", "uger"),
    "måned": ("måned", "måneder", "md.", "mdr.", "mdr"),
    "kvartal": ("kvartal", "kvartaler"),
    "år": ("år",),
}
"""Lengths of time. A `hverdag` may be a Saturday or not: it is no working day for sure."""
COUNTED: Words = {
    **TIMES,
    "arbejdstime": ("arbejdstime", "arbejdstimer"),
    "enhed": ("enhed", "enheder"),
    "stk.": ("stk.", "stk", "styk"),
    "gang": ("gang", "gange"),
    "opgave": ("opgave", "opgaver"),
    "bestilling": ("bestilling", "bestillinger"),
    "ydelse": ("ydelse", "ydelser"),
    "rute": ("rute", "ruter"),
    "integration": ("integration", "integrationer"),
    "system": ("system", "systemer"),
    "miljø": ("miljø", "miljøer"),
    "certifikat": ("certifikat", "certifikater"),
    "kald": ("kald",),
    "transaktion": ("transaktion", "transaktioner"),
    "bruger": ("bruger", "brugere"),
    "anvender": ("anvender", "anvendere"),
    "borger": ("borger", "borgere"),
    "kommune": ("kommune", "kommuner"),
}
"""What units are counted in, and what a price is the price of."""
EVERY: Words = {
    "time": ("i timen",),
    "dag": ("om dagen", "dagligt"),
    "uge": ("om ugen", "ugentligt"),
    "måned": ("om måneden", "månedligt"),
    "år": ("om året", "årligt"),
}
"""How often an amount is to be paid."""
PRICE_NAMES: Words = {
    "": ("pris",),
    "time": ("timepris", "timesats", "timetakst"),
    "dag": ("dagspris",),
    "måned": ("månedspris",),
    "år": ("årspris",),
    "enhed": ("enhedspris",),
    "stk.": ("stykpris", "stk.pris", "stk.-pris"),
    "fast pris": ("fast pris", "fastpris"),
    "i alt": ("i alt",),
}
"""What an amount is called, and what it is the price of then; `pris` does not say.

A fixed price and a total are a basis of their own: neither is ever multiplied."""
MONTHS: Words = {
    "januar": ("januar", "jan.", "jan"),
    "februar": ("februar", "feb.", "feb", "febr."),
    "marts": ("marts", "mar.", "mar"),
    "april": ("april", "apr.", "apr"),
    "maj": ("maj",),
    "juni": ("juni", "jun.", "jun"),
    "juli": ("juli", "jul.", "jul"),
    "august": ("august", "aug.", "aug"),
    "september": ("september", "sep.", "sep", "sept.", "sept"),
    "oktober": ("oktober", "okt.", "okt"),
    "november": ("november", "nov.", "nov"),
    "december": ("december", "dec.", "dec"),
}


def spellings(words: Words) -> dict[str, str]:
    """Return each spelling with the word that it stands for, the longest spelling first."""
    every = {spelling: word for word, group in words.items() for spelling in group}
    return dict(sorted(every.items(), key=lambda pair: -len(pair[0])))
