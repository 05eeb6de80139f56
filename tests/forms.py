"""Order forms made for the tests, in the five ways that people make them in Word.

The ask is the same in all: `ASKED` has the labels, `ANSWERS` what is to be written beside them.
"""

from __future__ import annotations

import base64
import io
import zipfile
from collections.abc import Callable
from html import escape

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
STRICT = "http://purl.oclc.org/ooxml/wordprocessingml/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_STRICT_OFFICE = "http://purl.oclc.org/ooxml/officeDocument/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_WORD_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml"
MAIN_TYPE = f"{_WORD_TYPE}.document.main+xml"
_ROOT = (
    f'xmlns:w="{W}" xmlns:r="{_OFFICE}" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml" '
    'xmlns:w15="http://schemas.microsoft.com/office/word/2012/wordml" '
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture" '
    'mc:Ignorable="w14 w15"'
)
_DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\r\n'
_LOGO = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M/wHwAEBgIApD5fRAAAAABJRU5ErkJggg=="
)
TITLE = "Bestillingsformular - Etablering af Webservice-Rute"
PROMPT = "Klik eller tryk her for at skrive tekst."
CONSENT = "Jeg bekræfter, at kommunen har indgået aftale om integrationen"
ASKED = (
    "Bestillings-id",
    "Kommune",
    "CVR-nummer",
    "Kontaktperson",
    "Telefon",
    "E-mail",
    "Integration",
    "Webservice-URL (endpoint)",
    "IP-adresse",
    "Certifikat (CN)",
    "Miljø",
    "Ønsket dato",
    CONSENT,
    "Bemærkninger",
)
ENVIRONMENTS = ("Test", "Produktion")
ANSWERS = {
    "Bestillings-id": "BST-2026-00417",
    "Kommune": "Ærø Kommune",
    "CVR-nummer": "28856075",
    "Kontaktperson": "Søren Åkjær",
    "Telefon": "6352 5000",
    "E-mail": "it@aeroe.example",
    "Integration": "SF1590_B_01 Afsend DebitorRegistrering",
    "Webservice-URL (endpoint)": "https://prisme.aeroe.example:8443/debitor?wsdl",
    "IP-adresse": "192.0.2.17",
    "Certifikat (CN)": "Prisme <drift> & test",
    "Miljø": "produktion",
    "Ønsket dato": "2026-03-05",
    CONSENT: "ja",
    "Bemærkninger": "Ring først.\nSend kvittering bagefter.",
}


# -- Pieces of WordprocessingML -------------------------------------------------------------------


def run(text: str, look: str = "") -> str:
    """Give a run; `look` is what stands in its properties."""
    properties = f"<w:rPr>{look}</w:rPr>" if look else ""
    return f'<w:r>{properties}<w:t xml:space="preserve">{escape(text, quote=False)}</w:t></w:r>'


def par(inner: str = "", look: str = "") -> str:
    """Give a paragraph; `look` is what stands in its properties."""
    properties = f"<w:pPr>{look}</w:pPr>" if look else ""
    return f"<w:p>{properties}{inner}</w:p>"


def heading(text: str, level: int = 1) -> str:
    """Give a heading in a style with a Danish id."""
    return par(run(text), f'<w:pStyle w:val="Overskrift{level}"/>')


def cell(inner: str, span: int = 1, merge: str = "", width: int = 4600) -> str:
    """Give a cell; `inner` is text, or WordprocessingML if it starts with '<'."""
    content = inner if inner.startswith("<") else par(run(inner) if inner else "")
    properties = f'<w:tcW w:w="{width}" w:type="dxa"/>'
    properties += f'<w:gridSpan w:val="{span}"/>' if span > 1 else ""
    properties += f'<w:vMerge w:val="{merge}"/>' if merge else ""
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{content}</w:tc>"


