"""Documents as PDF/A by typst: the only place that knows it. Fonts lie beside this file, so every server sets alike."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from threading import Lock
from typing import Any

import typst

from marke.kernel.ports import EmbeddedFile

FONTS = Path(__file__).with_name("fonts")
SOURCES = Path(__file__).parents[1]
"""Templates anywhere in the program find each other by their path from here: ``/domain/sales/documents/letter.typ``."""


class TypstTypesetter:
    """The `Typesetter` port. A template reads its data with ``#let data = json(bytes(sys.inputs.data))``."""

    def typeset(self, *, template: Path, data: Mapping[str, Any], attachments: Sequence[EmbeddedFile] = ()) -> bytes:
        """Set one document; about eight milliseconds for a page, with one compiler for the whole process."""
        files = {f"file-{place}": file.content for place, file in enumerate(attachments)}
        main = [f'#include "/{template.relative_to(SOURCES).as_posix()}"', *map(_attach, files, attachments)]
        with _ONE_AT_A_TIME:
            document = _compiler().compile(
                input="\n".join(main).encode(),
                sys_inputs={"data": json.dumps(data), **files},
                pdf_standards="a-3b" if attachments else "a-2b",
            )
        assert isinstance(document, bytes), "a PDF is one file"
        return document


_ONE_AT_A_TIME = Lock()
"""The compiler keeps the inputs of its last document: threads take turns."""


@cache
def _compiler() -> typst.Compiler:
    fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(FONTS)])
    return typst.Compiler(root=str(SOURCES), font_paths=fonts)


def _attach(key: str, file: EmbeddedFile) -> str:
    """The line of typst that puts a file into the document as another form of the same content."""
    options = f"mime-type: {json.dumps(file.mime_type)}, description: {json.dumps(file.description)}"
    return (
        f"#pdf.attach({json.dumps(file.name)}, bytes(sys.inputs.at({json.dumps(key)})), "
        f'relationship: "alternative", {options})'
    )
