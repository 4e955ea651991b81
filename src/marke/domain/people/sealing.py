"""Sealing personal data: what is stored can be read back only with the key that lives outside the database."""

from __future__ import annotations

import base64
import hashlib
import hmac
from functools import cache

from cryptography.fernet import Fernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings


def seal(data: bytes) -> bytes:
    """Encrypt and authenticate (Fernet: AES-128-CBC with HMAC-SHA256)."""
    return _cipher(settings.PERSONAL_DATA_KEY).encrypt(data)


def unseal(data: bytes) -> bytes:
    """Read back what `seal` wrote. Raises ``InvalidToken`` for another key or changed data."""
    return _cipher(settings.PERSONAL_DATA_KEY).decrypt(bytes(data))


def fingerprint(text: str) -> bytes:
    """A keyed hash: equal for equal texts, and of no use to whoever lacks the key (HMAC-SHA256)."""
    return hmac.digest(_derived(settings.PERSONAL_DATA_KEY, "fingerprint"), text.encode(), hashlib.sha256)


@cache
def _cipher(key: str) -> Fernet:
    return Fernet(base64.urlsafe_b64encode(_derived(key, "seal")))


@cache
def _derived(key: str, purpose: str) -> bytes:
    """A key for one purpose, so that no key is used in two ways."""
    return HKDF(SHA256(), length=32, salt=None, info=f"marke personal data: {purpose}".encode()).derive(key.encode())
