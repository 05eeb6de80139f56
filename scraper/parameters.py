"""The parameters of an address: what they are called, which are never or always left out (pure)."""

from __future__ import annotations

import re
from collections.abc import Container
from urllib.parse import quote, unquote_plus, urlsplit

ANONYMOUS = ""
"""What the whole query is called that names no parameter: `form.docx?sk3a1x`."""
_NEVER = re.compile(r"version|page|f(?:\[.*)?", re.IGNORECASE)
"""What chooses content on the site that is mirrored: a version, a page of a list, its filters."""
_TRACKING = re.compile(
    r"utm_\w+|gclid|gclsrc|gad_source|dclid|gbraid|wbraid|fbclid|msclkid|yclid|ttclid|twclid"
    r"|li_fat_id|igshid|mc_[ce]id|_ga|_gl|_hsenc|_hsmi|mkt_tok",
    re.IGNORECASE,
)
"""What advertisers and senders of mail append to any address, for their own scripts to read."""
_SESSION = re.compile(
    r"jsessionid|phpsessid|asp\.net_sessionid|aspsessionid\w*|cftoken|cfid|s?sess[0-9a-f]{32}",
    re.IGNORECASE,
)
"""What servers call a visitor's session, of which PHP's and Drupal's are their cookies' names."""
_PATH_SESSION = re.compile(r";(jsessionid|phpsessid)=[^/;]*", re.IGNORECASE)
_SAFE = "/:@!$'()*,;~-._?[]"


def has_parameters(url: str) -> bool:
    """Whether an address may have parameters at all; most have none."""
    return "?" in url or ";" in url


def parameters(url: str) -> dict[str, tuple[str, ...]]:
    """Return the values of each parameter of an address, decoded, by its decoded name."""
    found: dict[str, tuple[str, ...]] = {}
    if not has_parameters(url):
        return found
    for session in _PATH_SESSION.finditer(urlsplit(url).path):
        found[session[1].lower()] = (session[0],)
    for name, value, _ in _pieces(url):
        found[name] = (*found.get(name, ()), value)
    return found


def never_volatile(name: str) -> bool:
    """Whether a parameter chooses content whatever a comparison seems to show."""
    return _NEVER.fullmatch(name) is not None


def known_volatile(name: str) -> str | None:
    """Return why a parameter says nothing of content, when its name alone tells: else None."""
    if _TRACKING.fullmatch(name):
        return "tracking"
    return "session" if _SESSION.fullmatch(name) else None


def without(url: str, left_out: Container[str]) -> str:
    """Return an address without some parameters; what is left stays as it is written."""
    if not has_parameters(url):
        return url
    parts = urlsplit(url)
    path = _PATH_SESSION.sub(lambda s: "" if s[1].lower() in left_out else s[0], parts.path)
    query = "&".join(piece for name, _, piece in _pieces(url) if name not in left_out)
    return parts._replace(path=path, query=query).geturl()


def key_address(url: str, left_out: Container[str] = ()) -> str:
    """Return an address without some parameters, in one spelling, the rest in order of name."""
    if not has_parameters(url):
        return url
    parts = urlsplit(without(url, left_out))
    pieces = sorted(_pieces(parts.geturl()), key=lambda each: each[0])
    return parts._replace(query="&".join(map(_respelt, pieces))).geturl()


def place_of(url: str) -> tuple[str, str]:
    """Return where a parameter has one meaning: the host, and a path's first folder as `/x/*`."""
    parts = urlsplit(url)
    first, slash, _ = parts.path.lstrip("/").partition("/")
    return parts.netloc, f"/{first}/*" if slash else f"/{first}"


def differing(url: str, other: str) -> frozenset[str] | None:
    """Return the parameters that set two addresses apart; None where more than these does."""
    one, two = parameters(url), parameters(other)
    if without(url, one).partition("?")[0] != without(other, two).partition("?")[0]:
        return None
    return frozenset(name for name in one.keys() | two.keys() if one.get(name) != two.get(name))


def _pieces(url: str) -> list[tuple[str, str, str]]:
    """Return name and value, decoded, and the words of each parameter of a query, in order."""
    query = urlsplit(url).query
    words = [each for each in query.split("&") if each]
    if len(words) == 1 and "=" not in words[0]:
        return [(ANONYMOUS, _decoded(words[0]), words[0])]
    split = ((each.partition("="), each) for each in words)
    return [(_decoded(name), _decoded(value), each) for (name, _, value), each in split]


def _decoded(text: str) -> str:
    return unquote_plus(text, errors="surrogateescape")


def _respelt(piece: tuple[str, str, str]) -> str:
    name, value, words = piece
    one, other = (quote(each, _SAFE, errors="surrogateescape") for each in (name, value))
    if name == ANONYMOUS:
        return other
    return f"{one}={other}" if "=" in words else one
