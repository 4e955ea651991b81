"""Journey J1: from an e-mail address to a signed contract of use, on any device."""

import re

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone
from tests.support.cooperative import BORN, Facts, member

from marke.countries.be.identifiers import make_iban, make_test_national_number
from marke.domain.foundation.transactions import acting_as_system
from marke.domain.members.models import Acceptance, Application, Subscription
from marke.domain.members.operations import SharePayment
from marke.domain.people.models import BankAccount, Person, User
from marke.domain.units.models import Unit
from marke.usecases.join_enterprise import decide_identity
from marke.usecases.receive_share_payment import receive_share_payments

EMAIL = "nora@example.org"
YOU = {
    "given_name": "Nora",
    "family_name": "Peeters",
    "national_number": make_test_national_number(born=BORN, serial=7),
    "address": "Kerkstraat 12, 9000 Gent",
    "phone": "0470 12 34 56",
}


def newcomer(email: str = EMAIL) -> Client:
    """Somebody who confirmed an address with the code that arrived there."""
    client = Client()
    client.post("/join/", {"email": email})
    code = re.search(r"\d{6}", mail.outbox[-1].body)[0]
    answer = client.post("/join/", {"code": code})
    assert answer.status_code == 302, answer.content.decode()
    return client


def fill_in(client: Client) -> None:
    """The screens between the address and the signature."""
    for page, facts in [
        ("you", YOU),
        ("activity", {"activity": activity()}),
        ("unit", {"unit_name": "Studio Nora"}),
        ("account", {"iban": make_iban(9)}),
    ]:
        answer = client.post(f"/join/{page}/", facts)
        assert answer.status_code == 302, (page, answer.content.decode()[-4000:])


def activity(*, regulated: bool = False) -> str:
    from marke.domain.units.activities import all_activities

    return next(code for code, found in all_activities().items() if bool(found.trade) == regulated)


def sign(client: Client, *, share: str = "now"):
    form = client.get("/join/sign/").context["form"]
    return client.post(
        "/join/sign/",
        {
            "agrees": "on",
            "share": share,
            "fingerprint": form["fingerprint"].value(),
            "language": form["language"].value(),
        },
    )


def test_it_works() -> None:
    """Five answers and a signature: known, agreed, and the share waits for money."""
    client = newcomer()
    fill_in(client)
    assert sign(client).url == "/join/done/"
    assert client.get("/join/done/").status_code == 200
    assert Application.objects.get().state == Application.State.SUBMITTED
    assert Acceptance.objects.get().person.user.email == EMAIL
    assert Subscription.objects.get().state == Subscription.State.SUBSCRIBED
    assert not Unit.objects.exists()


def test_the_unit_opens_when_the_share_is_paid_and_the_identity_checked() -> None:
    """Both are needed, in either order; then nothing more is asked."""
    client = newcomer()
    fill_in(client)
    sign(client)
    subscription, today = Subscription.objects.get(), timezone.localdate()
    with acting_as_system():
        paid = SharePayment(subscription.reference, subscription.amount, make_iban(9), today)
        receive_share_payments(payments=[paid], today=today, actor=Person.objects.get().pk)
        assert not Unit.objects.exists()
        decide_identity(
            person_id=Person.objects.get().pk,
            accepted=True,
            grounds="in_person",
            reason="",
            now=timezone.now(),
            today=today,
            actor=Person.objects.get().pk,
        )
        assert Unit.objects.get().name == "Studio Nora"
    assert Application.objects.get().state == Application.State.COMPLETED
    assert "Studio Nora" in client.get("/join/done/").content.decode()


def test_the_share_can_wait() -> None:
    client = newcomer()
    fill_in(client)
    sign(client, share="later")
    assert not Subscription.objects.exists()
    assert "/shares/" in client.get("/join/done/").content.decode()


def test_somebody_goes_on_where_they_stopped_on_another_device() -> None:
    client = newcomer()
    client.post("/join/you/", YOU)
    client.post("/join/activity/", {"activity": activity()})
    other = Client()
    other.force_login(User.objects.get(), backend="allauth.account.auth_backends.AuthenticationBackend")
    assert other.get("/join/").url == "/join/unit/"


def test_the_link_in_the_mail_works_on_another_device() -> None:
    Client().post("/join/", {"email": EMAIL})
    link = re.search(r"http://testserver(/join/confirm/\S+)", mail.outbox[0].body)[1]
    other = Client()
    assert other.get(link).status_code == 200
    assert not User.objects.exists(), "a mail scanner that follows the link opens nothing"
    assert other.post(link).url == "/join/you/"
    assert Client().post(link).url.startswith("/account/login")


@pytest.mark.parametrize("token", ["x", "aaa:bbb:ccc"])
def test_a_forged_link_opens_nothing(token: str) -> None:
    assert Client().post(f"/join/confirm/{token}/").status_code == 410
    assert not User.objects.exists()


