"""Documents made for the tests, in the constructions that people's programs use."""

from __future__ import annotations

import io
import zipfile
from html import escape

import xlsxwriter
import xlwt

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def zipped(members: dict[str, bytes | str]) -> bytes:
    """Give a ZIP file of these members, the same bytes each time."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as container:
        for name, body in members.items():
            info = zipfile.ZipInfo(name, (2024, 1, 1, 0, 0, 0))
            container.writestr(info, body, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def word(body: str, **parts: str) -> bytes:
    """Give a .docx with this WordprocessingML in its body, and in further parts (`header1=…`)."""

    def part(root: str, inner: str) -> str:
        return (
            f'<?xml version="1.0" encoding="UTF-8"?><w:{root} xmlns:w="{W}" '
            'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006">'
            f"{inner}</w:{root}>"
        )

    members: dict[str, bytes | str] = {
        "[Content_Types].xml": "<Types/>",
        "word/document.xml": part("document", f"<w:body>{body}</w:body>"),
    }
    for name, inner in parts.items():
        root = {"h": "hdr", "f": "ftr"}.get(name[0], name) if name[-1].isdigit() else name
        members[f"word/{name}.xml"] = part(root.replace("/", "-"), inner)
    return zipped(members)


def paragraph(text: str) -> str:
    """Give one paragraph of WordprocessingML."""
    return f'<w:p><w:r><w:t xml:space="preserve">{escape(text)}</w:t></w:r></w:p>'


def table(*rows: tuple[str, ...]) -> str:
    """Give a table of WordprocessingML."""
    lines = "".join(
        f"<w:tr>{''.join(f'<w:tc>{paragraph(cell)}</w:tc>' for cell in row)}</w:tr>" for row in rows
    )
    return f"<w:tbl>{lines}</w:tbl>"


def xlsx(**sheets: list[list[object]]) -> bytes:
    """Give an .xlsx with these sheets."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        for name, rows in sheets.items():
            sheet = book.add_worksheet(name)
            for line, row in enumerate(rows):
                sheet.write_row(line, 0, row)
    return out.getvalue()


def xls(name: str, rows: list[list[object]]) -> bytes:
    """Give an old .xls with one sheet."""
    book = xlwt.Workbook()
    sheet = book.add_sheet(name)
    for line, row in enumerate(rows):
        for place, cell in enumerate(row):
            sheet.write(line, place, cell)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def ods(name: str, rows: list[list[str]]) -> bytes:
    """Give an OpenDocument spreadsheet (ISO/IEC 26300) with one sheet."""
    office = "urn:oasis:names:tc:opendocument:xmlns"
    lines = "".join(
        "<table:table-row>"
        + "".join(
            '<table:table-cell office:value-type="string">'
            f"<text:p>{escape(cell)}</text:p></table:table-cell>"
            for cell in row
        )
        + "</table:table-row>"
        for row in rows
    )
    content = (
        f'<office:document-content xmlns:office="{office}:office:1.0" '
        f'xmlns:table="{office}:table:1.0" xmlns:text="{office}:text:1.0"><office:body>'
        f'<office:spreadsheet><table:table table:name="{escape(name)}">{lines}</table:table>'
        "</office:spreadsheet></office:body></office:document-content>"
    )
    return zipped(
        {
            "mimetype": "application/vnd.oasis.opendocument.spreadsheet",
            "META-INF/manifest.xml": (
                f'<manifest:manifest xmlns:manifest="{office}:manifest:1.0"/>'
            ),
            "content.xml": content,
        }
    )


def pdf(*pages: str | None) -> bytes:
    """Return a PDF of these pages, each of lines in WinAnsi; None is a page that was scanned."""
    font = "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>"
    picture = b"<< /Type /XObject /Subtype /Image /Width 1 /Height 1 /ColorSpace /DeviceGray "
    picture += b"/BitsPerComponent 8 /Length 1 >>\nstream\n\x80\nendstream"
    kids = " ".join(f"{4 + 2 * number} 0 R" for number in range(len(pages)))
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>".encode(),
        picture,
    ]
    for number, text in enumerate(pages):
        stream = b"q 595 0 0 842 0 0 cm /Im1 Do Q" if text is None else _written(text)
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents {5 + 2 * number} 0 R "
            f"/Resources << /Font << /F1 {font} >> /XObject << /Im1 3 0 R >> >> >>".encode()
        )
        objects.append(b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream))
    out = bytearray(b"%PDF-1.4\n")
    places = []
    for number, each in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, each)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    out += b"trailer\n<< /Size %d /Root 1 0 R >>\n" % (len(objects) + 1)
    return bytes(out + b"startxref\n%d\n%%%%EOF\n" % start)


def _written(text: str) -> bytes:
    """Return the content stream of a page that shows some lines."""
    for sign in "\\()":
        text = text.replace(sign, f"\\{sign}")
    lines = b"".join(b"(%s) Tj T* " % line.encode("cp1252") for line in text.split("\n"))
    return b"BT /F1 12 Tf 72 720 Td 14 TL " + lines + b"ET" if text else b""


class appended(zipfile.ZipFile):  # noqa: N801 - used as a statement
    """A ZIP file opened to be added to; its bytes are in `body` when it is closed."""

    def __init__(self, body: bytes) -> None:
        self._out = io.BytesIO(body)
        super().__init__(self._out, "a")

    @property
    def body(self) -> bytes:
        """Give the file's bytes."""
        return self._out.getvalue()
