"""The public simulator: four linked amounts, questions in plain words, the reason of every line."""

from __future__ import annotations

import re
from html import unescape
from urllib.parse import parse_qsl, urlencode

import pytest
from django.http import HttpResponse
from django.test import Client

pytestmark = pytest.mark.django_db

SEPTEMBER = {"month": "09/2026"}
HTMX = {"HX-Request": "true"}


def ask(*, headers: dict[str, str] | None = None, **given: str) -> HttpResponse:
    address = f"/simulator/?{urlencode({**SEPTEMBER, **given})}"
    return Client().get(address, headers={"Accept-Language": "en", **(headers or {})})


def amounts(response: HttpResponse) -> dict[str, str]:
    """The four linked amounts as they stand in the form."""
    form = response.context["screen"].form
    return {field.name: str(field.value()) for field in form.linked}


def errors(response: HttpResponse) -> dict[str, list[str]]:
    return {name: list(found) for name, found in response.context["screen"].form.errors.items()}


def test_it_works() -> None:
    """A first visit shows what an invoice of 1,000 euro gives, nobody signed in, nothing filled in."""
    response = Client().get("/simulator/", headers={"Accept-Language": "en"})
    assert response.status_code == 200
    assert amounts(response)["invoice"] == "1,000.00"
    assert amounts(response)["budget"] == "935.00"
    assert "that your client pays" in response.content.decode()


@pytest.mark.parametrize("given", ["invoice", "budget", "gross", "net"])
def test_any_amount_can_be_the_start(given: str) -> None:
    """From each of the four amounts of one contract to the same other three."""
    first = amounts(ask(given="net", net="500"))
    assert amounts(ask(given=given, **{given: first[given]})) == first


def test_the_amount_that_changed_is_the_one_to_start_from() -> None:
    """Who changes gross on a page that started from the invoice asks for that gross, without saying so."""
    shown = ask(given="invoice", invoice="1000").context["screen"].form.data
    data = {name: str(shown[name]) for name in ("invoice", "budget", "gross", "net", "given", "shown")}
    response = ask(**{**data, "gross": "800"})
    assert amounts(response)["gross"] == "800.00"
    assert response.context["screen"].form.data["given"] == "gross"


def test_a_change_of_days_keeps_the_amount_that_was_typed() -> None:
    """More days for the same net: net stays, the invoice follows."""
    shown = ask(given="net", net="500").context["screen"].form.data
    data = {name: str(shown[name]) for name in ("invoice", "budget", "gross", "net", "given", "shown")}
    response = ask(**data, days="5")
    assert amounts(response)["net"] == "500.00"
    assert amounts(response)["invoice"] != data["invoice"]


def test_what_the_client_pays_is_shown_with_and_without_vat() -> None:
    """An artist's performance at 6 %: 1,000.00 without VAT is 1,060.00 with it."""
    assert "With VAT: €1,060.00." in ask(given="invoice", invoice="1000", vat="6").content.decode()


def test_a_link_opens_the_same_question() -> None:
    """The link under the answer holds every answer given, and gives the same figures."""
    first = ask(given="net", net="650,50", days="4", status="artist", partner="without_income", children="2")
    again = Client().get(f"/simulator/?{first.context['screen'].link}", headers={"Accept-Language": "en"})
    assert amounts(again) == amounts(first)
    assert dict(parse_qsl(first.context["screen"].link))["children"] == "2"


@pytest.mark.parametrize(
    ("status", "word"),
    [
        ("employee", "Single exit holiday pay"),
        ("manual", "Holiday fund"),
        ("artist", "Holiday fund"),
        ("artist_1bis", "Holiday fund"),
        ("student", "olidarity"),
        ("flexi_job", "lexi"),
    ],
)
def test_every_status_has_its_own_lines(status: str, word: str) -> None:
    """Each status is computed by its own rules and says so."""
    response = ask(given="gross", gross="600", status=status)
    assert response.status_code == 200
    assert word in unescape(response.content.decode())


@pytest.mark.parametrize("status", ["employee", "manual", "artist", "artist_1bis", "student", "flexi_job"])
@pytest.mark.parametrize("duration", ["days", "ongoing"])
def test_the_waterfall_closes_for_every_status(status: str, duration: str) -> None:
    """From what the client pays to net, every step adds up, or the drawing would refuse itself."""
    response = ask(given="invoice", invoice="2345.67", status=status, duration=duration, days="10")
    assert response.context["screen"].result.chart.rows[-1][1] == f"€{amounts(response)['net']}"


@pytest.mark.parametrize(("language", "word"), [("nl", "Enkel vertrekvakantiegeld"), ("fr", "Simple pécule de sortie")])
def test_each_line_opens_its_explanation_in_the_readers_language(language: str, word: str) -> None:
    """The sentence of the rule, the law, and since when its figure holds."""
    page = unescape(ask(headers={"Accept-Language": language}).content.decode())
    assert word in page
    assert "Royal decree of 30 March 1967" in page
    assert re.search(r"(vertrekvakantiegeld|pécule de sortie), .{0,40}1/01/2018", page) or "1/01/2018" in page


