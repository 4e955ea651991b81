"""The gate for XML from outside: nothing that could harm the reader is opened."""

from __future__ import annotations

from pathlib import Path

import pytest

from marke.rules.xml_gate import Limits, UnableToReadXml, open_xml, read_file

HOSTILE = {
    "xml.doctype": [
        b'<!DOCTYPE x [<!ENTITY a "boom"><!ENTITY b "&a;&a;">]><x>&b;</x>',
        b'<!DOCTYPE x SYSTEM "http://example.com/x.dtd"><x/>',
        b'<!DOCTYPE x [<!ENTITY secret SYSTEM "file:///etc/passwd">]><x>&secret;</x>',
        '<!DOCTYPE x [<!ENTITY a "boom">]><x>&a;</x>'.encode("utf-16"),
    ],
    "xml.depth": [b"<a>" * 65 + b"</a>" * 65, b"<a>" * 100_000],
    "xml.not-well-formed": [b"", b"no xml", b"<a>", b"<a>&unknown;</a>", b'<?xml version="1.0" encoding="utf-7"?><a/>'],
}


@pytest.mark.parametrize(("rule", "content"), [(rule, each) for rule, all_ in HOSTILE.items() for each in all_])
def test_a_hostile_file_is_not_opened(rule: str, content: bytes) -> None:
    """Entities, external definitions, endless nesting and broken XML are refused, each with its reason."""
    with pytest.raises(UnableToReadXml) as refused:
        open_xml(content)
    assert refused.value.rule == rule


def test_too_many_elements_are_refused() -> None:
    """A flat file of millions of elements fills the memory as surely as a deep one."""
    three = Limits(size=1_000, elements=3)
    assert len(open_xml(b"<a><b/><b/></a>", limits=three)) == 2
    with pytest.raises(UnableToReadXml) as refused:
        open_xml(b"<a><b/><b/><b/></a>", limits=three)
    assert refused.value.rule == "xml.elements"


def test_a_file_of_200_megabytes_is_refused_before_it_is_read(tmp_path: Path) -> None:
    """The size is known without reading: a huge file costs no memory."""
    huge = tmp_path / "huge.xml"
    with huge.open("wb") as file:
        file.truncate(200 * 1024 * 1024)
    with pytest.raises(UnableToReadXml, match="larger than 20 MB"):
        read_file(huge)


def test_huge_content_that_is_already_in_memory_is_refused() -> None:
    with pytest.raises(UnableToReadXml) as refused:
        open_xml(b"<abcdefghij/>", limits=Limits(size=10, elements=10))
    assert refused.value.rule == "xml.size"


def test_ordinary_xml_is_opened() -> None:
    """Sixty-four levels, comments and other encodings are nothing to fear."""
    assert open_xml(b"<a>" * 64 + b"</a>" * 64).tag == "a"
    assert open_xml('<?xml version="1.0" encoding="ISO-8859-1"?><a>é</a>'.encode("latin-1")).text == "é"
