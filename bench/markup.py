"""The frame around every page: the head, menus, settings and footer a Drupal site sends with it.

All of it is the same on every page and is built once; only the title is put in.
"""

import json

MENU = {
    "Kom godt i gang": ("Tilslutningsguide", "Vejledninger", "Certifikater", "Testmiljøer"),
    "Integrationer": ("Alle integrationer", "Kommende integrationer", "Udfasede integrationer"),
    "Viden": ("Adgangsstyring", "Beskedfordeler", "Organisation", "Klassifikation"),
    "Kalender": ("Servicevinduer", "Releaseplan"),
    "Driftstatus": ("Aktuel drift", "SLA og åbningstider"),
}
FOOTER = (
    "Generelle vilkår",
    "Kontakt og support",
    "Om infrastrukturen",
    "Tilgængelighed",
    "Cookies",
)
STYLES = ("system/align", "system/fieldgroup", "views/views", "better_exposed_filters/bef")
SCRIPTS = ("misc/drupal", "misc/drupal.init", "misc/debounce", "misc/announce", "misc/tabbable")
ASCII = str.maketrans({" ": "-", "æ": "ae", "ø": "oe", "å": "aa"})


def page(title: str, main: str) -> bytes:
    """Return the whole page as it goes over the wire."""
    return f"{_HEAD}<title>{title} | Digitaliseringskataloget</title>{_TOP}{main}{_BOTTOM}".encode()


def _slug(words: str) -> str:
    return words.lower().translate(ASCII)


def _menu(block: str) -> str:
    """Return the main menu; a page has it twice, for wide screens and for telephones."""
    entries = "\n".join(
        f'<li class="menu-item menu-item--expanded menu-item--level-1">'
        f'<a href="/{_slug(name)}" class="menu-item__link" data-drupal-link-system-path="node/{n}">'
        f'{name}</a>\n<ul class="menu menu--level-2" data-region="primary_menu">'
        + "".join(
            f'<li class="menu-item menu-item--level-2"><a href="/{_slug(entry)}" '
            f'class="menu-item__link menu-item__link--level-2">{entry}</a></li>\n'
            for entry in entries
        )
        + "</ul></li>"
        for n, (name, entries) in enumerate(MENU.items())
    )
    return (
        f'<nav role="navigation" aria-labelledby="{block}-menu" id="{block}" '
        'class="block block-menu navigation menu--main">\n<ul class="menu menu--level-1">\n'
        f"{entries}</ul></nav>\n"
    )


def _settings() -> str:
    """The JSON Drupal puts at the end of a page for its scripts."""
    return json.dumps(
        {
            "path": {"baseUrl": "/", "pathPrefix": "", "currentPath": "node/1", "isFront": False},
            "pluralDelimiter": "\u0003",
            "suppressDeprecationErrors": True,
            "ajaxPageState": {"libraries": ",".join(f"{s},{s}.module" for s in STYLES * 2)},
            "views": {
                "ajax_path": "/views/ajax",
                "ajaxViews": {"views_dom_id:1": {"view_args": ""}},
            },
            "cookieConsent": {f"category_{n}": {"required": n == 0, "days": 365} for n in range(6)},
            "user": {"uid": 0, "permissionsHash": "f5a0c1" * 10},
        }
    )


_HEAD = (
    '<!DOCTYPE html>\n<html lang="da" dir="ltr" prefix="og: https://ogp.me/ns#">\n<head>\n'
    '<meta charset="utf-8">\n<meta name="Generator" content="Drupal 10 (https://www.drupal.org)">\n'
    '<meta name="viewport" content="width=device-width, initial-scale=1.0">\n'
    '<link rel="icon" href="/themes/custom/katalog/favicon.ico" type="image/vnd.microsoft.icon">\n'
)
_TOP = (
    "".join(
        f'<link rel="stylesheet" media="all" href="/core/modules/{style}.module.css?sj{n}k2">\n'
        for n, style in enumerate(STYLES * 2)
    )
    + "<script>window.dataLayer=window.dataLayer||[];(function(w,d){var l=d.createElement"
    '("script");l.async=1;if(w.location.hash){l.src="/core/consent.js?v="+w.location.hash.slice(1);}})'
    "(window,document);</script>\n</head>\n"
    '<body class="path-node page-node-type-integration has-sidebar no-js">\n'
    '<a href="#main-content" class="visually-hidden focusable skip-link">Gå til hovedindhold</a>\n'
    '<div class="dialog-off-canvas-main-canvas" data-off-canvas-main-canvas>\n'
    '<header role="banner" class="site-header"><div class="region region-header">\n'
    '<a href="/" rel="home" class="site-logo">DIGITALISERINGS KATALOGET</a>\n'
    + _menu("block-hovedmenu")
    + _menu("block-mobilmenu")
    + "</div></header>\n"
    '<main role="main"><a id="main-content" tabindex="-1"></a>\n'
    '<div class="layout-content"><div class="region region-content">\n'
    '<div data-drupal-messages-fallback class="hidden"></div>\n'
)
_BOTTOM = (
    "</div></div></main>\n"
    '<footer role="contentinfo" class="site-footer site-footer--blue"><div class="region-footer">\n'
    '<ul class="menu menu--footer">'
    + "".join(
        f'<li class="menu-item"><a href="/{_slug(name)}" class="menu-item__link">{name}</a></li>\n'
        for name in FOOTER
    )
    + "</ul><p>KOMBIT A/S, Halfdansgade 8, 2300 København S</p></div></footer></div>\n"
    '<script type="application/json" data-drupal-selector="drupal-settings-json">'
    + _settings()
    + "</script>\n"
    + "".join(f'<script src="/core/{script}.js?v=10.2.6"></script>\n' for script in SCRIPTS)
    + "</body>\n</html>\n"
)