def test_small_steps_share_one_bar_and_a_lone_one_keeps_its_name() -> None:
    """A student's one contribution is named; the many small ones of an employee stand together, opened beside."""
    student = ask(given="gross", gross="1200", days="10", status="student").context["screen"].result.chart.rows
    employee = ask(given="gross", gross="700").context["screen"].result.chart.rows
    assert "Solidarity contribution" in [label for label, _amount in student]
    assert "Smaller amounts" in [label for label, _amount in employee]


def test_pay_under_the_minimum_is_a_reason() -> None:
    """The answer stands, with the limit in words and euros."""
    response = ask(given="net", net="100")
    assert response.status_code == 200
    assert "the minimum is €2," in response.content.decode()


def test_a_single_parent_is_recognised() -> None:
    """Children and no registered partner lower the tax as for a single parent; the words ask nothing twice."""
    alone, parent = ask(given="gross", gross="900"), ask(given="gross", gross="900", children="2")
    assert amounts(parent)["net"] > amounts(alone)["net"]


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"given": "net", "net": "-5"}, "net"),
        ({"given": "net", "net": "9" * 40}, "net"),
        ({"given": "net", "net": "2000000"}, "net"),
        ({"given": "net", "net": "NaN"}, "net"),
        ({"given": "net", "net": "12.345,678"}, "net"),
        ({"given": "net", "net": "1\x00"}, "net"),
        ({"days": "0"}, "days"),
        ({"days": "-3"}, "days"),
        ({"days": "23"}, "days"),
        ({"days": "1e5"}, "days"),
        ({"days": ""}, "days"),
        ({"status": "wizard"}, "status"),
        ({"partner": "robot"}, "partner"),
        ({"children": "9" * 40}, "children"),
        ({"children": "NaN"}, "children"),
        ({"month": "1999"}, "month"),
        ({"month": "13/2026"}, "month"),
        ({"month": "09/1999"}, "month"),
        ({"month": "01/2999"}, "month"),
        ({"vat": "99"}, "vat"),
        ({"sector": "pirates"}, "sector"),
        ({"duration": "forever"}, "duration"),
        ({"hours_before": "-1", "status": "student"}, "hours_before"),
    ],
    ids=str,
)
def test_a_hostile_answer_is_refused_beside_its_question(given: dict[str, str], field: str) -> None:
    """A sentence beside the question, status 422, and what was typed is still there."""
    start = {"given": "invoice", "invoice": "1000"} if "net" not in given else {}
    response = ask(**start, **given)
    assert response.status_code == 422
    assert list(errors(response)) == [field]
    assert response.context["screen"].form[field].value() == given[field]


@pytest.mark.parametrize("noise", [{"given": "wishes"}, {"shown": "1-2"}, {"shown": "a-b-c-d"}, {"shown": "9" * 400}])
def test_a_broken_memory_is_not_believed(noise: dict[str, str]) -> None:
    """What the page keeps for itself can be mangled: the typed amount still counts."""
    response = ask(**{"given": "net", "net": "500", **noise})
    assert response.status_code == 200
    assert amounts(response)["net"] == "500.00"


def test_markup_that_was_typed_stays_text() -> None:
    """Nothing typed becomes part of the page."""
    page = ask(given="net", net="<script>alert(1)</script>", status='"><img src=x>').content.decode()
    assert "<script>alert" not in page
    assert "<img" not in page


def test_an_empty_amount_asks_for_one_without_reproach() -> None:
    """Who has just emptied a field to type anew has made no error."""
    response = ask(given="net", net="")
    assert response.status_code == 200
    assert "Fill in one of the four amounts." in response.content.decode()


def test_a_fragment_holds_the_answer_and_what_changed() -> None:
    """While somebody types only the answer, the notes and the amounts travel, and the address follows."""
    response = ask(headers=HTMX, given="net", net="500")
    page = response.content.decode()
    assert "<html" not in page
    assert page.count('hx-swap-oob="true"') == 19
    assert response["HX-Replace-Url"].startswith("/simulator/?given=net&net=500%2C00")
    assert "HX-Request" in response["Vary"]


def test_a_fragment_that_refuses_leaves_the_amounts_alone() -> None:
    """An amount that cannot be read replaces nothing: only its note changes."""
    response = ask(headers=HTMX, given="net", net="abc")
    assert response.status_code == 200
    assert 'id="id_net"' not in response.content.decode()
    assert 'id="id_net_error"' in response.content.decode()


def test_the_page_reads_twice_and_writes_nothing(django_assert_max_num_queries) -> None:
    """The country and the cooperative's contribution are read; nothing of a visitor is stored."""
    with django_assert_max_num_queries(8) as asked:
        ask(given="net", net="500")
    assert not {query["sql"].split()[0].upper() for query in asked.captured_queries} & {"INSERT", "UPDATE", "DELETE"}


def test_nothing_can_be_sent_to_it() -> None:
    """The simulator only answers."""
    assert Client().post("/simulator/", {"net": "5"}).status_code == 405


def test_the_front_page_leads_to_it(db: None) -> None:
    """The first button of the front page answers the question everybody has."""
    page = Client().get("/").content.decode()
    assert re.search(r'class="button primary[^"]*"[^>]*href="/simulator/"|href="/simulator/"[^>]*primary', page)
