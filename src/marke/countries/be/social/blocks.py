"""A declaration as nested blocks, read and written without loss whatever the quarter's schema names them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

from marke.rules.xml_gate import MEGABYTE, Limits, open_xml


@dataclass(frozen=True, slots=True)
class Block:
    """A block with its fields and inner blocks in their order; a field is a block with a text and nothing inside."""

    name: str
    inner: tuple[Block, ...] = ()
    text: str | None = None

    def all(self, name: str) -> Iterator[Block]:
        """Every block of a name, however deep."""
        for each in self.inner:
            if each.name == name:
                yield each
            yield from each.all(name)

    def field(self, name: str) -> str:
        """The text of a field of this very block; empty when it is not there."""
        return next((each.text or "" for each in self.inner if each.name == name), "")


LIMITS = Limits(256 * MEGABYTE, 10_000_000)
"""About 100,000 worker lines."""
SCHEMA = "{http://www.w3.org/2001/XMLSchema-instance}noNamespaceSchemaLocation"


def read(content: bytes) -> Block:
    """The blocks of a file. Raises `Refusal` for XML that may not be opened."""
    return _block(open_xml(content, limits=LIMITS))


def write(root: Block, *, schema: str = "") -> bytes:
    """The file of some blocks; ``schema`` is the name of the schema that the file says it follows."""
    top = _element(root)
    if schema:
        top.set(SCHEMA, schema)
    return bytes(etree.tostring(top, xml_declaration=True, encoding="UTF-8", pretty_print=True))


def fields(**given: object) -> tuple[Block, ...]:
    """Fields in the order given; what is not known is left out."""
    return tuple(Block(name, text=str(value)) for name, value in given.items() if value is not None)


def _block(element: etree._Element) -> Block:
    inner = tuple(_block(child) for child in element if isinstance(child.tag, str))
    text = None if inner else (element.text or "").strip()
    return Block(str(element.tag), inner, text)


def _element(block: Block) -> etree._Element:
    element = etree.Element(block.name)
    element.text = block.text
    element.extend([_element(each) for each in block.inner])
    return element
