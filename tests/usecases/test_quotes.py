"""A quote from the draft to the signature: sent, looked at, signed by version, and what comes of it."""

from __future__ import annotations

import datetime as dt
import uuid

import pytest
from django.db import DatabaseError, transaction
from tests.support.quoting import NOW, READER, TODAY, Offer, offering, signer
from tests.support.selling import CLERK, REDUCED, client_of, line, open_unit

from marke.domain.checks.models import Check
from marke.domain.foundation.transactions import SYSTEM
from marke.domain.orders.models import Order
from marke.domain.outbox.models import Message
from marke.domain.people.models import User
from marke.domain.quotes.content import Invoicing, QuoteInput, fingerprint
from marke.domain.quotes.enums import Plan, QuoteState, SignedBy
from marke.domain.quotes.models import Answer, QuoteVersion, SigningCode
from marke.domain.quotes.operations import answering, ending, writing
from marke.domain.quotes.papers import PaperInput
from marke.domain.quotes.queries import quote_for_client, quotes_of_unit
from marke.kernel.refusal import Refusal
from marke.usecases.answer_quote import Words, accept_quote, ask_code, confirm_code, reject_quote
from marke.usecases.check_documents import Decision, decide_checks
from marke.usecases.follow_quotes import expire_quotes, remind_of_quotes
from marke.usecases.send_quote import send_quote, send_quotes, take_back_quote
from marke.usecases.write_quote import keep_quote

pytestmark = pytest.mark.usefixtures("selling")
PDF = PaperInput("signed.pdf", b"%PDF-1.7 signed")
DAY = dt.timedelta(days=1)


@pytest.fixture
def festival(selling: None) -> uuid.UUID:
    return client_of(1001, postcode="9000", municipality="Gent")


@pytest.fixture
def offer(festival: uuid.UUID) -> Offer:
    return offering(1001, festival)


@pytest.fixture
def nora(selling: None) -> User:
    """The member who sends the quotes."""
    return User.objects.create_user("nora@example.org", language="en")


def sent(version: QuoteVersion, *, actor: uuid.UUID = SYSTEM, now: dt.datetime = NOW) -> QuoteVersion:
    """The version after it was sent, past an adviser's look if one is needed."""
    send_quote(version_id=version.pk, now=now, actor=actor)
    waiting = list(Check.objects.filter(subject_id=version.pk, state="waiting").values_list("pk", flat=True))
    if waiting:
        decide_checks(decision=Decision(waiting), now=now, actor=CLERK)
    return QuoteVersion.objects.select_related("quote").get(pk=version.pk)


def accept(version: QuoteVersion, how: SignedBy = SignedBy.LINK, *, now: dt.datetime = NOW, **more: object) -> Answer:
    return accept_quote(
        quote_id=version.quote_id, version=version.number, signer=signer(how), now=now, actor=SYSTEM, **more
    )


def state(version: QuoteVersion) -> str:
    return QuoteVersion.objects.values_list("state", flat=True).get(pk=version.pk)


def test_it_works(offer: Offer) -> None:
    """A sent quote has a number, an end and a fingerprint; its acceptance opens the order."""
    version = sent(offer())
    assert (version.quote.number, version.state) == ("Q2026/00001", QuoteState.SENT)
    assert version.valid_until == TODAY + 30 * DAY
    assert version.fingerprint == fingerprint(version, version.lines.all(), number="Q2026/00001")
    answer = accept(version)
    order = Order.objects.get(pk=answer.version.order_id)
    assert (order.quote_id, order.net, order.subject) == (version.quote_id, 100_000, "Concert")
    assert (state(version), answer.evidence["fingerprint"]) == (QuoteState.ACCEPTED, version.fingerprint)


def test_what_is_shared_stands_on_the_quote(offer: Offer) -> None:
    """The quote says what comes to the unit and what to the common pot (rule 8)."""
    version = sent(offer())
    assert (version.contribution, version.budget, version.gross) == (6_500, 93_500, 121_000)


def test_the_reader_gets_a_mail_with_the_paper(offer: Offer, nora: User) -> None:
    """One mail to whoever decides, with the quote as PDF; an answer to it reaches the member."""
    version = sent(offer(), actor=nora.pk)
    mail = Message.objects.get(subject_kind="quote", subject_id=version.quote_id)
    assert (mail.payload["to"], mail.payload["reply_to"]) == (READER, "nora@example.org")
    assert [each["maker"] for each in mail.payload["attachments"]] == ["quote.pdf"]


