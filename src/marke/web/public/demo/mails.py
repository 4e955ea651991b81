"""The mailbox of the demo: what would have gone to people, to be read by whoever looks around."""

from __future__ import annotations

from io import BytesIO

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from marke.kernel.carrying import Mailbox
from marke.kernel.ports import PORTS
from marke.web.access import public_page
from marke.web.components.shell import NavItem
from marke.web.components.tables import Column, Table
from marke.web.public.demo.views import only_in_demo

MOST = 100


def mailbox() -> Mailbox:
    """The mailbox, where mails go to one."""
    if PORTS.mailbox is None:
        raise Http404
    return PORTS.mailbox


@public_page()
@only_in_demo
def mails(request: HttpRequest) -> HttpResponse:
    """The latest mails, newest first."""
    found = mailbox().newest(MOST)
    table = Table(
        caption=_("Mails, newest first"),
        columns=[
            Column("subject", _("Subject"), link=lambda row: reverse("demo_mail", args=[row.name])),
            Column("to", _("To")),
            Column("at", _("When"), kind="moment"),
        ],
        rows=found,
    )
    return render(request, "public/demo/mails.html", {"table": table, "crumbs": _crumbs()[:1]})


@public_page()
@only_in_demo
def mail(request: HttpRequest, *, name: str) -> HttpResponse:
    """One mail as its receiver reads it, with its files."""
    found = mailbox().mail(name)
    if found is None:
        raise Http404
    files = [
        (file_name, reverse("demo_mail_file", args=[name, number]))
        for number, (file_name, _size) in enumerate(found.attachments)
    ]
    return render(request, "public/demo/mail.html", {"mail": found, "files": files, "crumbs": _crumbs()})


@public_page()
@only_in_demo
def file(request: HttpRequest, *, name: str, number: int) -> FileResponse:
    """A file that came with a mail."""
    found = mailbox().file(name, number)
    if found is None:
        raise Http404
    return FileResponse(
        BytesIO(found.content), as_attachment=True, filename=found.file_name, content_type=found.media_type
    )


def _crumbs() -> list[NavItem]:
    return [NavItem(_("Look around"), reverse("demo")), NavItem(_("The mails of the demo"), reverse("demo_mails"))]
