"""An order: the form filled in, the mail, and what is told of it."""

from __future__ import annotations

import shutil
import sqlite3
import tomllib
from contextlib import closing
from pathlib import Path

import pytest

from scraper.orders.belonging import label_key
from tests import forms, papers, workbooks
from tests.desk import FORM, KNOWN, UNKNOWN, Desk, members, values
from tests.office import printed, to_pdf
from tests.standin.docx import docx
from tests.workbooks import SECRETS

# -- The form, filled in --------------------------------------------------------------------------


@pytest.mark.parametrize("construction", forms.CONSTRUCTIONS)
@pytest.mark.parametrize("seed", [None, 1, 7])
def test_every_known_field_is_right_every_unknown_one_listed_and_nothing_else_changed(
    desk: Desk, construction: str, seed: int | None
) -> None:
    facts = desk.put(f"{seed}.xlsx", workbooks.usual(seed=seed)).name
    out = f"{construction}-{seed}"
    done = desk.order("--form", f"{construction}.docx", "--line", "5", facts=facts, out=out)
    assert done.returncode == 0, done.stderr.decode()
    (path,) = (desk.folder / out).glob("*.docx")
    found = values(path.read_bytes())
    assert {name: found[name] for name in KNOWN} == KNOWN
    told = (desk.folder / out / "bestilling.md").read_text(encoding="utf-8")
    missing = told.partition("## Mangler endnu")[2].partition("\n## ")[0]
    for name in UNKNOWN:
        assert found[name] is None
        assert f"\n- {name}" in missing
    before, after = members(forms.form(construction)), members(path.read_bytes())
    assert list(before) == list(after)
    assert {name for name in before if before[name] != after[name]} == {"word/document.xml"}


@pytest.mark.office
def test_the_filled_forms_open_in_libreoffice(desk: Desk, tmp_path: Path) -> None:
    for construction in forms.CONSTRUCTIONS:
        form, _, _ = desk.made(
            "--form", f"{construction}.docx", "--line", "5", out=f"pdf-{construction}"
        )
        (tmp_path / f"{construction}.docx").write_bytes(form)
    to_pdf(tmp_path, sorted(tmp_path.glob("*.docx")))
    for construction in forms.CONSTRUCTIONS:
        text = printed(tmp_path / f"{construction}.pdf")
        for name, value in KNOWN.items():
            assert "".join(value.split()) in text, (construction, name)


def test_the_form_of_the_mirror_is_taken_as_it_is_today(desk: Desk) -> None:
    form, _, told = desk.made("--line", "5", out="mirror")
    assert values(form) == {
        "Bestillings-id": "BST-4711",
        "Kommune": "Aarhus Kommune",
        "CVR-nummer": "55133018",
    }
    assert f"{FORM} (bilag til supportydelsen" in told
    (path,) = (desk.folder / "mirror").glob("*.docx")
    assert path.name == f"DEMONSTRATION - {FORM.removesuffix('.docx')} - Aarhus Kommune.docx"


def test_all_lines_stand_below_each_other_where_they_differ(desk: Desk) -> None:
    form, _, told = desk.made("--form", "beside.docx", "--all-lines", out="all")
    found = values(form)
    address = "https://oir.aarhus.example/debitor"
    assert found["Webservice-URL (endpoint)"] == f"{address}/v2\n{address}/test"
    assert found["IP-adresse"] == "192.0.2.17"
    assert "linje 5 og 7, kolonnen »Webservice-URL«" in told
    other, _, _ = desk.made("--form", "beside.docx", "--line", "7", out="seven")
    assert values(other)["Webservice-URL (endpoint)"] == f"{address}/test"


def test_synonyms_of_the_users_own(desk: Desk) -> None:
    body = forms.docx(forms.table(forms.row("Vores OIO-nummer", "")))
    desk.put("own.docx", body)
    _, _, told = desk.made("--form", "own.docx", "--line", "5", out="without")
    assert "\n- Vores OIO-nummer" in told
    desk.put("own.toml", '[synonyms]\n"OIO-ID" = ["Vores OIO-nummer"]\n')
    form, _, _ = desk.made(
        *("--form", "own.docx", "--line", "5", "--settings", "own.toml"), out="with"
    )
    assert values(form) == {"Vores OIO-nummer": "00012345"}


