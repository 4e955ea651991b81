"""Dimona REST v2 of Belgian social security behind the port of offices.

Written from the documented behaviour (formats.md, 6): a log-in by OAuth 2 with a signed assertion (RS256), a POST that
answers 201 with the number in ``Location``, and a GET that answers 404 until the office has decided. The interface has
no published schema file, and it was not tried against the live service: `marke.ops.declarations.simulator` answers as
the texts say, and each name that the texts leave open stands in this file alone. Before a first real declaration the
operator tries the simulation host that the office offers.

- There is no idempotency key. An attempt without an answer is looked for among the periods that the office knows of the
  worker at the employer, which carry our reference. An office that offers no such search leaves it to a person.
- National numbers are in requests and nowhere else: what is kept of an answer has them struck out.
"""

from __future__ import annotations

import datetime as dt
import json
import re
import time
import uuid
from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import urlsplit

import requests
from joserfc import jwt
from joserfc.jwk import RSAKey

from marke.kernel.declaring import (
    CannotBeAsked,
    Kind,
    OfficeRefused,
    OfficeUnavailable,
    Reason,
    Ruling,
    StartDeclaration,
    Verdict,
)
from marke.kernel.refusal import gettext_noop

BASE_URL = "https://services.socialsecurity.be/REST/dimona/v2"
LOG_IN_URL = "https://services.socialsecurity.be/REST/oauth/v5/token"
TIMEOUT = (5, 30)
"""Seconds to connect, and to wait for an answer."""

LOOPBACK = frozenset({"127.0.0.1", "::1", "localhost"})
ASSERTION = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"
SCOPE = "scope:dimona:declaration:declarant"
FIRST_WAIT = 2.0
"""Seconds before the office can have decided; the worker asks again later what is pending then."""

VERDICTS = {"A": Verdict.ACCEPTED, "W": Verdict.WARNED, "B": Verdict.REFUSED}
BODIES = {Kind.IN: "dimonaIn", Kind.OUT: "dimonaOut", Kind.UPDATE: "dimonaUpdate", Kind.CANCEL: "dimonaCancel"}
ELEVEN_DIGITS = re.compile(r"(?<!\d)\d{11}(?!\d)")


