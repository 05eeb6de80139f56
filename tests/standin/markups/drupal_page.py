"""What stands around the content of a Drupal page: head, regions, hidden titles, scripts."""

from __future__ import annotations

import json
from abc import abstractmethod
from html import escape

from tests.standin.markups.base import h, t
from tests.standin.markups.drupal import Drupal, contextual, placeholder, token
from tests.standin.views import ADDRESS, FOOTER, MAIN_MENU, Sheet

LINKED = {"Forside": "/", "Integrationer": "/integrationer"}
COOKIES = (
    '<div role="alertdialog" class="eu-cookie-compliance-banner"><h2>Vi bruger cookies</h2>'
    "<table><tr><th>Leverandør</th><td>Cookiefirma</td></tr><tr><th>Enhedspris</th>"
    "<td>0 kr.</td></tr></table><button>Accepter</button></div>"
)


class DrupalPage(Drupal):
    """The document of the three Drupal markups; each fills the page inside it."""

    @abstractmethod
    def page(self, sheet: Sheet) -> str:
        """The HTML of the regions, within the wrapper for the off-canvas dialog."""

    def document(self, sheet: Sheet) -> str:
        return self._html(sheet, f"{self.page(sheet)}", self._scripts(sheet))

    def maintenance(self, title: str, text: str, sheet: Sheet) -> str:
        body = (
            '<header role="banner"><div class="site-branding__name">'
            "Digitaliseringskataloget</div></header>\n"
            f'<main role="main"><a id="main-content" tabindex="-1"></a>\n'
            f'<h1 class="title" id="page-title">{t(title)}</h1>\n{t(text)}\n</main>\n'
        )
        return self._html(sheet, body, "", "maintenance-page in-maintenance")

    def _html(self, sheet: Sheet, body: str, scripts: str, classes: str = "") -> str:
        place = sheet.path.strip("/").split("/")[0] or "frontpage"
        way = f"path-node page-node-type-{sheet.kind}" if sheet.kind else f"path-{h(place)}"
        return (
            '<!DOCTYPE html>\n<html lang="da" dir="ltr" prefix="og: https://ogp.me/ns#">\n'
            f'<head>\n{self._head(sheet)}</head>\n<body class="{classes or way}">\n'
            '<a href="#main-content" class="visually-hidden focusable skip-link">\n'
            "Gå til hovedindhold\n</a>\n"
            '<noscript><iframe src="https://maaling.example/ns.html"></iframe></noscript>\n'
            '<div class="dialog-off-canvas-main-canvas" data-off-canvas-main-canvas>\n'
            f"{body}</div>\n{scripts}</body>\n</html>\n"
        )

    def _head(self, sheet: Sheet) -> str:
        base = sheet.options.base_url
        canonical = "/" if self.canonical == "front" else base + sheet.path
        short = (
            f'<link rel="shortlink" href="{base}{sheet.shortlink}">\n' if sheet.shortlink else ""
        )
        return (
            f"{self.meta(sheet)}\n"
            '<meta name="Generator" content="Drupal 10 (https://www.drupal.org)">\n'
            '<meta name="viewport" content="width=device-width, initial-scale=1.0">\n'
            f'<link rel="canonical" href="{h(canonical)}">\n{short}'
            f'<meta property="og:title" content="{escape(sheet.title)}">\n'
            '<link rel="icon" href="/core/misc/favicon.ico" type="image/vnd.microsoft.icon">\n'
            '<link rel="stylesheet" media="all"'
            f' href="/sites/default/files/css/css_{token(self.name)}.css?delta=0&amp;theme=dk">\n'
        )

    def _scripts(self, sheet: Sheet) -> str:
        settings = {
            "path": {"baseUrl": "/", "currentPath": sheet.shortlink[1:], "currentLanguage": "da"},
            "eu_cookie_compliance": {"popup_html_info": COOKIES},
            "ajaxTrustedUrl": {self.form.action: True},
            "user": {"uid": 0, "permissionsHash": token(sheet.title)},
        }
        text = json.dumps(settings).replace("<", "\\u003C").replace(">", "\\u003E")
        return (
            '<script type="application/json" data-drupal-selector="drupal-settings-json">'
            f"{text}</script>\n"
            f'<script src="/sites/default/files/js/js_{token(self.name)}.js"></script>\n'
        )

    # -- regions -----------------------------------------------------------------------------

    def languages(self) -> str:
        """The block that switches languages."""
        return (
            '<div class="language-switcher-language-url block" role="navigation">\n'
            '<h2 class="visually-hidden">Sprog</h2>\n<ul class="links"><li hreflang="da"'
            ' class="da is-active"><a href="/" class="language-link is-active">Dansk</a></li>'
            '<li hreflang="en" class="en"><span class="language-link">English</span></li></ul>\n'
            "</div>\n"
        )

    def branding(self) -> str:
        """The block with the site's logo."""
        return (
            '<div class="block block-system block-system-branding-block">'
            '<a href="/" rel="home"><img src="/logo.svg" alt="Hjem"></a>\n'
            '<a href="/" rel="home" title="Hjem">DIGITALISERINGS KATALOGET</a></div>\n'
        )

    def main_menu(self) -> str:
        """The main menu under its hidden title."""
        return self.menu_block("main", "Hovednavigation", self.menu(MAIN_MENU))

    def footer_menu(self) -> str:
        """The footer's menu and address."""
        menu = self.menu_block("footer", "Sidefod", self.menu(FOOTER))
        return f'{menu}<div class="block block-block-content"><p>{ADDRESS}</p></div>\n'

    def left_menu(self, sheet: Sheet) -> str:
        """The contents of the page, where they are a block of their own."""
        return self.menu_block("toc", "Indhold", self.menu(sheet.left)) if sheet.left else ""

    def menu_block(self, name: str, title: str, menu: str) -> str:
        """A menu as a block, under a title that only screen readers tell."""
        return (
            f'<nav role="navigation" aria-labelledby="block-{name}-menu" id="block-{name}"'
            f' class="block block-menu navigation menu--{name}">\n'
            f'<h2 class="visually-hidden" id="block-{name}-menu">{title}</h2>\n{menu}</nav>\n'
        )

    def breadcrumb(self, sheet: Sheet) -> str:
        """Where the page stands; the page itself is no link."""
        if not sheet.trail:
            return ""
        steps = "".join(
            f'<li><a href="{LINKED[step]}">{t(step)}</a></li>\n'
            if step in LINKED and step != sheet.trail[-1]
            else f"<li>\n{t(step)}\n</li>\n"
            for step in sheet.trail
        )
        return (
            '<nav class="breadcrumb" role="navigation" aria-labelledby="system-breadcrumb">\n'
            '<h2 id="system-breadcrumb" class="visually-hidden">Brødkrumme</h2>\n'
            f"<ol>\n{steps}</ol>\n</nav>\n"
        )

    def highlighted(self) -> str:
        """The region of messages: an empty fallback, and what BigPipe would bring."""
        messages = placeholder("Core%5CRender%5CElement%5CStatusMessages")
        return f'<div data-drupal-messages-fallback class="hidden"></div>{messages}\n'

    def node(self, sheet: Sheet) -> str:
        """The page's own content, as the node that it is; other pages are no node."""
        if not sheet.kind:
            return sheet.main
        number = sheet.shortlink.rpartition("/")[2]
        return (
            f'<article data-history-node-id="{number}"'
            f' class="node node--type-{sheet.kind} node--view-mode-full">\n'
            f'{contextual(f"node:node={number}")}\n<div class="node__content">\n'
            f"{sheet.main}</div>\n</article>\n"
        )
