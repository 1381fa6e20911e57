"""Flask, with three things said differently."""

from __future__ import annotations

from collections.abc import Callable
from types import TracebackType
from typing import Any

from flask import Flask


class Program(Flask):
    """The program: quieter about addresses, and without asking for every call whether it is async."""

    def log_exception(self, exc_info: tuple[type, BaseException, TracebackType] | tuple[None, None, None]) -> None:
        """Flask would write the whole address, in which a draft's number may stand."""
        self.logger.error("unforeseen", exc_info=exc_info)

    def ensure_sync(self, func: Callable[..., Any]) -> Callable[..., Any]:
        """No page of ours is async; asking a dozen times for every answer is not free."""
        return func
