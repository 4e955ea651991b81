"""The access point e-invoice.be behind the port of providers.

Read on 24 November 2026: the types and calls of the provider's own client e-invoice-api 1.39.1 (Apache-2.0, generated
from its OpenAPI description), the command line peppol-cli of the same house, and api.e-invoice.be/docs. Not tried
against the live service: `marke.ops.einvoice.simulator` answers as those texts say.

What they leave open is met as follows.

- There is no idempotency key. A document is made as a draft and sent in a second call; both lists can be searched for
  the invoice number, which is unique among the seller's documents. So `find` looks there before anything is made, and
  an attempt that broke off between the two calls is finished with the same draft.
- The details of answers (``mlr_received``, ``imr_received``) are free. A code is taken where one stands; an event
  without one is kept as it came and moves no status.
- By default the receiver follows from the tax numbers in the document, so that both participants are always named.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator, Mapping
from typing import Any, cast
from urllib.parse import urlsplit

import requests

from marke.kernel.einvoicing import (
    Answered,
    Handover,
    Judgement,
    Lookup,
    Outgoing,
    Page,
    Participant,
    Progress,
    ProviderRefused,
    ProviderUnavailable,
    Reach,
    Transport,
    Waiting,
)
from marke.kernel.refusal import gettext_noop

BASE_URL = "https://api.e-invoice.be"
TIMEOUT = (5, 30)
"""Seconds to connect, and to wait for an answer."""

PAGE_SIZE = 50
LARGEST_DOCUMENT = 20 * 1024 * 1024
LOOPBACK = frozenset({"127.0.0.1", "::1", "localhost"})

TRANSPORTS = {"TRANSIT": Transport.HANDED_OVER, "SENT": Transport.DELIVERED, "FAILED": Transport.FAILED}
DRAFT = "DRAFT"
NOT_THERE = frozenset({"nxdomain", "not_found", "not-registered", "not registered", "not found"})
"""Words by which the directory says that nobody of this number is registered; anything else is a failed look-up."""

CODES = frozenset({"AB", "IP", "UQ", "CA", "RE", "AP", "PD"})
CODE_KEYS = ("response_code", "status_code", "code", "status")
REASON_KEYS = ("status_reason", "reason", "description", "message", "error", "detail")


class EInvoiceBe:
    """The port of providers, over HTTPS with the key of the house. Keep one per process."""

    name = "e-invoice.be"

    def __init__(self, *, key: str, base_url: str = BASE_URL, timeout: tuple[float, float] = TIMEOUT) -> None:
        if urlsplit(base_url).scheme != "https" and urlsplit(base_url).hostname not in LOOPBACK:
            raise ValueError("The provider is spoken to over TLS only.")
        self._base = base_url.rstrip("/")
        self._timeout = timeout
        self._session = requests.Session()
        self._session.trust_env = False
        self._session.headers["Authorization"] = f"Bearer {key}"
        self._anonymous = requests.Session()
        self._anonymous.trust_env = False

    def lookup(self, participant: Participant) -> Lookup:
        """Whether a participant receives on the network."""
        try:
            answer = self._get("/api/lookup", peppol_id=str(participant))
        except (ProviderUnavailable, ProviderRefused) as problem:
            return Lookup(Reach.UNKNOWN, problem=str(problem))
        return _reach(answer)

    def validate(self, content: bytes) -> Judgement:
        """What the provider's own check says of a document."""
        answer = self._post("/api/validate/ubl", content=content)
        findings = tuple(_finding(issue) for issue in answer.get("issues", ()))
        return Judgement(bool(answer.get("is_valid")), pack=self.name, layers=(self.name,), findings=findings)

    def find(self, number: str) -> Handover | None:
        """The document with this number if it is on its way, arrived or failed; a draft has not left."""
        found = self._sent(number)
        return _handover(found) if found else None

    def send(self, document: Outgoing) -> Handover:
        """Make a draft, or take the one that an interrupted attempt left, and send it."""
        if sent := self.find(document.number):
            return sent
        draft = self._draft(document.number) or self._post("/api/documents/ubl", content=document.content)
        answer = self._post(
            f"/api/documents/{_name(draft)}/send",
            sender_peppol_scheme=document.sender.scheme,
            sender_peppol_id=document.sender.value,
            receiver_peppol_scheme=document.receiver.scheme,
            receiver_peppol_id=document.receiver.value,
        )
        return _handover(answer)

    def status(self, provider_id: str) -> Progress:
        """Where a document stands, by its state and its timeline."""
        document = self._get(f"/api/documents/{provider_id}")
        timeline = self._get(f"/api/documents/{provider_id}/timeline")
        return _progress(document, timeline)

    def inbox(self, *, since: dt.datetime, page: int = 1) -> Page:
        """Documents received since a moment, oldest first. The provider filters by date of issue: we by arrival."""
        answer = self._get("/api/inbox/", page=page, page_size=PAGE_SIZE, sort_by="created_at", sort_order="desc")
        items = [_waiting(item) for item in reversed(answer.get("items", ()))]
        fresh = tuple(sorted((each for each in items if each.received_at >= since), key=lambda each: each.received_at))
        more = bool(answer.get("has_next_page")) and len(fresh) == len(items)
        return Page(fresh, page + 1 if more else None)

    def fetch(self, provider_id: str) -> bytes:
        """The bytes of a received document. They lie behind a signed address, which never sees our key."""
        address = self._get(f"/api/documents/{provider_id}/ubl").get("signed_url")
        if not address:
            raise ProviderUnavailable("The provider named no address of the document.")
        place = urlsplit(address)
        if place.scheme != "https" and place.hostname not in LOOPBACK:
            raise ProviderUnavailable("The provider named an address without TLS; nothing was fetched.")
        try:
            with self._anonymous.get(address, timeout=self._timeout, stream=True, allow_redirects=False) as answer:
                _check(answer)
                return _limited(answer)
        except requests.RequestException as error:
            raise ProviderUnavailable(_without_address(error)) from None

    def _sent(self, number: str) -> Mapping[str, Any] | None:
        return next((each for each in self._named("/api/outbox/", number) if each.get("state") in TRANSPORTS), None)

    def _draft(self, number: str) -> Mapping[str, Any] | None:
        drafts = self._named("/api/outbox/drafts", number)
        return next((each for each in drafts if each.get("state", DRAFT) == DRAFT), None)

    def _named(self, path: str, number: str) -> Iterator[Mapping[str, Any]]:
        """Documents that carry exactly this number; the search of the provider also finds parts of it."""
        page: int | None = 1
        while page is not None:
            answer = self._get(path, search=number, page=page, page_size=PAGE_SIZE)
            yield from (each for each in answer.get("items", ()) if each.get("invoice_id") == number)
            page = page + 1 if answer.get("has_next_page") else None

    def _get(self, path: str, **query: Any) -> dict[str, Any]:
        return self._call("GET", path, params=query)

    def _post(self, path: str, *, content: bytes | None = None, **query: Any) -> dict[str, Any]:
        files = {"file": ("invoice.xml", content, "application/xml")} if content is not None else None
        return self._call("POST", path, params=query, files=files)

    def _call(self, method: str, path: str, **more: Any) -> dict[str, Any]:
        try:
            answer = self._session.request(
                method, self._base + path, timeout=self._timeout, allow_redirects=False, **more
            )
            _check(answer)
            return cast(dict[str, Any], answer.json())
        except requests.JSONDecodeError:
            raise ProviderUnavailable("The provider's answer could not be read.") from None
        except requests.RequestException as error:
            raise ProviderUnavailable(_without_address(error)) from None


