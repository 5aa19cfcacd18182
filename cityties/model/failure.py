"""What went wrong, in one line: whose fault it is, and the way out. Nobody who types a command sees a traceback."""

from __future__ import annotations

from typing import Final

from cityties.model.errors import CitytiesError

__all__ = ["STOPPED", "TRACEBACK", "is_ours", "status_of", "told_in_a_line"]

TRACEBACK: Final = "CITYTIES_TRACEBACK"  # set, a fault of cityties itself is shown whole
STOPPED: Final = 130  # as shells have it for Ctrl-C
_LONGEST: Final = 2_000


def told_in_a_line(error: BaseException) -> str:
    """Say what went wrong.

    >>> told_in_a_line(CitytiesError("Atlantis:\\nunknown"))
    'Atlantis: unknown'
    """
    return " ".join(_told(error).split())[:_LONGEST].encode("utf-8", "backslashreplace").decode()


def status_of(error: BaseException) -> int:
    """Give the exit status for what went wrong."""
    return STOPPED if isinstance(error, KeyboardInterrupt) else 1


def is_ours(error: BaseException) -> bool:
    """Say whether cityties itself is at fault, as far as one can tell."""
    known = CitytiesError | OSError | UnicodeError | MemoryError | RecursionError | KeyboardInterrupt
    return not isinstance(error, known) and not _is_damage(error)


def _told(error: BaseException) -> str:
    if isinstance(error, CitytiesError):
        return str(error)
    if isinstance(error, KeyboardInterrupt):
        return "stopped"
    if isinstance(error, OSError):
        return f"{error.filename or 'output'}: {error.strerror or error}"
    if isinstance(error, UnicodeEncodeError):  # an argument of bytes that are no text
        return f"{str(error.object)[:80]}: not in UTF-8: write it in UTF-8"
    if isinstance(error, UnicodeError):
        return f"not in UTF-8: {error}: save it as UTF-8"
    if isinstance(error, MemoryError):
        return "that takes more memory than there is: ask for less, or hand in less at once"
    if isinstance(error, RecursionError):
        return "that is nested too deeply: write it flatter"
    if _is_damage(error):
        return f"the store is damaged: {error}: build it again, or take a copy"
    return (
        f"a fault of cityties itself ({type(error).__name__}: {error}): please report it, with what is shown when "
        f"{TRACEBACK}=1 is set"
    )


def _is_damage(error: BaseException) -> bool:
    """Say whether this is what Oxigraph says of damaged files, or how Rust gives up over them."""
    return str(error).startswith("Corruption") or type(error).__name__ == "PanicException"
