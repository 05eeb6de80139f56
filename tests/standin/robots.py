"""What `/robots.txt` says: the stand-in's own, and as a Drupal site has it.

Drupal's own closes the folders and addresses of the system, `/search/` among them, and names no
sitemap. Many sites add a rule for every address with a query, and close paging and facets with it.
"""

from __future__ import annotations

from dataclasses import dataclass

OWN = "User-agent: *\nDisallow: /admin\nDisallow: /bestil\n"
_OPEN = ("css$", "css?", "js$", "js?", "gif", "jpg", "jpeg", "png", "svg")
_SYSTEM = (
    "admin/",
    "comment/reply/",
    "filter/tips",
    "node/add/",
    "search/",
    "user/register",
    "user/password",
    "user/login",
    "user/logout",
)
DRUPAL = "\n".join(
    (
        "User-agent: *",
        *(f"Allow: /{folder}/*.{end}" for folder in ("core", "profiles") for end in _OPEN),
        "Disallow: /core/",
        "Disallow: /profiles/",
        "Disallow: /README.txt",
        "Disallow: /web.config",
        *(f"Disallow: /{path}" for path in _SYSTEM),
        *(f"Disallow: /index.php/{path}" for path in _SYSTEM),
        "",
    )
)
DRUPAL_NO_QUERIES = f"{DRUPAL}# Facetter og sideskift\nDisallow: /*?\n"
KINDS = {"own": OWN, "drupal": DRUPAL, "drupal-no-queries": DRUPAL_NO_QUERIES}


@dataclass(slots=True)
class Robots:
    """What `/robots.txt` answers; `{base}` in the text becomes the site's address."""

    text: str = OWN
    status: int = 200

    def said(self, base_url: str, has_sitemap: bool) -> str:
        """The text; the stand-in's own names the sitemap, where there is one."""
        own = self.text == OWN and has_sitemap
        text = self.text + ("\nSitemap: {base}/sitemap.xml\n" if own else "")
        return text.replace("{base}", base_url)