def test_what_is_merely_like_it_is_proposed_and_not_filled_in(desk: Desk) -> None:
    body = forms.docx(forms.table(forms.row("Certifikatets udløb", ""), forms.row("Kommune", "")))
    desk.put("near.docx", body)
    form, _, told = desk.made("--form", "near.docx", "--line", "5", out="near")
    assert values(form)["Certifikatets udløb"] is None
    assert "Måske »01-03-2027« fra regnearket, linje 5, kolonnen »Certifikat udløber«?" in told
    assert '"Certifikat udløber" = ["Certifikatets udløb"]' in told


def test_what_stood_there_is_kept_and_told(desk: Desk) -> None:
    rows = (forms.row("Kommune", "Ærø Kommune"), forms.row("CVR", ""), forms.row("IP", ""))
    desk.put("kept.docx", forms.docx(forms.table(*rows)))
    form, _, told = desk.made("--form", "kept.docx", "--line", "5", out="kept")
    assert values(form)["Kommune"] == "Ærø Kommune"
    assert "- Kommune: »Ærø Kommune« (fra regnearket, arket »Debitor" in told


def test_a_value_that_is_no_choice_is_told_and_not_forced(desk: Desk) -> None:
    inner = forms.par(forms.run("Integration: ") + forms.list_control())
    desk.put("choice.docx", forms.docx(inner + forms.table(forms.row("Kommune", ""))))
    form, _, told = desk.made("--form", "choice.docx", "--line", "5", out="choice")
    assert values(form)["Kommune"] == "Aarhus Kommune"
    missing = told.partition("## Mangler endnu")[2]
    assert "passer ikke i feltet (vælg: Test, Produktion)" in missing


def filled_in(desk: Desk, name: str, body: str) -> tuple[dict[str, str | None], str]:
    """Order with a form of this body; give what stands in it then, and what is told."""
    desk.put(f"{name}.docx", forms.docx(body))
    form, _, told = desk.made("--form", f"{name}.docx", "--line", "5", out=f"own-{name}")
    return values(form), told.partition("## Mangler endnu")[2]


def test_fields_of_one_label_in_one_table_are_nobodys(desk: Desk) -> None:
    rows = [
        forms.row(forms.cell("Test", span=2)),
        forms.row("IP-adresse", ""),
        forms.row(forms.cell("Produktion", span=2)),
        forms.row("IP-adresse", ""),
        forms.row("Kommune", ""),
    ]
    found, missing = filled_in(desk, "twice", forms.table(*rows))
    assert found == {"IP-adresse": None, "IP-adresse (2)": None, "Kommune": "Aarhus Kommune"}
    assert "- IP-adresse under »Test«" in missing
    assert "Ikke indsat, for feltet står under »Test«" in missing
    again, missing = filled_in(desk, "again", forms.table(*rows[1::2], *rows[4:]))
    assert again == {"IP-adresse": None, "IP-adresse (2)": None, "Kommune": "Aarhus Kommune"}
    assert "Ikke indsat, for flere felter i formularen hedder det samme" in missing


@pytest.mark.parametrize(
    "heading",
    [
        *("Oplysninger om leverandøren", "Udfyldes af KOMBIT", "Nuværende rute (nedlægges)"),
        *("For KOMBIT", "Underskrift", "Fakturering"),
    ],
)
def test_fields_under_the_heading_of_another_are_not_filled_in(desk: Desk, heading: str) -> None:
    for number, head in enumerate(
        (forms.heading(heading, 2), forms.par(forms.run(heading, "<w:b/>")))
    ):
        body = head + forms.table(forms.row("Telefon", ""), forms.row("E-mail", ""))
        body = forms.heading("Kommunen", 2) + forms.table(forms.row("Kommune", "")) + body
        found, missing = filled_in(desk, f"{label_key(heading)}{number}", body)
        assert found == {"Kommune": "Aarhus Kommune", "Telefon": None, "E-mail": None}
        assert f"for feltet står under »{heading}«" in missing


def test_a_signature_is_not_dated(desk: Desk) -> None:
    found, missing = filled_in(
        desk, "signed", forms.par(forms.run("Dato: ______  Underskrift: ______"))
    )
    assert found == {"Dato": None, "Underskrift": None}
    assert "- Dato" in missing


@pytest.mark.parametrize(
    "standing", ["Angiv kommunens navn", "Fx Aarhus", "(udfyldes af KOMBIT)", "☐ Aarhus ☐ Odense"]
)
def test_what_only_says_what_to_write_is_no_answer(desk: Desk, standing: str) -> None:
    name = f"told{abs(hash(standing))}"
    rows = (forms.row("Kommune", standing), forms.row("CVR", ""))
    found, missing = filled_in(desk, name, forms.table(*rows))
    assert found["Kommune"] == standing
    assert found["CVR"] == "55133018"
    assert f"Ikke indsat, for der står »{standing}« i feltet" in missing