def _check(answer: requests.Response) -> None:
    """Raise what an answer means: later, never, or not with this key."""
    if answer.status_code in {401, 403}:
        raise ProviderUnavailable("The provider does not accept the key of this house.", nothing_done=True)
    if answer.status_code in {408, 425, 429} or answer.status_code >= 500:
        raise ProviderUnavailable(
            f"The provider answered {answer.status_code}.",
            wait=_wait(answer),
            nothing_done=answer.status_code < 500,
        )
    if answer.status_code >= 300:
        raise ProviderRefused(
            "einvoice.provider-refused",
            gettext_noop("The provider refused the document: %(reason)s"),
            params={"reason": _detail(answer), "status": answer.status_code},
        )


def _wait(answer: requests.Response) -> dt.timedelta | None:
    seconds = answer.headers.get("Retry-After", "")
    return dt.timedelta(seconds=int(seconds)) if seconds.isdecimal() else None


def _detail(answer: requests.Response) -> str:
    """Why, in the provider's words; a validation error of its framework is a list of messages."""
    try:
        detail = answer.json().get("detail", "")
    except (requests.JSONDecodeError, AttributeError):
        return f"status {answer.status_code}"
    if isinstance(detail, list):
        detail = "; ".join(str(each.get("msg", each)) if isinstance(each, dict) else str(each) for each in detail)
    return str(detail)[:500] or f"status {answer.status_code}"


def _limited(answer: requests.Response) -> bytes:
    """The body, refused as soon as it is larger than any invoice."""
    content = b""
    for part in answer.iter_content(64 * 1024):
        content += part
        if len(content) > LARGEST_DOCUMENT:
            raise ProviderRefused("einvoice.too-large", gettext_noop("The document is larger than 20 MB."))
    return content


def _without_address(error: requests.RequestException) -> str:
    """What went wrong, without the address: it may carry a signature."""
    kinds = {requests.Timeout: "did not answer in time", requests.exceptions.SSLError: "is not who it should be (TLS)"}
    reason = next((words for kind, words in kinds.items() if isinstance(error, kind)), "could not be reached")
    return f"The provider {reason}."


