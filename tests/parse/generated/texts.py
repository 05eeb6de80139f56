"""Running text of a section: its HTML, and a pattern of what may be read of it."""

from __future__ import annotations

import re
from dataclasses import dataclass

from tests.parse.generated.maker import Maker

SENTENCES = (
    "Integrationen giver fagløsninger mulighed for at sende registreringer.",
    "Kommunen bærer selv ansvaret for anvendelsen.",
    "Du finder et link til de Generelle vilkår nedenfor i den blå sidefod.",
    "Der kan højst sendes 500 beskeder i timen, og de sendes i rækkefølge.",
    "Snitfladen er beskrevet i vejledningen; læs mere i den.",
    "Data udveksles hver nat mellem kl. 22 og 6.",
)
TRAPS = (
    "Leverandøren melder status dagligt.",
    "Version 2 af formatet udgår med udgangen af året.",
    "Enhedspris og vilkår fremgår af aftalen.",
    "Formålet er at sende fakturaer til godkendelse i kommunen.",
    "Services i drift kaldes hver nat.",
    "Print på Serviceplatformen bruges af alle kommuner.",
    "Status gyldig fra en dato vises i oversigten.",
    "Integrationer som denne er sat i drift af 98 kommuner.",
)
FURNITURE = (
    ("<p>{0}</p>", "Læs mere"),
    ('<p><a href="/node/12">{0}</a></p>', "Læs mere"),
    ("<p>{0}</p>", "Drift"),
    ("<p>{0}</p>", "Viden"),
    ("<p>{0}</p>", "Integrationer"),
    ("<p>{0}</p>", "Print"),
    ('<p><a href="#top">{0}</a></p>', "Til toppen"),
    (
        '<ul class="share"><li><a href="https://www.linkedin.com/share?u=x">{0}</a></li></ul>',
        "Del på LinkedIn",
    ),
    ('<button type="button" onclick="print()">{0}</button>', "Print"),
)


@dataclass(frozen=True, slots=True)
class Text:
    """A text's HTML, its first words, and what a reader may make of it."""

    html: str
    first: str
    pattern: re.Pattern[str]


def text(maker: Maker, most: int = 3) -> Text:
    """Return paragraphs, with furniture between them on a page that is more than plain."""
    html, pattern, sentences = "", "", []
    for _ in range(maker.between(1, most)):
        if html and maker.busy(4, "furniture within a text"):
            form, word = maker.pick(FURNITURE)
            html += form.format(word)
            pattern += f"(?: {re.escape(word)})?"
        trap = maker.busy(3, "a sentence with a label's word")
        sentence = maker.pick(TRAPS if trap else SENTENCES)
        if sentence in sentences:
            continue
        sentences.append(sentence)
        pattern += (" " if pattern else "") + re.escape(sentence)
        html += _paragraph(maker, sentence, first=not html)
        if maker.odd(12, "a footnote in a text"):
            html = re.sub(r"(</p>|</li></ul>)$", r'<sup><a href="#fn1">1</a></sup>\1', html)
            pattern += r"(?: ?\[?1\]?)?" if html.endswith("</div>") else r"(?: \[?1\]?)?"
    return Text(html, sentences[0], re.compile(pattern))


def _paragraph(maker: Maker, sentence: str, first: bool) -> str:
    """Write a sentence as a paragraph, now and then another way."""
    forms = ["<p>{0}</p>"]
    if not first:
        forms += ["<ul><li>{0}</li></ul>"]
    forms += ["<p></p><p>{0}&nbsp;</p>"]
    word, _, rest = sentence.partition(" ")
    if maker.busy(6, "a word of a text in bold"):
        return f"<p>{word} <em>{rest}</em></p>"
    return maker.pick(forms).format(sentence)