def test_what_somebody_has_chosen_stays_chosen(desk: Desk) -> None:
    chosen = forms.list_control(forms.run("Test"), title="Kommune")
    chosen = chosen.replace("<w:showingPlcHdr/>", "")
    found, _ = filled_in(desk, "chosen", forms.par(chosen) + forms.table(forms.row("CVR", "")))
    assert found["Kommune"] == "Test"


def test_a_column_of_help_is_no_label(desk: Desk) -> None:
    rows = (
        forms.row("Felt", "Vejledning", "Værdi", header=True),
        forms.row("CVR", "8 cifre", ""),
        forms.row("Port", "Typisk 443", ""),
    )
    found, _ = filled_in(desk, "help", forms.table(*rows, columns=3))
    assert found == {"CVR": "55133018", "Port": "8443"}


def test_prompts_that_are_no_fields_are_told(desk: Desk) -> None:
    body = forms.par(forms.run("Vi bestiller til [indsæt kommune] en rute hos serviceudbyder."))
    _, missing = filled_in(desk, "prose", body + forms.table(forms.row("CVR", "")))
    assert "Der er stadig tomme pladser i formularen, se efter: \\[indsæt kommune]" in missing


def test_headers_that_are_printed_twice_are_not_chosen_from(desk: Desk) -> None:
    lines = [["IP", "IP", "CVR", "CVR", "x", "y", "Kommune"]]
    lines += [["192.0.2.1", "192.0.2.2", "55133018", "55133018", "", "", "Aarhus"]]
    desk.put("twice.xlsx", papers.xlsx(**{"Debitor (SF1590_B)": lines}))  # type: ignore[arg-type]
    desk.put("ip.docx", forms.docx(forms.table(forms.row("IP-adresse", ""), forms.row("CVR", ""))))
    done = desk.order("--form", "ip.docx", facts="twice.xlsx", out="twice")
    assert done.returncode == 0, done.stderr.decode()
    (path,) = (desk.folder / "twice").glob("*.docx")
    assert values(path.read_bytes()) == {"IP-adresse": None, "CVR": "55133018"}
    told = (desk.folder / "twice" / "bestilling.md").read_text(encoding="utf-8")
    assert "flere oplysninger hedder det samme" in told


def test_the_settings_that_are_proposed_can_be_used(desk: Desk) -> None:
    labels = ("Certifikatets udløb", 'Certifikat "udløb"', "Certifikat udløbsdato")
    body = forms.docx(forms.table(*(forms.row(each, "") for each in labels)))
    desk.put("toml.docx", body)
    _, _, told = desk.made("--form", "toml.docx", "--line", "5", out="toml")
    settings = tomllib.loads(told.partition("```toml\n")[2].partition("```")[0])
    assert settings == {"synonyms": {"Certifikat udløber": list(labels)}}


def test_headings_that_are_proposed_as_ours_can_be_used(desk: Desk) -> None:
    body = forms.heading("Hosting »A« hos Prisme") + forms.table(
        forms.row("Telefon", "", "Nummer til leverandøren"),
        forms.row("E-mail", "", ""),
        forms.row("Certifikatets udløb", "", ""),
        columns=3,
    )
    desk.put("ours.docx", forms.docx(body))
    form, _, told = desk.made("--form", "ours.docx", "--line", "5", out="ours")
    assert set(values(form).values()) == {None}
    proposed = told.partition("```toml\n")[2].partition("```")[0]
    assert tomllib.loads(proposed) == {"ours": ["Hosting »A« hos Prisme"]}
    desk.put("ours.toml", proposed.replace("]", '    "Nummer til leverandøren",\n]'))
    form, _, told = desk.made(
        *("--form", "ours.docx", "--line", "5", "--settings", "ours.toml"), out="ours2"
    )
    assert values(form)["Telefon"] == KNOWN["Telefon"]
    assert values(form)["E-mail"] == KNOWN["E-mail"]
    assert "| Telefon under »Hosting »A« hos Prisme« |" in told
    proposed = told.partition("```toml\n")[2].partition("```")[0]
    assert tomllib.loads(proposed) == {"synonyms": {"Certifikat udløber": ["Certifikatets udløb"]}}


def test_a_form_without_fields_is_refused(desk: Desk) -> None:
    desk.put("blank.docx", docx("Kun ord."))
    assert "blank.docx has no fields" in desk.refused("--line", "5", "--form", "blank.docx")


