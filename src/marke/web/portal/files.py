"""Documents as downloads, named after their numbers."""

from __future__ import annotations

from django.http import HttpResponse


def pdf_file(number: str, content: bytes) -> HttpResponse:
    """A paper, shown in the browser."""
    return _file(f"{_name(number)}.pdf", "application/pdf", content, "inline")


def xml_file(number: str, content: bytes) -> HttpResponse:
    """A structured invoice, for the client's own software."""
    return _file(f"{_name(number)}.xml", "application/xml", content, "attachment")


def csv_file(name: str, content: str) -> HttpResponse:
    """A table for a spreadsheet, with the mark by which it knows the encoding."""
    return _file(f"{name}.csv", "text/csv; charset=utf-8", content.encode("utf-8-sig"), "attachment")


def _name(number: str) -> str:
    return number.replace("/", "-")


def _file(name: str, kind: str, content: bytes, disposition: str) -> HttpResponse:
    return HttpResponse(
        content, content_type=kind, headers={"Content-Disposition": f'{disposition}; filename="{name}"'}
    )
