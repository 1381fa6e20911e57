"""The records of applications: what was handed in, who has to do what, and what each department did."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, LargeBinary, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from webapp.db import Model, Moment, Number
from webapp.drafts.models import Coded


class Application(Coded, Model):
    """A draft handed in (办件). Never changed again; what happens to it are records of their own."""

    __tablename__ = "applications"

    reference: Mapped[str] = mapped_column(String(17), unique=True)  # 受理编号, 20261124-K7QM2X9P
    draft_id: Mapped[int] = mapped_column(ForeignKey("drafts.id"), unique=True)  # one draft, one application
    bundle: Mapped[str] = mapped_column(String(64))
    region: Mapped[str] = mapped_column(String(12))
    catalogue_version: Mapped[str] = mapped_column(String(64))
    idempotency_key: Mapped[str] = mapped_column(String(64))
    content: Mapped[bytes] = mapped_column(LargeBinary)  # sealed: answers on the path, matters, fields, materials
    by: Mapped[str] = mapped_column(String(64))
    submitted_at: Mapped[datetime] = mapped_column(Moment, index=True)

    tasks: Mapped[list[Task]] = relationship(back_populates="application", order_by="Task.position")

    @property
    def concluded(self) -> bool:
        """Every department has come to its end."""
        return all(task.concluded or task.refused for task in self.tasks)


class Task(Model):
    """One department's share of an application (分办任务). Its state is read from what was written down."""

    __tablename__ = "tasks"
    __table_args__ = (UniqueConstraint("application_id", "matter", "department"),)

    id: Mapped[int] = mapped_column(Number, primary_key=True)
    reference: Mapped[str] = mapped_column(String(20), unique=True)  # the application's, with -01, -02 …
    application_id: Mapped[int] = mapped_column(ForeignKey("applications.id"))
    matter: Mapped[str] = mapped_column(String(64))
    department: Mapped[str] = mapped_column(String(64), index=True)
    standing: Mapped[str] = mapped_column(String(16))  # required, optional or undecided, as it was handed in
    after: Mapped[list[str]] = mapped_column(JSON)  # matters that must be concluded before
    position: Mapped[int]

    application: Mapped[Application] = relationship(back_populates="tasks")
    acceptance: Mapped[Acceptance | None] = relationship(back_populates="task")
    corrections: Mapped[list[Correction]] = relationship(back_populates="task", order_by="Correction.at")
    refusal: Mapped[Refusal | None] = relationship(back_populates="task")
    conclusion: Mapped[Conclusion | None] = relationship(back_populates="task")

    @property
    def accepted(self) -> bool:
        """The department has taken it in hand."""
        return self.acceptance is not None

    @property
    def awaiting_correction(self) -> bool:
        """The applicant was asked for something and has not sent it yet."""
        return any(correction.answered_at is None for correction in self.corrections)

    @property
    def refused(self) -> bool:
        """The department will not take it in hand (不予受理)."""
        return self.refusal is not None

    @property
    def concluded(self) -> bool:
        """The department has done its share (办结)."""
        return self.conclusion is not None


class Acceptance(Model):
    """The task is taken in hand (受理)."""

    __tablename__ = "acceptances"

    task_id: Mapped[int] = mapped_column(ForeignKey("tasks.id"), primary_key=True)
    by: Mapped[str] = mapped_column(String(64))
    at: Mapped[datetime] = mapped_column(Moment)

    task: Mapped[Task] = relationship(back_populates="acceptance")


class Correction(Model):
    """The applicant is asked for something that is missing or wrong (补正)."""

    __tablename__ = "corrections"

    id: Mapped[int] = mapped_column(Number, primary_key=True)
    task_id: Mapped[int] = mapped_column(ForeignKey("tasks.id"), index=True)
    words: Mapped[bytes] = mapped_column(LargeBinary)  # sealed: what is asked for
    until_on: Mapped[date | None]
    by: Mapped[str] = mapped_column(String(64))
    at: Mapped[datetime] = mapped_column(Moment)
    answered_at: Mapped[datetime | None] = mapped_column(Moment)

    task: Mapped[Task] = relationship(back_populates="corrections")


class Refusal(Model):
    """The task is not taken in hand (不予受理), with the reason."""

    __tablename__ = "refusals"

    task_id: Mapped[int] = mapped_column(ForeignKey("tasks.id"), primary_key=True)
    words: Mapped[bytes] = mapped_column(LargeBinary)  # sealed: why, and what the person can do
    by: Mapped[str] = mapped_column(String(64))
    at: Mapped[datetime] = mapped_column(Moment)

    task: Mapped[Task] = relationship(back_populates="refusal")


class Conclusion(Model):
    """The task is done (办结), with what came of it."""

    __tablename__ = "conclusions"

    task_id: Mapped[int] = mapped_column(ForeignKey("tasks.id"), primary_key=True)
    words: Mapped[bytes] = mapped_column(LargeBinary)  # sealed
    by: Mapped[str] = mapped_column(String(64))
    at: Mapped[datetime] = mapped_column(Moment)

    task: Mapped[Task] = relationship(back_populates="conclusion")


class Message(Model):
    """Something others must hear of, written in the same transaction as what happened and sent on afterwards."""

    __tablename__ = "outbox"

    id: Mapped[int] = mapped_column(Number, primary_key=True)
    topic: Mapped[str] = mapped_column(String(64))
    payload: Mapped[dict[str, Any]] = mapped_column(JSON)  # references only, never a personal value
    created_at: Mapped[datetime] = mapped_column(Moment)
    sent_at: Mapped[datetime | None] = mapped_column(Moment, index=True)
