"""Rehearsal (先行跑流程): the machine walks through a bundle first, and proves that nobody ends nowhere."""