class Dimona:
    """The office, spoken to with the client and the private key that the employer registered. Keep one per process."""

    name = "Dimona"

    def __init__(
        self,
        *,
        client: str,
        key: str,
        base_url: str = BASE_URL,
        log_in_url: str = LOG_IN_URL,
        timeout: tuple[float, float] = TIMEOUT,
        clock: Callable[[], float] = time.time,
        patience: Callable[[float], None] = time.sleep,
    ) -> None:
        for url in (base_url, log_in_url):
            if urlsplit(url).scheme != "https" and urlsplit(url).hostname not in LOOPBACK:
                raise ValueError("The office is spoken to over TLS only.")
        self._client, self._key = client, RSAKey.import_key(key)
        self._base, self._log_in_url, self._timeout = base_url.rstrip("/"), log_in_url, timeout
        self._clock, self._patience = clock, patience
        self._session = requests.Session()
        self._session.trust_env = False
        self._granted: str | None = None
        self._granted_until = 0.0

    def declare(self, declaration: StartDeclaration) -> str:
        """Hand a declaration over; its number stands in the address of the answer."""
        answer = self._call("POST", "/declarations", body=body_of(declaration))
        if answer.status_code in (400, 422):
            raise OfficeRefused("dimona.not-taken", _said(answer))
        if answer.status_code != 201:
            raise OfficeUnavailable(f"HTTP {answer.status_code}")
        self._patience(FIRST_WAIT)
        return answer.headers["Location"].rstrip("/").rsplit("/", 1)[-1]

    def find(self, declaration: StartDeclaration) -> str | None:
        """The declaration with our reference among those that the office has of the worker at the employer."""
        answer = self._call(
            "POST",
            "/declarations/search",
            body={"employer": _employer(declaration), "worker": {"ssin": declaration.national_number}},
        )
        if answer.status_code in (404, 405):
            raise CannotBeAsked
        if answer.status_code != 200:
            raise OfficeUnavailable(f"HTTP {answer.status_code}", nothing_done=True)
        for each in _json(answer).get("items", ()):
            if each.get("reference") == declaration.reference:
                return str(each["declarationId"])
        return None

    def ruling(self, number: str) -> Ruling | None:
        """What the office says; None while it answers 404."""
        answer = self._call("GET", f"/declarations/{number}")
        if answer.status_code == 404:
            return None
        if answer.status_code != 200:
            raise OfficeUnavailable(f"HTTP {answer.status_code}", nothing_done=True)
        status = _json(answer).get("declarationStatus", {})
        verdict = VERDICTS.get(status.get("result", ""))
        if verdict is None:
            return None
        return Ruling(
            verdict,
            period_id=str(status.get("period", {}).get("id", "")),
            reasons=tuple(
                Reason(str(each.get("code", "")), str(each.get("descriptionFr") or each.get("description") or ""))
                for each in status.get("anomalies", ())
            ),
            raw=ELEVEN_DIGITS.sub("***********", answer.text)[:10_000],
        )

    def _call(self, method: str, path: str, *, body: Mapping[str, Any] | None = None) -> requests.Response:
        """One call with a log-in that holds. Raises `OfficeUnavailable`, saying whether anything may have happened."""
        token = self._log_in()
        try:
            answer = self._session.request(
                method,
                self._base + path,
                json=body,
                headers={"Authorization": f"Bearer {token}"},
                timeout=self._timeout,
                allow_redirects=False,
            )
        except requests.ConnectTimeout as error:
            raise OfficeUnavailable(type(error).__name__, nothing_done=True) from error
        except requests.RequestException as error:
            raise OfficeUnavailable(type(error).__name__) from error
        if answer.status_code in (401, 429) or answer.status_code == 503:
            self._granted = None
            raise OfficeUnavailable(f"HTTP {answer.status_code}", wait=_wait(answer), nothing_done=True)
        return answer

    def _log_in(self) -> str:
        now = self._clock()
        if self._granted and now < self._granted_until:
            return self._granted
        claims = {
            "iss": self._client,
            "sub": self._client,
            "aud": self._log_in_url,
            "jti": uuid.uuid4().hex,
            "iat": int(now),
            "exp": int(now) + 60,
        }
        form = {
            "grant_type": "client_credentials",
            "scope": SCOPE,
            "client_assertion_type": ASSERTION,
            "client_assertion": jwt.encode({"alg": "RS256"}, claims, self._key),
        }
        try:
            answer = self._session.post(self._log_in_url, data=form, timeout=self._timeout, allow_redirects=False)
        except requests.RequestException as error:
            raise OfficeUnavailable(type(error).__name__, nothing_done=True) from error
        if answer.status_code != 200:
            raise OfficeUnavailable(f"log-in: HTTP {answer.status_code}", nothing_done=True)
        granted = _json(answer)
        self._granted = str(granted["access_token"])
        self._granted_until = now + float(granted.get("expires_in", 60)) - 30
        return self._granted


def body_of(declaration: StartDeclaration) -> dict[str, Any]:
    """What is posted: who declares whom, and the period; only an IN names worker and features."""
    said = declaration.said
    days: dict[str, Any] = {"startDate": said.starts_on.isoformat()}
    if said.ends_on is not None:
        days["endDate"] = said.ends_on.isoformat()
    if said.hours is not None:
        days["plannedHoursNumber"] = int(said.hours.to_integral_value(rounding="ROUND_CEILING"))
    known = {"periodId": declaration.period_id}
    match declaration.kind:
        case Kind.IN:
            inner = {**days, "features": {"jointCommissionNumber": said.committee, "workerType": said.worker_type}}
        case Kind.OUT:
            inner = {**known, "endDate": days["endDate"]}
        case Kind.UPDATE:
            inner = {**known, **days}
        case _:
            inner = known
    body: dict[str, Any] = {
        "employer": _employer(declaration),
        "reference": declaration.reference,
        BODIES[declaration.kind]: inner,
    }
    if declaration.kind is Kind.IN:
        body["worker"] = {"ssin": declaration.national_number}
    return body


def _employer(declaration: StartDeclaration) -> dict[str, str]:
    return {"enterpriseNumber": declaration.employer}


def _json(answer: requests.Response) -> dict[str, Any]:
    try:
        found = answer.json()
    except json.JSONDecodeError as error:
        raise OfficeUnavailable("an answer that cannot be read") from error
    return found if isinstance(found, dict) else {}


def _said(answer: requests.Response) -> str:
    """Why it was not taken, in the office's words, without national numbers."""
    return ELEVEN_DIGITS.sub("***********", answer.text)[:500] or gettext_noop("The office gave no reason.")


def _wait(answer: requests.Response) -> dt.timedelta | None:
    given = answer.headers.get("Retry-After", "")
    return dt.timedelta(seconds=int(given)) if given.isdigit() else None
