"""The pages of the made-up catalogue: its facts in Drupal-like HTML, in the order of the guide."""

import io
import zipfile
from html import escape

from bench import markup
from bench.catalogue import CARDS_PER_PAGE, HITS_PER_PAGE, Catalogue, Part, Service, code_of, prose

TERMS = "Du finder et link til de Generelle vilkår nedenfor i den blå sidefod."
CONTENT_TYPES = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?><Types '
    'xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default '
    'Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Override PartName="/word/document.xml" '
    'ContentType="application/vnd.openxmlformats-officedocument.'
    'wordprocessingml.document.main+xml"/></Types>'
)
RELATIONS = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?><Relationships '
    'xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" '
    'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" '
    'Target="word/document.xml"/></Relationships>'
)


def part_page(catalogue: Catalogue, part: Part) -> bytes:
    closed = " Denne version er lukket for tilgang" if part.closed else ""
    area = _field("area", part.area) if part.area else ""
    cards = "".join(service_card(catalogue.service(j)) for j in part.services)
    main = (
        '<article class="node node--type-integration node--view-mode-full">\n'
        '<header class="integration-header">\n'
        f'<div class="integration-header__id">{part.code}</div>\n'
        f'<h1 class="page-title">{part.title}</h1>\n{area}</header>\n'
        f"{_CONTENTS}"
        f"{_section('purpose', 'Formål', part.purpose)}"
        f"{_section('terms', 'Vilkår og betingelser', (TERMS, prose(part.number % 5, 2)))}"
        '<div class="paragraph paragraph--type--version paragraph--view-mode--default">\n'
        f'<div class="version__id">{part.code}_{part.version}</div>\n'
        f'<h2 class="version__title">{part.title}</h2>\n'
        f"{_row('valid-from', 'Status gyldig fra', part.valid_from)}"
        f"{_row('version', 'Version', part.version + closed)}"
        f"{_field('status', part.status)}"
        f"{_section('description', 'Beskrivelse', part.description, 'h3')}"
        f"{_endpoint(part)}</div>\n"
        '<div class="field field--name-field-package field--type-link">'
        f'<a class="button button--download" href="https://docs.kombit.dk{part.path}/{part.version}'
        '/pakke">Download dokumentation</a></div>\n'
        '<div class="views-element-container"><div class="view view-support-services '
        f'view-display-id-block_1 js-view-dom-id-3e51">{cards}</div></div></article>\n'
    )
    return markup.page(part.title, main)


def service_card(service: Service) -> str:
    return (
        '<div class="views-row"><article class="node node--type-support-service card">\n'
        '<div class="card__type">Supportydelse</div>\n'
        f'<h3 class="card__title">{service.name}</h3>\n'
        f'<div class="card__summary"><p>{service.summary}</p></div>\n'
        f'<a class="card__more" href="{service.path}">Læs mere</a>\n'
        '<div class="card__badge">Teknisk support</div>\n'
        f"{_row('supplier', 'Leverandør:', service.supplier)}"
        f"{_row('unit-price', 'Enhedspris:', service.price)}"
        f"{_row('units', 'Antal enheder:', service.units)}"
        f'<a class="button button--order" rel="nofollow" href="/bestil/{service.number + 1}">Bestil'
        "</a></article></div>\n"
    )


def service_page(service: Service) -> bytes:
    attachment = ""
    if service.attachment:
        name = f"Bestillingsformular - Rute nr. {service.number + 1}.docx"
        attachment = _row("files", "Bilag", f'<a href="{service.attachment}">{name}</a>')
    main = (
        '<article class="node node--type-support-service node--view-mode-full">\n'
        '<div class="card__type">Supportydelse</div>\n'
        f'<h1 class="page-title">{service.name}</h1>\n'
        '<div class="card__badge">Teknisk support</div>\n'
        f'<div class="field field--name-body"><p>{service.summary}</p></div>\n'
        f"{_row('reaction', 'Reaktionstid', service.reaction)}"
        f"{_row('delivery', 'Leveringstid', service.delivery)}"
        f"{_row('price-model', 'Prismodel', 'Time &amp; Material')}"
        f"{_row('units', 'Enheder', service.units)}"
        f"{_row('unit-price', 'Enhedspris', service.price)}"
        f"{_row('related', 'Relaterede supportydelse', 'Selvstændig ydelse')}"
        f"{attachment}"
        f'<form class="order-form" method="post" action="/bestil/{service.number + 1}">'
        '<label for="edit-name">Navn</label><input type="text" id="edit-name" name="name">'
        '<input type="submit" value="Bestil"></form></article>\n'
    )
    return markup.page(service.name, main)


def list_page(catalogue: Catalogue, number: int) -> bytes:
    first = number * CARDS_PER_PAGE
    numbers = range(first, min(first + CARDS_PER_PAGE, catalogue.parts))
    cards = "".join(_list_card(catalogue.part(i)) for i in numbers)
    more = number + 1 < catalogue.list_pages
    following = f'<a rel="next" href="?page={number + 1}">Næste</a>' if more else ""
    return markup.page(
        "Integrationer",
        f'<h1 class="page-title">Integrationer</h1>\n<div class="view-content">{cards}</div>\n'
        f'<nav class="pager" aria-label="Sider">{following}</nav>\n',
    )


