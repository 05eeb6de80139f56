"""Documentation packages made for the tests, in the real shape (source/site.md, 3.2)."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping

from scraper.documents.manifest import NAME

DOCS = "https://docs.kombit.dk/integration"


class _DosName(zipfile.ZipInfo):
    """A member whose name is written in CP850 and not marked as UTF-8, as old makers do."""

    def _encodeFilenameFlags(self) -> tuple[bytes, int]:  # noqa: N802 - zipfile's name
        return self.filename.encode("cp850"), self.flag_bits


def dos_zip(members: Mapping[str, bytes | str]) -> bytes:
    """Give a ZIP file with names in CP850."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as container:
        for name, body in members.items():
            info = _DosName(name, (2024, 1, 1, 0, 0, 0))
            container.writestr(info, body, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def manifest(
    code: str = "sf1461",
    version: str = "2.0",
    title: str = "SF1461 - Dokumentationspakke til Modtag beskeder via Beskedfordeler_2.0.zip",
    made: str = "2023-09-04T11:07:14.226+0200",
    *,
    latest: bool = True,
) -> str:
    """Give a manifest in Notation3, with the properties that the real ones have."""
    resources = [(f"{DOCS}/{code}/{version}/{kind}", None) for kind in ("pakke", "beskrivelse")]
    if latest:
        resources += [
            (f"{DOCS}/{code}/latest/{kind}", f"{DOCS}/{code}/{version}/{kind}")
            for kind in ("beskrivelse", "pakke")
        ]
    lines = [
        "@prefix qw: <http://www.qualiware.com/> .",
        "@prefix kombitrm: <http://kombit.dk/releasemanagement/> .",
        "@prefix dcterms: <http://purl.org/dc/terms/> .",
        "@prefix prov: <http://www.w3.org/ns/prov#> .",
        "@prefix www-addr: <https://www.w3.org/Addressing/> .",
        f"qw:guid-20ab362a-09be-4cce-a7bd-6fb4981ac68b dcterms:references <{resources[0][0]}> .",
    ]
    for url, target in resources:
        kind = "prov:Location" if target else "dcterms:BibliographicResource"
        named = f'dcterms:title "{title}" ;' if not target else ""
        lines.append(
            f'<{url}> a {kind} ; kombitrm:version "{version}" ; dcterms:created "{made}" ; '
            f'dcterms:creator <http://kombit.dk/medarbejder/XYZ> ; dcterms:identifier "{url}" ; '
            f'{named} www-addr:url "{target or "file:///./x"}" .'
        )
    return "\n".join(lines) + "\n"


def package(
    members: Mapping[str, bytes | str], made: str = "2023-09-04T11:07:14.226+0200"
) -> bytes:
    """Give a package: these members and the two manifests, at its root."""
    paths = "\n".join(members)
    return dos_zip({**members, "pakke_manifest.txt": paths, NAME: manifest(made=made)})
