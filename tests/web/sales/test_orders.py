"""The pages of orders: what is to be invoiced, one tap, progress line by line, files, the end by a signature."""

from __future__ import annotations

import datetime as dt
import re
import uuid
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.http import HttpResponse
from django.test import Client as Browser
from django.test.utils import CaptureQueriesContext
from tests.support.ordering import FINAL, MONTHLY, PROGRESS, deposit, instalments, open_order
from tests.support.selling import TODAY, client_of, line

from marke.domain.checks.models import Check
from marke.domain.foundation.transactions import acting_as_system
from marke.domain.orders.models import Order, OrderFile
from marke.domain.orders.standing import standing
from marke.domain.people.models import Person
from marke.domain.sales.models import Invoice
from marke.domain.units.models import UnitRole
from marke.usecases.invoice_order import invoice_due_orders

ORDERS = "/units/1001/orders/"
PDF = b"%PDF-1.7 signed"


def given(*lines: object, unit: int = 1001, **more: object) -> uuid.UUID:
    with acting_as_system():
        return open_order(unit, *lines, **more)


def stored(order: uuid.UUID) -> Order:
    with acting_as_system():
        return Order.objects.get(pk=order)


def invoices() -> list[int]:
    with acting_as_system():
        return list(Invoice.objects.order_by("pk").values_list("net", flat=True))


