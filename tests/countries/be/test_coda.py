"""CODA: what is written is read again, and a file that lost or gained a cent or a line is refused."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.support.banking import SOLD, file, statements

from marke.countries.be.banking.coda import reader
from marke.countries.be.banking.coda.records import LENGTH, compose
from marke.rules.banking.statements import Proof, Statement, UnableToReadStatement


def lines(content: bytes) -> list[str]:
    return content.decode("windows-1252").splitlines()


def joined(*changed: str) -> bytes:
    return "\r\n".join(changed).encode("windows-1252")


@given(st.lists(statements(), min_size=1, max_size=3))
def test_what_is_written_is_read_again(several: list[Statement]) -> None:
    """Several statements in one file keep every amount, day, name, reference and text."""
    found = reader.read(file(*several))
    assert found.prove() == (Proof.PROVEN,) * len(several)
    for before, after in zip(several, found.statements, strict=True):
        assert [replace(entry, code="") for entry in after.entries] == list(before.entries)
        assert (after.opening, after.closing, after.account) == (before.opening, before.closing, before.account)


def test_every_line_has_128_characters() -> None:
    assert {len(line) for line in lines(file())} == {LENGTH}


def test_the_parts_of_a_globalised_movement_are_not_added_again() -> None:
    """Wages that left together are one movement of EUR 3.50 with two parts; the balance counts it once."""
    (statement,) = reader.read(file()).statements
    assert [entry.amount for entry in statement.entries] == [12_100, -350]
    assert [detail.amount for detail in statement.entries[1].details] == [-100, -250]
    assert [detail.end_to_end for detail in statement.entries[1].details] == ["PAY-100", "PAY-250"]


def test_names_come_in_the_encoding_of_the_banks() -> None:
    (statement,) = reader.read(file()).statements
    assert statement.entries[0].details[0].counterparty.name == "Théâtre National"


def test_a_reference_is_read_as_structured() -> None:
    """Types 101 and 102 carry the twelve digits of the communication."""
    (statement,) = reader.read(file().replace(b"1101090933755493", b"1102090933755493")).statements
    assert statement.entries[0].details[0].communication == "090933755493"


def test_blanks_lost_at_the_end_of_a_line_are_no_harm() -> None:
    """Some programs cut the blanks when they copy a file."""
    cut = joined(*(line.rstrip() for line in lines(file())))
    assert reader.read(cut) == reader.read(file())


def test_an_account_of_unknown_kind_is_read_as_an_iban() -> None:
    """Banks sometimes leave the kind of account blank."""
    first, opening, *rest = lines(file())
    found = reader.read(joined(first, "1 " + opening[2:], *rest))
    assert found.statements[0].account == "BE68539007547034"


def test_a_file_is_recognised_by_its_first_line() -> None:
    assert reader.is_coda(file())
    assert not reader.is_coda(b"<Document/>")


def changed(position: int, line: int, text: str) -> bytes:
    """The file with a text at a position (from 1) of a line."""
    found = lines(file())
    found[line] = found[line][: position - 1] + text + found[line][position - 1 + len(text) :]
    return joined(*found)


HOSTILE = {
    "empty": ("coda.header", b""),
    "another format": ("coda.header", b"date;amount\r\n2026-05-12;10"),
    "version 3": ("coda.version", changed(128, 0, "3")),
    "a longer line": ("coda.length", joined(*lines(file())[:1], "x" * 129)),
    "still being written": ("coda.incomplete", joined(*lines(file())[:-1])),
    "cut in the middle": ("coda.incomplete", joined(*lines(file())[:6])),
    "a line lost": ("coda.trailer", joined(*(line for i, line in enumerate(lines(file())) if i != 4))),
    "a cent changed": ("coda.trailer", changed(46, 2, "2")),
    "amounts changed on both sides": ("coda.trailer", changed(23, -1, "000000000000000")),
    "letters in an amount": ("coda.amount", changed(40, 2, "X")),
    "no sign": ("coda.amount", changed(32, 2, "7")),
    "the 45th of a month": ("coda.day", changed(116, 2, "45")),
    "an unknown line": ("coda.order", joined(*lines(file())[:2], "7".ljust(128), *lines(file())[2:])),
    "a part without its whole": ("coda.detail", changed(7, 2, "0001")),
    "no statement before a movement": ("coda.order", joined(lines(file())[0], *lines(file())[2:])),
    "a movement that only continues": ("coda.order", joined(*lines(file())[:2], *lines(file())[3:])),
    "two headers": ("coda.order", joined(*lines(file())[:1], *lines(file()))),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_broken_file_is_refused_with_its_reason(name: str) -> None:
    """A bank file that is incomplete, changed or of another kind is refused as a whole."""
    rule, content = HOSTILE[name]
    with pytest.raises(UnableToReadStatement) as refused:
        reader.read(content)
    assert refused.value.rule == rule
    assert "%(" not in str(refused.value)


def test_a_statement_that_does_not_add_up_is_refused() -> None:
    """The new balance must follow from the movements, even where lines and totals agree."""
    with pytest.raises(UnableToReadStatement, match="does not add up"):
        reader.read(file(replace(SOLD, closing=61_751)))


def test_free_messages_of_the_bank_are_passed_over() -> None:
    """A bank may add texts after the new balance; they carry no money."""
    found = lines(file())
    text = compose("4", text="New conditions from 1 June", link="0")
    assert reader.read(joined(*found[:-1], text, found[-1])) == reader.read(file())
