"""The keys that personal values are sealed with: a ring, of which the first key seals and every key opens.

A value is sealed with AES-256-GCM under a key made from the ring's key and the record it belongs to (so no key ever
seals enough values to wear out), and bound to its place: moved to another record or name, it does not open.
Sealed: 1 byte kind, 4 bytes the key's id, 12 bytes nonce, then the encrypted JSON with its 16 bytes of proof.
"""

from __future__ import annotations

import hmac
import json
import os
import secrets
import time
from base64 import b64decode, b64encode
from collections.abc import Callable
from pathlib import Path
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from flask import Flask, current_app

KIND = b"\x01"
HEAD, BODY = 5, 17  # where the nonce begins, and where it ends
LOOK_AGAIN = 1.0  # seconds after which the file is looked at again, so that a new key needs no restart


class KeyLost(Exception):
    """A sealed value whose key is not in the ring, or that was changed or moved. Says which key is missing."""


class KeysMissing(Exception):
    """There is no key file, or it cannot be read. The message says what to do."""


class Box:
    """One record's values: sealed and opened by name. JSON in, bytes out, and back."""

    def __init__(self, ring: Ring, record: str) -> None:
        self.ring = ring
        self.record = record.encode()
        self.ciphers: dict[bytes, AESGCM] = {}

    def seal(self, name: str, value: Any) -> bytes:
        """`value` (anything JSON can say) as bytes that only this place can open."""
        return self.seal_bytes(
            name, json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "surrogatepass")
        )

    def open(self, name: str, sealed: bytes) -> Any:
        """The value that was sealed here. Raises KeyLost."""
        return json.loads(self.open_bytes(name, sealed).decode("utf-8", "surrogatepass"))

    def seal_bytes(self, name: str, plain: bytes) -> bytes:
        """The same for bytes that are no JSON, such as a photograph."""
        key = self.ring.current
        nonce = os.urandom(12)
        cipher = self.ciphers.get(key) or self._cipher(key)
        return KIND + key + nonce + cipher.encrypt(nonce, plain, self.record + b"\0" + name.encode())

    def open_bytes(self, name: str, sealed: bytes) -> bytes:
        """The bytes that were sealed here. Raises KeyLost."""
        key = sealed[1:HEAD]
        cipher = self.ciphers.get(key) or self._cipher(key)
        try:
            return cipher.decrypt(sealed[HEAD:BODY], sealed[BODY:], self.record + b"\0" + name.encode())
        except (InvalidTag, ValueError) as failure:
            raise KeyLost(f"a value sealed with key {sealed[1:HEAD].hex()} does not open here") from failure

    def _cipher(self, key: bytes) -> AESGCM:
        cipher = self.ciphers[key] = AESGCM(hmac.digest(self.ring.key(key), self.record, "sha256"))
        return cipher


class Ring:
    """The keys in a file, looked at again when it changes. Safe for threads: it is only ever replaced whole."""

    def __init__(self, file: Path) -> None:
        self.file = file
        self.looked = 0.0
        self.stamp = 0
        self.held: dict[bytes, bytes] = {}
        self.sessions: list[str] = []
        self._read()

    @property
    def current(self) -> bytes:
        """The id of the key that seals."""
        if time.monotonic() - self.looked > LOOK_AGAIN:
            self._read()
        return next(iter(self.held))

    def key(self, name: bytes) -> bytes:
        """The key of this id; another process may have made it a moment ago. Raises KeyLost."""
        if name not in self.held:
            self._read()
        if name not in self.held:
            raise KeyLost(f"key {name.hex()} is not in the ring: put the older key file back")
        return self.held[name]

    def box(self, record: str) -> Box:
        """The values of one record, named by what never changes about it."""
        return Box(self, record)

    def _read(self) -> None:
        self.looked = time.monotonic()
        try:
            stamp = self.file.stat().st_mtime_ns
            if stamp == self.stamp:
                return
            content = json.loads(self.file.read_text("utf-8"))
            held = {bytes.fromhex(key["id"]): b64decode(key["key"], validate=True) for key in content["ring"]}
            sessions = list(content["sessions"])
        except FileNotFoundError as failure:
            raise KeysMissing(
                "There is no key file yet: run `yijianshi prepare`, or put your backup back."
            ) from failure
        except (OSError, ValueError, KeyError, TypeError) as failure:
            raise KeysMissing(
                f"The key file cannot be read ({type(failure).__name__}): put your backup back."
            ) from failure
        if not held or not sessions or any(len(key) != 32 for key in held.values()):
            raise KeysMissing("The key file holds no usable keys: put your backup back.")
        self.held, self.sessions, self.stamp = held, sessions, stamp


def made_once(file: Path) -> bool:
    """Make the key file unless it is there. True where it was made now. Only its owner can read it."""
    if file.exists():
        return False
    file.parent.mkdir(parents=True, exist_ok=True)
    return _written(file, {"sessions": [secrets.token_hex(32)], "ring": [_new_key()]}, os.link)


def turned(file: Path) -> str:
    """Put a new key first in the ring and keep the others. Gives the new key's id."""
    content = json.loads(file.read_text("utf-8"))
    content["ring"].insert(0, _new_key())
    _written(file, content, os.replace)
    return str(content["ring"][0]["id"])


def pruned(file: Path, used: set[str]) -> list[str]:
    """Take out the older keys that nothing is sealed with any more. Gives their ids."""
    content = json.loads(file.read_text("utf-8"))
    kept = [key for place, key in enumerate(content["ring"]) if place == 0 or key["id"] in used]
    gone = [key["id"] for key in content["ring"] if key not in kept]
    if gone:
        _written(file, content | {"ring": kept}, os.replace)
    return gone


def _new_key() -> dict[str, str]:
    return {"id": secrets.token_hex(4), "key": b64encode(secrets.token_bytes(32)).decode()}


def _written(file: Path, content: dict[str, Any], put: Callable[[Path, Path], None]) -> bool:
    """Write beside, make it last, then put in place: a power cut leaves the old file or the new one, never half."""
    beside = file.with_name(f"{file.name}.{secrets.token_hex(4)}")
    descriptor = os.open(beside, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    try:
        with os.fdopen(descriptor, "w", encoding="utf-8") as paper:
            json.dump(content, paper, indent=1)
            paper.flush()
            os.fsync(paper.fileno())
        put(beside, file)
        folder = os.open(file.parent, os.O_RDONLY)
        os.fsync(folder)
        os.close(folder)
    except FileExistsError:
        return False
    finally:
        beside.unlink(missing_ok=True)
    return True


def ring() -> Ring:
    """The program's ring."""
    found: Ring = current_app.extensions["keys"]
    return found


def init_app(app: Flask) -> None:
    """Open the ring; sessions are signed with keys of their own, that a turn of the ring does not touch."""
    held = Ring(app.extensions["settings"].keys)
    app.extensions["keys"] = held
    app.secret_key, *app.config["SECRET_KEY_FALLBACKS"] = held.sessions
