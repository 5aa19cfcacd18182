"""What a process that works for strangers gives up: the network, more memory, a life beyond its maker's or its time.

All of it is asked of the system by the process itself, once, and cannot be taken back. The network is given up by a
seccomp filter (https://www.kernel.org/doc/html/latest/userspace-api/seccomp_filter.html) that refuses every new
socket, local ones too, by which names could be looked up: Oxigraph has no way to be told not to call SERVICE. Where
the system knows no seccomp (macOS, other processors), the reading of the query alone stands between SERVICE and the
network.
"""

from __future__ import annotations

import ctypes
import os
import platform
import signal
import struct
import sys
from pathlib import Path
from typing import Final

__all__ = ["forgo_network", "give_time", "limit_memory", "live_no_longer_than"]

_PDEATHSIG, _SET_SECCOMP, _NO_NEW_PRIVS, _FILTER = 1, 22, 38, 2  # of prctl(2)
_DENIED, _ALLOWED = 0x00050000 | 13, 0x7FFF0000  # SECCOMP_RET_ERRNO with EACCES; SECCOMP_RET_ALLOW
# Of a processor: its name in the filter, the numbers of socket(2) and of io_uring_setup(2), which can make sockets too.
_PROCESSORS: Final = {"x86_64": (0xC000003E, 41, 425), "aarch64": (0xC00000B7, 198, 425)}
_OTHER_NUMBERS: Final = 0x40000000  # where x32 begins, another way to number the same calls


class _Program(ctypes.Structure):
    _fields_ = (("length", ctypes.c_ushort), ("steps", ctypes.c_void_p))


def forgo_network() -> bool:
    """Give up sockets, for this process and all that it starts; say whether the system took them."""
    known = _PROCESSORS.get(platform.machine())
    if sys.platform != "linux" or known is None or sys.maxsize < 1 << 32:
        return False
    steps = _filter(*known)
    program = _Program(len(steps) // 8, ctypes.cast(ctypes.create_string_buffer(steps, len(steps)), ctypes.c_void_p))
    prctl = ctypes.CDLL(None, use_errno=True).prctl
    if prctl(_NO_NEW_PRIVS, 1, 0, 0, 0) != 0:
        return False
    return bool(prctl(_SET_SECCOMP, _FILTER, ctypes.byref(program), 0, 0) == 0)


def _filter(processor: int, socket: int, ring: int) -> bytes:
    """Write the filter: each step an operation, where to go on if true and if false, and a number."""
    load, equal, least, told = 0x20, 0x15, 0x35, 0x06
    steps = (
        (load, 0, 0, 4),  # the processor's name
        (equal, 0, 4, processor),  # another way to call: denied, as its numbers are others
        (load, 0, 0, 0),  # the number of the call
        (least, 2, 0, _OTHER_NUMBERS),
        (equal, 1, 0, ring),
        (equal, 0, 1, socket),
        (told, 0, 0, _DENIED),
        (told, 0, 0, _ALLOWED),
    )
    return b"".join(struct.pack("=HBBI", *step) for step in steps)


def live_no_longer_than(parent: int) -> None:
    """End with the process that started this one, however that ends."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
    if os.getppid() != parent:  # it ended before
        os._exit(1)


def give_time(seconds: float) -> None:
    """Let the system end this process after so many seconds, whatever it does then; 0 lets it live on."""
    if not hasattr(signal, "setitimer"):  # a system without alarms
        return
    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    signal.setitimer(signal.ITIMER_REAL, seconds)


def limit_memory(megabytes: int) -> None:
    """Let this process grow by so much beyond what it takes now, and leave no image of it behind."""
    try:
        import resource
    except ImportError:  # a system without such limits
        return
    taken = Path("/proc/self/statm")
    pages = int(taken.read_text().split()[0]) if taken.exists() else 0
    most = pages * resource.getpagesize() + (megabytes << 20)
    resource.setrlimit(resource.RLIMIT_AS, (most, most))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