def test_a_wrong_code_is_refused_and_after_five_none_counts() -> None:
    client = Client()
    client.post("/join/", {"email": EMAIL})
    code = re.search(r"\d{6}", mail.outbox[0].body)[0]
    wrong = "000000" if code != "000000" else "111111"
    for _ in range(5):
        assert client.post("/join/", {"code": wrong}).status_code == 422
    assert client.post("/join/", {"code": code}).status_code == 422
    assert not User.objects.exists()


def test_who_has_an_account_is_told_by_mail_only() -> None:
    """The page says the same for a known and an unknown address."""
    newcomer()
    pages = []
    for email in (EMAIL, "someone-else@example.org"):
        client = Client()
        client.post("/join/", {"email": email})
        pages.append(client.get("/join/").content.decode().replace(email, "@"))
    strip = re.compile(r'(csrf[^>]*|nonce="[^"]*")')
    assert strip.sub("", pages[0]) == strip.sub("", pages[1])
    assert "account with us already" in mail.outbox[-2].body


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("national_number", "93.05.18-223.62", "eleven digits"),
        ("national_number", "<script>", "eleven digits"),
        ("address", "Kerkstraat", "one line"),
        ("phone", "call me", "telephone"),
        ("family_name", "", "required"),
        ("given_name", "x" * 300, "100"),
    ],
)
def test_a_mistyped_answer_is_refused_beside_its_field_and_kept(field: str, value: str, words: str) -> None:
    """Everything else that was typed stays."""
    answer = newcomer().post("/join/you/", {**YOU, field: value})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert field in answer.context["form"].errors
    assert words in page
    assert 'value="0470 12 34 56"' in page or field == "phone"
    assert "<script>" not in page.replace("<script src", "")
    assert not Person.objects.exists()


def test_without_a_belgian_number_the_birth_date_is_asked() -> None:
    client = newcomer()
    page = client.get("/join/you/?without=number").content.decode()
    assert "birth_date" in page
    assert 'name="national_number"' not in page
    facts = {key: value for key, value in YOU.items() if key != "national_number"}
    assert client.post("/join/you/?without=number", {**facts, "birth_date": "6/5/1985"}).status_code == 302


def test_a_minor_is_told_what_to_do() -> None:
    client = newcomer()
    facts = {key: value for key, value in YOU.items() if key != "national_number"}
    born = timezone.localdate().replace(year=timezone.localdate().year - 17, day=1)
    answer = client.post("/join/you/?without=number", {**facts, "birth_date": f"{born:%d/%m/%Y}"})
    assert "guardian" in answer.content.decode()


def test_a_known_national_number_is_told_to_log_in() -> None:
    with acting_as_system():
        member(Facts(serial=7), on=timezone.localdate())
    answer = newcomer().post("/join/you/", YOU)
    assert "registered already" in answer.content.decode()


def test_a_regulated_trade_is_told_before_it_is_kept() -> None:
    client = newcomer()
    client.post("/join/you/", YOU)
    code = activity(regulated=True)
    answer = client.post("/join/activity/", {"activity": code})
    assert "regulated trade" in answer.content.decode()
    assert client.post("/join/activity/", {"activity": code, "understood": code}).url == "/join/unit/"


def test_an_invented_activity_is_refused() -> None:
    client = newcomer()
    client.post("/join/you/", YOU)
    assert client.post("/join/activity/", {"activity": "piracy"}).status_code == 422


def test_nobody_signs_without_agreeing() -> None:
    client = newcomer()
    fill_in(client)
    form = client.get("/join/sign/").context["form"]
    answer = client.post("/join/sign/", {"share": "now", "fingerprint": form["fingerprint"].value(), "language": "nl"})
    assert answer.status_code == 422
    assert not Acceptance.objects.exists()


def test_nobody_signs_another_text_than_the_one_in_force() -> None:
    client = newcomer()
    fill_in(client)
    answer = client.post("/join/sign/", {"agrees": "on", "share": "now", "fingerprint": "0" * 64, "language": "nl"})
    assert "not the current one" in answer.content.decode()
    assert Application.objects.get().state == Application.State.DRAFT
    assert not Subscription.objects.exists()


def test_the_account_is_asked_once() -> None:
    client = newcomer()
    fill_in(client)
    client.post("/join/account/", {"iban": make_iban(10)})
    assert BankAccount.objects.count() == 1


def test_nobody_skips_a_screen() -> None:
    """Whoever opens a later screen is led to the first that is still empty."""
    client = newcomer()
    client.post("/join/you/", YOU)
    assert client.get("/join/sign/").url == "/join/activity/"
    assert client.get("/join/done/").url == "/join/activity/"