def _list_card(part: Part) -> str:
    area = f'<div class="teaser__area">{part.area}</div>\n' if part.area else ""
    return (
        '<div class="views-row"><article class="node node--type-integration teaser">\n'
        f'<div class="teaser__id">{part.code}</div>\n{area}'
        f'<h2 class="teaser__title"><a href="{part.path}">{part.title}</a></h2>\n'
        f'<div class="teaser__version">Version {part.version}</div>\n'
        f'<div class="teaser__status">{part.status}</div>\n'
        f'<div class="teaser__summary"><p>{prose(part.number, 1)}</p></div>\n'
        '<div class="teaser__versions">1 version i alt</div></article></div>\n'
    )


def front_page() -> bytes:
    return markup.page(
        "Forside",
        '<h1>Digitaliseringskataloget</h1><form action="/search" method="get" class="search-form">'
        '<label for="edit-keys">Søg</label>'
        '<input type="search" id="edit-keys" name="keys" value="">'
        '<input type="submit" value="Søg"></form>'
        '<p><a href="/integrationer">Integrationer</a></p>\n',
    )


def search_page(catalogue: Catalogue, keys: str, number: int) -> bytes:
    """Return one page of the parts whose code, underscores and case ignored, begins like `keys`."""
    wanted = keys.replace("_", "").upper()
    codes = (code_of(i).replace("_", "") for i in range(catalogue.parts))
    hits = [i for i, code in enumerate(codes) if wanted and code.startswith(wanted)]
    first = number * HITS_PER_PAGE
    parts = [catalogue.part(i) for i in hits[first : first + HITS_PER_PAGE]]
    rows = "".join(
        f'<li class="search-result"><span>Integration</span> <span>{part.code}</span> '
        f'<a href="{part.path}">{part.title}</a> <span>→</span></li>\n'
        for part in parts
    )
    more = first + HITS_PER_PAGE < len(hits)
    link = f"?keys={escape(keys)}&amp;page={number + 1}"
    following = f'<a rel="next" href="{link}">Næste</a>' if more else ""
    return markup.page(
        "Søg",
        f"<h1>{escape(keys)}</h1><p>{len(hits)} resultater</p><ul>{rows}</ul>"
        f'<nav class="pager">{following}</nav>\n',
    )


def sitemap(catalogue: Catalogue, origin: str) -> bytes:
    entries = "".join(
        f"<url><loc>{origin}{catalogue.part(i).path}</loc></url>\n" for i in range(catalogue.parts)
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n{entries}</urlset>\n'
    ).encode()


def attachment(service: Service) -> bytes:
    """Return a real, small Word document of about 8 KB."""
    text = "".join(
        f"<w:p><w:r><w:t>{line}</w:t></w:r></w:p>"
        for line in (f"Bestillingsformular: {service.name}", *(prose(k, 3) for k in range(16)))
    )
    document = (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?><w:document xmlns:w="http://schemas.'
        f'openxmlformats.org/wordprocessingml/2006/main"><w:body>{text}</w:body></w:document>'
    )
    files = {
        "[Content_Types].xml": CONTENT_TYPES,
        "_rels/.rels": RELATIONS,
        "word/document.xml": document,
    }
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        for name, content in files.items():
            package.writestr(zipfile.ZipInfo(name, (2024, 5, 2, 9, 0, 0)), content)
    return out.getvalue()


def _field(name: str, value: str) -> str:
    return (
        f'<div class="field field--name-field-{name} field--type-string field--label-hidden '
        f'field__item">{value}</div>\n'
    )


def _row(name: str, label: str, value: str) -> str:
    return (
        f'<div class="field field--name-field-{name} field--type-string field--label-inline '
        f'clearfix">\n<div class="field__label">{label}</div>\n'
        f'<div class="field__item">{value}</div></div>\n'
    )


def _section(name: str, heading: str, paragraphs: tuple[str, ...], level: str = "h2") -> str:
    text = "".join(f"<p>{paragraph}</p>\n" for paragraph in paragraphs)
    return (
        f'<section class="paragraph paragraph--type--text paragraph--{name} js-in-view">\n'
        f'<{level} class="paragraph__heading">{heading}</{level}>\n'
        f'<div class="clearfix text-formatted field field--name-field-{name} field--type-text-long '
        f'field--label-hidden field__item">{text}</div></section>\n'
    )


def _endpoint(part: Part) -> str:
    return (
        '<h3 class="paragraph__heading">Services</h3>\n'
        '<div class="paragraph paragraph--type--service accordion__item">\n'
        f'<div class="service__kind">Webservice / {part.platform}</div>\n'
        f'<h4 class="service__name">{part.endpoint}</h4>\n'
        f"{_row('service-version', 'Version', '2.0')}{_field('service-status', part.status)}"
        f"{_section('service-purpose', 'Formål', (prose(part.number + 4, 1),), 'h5')}"
        f"{_section('service-text', 'Beskrivelse', (prose(part.number + 5, 2),), 'h5')}"
        "</div>\n"
    )


_CONTENTS = (
    '<nav class="table-of-contents" aria-label="Indhold">\n<ul>'
    + "".join(
        f'<li class="table-of-contents__item"><a href="#table-of-contents-{group}-{n}" '
        f'class="table-of-contents__link js-scroll-to" data-group="{group}">{name}</a></li>\n'
        for group, names in enumerate(
            (("Forretning", "Formål", "Vilkår og betingelser"), ("Udvikling og test",), ("Drift",))
        )
        for n, name in enumerate(names)
    )
    + "</ul></nav>\n"
)