def row(*cells: str, header: bool = False) -> str:
    """Give a row of cells, each made by `cell` or a text."""
    made = "".join(each if each.startswith("<w:tc>") else cell(each) for each in cells)
    return f"<w:tr>{'<w:trPr><w:tblHeader/></w:trPr>' if header else ''}{made}</w:tr>"


def table(*rows: str, columns: int = 2) -> str:
    """Give a table of rows made by `row`."""
    lines = "".join(
        f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="808080"/>'
        for side in ("top", "left", "bottom", "right", "insideH", "insideV")
    )
    grid = f'<w:gridCol w:w="{9200 // columns}"/>' * columns
    return (
        '<w:tbl><w:tblPr><w:tblStyle w:val="Tabel-Gitter"/><w:tblW w:w="9200" w:type="dxa"/>'
        f"<w:tblBorders>{lines}</w:tblBorders></w:tblPr><w:tblGrid>{grid}</w:tblGrid>"
        f"{''.join(rows)}</w:tbl>"
    )


def control(kind: str, content: str, title: str = "", tag: str = "", prompting: bool = True) -> str:
    """Give a content control of this kind, as `<w:text/>`, around runs, paragraphs or cells."""
    named = f'<w:alias w:val="{escape(title)}"/>' if title else ""
    named += f'<w:tag w:val="{tag}"/>' if tag else ""
    state = "<w:showingPlcHdr/>" if prompting else ""
    return (
        f"<w:sdt><w:sdtPr>{named}{state}{kind}</w:sdtPr>"
        f"<w:sdtContent>{content}</w:sdtContent></w:sdt>"
    )


def prompt(text: str = PROMPT) -> str:
    """Give the grey run that Word shows in an empty control."""
    return run(text, '<w:rStyle w:val="Pladsholdertekst"/>')


def list_control(content: str = "", title: str = "", kind: str = "dropDownList") -> str:
    """Give a drop-down list of the environments, its prompt on top."""
    items = '<w:listItem w:displayText="Vælg et element." w:value=""/>' + "".join(
        f'<w:listItem w:displayText="{each}" w:value="{each[:4].lower()}"/>'
        for each in ENVIRONMENTS
    )
    return control(f"<w:{kind}>{items}</w:{kind}>", content or prompt("Vælg et element."), title)


def date_control(form: str = "d. MMMM yyyy", title: str = "", content: str = "") -> str:
    """Give a date control with a format."""
    kind = (
        f'<w:date><w:dateFormat w:val="{escape(form)}"/><w:lid w:val="da-DK"/>'
        '<w:storeMappedDataAs w:val="dateTime"/><w:calendar w:val="gregorian"/></w:date>'
    )
    return control(kind, content or prompt("Klik eller tryk for at angive en dato."), title)


def box_control(title: str = "", checked: int = 0) -> str:
    """Give a box to tick."""
    kind = (
        f'<w14:checkbox><w14:checked w14:val="{checked}"/>'
        '<w14:checkedState w14:val="2612" w14:font="MS Gothic"/>'
        '<w14:uncheckedState w14:val="2610" w14:font="MS Gothic"/></w14:checkbox>'
    )
    look = '<w:rFonts w:ascii="MS Gothic" w:eastAsia="MS Gothic" w:hAnsi="MS Gothic"/>'
    return control(kind, run("☒" if checked else "☐", look), title, prompting=False)


def legacy(name: str, settings: str, kind: str, result: str | None = "\u2002" * 5) -> str:
    """Give a legacy form field and the bookmark that Word puts around it."""
    number = 1000 + sum(map(ord, name))
    data = f'<w:ffData><w:name w:val="{name}"/><w:enabled/><w:calcOnExit w:val="0"/>{settings}'
    shown = "" if result is None else '<w:r><w:fldChar w:fldCharType="separate"/></w:r>'
    shown += "" if result is None else run(result, "<w:noProof/>")
    return (
        f'<w:bookmarkStart w:id="{number}" w:name="{name}"/>'
        f'<w:r><w:fldChar w:fldCharType="begin">{data}</w:ffData></w:fldChar></w:r>'
        f'<w:r><w:instrText xml:space="preserve"> {kind} </w:instrText></w:r>{shown}'
        f'<w:r><w:fldChar w:fldCharType="end"/></w:r><w:bookmarkEnd w:id="{number}"/>'
    )


