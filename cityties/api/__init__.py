"""The graph as plain data: what assistants and programs are answered with, each answer with its sources.

reply       one answer: what is told, by whom, and what is not known
terms       terms and rows as JSON
sources     the sources of things
paging      answers by pages: limits and cursors
parameter   what an operation can be told, checked
operations  find, thing, questions, question, answer, profile, path, evidence, query
routes      which address asks for which operation
problem     what went wrong, by RFC 9457
description all of it as OpenAPI
"""

from cityties.api.routes import respond, respond_at

__all__ = ["respond", "respond_at"]