def test_a_description_of_the_process_is_no_form(desk: Desk, tmp_path: Path) -> None:
    db = tmp_path / "catalog.db"
    shutil.copy(desk.db, db)
    with closing(sqlite3.connect(db)) as own, own:
        own.execute(
            "UPDATE attachments SET gone_since = '2026-11-01T00:00:00Z' WHERE filename = ?", [FORM]
        )
    done = desk.order("--line", "5", "--archive", str(desk.folder / "archive"), "--db", str(db))
    assert done.returncode == 2
    assert b"has no Word form in the mirror; give the form with --form" in done.stderr


@pytest.mark.parametrize("odd", ["# X\n\n## Mangler endnu", "a\x01b", "a\u202eb", "ID"])
def test_an_id_that_would_forge_something_is_refused(desk: Desk, odd: str) -> None:
    said = desk.refused("--line", "5", "--bestillings-id", odd)
    assert said.startswith("--bestillings-id ")


def test_markup_in_a_name_is_no_markup(desk: Desk) -> None:
    _, _, told = desk.made("--line", "5", "--bestillings-id", "<b>[x](y)`", out="markup")
    assert "\\<b>\\[x](y)\\`" in told


def test_a_hidden_sheet_is_not_chosen(desk: Desk) -> None:
    said = desk.refused("--sheet", "Debitor gammel")
    assert said == "the sheet 'Debitor gammel' is hidden: show it in Excel and save"
    assert "Debitor gammel" not in desk.refused("--sheet", "Findes ikke")


def test_a_sheet_is_chosen_by_its_name(desk: Desk) -> None:
    tabs = [
        workbooks.Tab(name, [workbooks.line("Aarhus")]) for name in ("SF1590B Test", "SF1590B Prod")
    ]
    desk.put("sheets.xlsx", workbooks.workbook(*tabs))
    assert "give one with --sheet" in desk.refused(facts="sheets.xlsx")
    said = desk.refused("--sheet", "Findes ikke", facts="sheets.xlsx")
    assert said.startswith("'Findes ikke' is no sheet with municipalities: there are 'SF1590B")
    done = desk.order("--sheet", "sf1590b prod", facts="sheets.xlsx", out="sheets")
    assert done.returncode == 0, done.stderr.decode()
    told = (desk.folder / "sheets" / "bestilling.md").read_text(encoding="utf-8")
    assert "arket »SF1590B Prod«" in told


def block(*labels: str) -> str:
    return forms.table(*(forms.row(each, "") for each in labels))


@pytest.mark.parametrize(
    "line", ["Miljø: [ ] Test [ ] Produktion", "Miljø: __ Test __ Produktion", "E-mail: ____@____"]
)
def test_a_place_to_tick_and_one_in_two_pieces_are_left(desk: Desk, line: str) -> None:
    body = forms.par(forms.run(line)) + block("CVR")
    found, missing = filled_in(desk, f"tick{len(line)}", body)
    assert found["CVR"] == "55133018"
    assert "hanne" not in "".join(filter(None, found.values()))
    assert f"- {line[:5].rstrip(':')}" in missing


def test_lines_with_their_labels_below_are_left(desk: Desk) -> None:
    below = "".join(
        forms.par(forms.run("________")) + forms.par(forms.run(each))
        for each in ("Kommune", "Kontaktperson", "Telefon")
    )
    found, missing = filled_in(desk, "below-lines", below)
    assert set(found.values()) == {None}
    assert len(found) == 3
    assert "Kontaktperson (over eller under?)" in missing
    rows = [forms.row("", ""), forms.row("Kommune", "Telefon"), forms.row("", "")]
    found, missing = filled_in(desk, "below-cells", forms.table(*rows))
    assert set(found.values()) == {None}


def test_names_from_a_form_are_on_one_line(desk: Desk) -> None:
    title = "Ukendt&#10;&#10;## Udfyldt&#10;&#10;Alt er udfyldt"
    control = forms.control("<w:text/>", forms.prompt(), "x").replace('"x"', f'"{title}"')
    _, missing = filled_in(desk, "forged", forms.par(control) + block("CVR"))
    assert "\n## Udfyldt" not in missing


# -- What is told ---------------------------------------------------------------------------------