def _name(document: Mapping[str, Any]) -> str:
    """The name of a document at the provider. Raises `ProviderUnavailable` for an answer without one."""
    name = document.get("id")
    if not isinstance(name, str) or not name:
        raise ProviderUnavailable("The provider's answer names no document.")
    return name


def _handover(document: Mapping[str, Any]) -> Handover:
    transport = TRANSPORTS.get(str(document.get("state")), Transport.HANDED_OVER)
    return Handover(_name(document), transport, _raw(document))


def _reach(answer: Mapping[str, Any]) -> Lookup:
    """Three answers: registered with document types, certainly not registered, or nothing certain."""
    raw = _raw(answer)
    metadata, dns = answer.get("serviceMetadata") or {}, answer.get("dnsInfo") or {}
    if answer.get("status") == "success" and metadata.get("status") == "success":
        endpoints = metadata.get("endpoints") or ()
        types = tuple(kind["value"] for endpoint in endpoints for kind in endpoint.get("documentTypes", ()))
        return Lookup(Reach.REACHABLE if types else Reach.ABSENT, types, raw=raw)
    problems = [str(each) for each in (dns.get("error"), metadata.get("error"), *answer.get("errors", ())) if each]
    if problems and all(any(word in problem.lower() for word in NOT_THERE) for problem in problems):
        return Lookup(Reach.ABSENT, raw=raw)
    return Lookup(Reach.UNKNOWN, problem="; ".join(problems) or "The directory gave no answer.", raw=raw)


def _finding(issue: Mapping[str, Any]) -> dict[str, str]:
    message = str(issue.get("message", ""))
    return {
        "layer": str(issue.get("schematron", "")),
        "rule": str(issue.get("rule_id") or ""),
        "severity": "fatal" if issue.get("type") == "error" else "warning",
        "location": str(issue.get("location") or "/"),
        "message": message,
        "sentence": message,
    }


def _progress(document: Mapping[str, Any], timeline: Mapping[str, Any]) -> Progress:
    events = [each for each in timeline.get("events", ()) if isinstance(each, dict)]
    transport = TRANSPORTS.get(str(document.get("state")), Transport.HANDED_OVER)
    ending = {Transport.DELIVERED: "send_success", Transport.FAILED: "send_failed"}.get(transport)
    last = next((each for each in reversed(events) if each.get("event_type") == ending), None)
    return Progress(
        transport=transport,
        transport_at=_moment(last) if last else None,
        problem=_reason(last) if last and transport is Transport.FAILED else "",
        message_level=_answers(events, "mlr_received"),
        business=_answers(events, "imr_received"),
        raw=json.dumps({"document": _essence(document), "events": events}, default=str),
    )


def _answers(events: list[dict[str, Any]], kind: str) -> tuple[Answered, ...]:
    """The events of a kind that carry a code, the earliest first."""
    coded = [(each, _code(each)) for each in events if each.get("event_type") == kind]
    answers = [
        Answered(code, _moment(each), _reason(each), json.dumps(each, default=str)) for each, code in coded if code
    ]
    return tuple(sorted(answers, key=lambda each: each.at))


def _code(event: Mapping[str, Any]) -> str:
    details = event.get("details") or {}
    return next((str(details[key]) for key in CODE_KEYS if str(details.get(key)) in CODES), "")


def _reason(event: Mapping[str, Any]) -> str:
    details = event.get("details") or {}
    return next((str(details[key]) for key in REASON_KEYS if details.get(key)), "")[:500]


def _waiting(item: Mapping[str, Any]) -> Waiting:
    return Waiting(
        _name(item),
        _read_moment(item.get("created_at")),
        sender=str(item.get("vendor_name") or ""),
        number=str(item.get("invoice_id") or ""),
    )


def _moment(event: Mapping[str, Any]) -> dt.datetime:
    return _read_moment(event.get("timestamp"))


def _read_moment(text: object) -> dt.datetime:
    """A moment as the provider writes it; without a zone it is universal time."""
    try:
        moment = dt.datetime.fromisoformat(str(text).replace("Z", "+00:00"))
    except ValueError:
        raise ProviderUnavailable("The provider's answer holds a moment that cannot be read.") from None
    return moment if moment.tzinfo else moment.replace(tzinfo=dt.UTC)


def _essence(document: Mapping[str, Any]) -> dict[str, Any]:
    """What an answer says of the sending, without repeating the invoice."""
    names = ("id", "state", "invoice_id", "document_type", "direction", "created_at")
    return {name: document.get(name) for name in names}


def _raw(answer: Mapping[str, Any]) -> str:
    essence = _essence(answer) if "id" in answer else answer
    return json.dumps(essence, default=str)[:20_000]
