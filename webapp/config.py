"""What differs between one installation and the next: read once, from the environment, checked at once."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any, Self
from urllib.parse import urlsplit


class SettingsError(Exception):
    """A setting that cannot be used. The message names it and says what would be right."""


@dataclass(frozen=True)
class Settings:
    """One installation. `instance` holds the database and the keys unless the other settings say otherwise."""

    instance: Path
    database_url: str = ""  # SQLAlchemy's; empty: SQLite in the instance folder
    keys_file: Path | None = None  # None: keys.json in the instance folder
    redis_url: str = ""  # rate limits shared by several machines; empty: kept by each process
    public_url: str = "http://127.0.0.1:8000"  # how people reach us; https turns on Secure cookies and HSTS
    metrics_token: str = ""  # lets a machine other than this one read /metrics
    proxies: int = 0  # how many proxies of ours stand in front and may tell the caller's address
    testing: bool = False

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] | None = None) -> Self:
        """The settings in `environment` (the process's own by default). Raises SettingsError."""
        given = os.environ if environment is None else environment
        keys_file = given.get("YIJIANSHI_KEYS_FILE", "")
        return cls(
            instance=Path(given.get("YIJIANSHI_INSTANCE") or "instance").resolve(),
            database_url=given.get("DATABASE_URL", ""),
            keys_file=Path(keys_file).resolve() if keys_file else None,
            redis_url=given.get("REDIS_URL", ""),
            public_url=given.get("PUBLIC_URL") or cls.public_url,
            metrics_token=given.get("YIJIANSHI_METRICS_TOKEN", ""),
            proxies=_count("YIJIANSHI_PROXIES", given.get("YIJIANSHI_PROXIES") or "0"),
        )

    def __post_init__(self) -> None:
        address = urlsplit(self.public_url)
        if address.scheme not in ("http", "https") or not address.netloc or address.query or address.fragment:
            raise SettingsError(f"PUBLIC_URL is {self.public_url!r}: write it like https://yjs.example.gov.cn")
        scheme = self.database_url.partition(":")[0]
        if scheme and scheme not in ("sqlite", "postgres", "postgresql", "postgresql+psycopg"):
            raise SettingsError("DATABASE_URL must begin with sqlite:/// or postgresql://")

    @property
    def database(self) -> str:
        """The database's address as SQLAlchemy reads it; PostgreSQL is always spoken to by psycopg 3."""
        if not self.database_url:
            return f"sqlite:///{self.instance / 'yijianshi.sqlite'}"
        scheme, _, rest = self.database_url.partition(":")
        return f"postgresql+psycopg:{rest}" if scheme.startswith("postgres") else self.database_url

    @property
    def keys(self) -> Path:
        """The file with the keys that personal values are sealed with."""
        return self.keys_file or self.instance / "keys.json"

    @property
    def https(self) -> bool:
        """People reach us over https."""
        return self.public_url.startswith("https:")

    def mapping(self) -> dict[str, Any]:
        """The same as Flask and its extensions name it."""
        engine: dict[str, Any] = {"url": self.database, "pool_size": 20, "max_overflow": 20, "hide_parameters": True}
        if self.database.startswith("postgresql"):
            engine["pool_pre_ping"] = True  # a restarted database must not cost anybody an answer
        return {
            "TESTING": self.testing,
            "SQLALCHEMY_ENGINES": {"default": engine},
            "SESSION_COOKIE_NAME": "device",
            "SESSION_COOKIE_HTTPONLY": True,
            "SESSION_COOKIE_SAMESITE": "Lax",
            "SESSION_COOKIE_SECURE": self.https,
            "SESSION_REFRESH_EACH_REQUEST": False,
            "PERMANENT_SESSION_LIFETIME": timedelta(days=60),  # longer than a draft lives
            "MAX_CONTENT_LENGTH": 12 * 1024 * 1024,
            "MAX_FORM_MEMORY_SIZE": 1024 * 1024,
            "WTF_CSRF_TIME_LIMIT": None,  # nobody is timed out
            "WTF_CSRF_SSL_STRICT": False,  # the token decides; old phones send no Referer
            "RATELIMIT_STORAGE_URI": self.redis_url or "memory://",
            "RATELIMIT_STRATEGY": "moving-window",
            "RATELIMIT_HEADERS_ENABLED": False,
        }


def _count(name: str, words: str) -> int:
    """A small whole number, or SettingsError."""
    if not words.isdecimal() or int(words) > 9:
        raise SettingsError(f"{name} is {words!r}: write a number from 0 to 9")
    return int(words)
