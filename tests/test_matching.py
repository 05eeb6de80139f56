"""Which fact goes into which field: names that mean the same, doubts, proposals."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scraper.forms.form import Field
from scraper.forms.places import Kind
from scraper.orders.belonging import label_key
from scraper.orders.matching import Fact, Synonyms, match


def field(
    number: int, label: str, kind: Kind = Kind.CELL_BESIDE, value: str | None = None
) -> Field:
    return Field(number, label, kind, value)


def test_labels_are_compared_by_letters_and_digits() -> None:
    assert label_key("CVR-nr. ") == label_key("cvr nr") == "cvrnr"
    assert label_key("Miljø") == label_key("MILJOE")


def test_a_label_without_letters_is_nobodys() -> None:
    assert match([field(1, "…")], [Fact("---", "x", "y")], Synonyms()).answers == ()


def test_a_header_below_a_neutral_group_is_called_as_it_is_itself() -> None:
    facts = [
        Fact("Kontakt – Telefon", "1", "x"),
        Fact("Leverandørens – E-mail", "2", "x"),
        Fact("Testmiljø – IP", "3", "x"),
    ]
    fields = [field(1, "Telefon"), field(2, "E-mail"), field(3, "IP-adresse")]
    found = match(fields, facts, Synonyms())
    assert [answer.fact.value for answer in found.answers] == ["1"]
    both = match(fields, [*facts, Fact("Teknisk kontakt – Telefon", "4", "x")], Synonyms())
    assert both.answers == ()
    assert [each.fact.value for each in both.proposals] == ["1", "4"]
    alike = match(fields, [*facts, Fact("Telefon", "5", "x")], Synonyms())
    assert alike.answers == ()


def test_a_name_that_two_facts_have_is_not_chosen_from() -> None:
    facts = [Fact("Endpoint", "a", "x"), Fact("URL til webservice", "b", "x")]
    found = match([field(1, "Webservice-URL")], facts, Synonyms())
    assert found.answers == ()
    assert [each.fact.value for each in found.proposals] == ["a", "b"]
    assert found.missing[0].number == 1
    exact = match([field(1, "Endpoint")], facts, Synonyms())
    assert exact.answers[0].fact.value == "a"


def test_fields_of_one_name_take_facts_of_the_order_only() -> None:
    facts = [Fact("Kommune", "Aarhus", "x", about_order=True), Fact("Telefon", "1", "x")]
    fields = [field(1, "Kommune"), field(2, "Kommune"), field(3, "Telefon"), field(4, "Tlf")]
    found = match(fields, facts, Synonyms())
    assert [answer.field.number for answer in found.answers] == [1, 2]
    assert [each.number for each in found.missing] == [3, 4]
    assert {each.why for each in found.proposals} == {"flere felter i formularen hedder det samme"}


def test_what_is_chosen_in_a_list_is_kept_and_what_differs_is_told() -> None:
    facts = [Fact("Miljø", "Test", "x")]
    found = match([field(1, "Miljø", Kind.LEGACY_LIST, "Produktion")], facts, Synonyms())
    assert found.answers == ()
    assert [each.number for each in found.kept] == [1]
    assert found.proposals[0].fact.value == "Test"


@pytest.mark.parametrize(
    ("heading", "sure"),
    [
        *(("Tekniske oplysninger", True), ("2. Oplysninger om kommunen", True)),
        *(("Leverandør", False), ("Testmiljø", False), ("Sagsbehandler hos KOMBIT", False)),
        *(("Gammel rute", False), ("Godkendelse", False), ("Hvad som helst andet", False)),
    ],
)
def test_only_under_a_heading_of_neutral_words_is_a_fact_certain(heading: str, sure: bool) -> None:
    place = Field(1, "Telefon", Kind.CELL_BESIDE, None, (), ("Bestilling", heading))
    found = match([place], [Fact("Telefon", "1", "x")], Synonyms())
    assert bool(found.answers) is sure
    assert bool(found.proposals) is not sure
    named = match([place], [Fact("Telefon", "1", "x")], Synonyms(), (), (heading,))
    assert named.answers


def test_a_heading_of_others_is_one_whatever_the_form_or_a_field_is_called() -> None:
    facts = [Fact("Telefon", "1", "x"), Fact("Kommune", "Aarhus", "x", about_order=True)]
    places = [
        Field(1, "Leverandør", Kind.CELL_BESIDE, None),
        Field(2, "Telefon", Kind.CELL_BESIDE, None, (), ("Leverandør",)),
        Field(3, "Kommune", Kind.CELL_BESIDE, None, (), ("Udfyldes af KOMBIT",)),
    ]
    found = match(places, facts, Synonyms(), (), ("Bestillingsformular til KOMBIT",))
    assert found.answers == ()


def test_a_column_of_municipalities_is_not_filled_with_one() -> None:
    facts = [Fact("Kommune", "Aarhus", "x", about_order=True)]
    found = match([field(1, "Kommune"), field(2, "Kommune (2)")], facts, Synonyms())
    assert [answer.field.number for answer in found.answers] == [1]


@pytest.mark.parametrize(
    ("label", "value", "ours"),
    [
        *(("Kommune", "Ærø Kommune", False), ("Kommune", "Aarhus", True)),
        *(("Bestillings-id", "4710", False), ("Bestillings-id", "4711", True)),
        *(("Integration", "SF1590_A_01", False), ("Snitflade", "SF1590_B_01", True)),
    ],
)
def test_a_form_that_was_filled_in_for_another_order_is_not_filled_in(
    label: str, value: str, ours: bool
) -> None:
    facts = [
        Fact("Kommune", "Aarhus Kommune", "x", about_order=True),
        Fact("Bestillings-id", "4711", "x", about_order=True),
        Fact("Integration", "SF1590_B_01 Afsend DebitorRegistrering", "x", about_order=True),
        Fact("IP", "192.0.2.1", "x"),
    ]
    fields = [field(1, "IP-adresse"), field(2, label, value=value), field(3, "Bestilling")]
    found = match(fields, facts, Synonyms())
    assert [answer.field.number for answer in found.answers] == ([1] if ours else [])
    whys = {each.why for each in found.proposals if each.field.number == 1}
    assert whys == (set() if ours else {f"i feltet »{label}« står »{value}«"})


def test_an_integration_that_is_asked_for_under_two_names_is_filled_in_twice() -> None:
    facts = [Fact("Integration", "SF1590_B_01", "x", about_order=True)]
    fields = [field(1, "Integration"), field(2, "Snitflade")]
    assert len(match(fields, facts, Synonyms()).answers) == 2


def test_a_person_that_stands_there_takes_no_phone_of_another() -> None:
    fields = [field(1, "Kontaktperson", value="Hans Hansen"), field(2, "Telefon")]
    facts = [Fact("Kontaktperson", "Hanne Prøve", "x"), Fact("Telefon", "1", "x")]
    found = match(fields, facts, Synonyms())
    assert found.answers == ()
    assert [each.fact.value for each in found.proposals] == ["Hanne Prøve", "1"]


def test_a_field_after_one_of_others_is_not_certain() -> None:
    fields = [field(1, "Leverandørens navn"), field(2, "CVR-nummer"), field(3, "Telefon")]
    facts = [Fact("CVR", "1", "x"), Fact("Telefon", "2", "x")]
    found = match(fields, facts, Synonyms())
    assert found.answers == ()
    assert {each.why.partition(",")[0] for each in found.proposals} == {
        "feltet »Leverandørens navn« står lige før"
    }


def test_synonyms_that_join_two_groups_join_them_whole() -> None:
    synonyms = Synonyms({"Adresse": ["Webservice-URL"]})
    assert synonyms.of("Endpoint") == synonyms.of("Adresse") == synonyms.of("URL til webservice")


@given(st.text(max_size=40), st.text(max_size=40))
def test_nothing_is_filled_in_but_what_is_called_the_same(label: str, name: str) -> None:
    found = match([field(1, label)], [Fact(name, "x", "y")], Synonyms())
    synonyms = Synonyms()
    called = bool(label_key(label)) and synonyms.of(label) == synonyms.of(name)
    assert bool(found.answers) == called
    assert len(found.answers) + len(found.missing) == 1
