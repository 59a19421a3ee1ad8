"""Sealed fields: AES-256-GCM under versioned keys, and keyed blind indexes to find a sealed value by.

A sealed value is one byte of key version, twelve bytes of nonce, then the ciphertext with its tag. The kind of the
field ("phone", "resident_id") goes into the tag, so that a value copied into another column does not open.
Keys: docs/why/sealing.md; another key: docs/how-to/rotate-keys.md.
"""

import hmac
import os
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

NONCE = 12


@dataclass(frozen=True)
class SealedColumn:
    """A column that holds sealed values, for a rotation of the keys to find."""

    table: str  # the model's label
    column: str
    kind: str


_columns: list[SealedColumn] = []


def keep_sealed(table: str, **kinds: str) -> None:
    """Declare the sealed columns of a table with the kinds they are sealed as. A test finds one that nobody declared."""
    _columns.extend(SealedColumn(table, column, kind) for column, kind in kinds.items())


def sealed_columns() -> list[SealedColumn]:
    return list(_columns)


class SealError(Exception):
    """The value does not open: its key is not among SEALING_KEYS, or it was changed or moved."""


def seal(kind: str, text: str) -> bytes:
    """Seal one value under the newest key."""
    return seal_many(kind, [text])[0]


def seal_many(kind: str, texts: Iterable[str]) -> list[bytes]:
    """Seal many values of one kind; about a microsecond each."""
    version, cipher = _newest(_keys())
    prefix, bound_to, encrypt = bytes([version]), kind.encode(), cipher.encrypt
    sealed = []
    for text in texts:
        nonce = os.urandom(NONCE)
        sealed.append(prefix + nonce + encrypt(nonce, text.encode(), bound_to))
    return sealed


def seal_bytes(kind: str, content: bytes) -> bytes:
    """Seal a file's bytes under the newest key; at most 2 GB."""
    version, cipher = _newest(_keys())
    nonce = os.urandom(NONCE)
    return bytes([version]) + nonce + cipher.encrypt(nonce, content, kind.encode())


def unseal(kind: str, blob: bytes | memoryview) -> str:
    """Open a sealed text. Raises SealError."""
    return unseal_bytes(kind, blob).decode()


def unseal_bytes(kind: str, blob: bytes | memoryview) -> bytes:
    """Open a sealed value. Raises SealError."""
    blob = bytes(blob)
    cipher = _ciphers(_keys()).get(blob[0]) if blob else None
    if cipher is None:
        raise SealError("no key of this version")
    try:
        return cipher.decrypt(blob[1 : 1 + NONCE], blob[1 + NONCE :], kind.encode())
    except InvalidTag:
        raise SealError("the seal is broken") from None


def reseal(kind: str, blob: bytes | memoryview) -> bytes | None:
    """The same value under the newest key; None where it lies under that key already."""
    if bytes(blob)[0] == newest_version():
        return None
    return seal_bytes(kind, unseal_bytes(kind, blob))


def newest_version() -> int:
    return _newest(_keys())[0]


def key_versions() -> list[int]:
    """The versions that can be read now, in the order given; the last one seals."""
    return list(_ciphers(_keys()))


def blind_index(kind: str, text: str) -> bytes:
    """HMAC-SHA256 under INDEX_KEY: equal values of one kind give equal bytes, and nothing can be read from them."""
    return hmac.digest(_index_key(settings.ENV.INDEX_KEY, kind), text.encode(), "sha256")


def blind_indexes(kind: str, texts: Iterable[str]) -> list[bytes]:
    key = _index_key(settings.ENV.INDEX_KEY, kind)
    return [hmac.digest(key, text.encode(), "sha256") for text in texts]


def _keys() -> str:
    """The pairs in force. A file of keys (SEALING_KEYS_FILE) is looked at each time, so that running processes follow
    a rotation without a restart; looking costs a microsecond."""
    path = settings.SEALING_KEYS_FILE
    return _content(path, os.stat(path).st_mtime_ns) if path else settings.ENV.SEALING_KEYS


@lru_cache(maxsize=8)
def _content(path: str, changed: int) -> str:
    with open(path, encoding="utf-8") as file:
        return file.read().strip()


@lru_cache(maxsize=8)
def _ciphers(keys: str) -> dict[int, AESGCM]:
    """Ciphers by version from "1:secret,2:secret". A version is 1-255 and never given to another secret."""
    pairs = [pair.strip().partition(":") for pair in keys.split(",") if pair.strip()]
    versions = [int(version) for version, _, _ in pairs]
    if not pairs or len(set(versions)) != len(versions) or not all(1 <= version <= 255 for version in versions):
        raise ValueError("SEALING_KEYS must be version:secret pairs with different versions from 1 to 255")
    return {int(version): AESGCM(_derive(secret, b"gongjia sealing")) for version, _, secret in pairs}


@lru_cache(maxsize=8)
def _newest(keys: str) -> tuple[int, AESGCM]:
    return list(_ciphers(keys).items())[-1]


@lru_cache(maxsize=64)
def _index_key(secret: str, kind: str) -> bytes:
    return _derive(secret, b"gongjia index " + kind.encode())


def _derive(secret: str, purpose: bytes) -> bytes:
    return HKDF(algorithm=SHA256(), length=32, salt=None, info=purpose).derive(secret.encode())


keep_sealed("people.Person", id_sealed="resident_id", phone_sealed="phone", email_sealed="email")
keep_sealed("people.Copy", content_sealed="copy")