def legacy_text(name: str) -> str:
    """Give a legacy text field."""
    return legacy(name, "<w:textInput/>", "FORMTEXT")


def legacy_list(name: str) -> str:
    """Give a legacy drop-down list, nothing chosen."""
    entries = "".join(f'<w:listEntry w:val="{e}"/>' for e in ("Vælg miljø", *ENVIRONMENTS))
    return legacy(name, f"<w:ddList>{entries}</w:ddList>", "FORMDROPDOWN", None)


def legacy_box(name: str) -> str:
    """Give a legacy box, not ticked."""
    settings = '<w:checkBox><w:sizeAuto/><w:default w:val="0"/></w:checkBox>'
    return legacy(name, settings, "FORMCHECKBOX", None)


def bookmark(name: str, inner: str = "") -> str:
    """Give a bookmark around runs, or around nothing."""
    number = 5000 + sum(map(ord, name))
    return (
        f'<w:bookmarkStart w:id="{number}" w:name="{name}"/>{inner}<w:bookmarkEnd w:id="{number}"/>'
    )


# -- Whole documents ------------------------------------------------------------------------------


def _logo() -> str:
    return (
        '<w:p><w:r><w:drawing><wp:inline distT="0" distB="0" distL="0" distR="0">'
        '<wp:extent cx="360000" cy="360000"/><wp:docPr id="1" name="Logo" descr="Logo"/>'
        '<a:graphic><a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/picture">'
        '<pic:pic><pic:nvPicPr><pic:cNvPr id="1" name="logo.png"/><pic:cNvPicPr/></pic:nvPicPr>'
        '<pic:blipFill><a:blip r:embed="rId7"/><a:stretch><a:fillRect/></a:stretch></pic:blipFill>'
        '<pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="360000" cy="360000"/></a:xfrm>'
        '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr></pic:pic>'
        "</a:graphicData></a:graphic></wp:inline></w:drawing></w:r></w:p>"
    )


def _opening() -> str:
    """Give what stands above the fields: title, logo, instructions, a comment, tracked changes."""
    return (
        par(run(TITLE), '<w:pStyle w:val="Titel"/>')
        + _logo()
        + heading("Vejledning")
        + par(
            run("Formularen udfyldes af kommunen, når ")
            + '<w:commentRangeStart w:id="0"/>'
            + run("bestillings-id")
            + '<w:commentRangeEnd w:id="0"/><w:r><w:commentReference w:id="0"/></w:r>'
            + run(" er modtaget fra KOMBIT. Den udfyldte formular sendes til ")
            + '<w:del w:id="900" w:author="Anna" w:date="2025-11-03T10:00:00Z"><w:r>'
            '<w:delText xml:space="preserve">gammel@kombit.example</w:delText></w:r></w:del>'
            '<w:ins w:id="901" w:author="Anna" w:date="2025-11-03T10:00:00Z">'
            + run("bibsys@kombit.example")
            + "</w:ins>"
            + run(".")
        )
        + par(run("Bemærk: Ufuldstændige formularer returneres til afsenderen uden behandling."))
        + table(
            row("Ydelse", "Pris", header=True),
            row("Etablering af rute", "1.328 kr."),
            row("Ændring af rute", "664 kr."),
        )
        + heading("Oplysninger til bestillingen", 2)
    )


def _closing() -> str:
    return (
        par(run("Reaktionstid er 5 arbejdsdage fra modtagelsen af en fuldt udfyldt formular."))
        + '<w:sectPr><w:headerReference w:type="default" r:id="rId4"/>'
        '<w:footerReference w:type="default" r:id="rId5"/>'
        '<w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="1134" w:right="1134" w:bottom="1134"'
        ' w:left="1134" w:header="567" w:footer="567" w:gutter="0"/></w:sectPr>'
    )