def words(page: HttpResponse) -> str:
    """What somebody reads of a page, without its tags."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", page.content.decode()))


def tap(browser: Browser, order: uuid.UUID, **data: object) -> object:
    return browser.post(f"{ORDERS}{order}/invoice/", data, follow=True)


def due_of(order: uuid.UUID) -> dict[str, object]:
    with acting_as_system():
        due = standing(order_id=order).next
    assert due
    return {"step": due.step.pk, "turn": due.turn}


def test_the_list_says_what_is_to_be_invoiced(ann: Browser) -> None:
    """What is due stands first; what comes later after it."""
    later = given(schedule=instalments(dt.date(2026, 10, 1), dt.date(2026, 11, 1)))
    now = given(schedule=(deposit(), FINAL), subject="Festival")
    page = words(ann.get(ORDERS))
    assert page.index(stored(now).number) < page.index(stored(later).number)
    assert "To invoice now" in page
    assert "Deposit 30%" in page
    assert "€2,000.00" in page


def test_a_unit_without_orders_is_told_how_one_comes(ann: Browser) -> None:
    page = ann.get(ORDERS).content.decode()
    assert "A quote that the client signs becomes an order" in page
    assert "/units/1001/quotes/new/" in page


def test_a_state_that_does_not_exist_shows_all(ann: Browser) -> None:
    given()
    assert "1001-1" in ann.get(f"{ORDERS}?state=nonsense").content.decode()
    assert "1001-1" not in ann.get(f"{ORDERS}?state=done").content.decode()


def test_the_page_says_in_words_what_one_tap_sends(ann: Browser) -> None:
    order = given(schedule=(deposit(), FINAL), subject="Festival")
    page = words(ann.get(f"{ORDERS}{order}/"))
    assert "pays €363.00: €300.00 and the VAT. €280.50 comes to your unit." in page
    assert "Voorschot 30 %: Festival" in page


def test_one_tap_invoices(ann: Browser) -> None:
    order = given(schedule=(deposit(), FINAL))
    page = tap(ann, order, **due_of(order)).content.decode()
    assert "is made out" in page
    assert invoices() == [30_000]
    assert "Reeds gefactureerd voorschot: factuur 2026/00001" in page


def test_a_second_tap_makes_nothing_new(ann: Browser) -> None:
    order = given(schedule=(deposit(), FINAL))
    due = due_of(order)
    tap(ann, order, **due)
    assert "2026/00001" in tap(ann, order, **due).content.decode()
    assert invoices() == [30_000]


def test_what_is_refused_is_said_and_nothing_is_made(ann: Browser) -> None:
    """A period far away, and a step that never was."""
    order = given(schedule=(MONTHLY,))
    assert "from 7 days before" in tap(ann, order).content.decode()
    assert "has moved on" in tap(ann, order, step=uuid.uuid4(), turn=0).content.decode()
    assert invoices() == []


@pytest.mark.parametrize("data", [{"step": "x", "turn": "y"}, {"step": "", "turn": "9" * 50}])
def test_an_address_that_somebody_made_up_invoices_what_is_next(ann: Browser, data: dict[str, str]) -> None:
    order = given()
    tap(ann, order, **data)
    assert invoices() == [100_000]


def test_somebody_who_may_only_look_sees_and_does_not_send(bob: Browser) -> None:
    order = given()
    with acting_as_system():
        person = Person.objects.get(user__email="bob@example.org")
        role = {"kind": "administrator", "scopes": ["view"], "valid_from": TODAY}
        UnitRole.objects.create(unit_id=1001, person=person, **role)
    assert bob.get(f"{ORDERS}{order}/").status_code == 200
    assert bob.post(f"{ORDERS}{order}/invoice/").status_code == 403
    assert invoices() == []


def test_an_order_of_another_unit_does_not_exist(bob: Browser) -> None:
    order = given()
    for path in ("", "progress/", "end/"):
        assert bob.get(f"/units/1002/orders/{order}/{path}").status_code == 404
    for path in ("invoice/", "automatic/", "files/"):
        assert bob.post(f"/units/1002/orders/{order}/{path}").status_code == 404
    assert invoices() == []


def test_progress_shows_the_result_while_typing(ann: Browser) -> None:
    order = given(line("1000"), line("200"), schedule=(PROGRESS,))
    result = ann.get(f"{ORDERS}{order}/progress/result/", {"done_1": "40", "done_2": "0"})
    assert "pays €484.00" in words(result)
    empty = ann.get(f"{ORDERS}{order}/progress/result/", {"done_1": "", "done_2": "0"}).content.decode()
    assert "Give each line its percentage" in empty


def test_progress_is_invoiced_line_by_line(ann: Browser) -> None:
    order = given(line("1000"), line("200"), schedule=(PROGRESS,))
    data = {"turn": "0", "done_1": "40", "done_2": "100"}
    ann.post(f"{ORDERS}{order}/progress/", data)
    ann.post(f"{ORDERS}{order}/progress/", data)
    assert invoices() == [60_000]
    assert 'value="40"' in ann.get(f"{ORDERS}{order}/progress/").content.decode()


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("140", "never more"),
        ("-5", "never more"),
        ("abc", "Write a percentage"),
        ("33.333", "two decimals"),
        ("1e9999", "two decimals"),
        ("NaN", "two decimals"),
        ("", "required"),
        ("0", "nothing was done"),
    ],
)
def test_percentages_that_cannot_be_are_said_beside_what_was_typed(ann: Browser, typed: str, sentence: str) -> None:
    order = given(schedule=(PROGRESS,))
    page = ann.post(f"{ORDERS}{order}/progress/", {"turn": "0", "done_1": typed})
    assert page.status_code == 422
    assert sentence in page.content.decode()
    assert f'value="{typed}"' in page.content.decode() or not typed
    assert invoices() == []


def test_an_order_without_progress_has_no_such_page(ann: Browser) -> None:
    assert ann.get(f"{ORDERS}{given()}/progress/").status_code == 404


def test_the_member_lets_invoices_leave_by_themselves(ann: Browser) -> None:
    order = given()
    ann.post(f"{ORDERS}{order}/automatic/", {"automatic": "1"})
    assert stored(order).automatic
    page = ann.post(f"{ORDERS}{order}/automatic/", {"automatic": "0"}, follow=True)
    assert not stored(order).automatic
    assert "You send the invoices of this order yourself" in page.content.decode()


def test_a_missing_file_is_named_and_stops_the_invoice(ann: Browser) -> None:
    """VAT shifted to a contractor: the declaration is needed, is handed in, and the desk looks at it."""
    order = given(line("100", vat=Decimal("0.00"), ground="construction"))
    page = ann.get(f"{ORDERS}{order}/").content.decode()
    assert "Declaration of the co-contractor" in page
    assert "Invoice it" not in page
    upload = SimpleUploadedFile("declaration.pdf", PDF)
    ann.post(f"{ORDERS}{order}/files/", {"kind": "co_contractor_declaration", "file": upload})
    with acting_as_system():
        assert Check.objects.get().subject_id == order
        file = OrderFile.objects.get()
    page = ann.get(f"{ORDERS}{order}/").content.decode()
    assert "The desk looks at the files first" in page
    shown = ann.get(f"{ORDERS}files/{file.pk}/")
    assert (b"".join(shown.streaming_content), shown["Content-Type"]) == (PDF, "application/pdf")
    assert "sandbox" in shown["Content-Security-Policy"]


@pytest.mark.parametrize(
    ("kind", "content", "sentence"),
    [("other", b"MZ program", "something else"), ("other", b"", "empty"), ("nonsense", PDF, "valid choice")],
)
def test_a_file_that_is_none_is_refused(ann: Browser, kind: str, content: bytes, sentence: str) -> None:
    upload = SimpleUploadedFile("file.pdf", content)
    page = ann.post(f"{ORDERS}{given()}/files/", {"kind": kind, "file": upload}, follow=True)
    assert sentence in page.content.decode()
    with acting_as_system():
        assert not OrderFile.objects.exists()


def test_an_order_ends_with_the_paper_that_the_client_signed(ann: Browser) -> None:
    order = given(schedule=(deposit(), FINAL))
    page = ann.post(f"{ORDERS}{order}/end/", {"reason": "Called off"})
    assert page.status_code == 422
    assert "Called off" in page.content.decode()
    upload = SimpleUploadedFile("change.pdf", PDF)
    ann.post(f"{ORDERS}{order}/end/", {"reason": "Called off", "file": upload})
    assert (stored(order).state, stored(order).ended_reason) == ("ended", "Called off")


def test_what_was_refused_by_itself_says_why(ann: Browser, clerk: Browser) -> None:
    """Once: beside the invoice that cannot be made, and on top where nobody can make it."""
    order = given(line("100", vat=Decimal("0.00"), ground="construction"), schedule=(deposit(), FINAL), automatic=True)
    invoice_due_orders(now=dt.datetime(2026, 9, 11, 10, tzinfo=dt.UTC))
    assert words(ann.get(f"{ORDERS}{order}/")).count("must be with the order before it is invoiced") == 1
    assert "It could not be invoiced by itself" in words(clerk.get(f"/desk/orders/{order}/"))
    assert "1001-1" in words(clerk.get("/desk/orders/?state=parked"))
    home = ann.get("/home/").content.decode()
    assert "could not be invoiced: see why" in home


def test_home_says_what_to_invoice_this_week(ann: Browser) -> None:
    given(period=(TODAY, dt.date(2026, 9, 15)))
    given(schedule=(deposit(), FINAL))
    home = ann.get("/home/").content.decode()
    assert home.count("Invoice the order of Festival Lumen") == 2


def test_many_orders_are_invoiced_after_a_look(ann: Browser) -> None:
    """The dry run says what would be sent and why another cannot; only then it is done."""
    with acting_as_system():
        buyer = client_of(1001)
    first, second = given(client_id=buyer), given(client_id=buyer, schedule=(MONTHLY,))
    run = ann.post(f"{ORDERS}together/", {"action": "invoice", "picked": [str(first), str(second)]}, follow=True)
    page = run.content.decode()
    assert "1 can be done, 1 cannot" in page
    assert invoices() == []
    ann.post(run.redirect_chain[-1][0], {"action": "confirm"}, follow=True)
    assert invoices() == [100_000]


def test_the_list_asks_as_much_for_forty_orders_as_for_four(ann: Browser) -> None:
    counts = []
    for many in (4, 36):
        for _ in range(many):
            given(schedule=(deposit(), FINAL))
        with CaptureQueriesContext(connection) as asked:
            ann.get(ORDERS)
        counts.append(len(asked))
    assert counts[0] == counts[1]


def test_the_desk_follows_orders_of_all_units(clerk: Browser) -> None:
    order = given(schedule=(deposit(), FINAL))
    given(unit=1002)
    page = clerk.get("/desk/orders/").content.decode()
    assert {"1001-1", "1002-1"} <= set(re.findall(r"\d{4}-\d", page))
    assert "1001-1" not in clerk.get("/desk/orders/?state=parked").content.decode()
    assert clerk.get("/desk/orders/?state=nonsense&unit=x").status_code == 422
    shown = clerk.get(f"/desk/orders/{order}/").content.decode()
    assert "Invoices" in shown
    assert "Invoice it" not in shown


def test_a_member_has_no_desk(ann: Browser) -> None:
    assert ann.get("/desk/orders/").status_code in {302, 403, 404}


def test_the_palette_finds_an_order_by_its_number(ann: Browser, bob: Browser, clerk: Browser) -> None:
    order = given()
    assert f"{ORDERS}{order}/" in ann.get("/palette/", {"q": "1001-1"}).content.decode()
    assert str(order) not in bob.get("/palette/", {"q": "1001-1"}).content.decode()
    assert f"/desk/orders/{order}/" in clerk.get("/desk/palette/", {"q": "1001-1"}).content.decode()
    assert str(order) not in ann.get("/palette/", {"q": "1001-2"}).content.decode()