def test_without_an_address_nothing_is_mailed(offer: Offer) -> None:
    """A quote that is handed over on paper is sent all the same."""
    version = sent(offer(to_email=""))
    assert version.state == QuoteState.SENT
    assert not Message.objects.exists()


def test_quotes_are_numbered_without_gaps(offer: Offer) -> None:
    """Numbers are given at the first sending, and a refused sending gives its number back."""
    drafts = [offer("10"), offer("20")]
    bad = offer("30", valid_until=TODAY - DAY)
    with pytest.raises(Refusal, match="which has passed"), transaction.atomic():
        send_quote(version_id=bad.pk, now=NOW, actor=SYSTEM)
    sent_now = send_quotes(version_ids=[draft.pk for draft in drafts], now=NOW, actor=SYSTEM)
    assert [version.quote.number for version in sent_now] == ["Q2026/00001", "Q2026/00002"]


def test_a_quote_is_priced_by_the_law(festival: uuid.UUID) -> None:
    """A reduced rate needs its reason before the quote leaves, as on the invoice (rule 23)."""
    given = QuoteInput(1001, festival, (line("100", vat=REDUCED),))
    version = keep_quote(quote=given, today=TODAY, actor=SYSTEM)
    with pytest.raises(Refusal):
        send_quote(version_id=version.pk, now=NOW, actor=SYSTEM)


def test_a_unit_without_right_of_use_sends_nothing(festival: uuid.UUID) -> None:
    """Without a share for the year nothing new comes in (rule 2)."""
    open_unit(1002, share=False)
    client = client_of(1002)
    version = offering(1002, client)()
    with pytest.raises(Refusal, match="share"):
        send_quote(version_id=version.pk, now=NOW, actor=SYSTEM)


def test_a_sent_quote_never_changes(offer: Offer) -> None:
    """What left the house is kept by the database itself, lines and all."""
    version = sent(offer())
    changes = [
        lambda: QuoteVersion.objects.filter(pk=version.pk).update(net=1, gross=21_001),
        lambda: version.lines.update(description="Other"),
        lambda: version.lines.all().delete(),
        lambda: QuoteVersion.objects.filter(pk=version.pk).delete(),
    ]
    for change in changes:
        with pytest.raises(DatabaseError), transaction.atomic():
            change()


class TestVersions:
    """A later change is a new version, and the client signs one version and no other (rule 16)."""

    def test_the_old_version_stands_until_the_new_one_is_sent(self, offer: Offer) -> None:
        """While a change is being written the client can still accept what was sent."""
        first = sent(offer())
        second = writing.begin_version(quote_id=first.quote_id, actor=SYSTEM)
        assert second.number == 2
        accept(first)
        assert not QuoteVersion.objects.filter(pk=second.pk).exists()
        assert [each.pk for each in quotes_of_unit(unit_id=1001)] == [first.pk]

    def test_a_second_change_goes_on_with_the_first(self, offer: Offer) -> None:
        """Two tabs that begin a change write on the same draft."""
        first = sent(offer())
        drafts = {writing.begin_version(quote_id=first.quote_id, actor=SYSTEM).pk for _ in range(2)}
        assert len(drafts) == 1

    def test_an_old_version_is_not_accepted(self, offer: Offer) -> None:
        """Whoever opens an old link is told that a newer version replaced it."""
        first = sent(offer())
        second = sent(writing.begin_version(quote_id=first.quote_id, actor=SYSTEM))
        with pytest.raises(Refusal, match="replaced by a newer one"):
            accept(first)
        assert (state(first), second.quote.number) == (QuoteState.REPLACED, first.quote.number)
        shown = quote_for_client(quote_id=first.quote_id)
        assert shown is not None
        assert shown.version.number == 2

    def test_a_draft_is_not_shown_to_the_client(self, offer: Offer) -> None:
        """What was not sent does not exist for the client, and cannot be accepted."""
        draft = offer()
        assert quote_for_client(quote_id=draft.quote_id) is None
        with pytest.raises(Refusal, match="does not exist"):
            accept(draft)

    def test_a_signed_change_replaces_the_order(self, offer: Offer) -> None:
        """After the signature a change is signed again, and then one order counts."""
        first = sent(offer("1000"))
        accept(first)
        change = writing.begin_version(quote_id=first.quote_id, actor=SYSTEM)
        second = sent(offer("1200", version_id=change.pk))
        accept(second)
        assert [state(first), state(second)] == [QuoteState.REPLACED, QuoteState.ACCEPTED]
        assert list(Order.objects.order_by("pk").values_list("state", "net")) == [
            ("replaced", 100_000),
            ("running", 120_000),
        ]

    def test_a_declined_change_leaves_what_was_signed(self, offer: Offer) -> None:
        """When the client says no to the change, the signed version is still the quote."""
        first = sent(offer())
        accept(first)
        second = sent(writing.begin_version(quote_id=first.quote_id, actor=SYSTEM))
        reject_quote(quote_id=first.quote_id, version=2, comment="No", signer=signer(), now=NOW, actor=SYSTEM)
        assert [each.pk for each in quotes_of_unit(unit_id=1001)] == [first.pk]
        assert (state(first), state(second)) == (QuoteState.ACCEPTED, QuoteState.REJECTED)

    def test_a_quote_that_was_sent_stays_with_its_client(self, offer: Offer) -> None:
        """Another client gets a new quote."""
        change = writing.begin_version(quote_id=sent(offer()).quote_id, actor=SYSTEM)
        other = client_of(1001, name="Cultural centre", number="0200000340")
        with pytest.raises(Refusal, match="stays with its client"):
            offering(1001, other)(version_id=change.pk)