def _style(kind: str, number: str, name: str, inner: str = "") -> str:
    return (
        f'<w:style w:type="{kind}" w:styleId="{number}"><w:name w:val="{name}"/>{inner}</w:style>'
    )


_STYLES = (
    '<w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:ascii="Liberation Sans"'
    ' w:hAnsi="Liberation Sans"/><w:sz w:val="20"/><w:lang w:val="da-DK"/></w:rPr></w:rPrDefault>'
    "</w:docDefaults>"
    + _style("paragraph", "Normal", "Normal")
    + _style("paragraph", "Titel", "Title", '<w:rPr><w:b/><w:sz w:val="32"/></w:rPr>')
    + "".join(
        _style(
            "paragraph",
            f"Overskrift{n}",
            f"heading {n}",
            f'<w:pPr><w:outlineLvl w:val="{n - 1}"/></w:pPr><w:rPr><w:b/></w:rPr>',
        )
        for n in (1, 2, 3)
    )
    + _style(
        "paragraph",
        "Linjefelt",
        "Linjefelt",
        '<w:basedOn w:val="Normal"/><w:pPr><w:tabs><w:tab w:val="left" w:pos="2835"/>'
        '<w:tab w:val="right" w:leader="underscore" w:pos="9072"/></w:tabs></w:pPr>',
    )
    + _style("table", "Tabel-Gitter", "Table Grid")
    + _style(
        "character",
        "Pladsholdertekst",
        "Placeholder Text",
        '<w:rPr><w:color w:val="808080"/></w:rPr>',
    )
)
_THEME = (
    f'{_DECLARATION}<a:theme xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
    ' name="Kontortema"/>'
)


def _part(root: str, inner: str) -> str:
    return f"{_DECLARATION}<w:{root} {_ROOT}>{inner}</w:{root}>"


def _types(main: str) -> str:
    overrides = {
        "/word/document.xml": main,
        **{
            f"/word/{name}.xml": f"{_WORD_TYPE}.{kind}+xml"
            for name, kind in (
                ("styles", "styles"),
                ("comments", "comments"),
                ("header1", "header"),
                ("footer1", "footer"),
                ("settings", "settings"),
            )
        },
        "/word/theme/theme1.xml": "application/vnd.openxmlformats-officedocument.theme+xml",
    }
    return (
        f'{_DECLARATION}<Types xmlns="{_PACKAGE}/content-types">'
        f'<Default Extension="rels" ContentType="{RELATIONS_TYPE}"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        '<Default Extension="png" ContentType="image/png"/>'
        + "".join(f'<Override PartName="{n}" ContentType="{t}"/>' for n, t in overrides.items())
        + "</Types>"
    )


RELATIONS_TYPE = "application/vnd.openxmlformats-package.relationships+xml"


def _relations(*related: tuple[str, str]) -> str:
    return (
        f'{_DECLARATION}<Relationships xmlns="{_PACKAGE}/relationships">'
        + "".join(
            f'<Relationship Id="rId{n}" Type="{_OFFICE}/{kind}" Target="{target}"/>'
            for n, (kind, target) in enumerate(related, start=1)
        )
        + "</Relationships>"
    )