def test_the_summary_has_price_and_dates_in_working_days(desk: Desk) -> None:
    _, _, told = desk.made("--line", "5", out="summary")
    for each in (
        "| Leverandør | IBM |",
        "2–3 × 1.328 kr. = 2.656–3.984 kr.",
        "| Reaktion | senest 30. december 2026 (5 arbejdsdage efter 21. december 2026) |",
        "5. juni, 24. december og 31. december",
        "« | 55133018 | regnearket, linje 5, kolonnen »CVR« |",
        "| Bestillings-id under »",
        "« | BST-4711 | bestillingen |",
        "DEMONSTRATIONSDATA",
        "- OIO-ID: 00012345",
    ):
        assert each in told, each


def test_the_mail_is_a_draft_with_the_form(desk: Desk) -> None:
    form, mail, _ = desk.made("--line", "5", out="mail")
    assert mail["To"] == "bibsys@kombit.dk"
    assert mail["X-Unsent"] == "1"
    assert mail["From"] is None
    assert mail["Subject"].startswith("DEMONSTRATIONSDATA, må ikke sendes: Bestilling BST-4711: ")
    (attached,) = mail.iter_attachments()
    assert attached.get_content() == form
    assert (attached.get_filename() or "").endswith("Aarhus Kommune.docx")
    body = mail.get_body()
    assert body is not None
    assert "Bestillings-id: BST-4711" in body.get_content()
    other, unfinished, _ = desk.made("--line", "5", "--form", "lines.docx", out="mail2")
    assert values(other)["Bemærkninger"] is None
    text = unfinished.get_body()
    assert text is not None
    assert "Disse felter mangler endnu: »Miljø«" in text.get_content()


def test_settings_of_the_users_own(desk: Desk) -> None:
    desk.put(
        "mine.toml", 'recipient = "bestilling@kommune.example"\nclosing_days = ["12-24", "12-28"]\n'
    )
    _, mail, told = desk.made("--line", "5", "--settings", "mine.toml", out="settings")
    assert mail["To"] == "bestilling@kommune.example"
    assert "senest 31. december 2026" in told
    assert "24. december og 28. december" in told


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("recipient = 'x y'", "recipient"),
        ("recipient = ''", "is no mail address"),
        ("closing_days = ['13-45']", "is no closing day"),
        ("recepient = 'a@b.dk'", "recepient"),
        ("= 1", "is no TOML"),
        ("synonyms = 3", "synonyms"),
    ],
)
def test_settings_that_cannot_be_read(desk: Desk, text: str, said: str) -> None:
    desk.put("bad.toml", text)
    assert said in desk.refused("--line", "5", "--settings", "bad.toml")
    assert "cannot read" in desk.refused("--line", "5", "--settings", "nowhere.toml")


def test_a_form_that_changed_since_the_last_order_is_told(desk: Desk) -> None:
    (desk.folder / "catalog.forms.json").unlink(missing_ok=True)
    old = forms.docx(forms.table(forms.row("Kommune", "")))
    desk.put("skema.docx", old)
    assert "Formularen er" not in desk.made("--form", "skema.docx", "--line", "5", out="f1")[2]
    assert "Formularen er" not in desk.made("--form", "skema.docx", "--line", "5", out="f2")[2]
    desk.put("skema.docx", forms.docx(forms.table(forms.row("Kommune", ""), forms.row("CVR", ""))))
    told = desk.made("--form", "skema.docx", "--line", "5", out="f3")[2]
    assert "Formularen er ændret, siden den blev brugt ved den seneste bestilling" in told
    told = desk.made("--line", "5", out="f4")[2]
    assert "Formularen er en anden end ved den seneste bestilling" in told
    assert "hvor den hed »skema.docx«" in told


def test_a_dry_run_shows_it_and_writes_nothing(desk: Desk) -> None:
    before = sorted(desk.folder.iterdir())
    done = desk.order("--line", "5", "--dry-run", out="dry")
    assert done.returncode == 0
    assert "## Mangler endnu" in done.stdout.decode()
    assert sorted(desk.folder.iterdir()) == before


def test_nothing_of_the_spreadsheet_is_kept_or_logged(desk: Desk) -> None:
    done = desk.order("--line", "5", "--verbose", out="secret")
    assert done.returncode == 0
    kept = [done.stdout, done.stderr]
    kept += [desk.order("--verbose", out="no").stderr]
    kept += [path.read_bytes() for path in desk.folder.glob("catalog.*")]
    assert len(kept) > 4
    for secret in (*SECRETS, "BST-4711"):
        assert all(secret.encode() not in each for each in kept), secret
    assert "Aarhus" not in (desk.folder / "catalog.forms.json").read_text(encoding="utf-8")