class TestAnswering:
    """One answer, in time, by somebody who proves who they are."""

    def test_a_second_acceptance_is_refused(self, offer: Offer) -> None:
        """A second tap finds the quote accepted; there is one order."""
        version = sent(offer())
        accept(version)
        with pytest.raises(Refusal, match="accepted already"):
            accept(version)
        assert Order.objects.count() == 1

    def test_an_expired_quote_is_not_accepted(self, offer: Offer) -> None:
        """The last day counts, the day after is too late, also before the clockwork has said so."""
        version = sent(offer(valid_until=TODAY))
        with pytest.raises(Refusal, match="was valid until"):
            accept(version, now=NOW + DAY)
        accept(version)

    def test_a_withdrawn_quote_is_not_accepted(self, offer: Offer) -> None:
        """The unit took it back first."""
        version = sent(offer())
        ending.withdraw(quote_id=version.quote_id, now=NOW)
        with pytest.raises(Refusal, match="withdrawn"):
            accept(version)

    def test_a_signature_has_a_name(self, offer: Offer) -> None:
        """Spaces sign nothing."""
        version = sent(offer())
        with pytest.raises(Refusal, match="Type your name"):
            accept_quote(quote_id=version.quote_id, version=1, signer=signer(name=" "), now=NOW, actor=SYSTEM)

    def test_a_decline_keeps_the_reason_and_opens_nothing(self, offer: Offer, nora: User) -> None:
        """The member reads why, in a mail."""
        version = sent(offer(), actor=nora.pk)
        reject_quote(quote_id=version.quote_id, version=1, comment="Too dear", signer=signer(), now=NOW, actor=SYSTEM)
        assert (state(version), Answer.objects.get().comment) == (QuoteState.REJECTED, "Too dear")
        assert not Order.objects.exists()
        told = Message.objects.get(payload__template="quote_rejected")
        assert (told.payload["to"], told.payload["context"]["comment"]) == ("nora@example.org", "Too dear")

    def test_a_declined_quote_is_not_accepted_after_all(self, offer: Offer) -> None:
        """Whoever changed their mind asks for a new one."""
        version = sent(offer())
        reject_quote(quote_id=version.quote_id, version=1, comment="", signer=signer(), now=NOW, actor=SYSTEM)
        with pytest.raises(Refusal, match="declined already"):
            accept(version)

    def test_the_purchase_order_of_the_client_goes_to_the_order(self, offer: Offer) -> None:
        """A number that the client types while signing stands on every invoice."""
        answer = accept(sent(offer()), words=Words(order_reference="PO-77"))
        assert Order.objects.get(pk=answer.version.order_id).order_reference == "PO-77"

    def test_seeing_is_not_answering(self, offer: Offer) -> None:
        """The first look is kept, later ones change nothing, and the quote can be answered."""
        version = sent(offer())
        for hours in (1, 2):
            answering.mark_viewed(quote_id=version.quote_id, version=1, now=NOW + dt.timedelta(hours=hours))
        seen = QuoteVersion.objects.get(pk=version.pk)
        assert (seen.state, seen.viewed_at) == (QuoteState.VIEWED, NOW + dt.timedelta(hours=1))
        accept(version)

    def test_an_answer_is_never_rewritten(self, offer: Offer) -> None:
        """Evidence is evidence."""
        accept(sent(offer()))
        with pytest.raises(DatabaseError), transaction.atomic():
            Answer.objects.update(signer_name="Somebody else")