def members(
    body: str, header: str = "", footer: str = "", main: str = MAIN_TYPE
) -> dict[str, bytes]:
    """Give the files of a .docx with this WordprocessingML in its body, as Word names them."""
    texts = {
        "[Content_Types].xml": _types(main),
        "_rels/.rels": _relations(("officeDocument", "word/document.xml")),
        "word/document.xml": _part("document", f"<w:body>{body}</w:body>"),
        "word/_rels/document.xml.rels": _relations(
            ("styles", "styles.xml"),
            ("theme", "theme/theme1.xml"),
            ("comments", "comments.xml"),
            ("header", "header1.xml"),
            ("footer", "footer1.xml"),
            ("settings", "settings.xml"),
            ("image", "media/logo.png"),
        ),
        "word/header1.xml": _part("hdr", header or par(run("Opdigtet bestillingsformular"))),
        "word/footer1.xml": _part(
            "ftr", footer or par(run("Side ") + '<w:fldSimple w:instr="PAGE"/>')
        ),
        "word/styles.xml": _part("styles", _STYLES),
        "word/settings.xml": _part("settings", '<w:defaultTabStop w:val="1304"/>'),
        "word/comments.xml": _part(
            "comments",
            '<w:comment w:id="0" w:author="Anna" w:date="2025-11-03T10:00:00Z">'
            + par(run("Felt: ____ (skal ikke udfyldes her)"))
            + "</w:comment>",
        ),
        "word/theme/theme1.xml": _THEME,
    }
    made = {name: text.encode() for name, text in texts.items()}
    return made | {"word/media/logo.png": _LOGO}