class TestFirmness:
    """The larger the amount, the firmer the signature."""

    def test_a_large_amount_asks_a_code(self, offer: Offer) -> None:
        """Above EUR 2,500.00 with VAT the link alone is too light."""
        accept(sent(offer("2066.11")))
        with pytest.raises(Refusal, match="code"):
            accept(sent(offer("2066.12")))

    def test_the_code_in_the_mail_signs(self, offer: Offer) -> None:
        """The code is asked, typed right, and then signs once."""
        version = sent(offer("5000"))
        with pytest.raises(Refusal, match="Type the code"), transaction.atomic():
            accept(version, SignedBy.CODE)
        digits = code_for(version)
        assert confirm_code(quote_id=version.quote_id, version=1, digits=digits, now=NOW)
        assert accept(version, SignedBy.CODE).how == SignedBy.CODE

    def test_a_wrong_code_signs_nothing_and_wears_out(self, offer: Offer) -> None:
        """Five wrong attempts and a new code must be asked."""
        version = sent(offer("5000"))
        right = code_for(version)
        wrong = "000000" if right != "000000" else "000001"
        for _ in range(5):
            assert not confirm_code(quote_id=version.quote_id, version=1, digits=wrong, now=NOW)
        with pytest.raises(Refusal, match="Ask a new one"):
            confirm_code(quote_id=version.quote_id, version=1, digits=right, now=NOW)

    def test_a_code_lives_a_quarter_of_an_hour(self, offer: Offer) -> None:
        """Typed too late, or signed too late, it is worth nothing."""
        version = sent(offer("5000"))
        digits, later = code_for(version), NOW + dt.timedelta(minutes=15)
        with pytest.raises(Refusal, match="Ask a new one"), transaction.atomic():
            confirm_code(quote_id=version.quote_id, version=1, digits=digits, now=later)
        assert confirm_code(quote_id=version.quote_id, version=1, digits=digits, now=NOW)
        with pytest.raises(Refusal, match="Type the code"):
            accept(version, SignedBy.CODE, now=later)

    def test_the_code_is_nowhere_to_be_read(self, offer: Offer) -> None:
        """Neither the table nor the outbox holds the digits."""
        version = sent(offer("5000"))
        digits = code_for(version)
        mail = Message.objects.get(payload__template="quote_code")
        assert digits not in str(mail.payload)
        assert digits.encode() not in bytes(SigningCode.objects.get().digest)

    def test_a_very_large_amount_is_signed_on_paper(self, offer: Offer) -> None:
        """Above EUR 10,000.00 with VAT a scan of the signed paper is handed in, and kept."""
        version = sent(offer("9000"))
        with pytest.raises(Refusal, match="on paper"), transaction.atomic():
            accept(version, SignedBy.CODE)
        answer = accept(version, SignedBy.PAPER, paper=PDF)
        assert (answer.content_type, answer.file.read()) == ("application/pdf", PDF.content)

    @pytest.mark.parametrize("paper", [None, PaperInput("x.pdf", b""), PaperInput("x.pdf", b"<html>")])
    def test_a_paper_is_a_pdf_or_a_photo(self, offer: Offer, paper: PaperInput | None) -> None:
        """A file that is something else signs nothing."""
        version = sent(offer())
        with pytest.raises(Refusal):
            accept(version, SignedBy.PAPER, paper=paper)


def code_for(version: QuoteVersion) -> str:
    """The digits in the mail that the client gets."""
    from marke.domain.outbox.mail import opened

    assert ask_code(quote_id=version.quote_id, version=version.number, now=NOW, actor=SYSTEM) == READER
    mail = Message.objects.filter(payload__template="quote_code").latest("put_at")
    return str(opened(mail.payload)["code"])


class TestLooking:
    """An adviser looks first where a rule asks it."""

    @pytest.fixture
    def waiting(self, offer: Offer, nora: User) -> QuoteVersion:
        """A large quote for a new client."""
        version = send_quote(version_id=offer("9500").pk, now=NOW, actor=nora.pk)
        assert version.state == QuoteState.REVIEW
        return version

    def test_it_does_not_leave_before_that(self, waiting: QuoteVersion) -> None:
        """No number, no mail, nothing to accept."""
        assert waiting.quote.number is None
        assert not Message.objects.filter(subject_kind="quote").exists()
        with pytest.raises(Refusal):
            accept(waiting)

    def test_approved_it_leaves_in_the_writers_name(self, waiting: QuoteVersion, nora: User) -> None:
        """The mail says the member sent it; the version says who looked."""
        decide_checks(decision=Decision([Check.objects.get().pk]), now=NOW, actor=CLERK)
        version = QuoteVersion.objects.get(pk=waiting.pk)
        assert (version.state, version.sent_by, version.reviewed_by) == (QuoteState.SENT, nora.pk, CLERK)

    def test_returned_it_is_a_draft_with_a_note(self, waiting: QuoteVersion) -> None:
        """The member reads what must change."""
        decide_checks(decision=Decision([Check.objects.get().pk], "Name the hall"), now=NOW, actor=CLERK)
        version = QuoteVersion.objects.get(pk=waiting.pk)
        assert (version.state, version.review_note) == (QuoteState.DRAFT, "Name the hall")

    def test_the_writer_takes_it_back(self, waiting: QuoteVersion, nora: User) -> None:
        """Then nobody needs to look any more."""
        take_back_quote(version_id=waiting.pk, now=NOW, actor=nora.pk)
        assert (state(waiting), Check.objects.get().state) == (QuoteState.DRAFT, "withdrawn")


class TestTime:
    """Quotes that nobody answers."""

    def test_they_expire_the_day_after_their_last(self, offer: Offer) -> None:
        """Not on the last day; once is enough."""
        version = sent(offer(valid_until=TODAY))
        assert expire_quotes(now=NOW) == 0
        assert expire_quotes(now=NOW + DAY) == 1
        assert expire_quotes(now=NOW + DAY) == 0
        assert state(version) == QuoteState.EXPIRED

    def test_their_readers_are_reminded_once(self, offer: Offer) -> None:
        """Three days before the end, if the quote is older than that."""
        sent(offer())
        assert remind_of_quotes(now=NOW + 26 * DAY, actor=SYSTEM) == 0
        assert remind_of_quotes(now=NOW + 27 * DAY, actor=SYSTEM) == 1
        assert remind_of_quotes(now=NOW + 28 * DAY, actor=SYSTEM) == 0
        assert Message.objects.filter(payload__template="quote_reminder").count() == 1

    def test_a_short_validity_brings_no_reminder(self, offer: Offer) -> None:
        """Whoever got the quote yesterday has just read its last day."""
        sent(offer(valid_until=TODAY + 2 * DAY))
        assert remind_of_quotes(now=NOW + DAY, actor=SYSTEM) == 0

    def test_an_answered_quote_neither_expires_nor_reminds(self, offer: Offer) -> None:
        """It has ended."""
        version = sent(offer())
        accept(version)
        assert remind_of_quotes(now=NOW + 28 * DAY, actor=SYSTEM) == 0
        assert expire_quotes(now=NOW + 31 * DAY) == 0


class TestInvoicing:
    """How a quote says it is invoiced is how its order is."""

    def test_a_deposit(self, offer: Offer) -> None:
        """30 percent at signature, the rest at the end."""
        answer = accept(sent(offer(invoicing=Invoicing(Plan.DEPOSIT, 30))))
        steps = Order.objects.get(pk=answer.version.order_id).steps.values_list("kind", "share")
        assert [(kind, share and float(share)) for kind, share in steps] == [("deposit", 0.3), ("final", None)]

    def test_equal_parts(self, offer: Offer) -> None:
        """Three parts, a month apart from the signature, the last taking the cents."""
        answer = accept(sent(offer("100", invoicing=Invoicing(Plan.INSTALMENTS, 0, 3))))
        steps = Order.objects.get(pk=answer.version.order_id).steps.values_list("kind", "on")
        assert list(steps) == [
            ("instalment", TODAY),
            ("instalment", dt.date(2026, 10, 11)),
            ("final", dt.date(2026, 11, 11)),
        ]