def packed(files: dict[str, bytes]) -> bytes:
    """Give files as an archive such as Word's, with dates, a comment, and one file not packed."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for number, (name, body) in enumerate(files.items()):
            info = zipfile.ZipInfo(name, (2025, 11, 3, 10, number, 0))
            stored = name.endswith(".png")
            info.compress_type = zipfile.ZIP_STORED if stored else zipfile.ZIP_DEFLATED
            info.extra = b"\xfe\xca\x04\x00test" if stored else b""
            archive.writestr(info, body)
        archive.comment = b"Opdigtet formular"
    return out.getvalue()


def docx(body: str, header: str = "", footer: str = "", main: str = MAIN_TYPE) -> bytes:
    """Give a .docx with this WordprocessingML in its body, header and footer."""
    return packed(members(body, header, footer, main))


def strict(files: dict[str, bytes]) -> dict[str, bytes]:
    """Give the same files in the strict namespaces of ISO/IEC 29500-1."""
    return {
        name: body.replace(W.encode(), STRICT.encode()).replace(
            _OFFICE.encode(), _STRICT_OFFICE.encode()
        )
        for name, body in files.items()
    }


# -- The five constructions -----------------------------------------------------------------------


def beside_cells() -> str:
    """Give the form as a table, each label beside an empty cell."""
    special = {
        "Kommune": cell(par(run("Kom") + "<w:proofErr w:type='spellStart'/>" + run("mune:"))),
        "CVR-nummer": cell(par(run("CVR-nummer *"))),
        "IP-adresse": cell(
            par(run("IP-adresse"))
            + par(run("Den adresse, kaldet kommer fra"), '<w:sz w:val="14"/>')
        ),
    }
    marked = "<w:rPr><w:b/><w:color w:val='1F3864'/></w:rPr>"
    empty = {
        "Bestillings-id": cell(par("", marked)),
        "Kontaktperson": cell(par() + par()),
        "Telefon": cell(par(run("[telefon]", "<w:i/>"))),
        "E-mail": cell(par(run(PROMPT, '<w:rStyle w:val="Pladsholdertekst"/>'))),
        "Miljø": cell(par(list_control())),
        "Ønsket dato": cell(par(date_control())),
        CONSENT: cell(par(box_control())),
    }
    rows = [row(cell(par(run("Teknik", "<w:b/>")), span=2))]
    rows += [row(special.get(each, each), empty.get(each, "")) for each in ASKED]
    return table(*rows)


def below_cells() -> str:
    """Give the form as a table, each label above an empty cell."""
    pairs = [ASKED[at : at + 2] for at in range(0, len(ASKED) - 2, 2)]
    empty = {"Miljø": cell(par(list_control())), "Ønsket dato": cell(par(date_control()))}
    rows = "".join(row(*pair) + row(*(empty.get(each, "") for each in pair)) for pair in pairs)
    rows += row(cell(CONSENT, span=2)) + row(cell(par(box_control()), span=2))
    return table(rows, row(cell("Bemærkninger", span=2)), row(cell("", span=2)))


def label_lines() -> str:
    """Give the form as lines: dots, underscores, drawn tabs, prompts, and nothing."""
    bold = "<w:b/>"
    leader = '<w:pStyle w:val="Linjefelt"/>'
    tabs = '<w:tabs><w:tab w:val="right" w:leader="dot" w:pos="9072"/></w:tabs>'
    tab = "<w:r><w:tab/></w:r>"
    return (
        par(run("Bestillings-id: ") + run("." * 40))
        + par(run("Kommune: ____________________ CVR-nummer: ______________"))
        + par(run("Kontaktperson:", bold) + run(" …………………………"))
        + par(run("Telefon:") + tab, tabs)
        + par(run("E-mail:") + tab + tab, leader)
        + par(run("Integration: [angiv integrationens nummer]"))
        + par(run("Webservice-URL (endpoint): ") + run("__________", "<w:i/>"))
        + par(run("IP-adresse:"))
        + par(run("Certifikat (CN):"))
        + par(run("Miljø: ") + list_control())
        + par(run("Ønsket dato: ") + date_control())
        + par(box_control() + run(f" {CONSENT}"))
        + par(run("Bemærkninger:"))
        + par(run("_" * 60))
        + par(run("_" * 60))
    )


def content_controls() -> str:
    """Give the form as content controls: in lines, blocks and cells, with and without titles."""
    plain, rich = "<w:text/>", "<w:richText/>"
    line = "".join(
        par(run(f"{each}: ") + control(plain, prompt(), title=each)) for each in ASKED[:3]
    )
    tagged = control('<w:text w:multiLine="1"/>', prompt(), tag="kontakt")
    cells = table(
        row("Kontaktperson", cell(par(tagged))),
        f"<w:tr>{cell('Telefon')}{control(plain, cell(par(prompt())))}</w:tr>",
        row("E-mail", cell(control(rich, par(prompt())))),
    )
    return (
        line
        + cells
        + control(rich, par(prompt()), title="Integration")
        + par(control(plain, prompt("[url]"), title="Webservice-URL (endpoint)"))
        + par(run("IP-adresse "), "<w:keepNext/>")
        + control(plain, par(prompt()))
        + par(run("Certifikat (CN): ") + control("", prompt()))
        + par(run("Miljø: ") + list_control(title="Miljø", kind="comboBox"))
        + par(run("Ønsket dato: ") + date_control(title="Ønsket dato"))
        + par(box_control() + run(f" {CONSENT}"))
        + control(rich, par(prompt()) + par(prompt("")), title="Bemærkninger")
    )


def legacy_fields() -> str:
    """Give the form as legacy form fields and bookmarks."""
    line = "".join(
        par(run(f"{each}: ") + legacy_text(f"Tekst{number}"))
        for number, each in enumerate(ASKED[:4])
    )
    return (
        line
        + table(
            row("Telefon", cell(par(legacy_text("Tekst9")))),
            row("E-mail", cell(par(bookmark("mail")))),
        )
        + par(run("Integration: ") + bookmark("Integration"))
        + par(run("Webservice-URL (endpoint)") + "<w:r><w:tab/></w:r>" + bookmark("url"))
        + par(bookmark("IP-adresse", run("......")))
        + par(run("Certifikat (CN): ") + legacy_text("Certifikat"))
        + par(run("Miljø: ") + legacy_list("Rulle1"))
        + par(run("Ønsket dato: ") + legacy_text("Dato"))
        + par(legacy_box("Kontrol1") + run(f" {CONSENT}"))
        + par(bookmark("Bemærkninger"))
    )


CONSTRUCTIONS: dict[str, Callable[[], str]] = {
    "beside": beside_cells,
    "below": below_cells,
    "lines": label_lines,
    "controls": content_controls,
    "legacy": legacy_fields,
}


def form(construction: str) -> bytes:
    """Give the order form in one of the five constructions."""
    return docx(_opening() + CONSTRUCTIONS[construction]() + _closing())
