"""Locks that a Linux process puts on itself and cannot take off: what an answer may not do.

Landlock leaves it a few directories to read and nothing to write; seccomp refuses it processes,
programs, the network and every change to a file; limits end what takes too much memory or time.
Written without other modules of the book, since the process that runs an answer holds none.
"""

import ctypes
import os
import platform
import struct
import sys
from collections.abc import Iterable
from contextlib import suppress
from typing import Any

MEMORY = 2 * 2**30  # bytes of address space
_X86, _ARM = 0, 1
_ARCH = {"x86_64": (_X86, 0xC000003E), "aarch64": (_ARM, 0xC00000B7)}
_GET_SECCOMP, _SECCOMP, _NO_NEW_PRIVS = 21, 22, 38  # of prctl
_CLONE = (56, 220)
_CLONE3 = 435
_THREAD = 0x00010000
_ALLOW, _KILL, _EPERM, _ENOSYS = 0x7FFF0000, 0x80000000, 0x00050001, 0x00050026

# The numbers of the system calls that are refused, on x86-64 and on ARM.
_REFUSED = {
    "fork": (57, -1), "vfork": (58, -1), "execve": (59, 221), "execveat": (322, 281),
    "socket": (41, 198), "socketpair": (53, 199), "connect": (42, 203),
    "io_uring_setup": (425, 425),
    "ptrace": (101, 117), "process_vm_readv": (310, 270), "process_vm_writev": (311, 271),
    "kill": (62, 129), "tkill": (200, 130), "tgkill": (234, 131), "pidfd_send_signal": (424, 424),
    "mount": (165, 40), "unshare": (272, 97), "setns": (308, 268), "bpf": (321, 280),
    "keyctl": (250, 219), "perf_event_open": (298, 241), "userfaultfd": (323, 282),
    "open_by_handle_at": (304, 265), "setpriority": (141, 140), "sched_setscheduler": (144, 119),
    "chmod": (90, -1), "fchmod": (91, 52), "fchmodat": (268, 53), "fchmodat2": (452, 452),
    "chown": (92, -1), "fchown": (93, 55), "lchown": (94, -1), "fchownat": (260, 54),
    "utime": (132, -1), "utimes": (235, -1), "futimesat": (261, -1), "utimensat": (280, 88),
    "setxattr": (188, 5), "lsetxattr": (189, 6), "fsetxattr": (190, 7),
    "removexattr": (197, 14), "lremovexattr": (198, 15), "fremovexattr": (199, 16),
}  # fmt: skip

_RULESET, _RULE, _RESTRICT = 444, 445, 446  # Landlock's system calls
_READ = 0b1101  # execute (a library), read a file, list a directory
_RIGHTS = {1: 13, 2: 14, 3: 15, 4: 15, 5: 16}  # how many rights a version of Landlock knows


def missing() -> list[str]:
    """Name the protections that this system cannot give."""
    if not sys.platform.startswith("linux"):
        return ["files", "processes and network", "memory"]
    lacks = [] if _landlock_version() else ["files (Landlock)"]
    return lacks + ([] if _has_seccomp() else ["processes and network (seccomp)"])


def lock(readable: Iterable[str], seconds: int) -> None:
    """Put on every lock that this system has; `readable` directories stay open for reading."""
    if not sys.platform.startswith("linux"):
        with suppress(ImportError, ValueError, OSError):  # such a system may refuse any of them
            _limit(seconds)
        return
    _limit(seconds)
    _checked(_libc().prctl(_NO_NEW_PRIVS, 1, 0, 0, 0))
    if _landlock_version():
        _lock_files(readable)
    if _has_seccomp():
        _lock_calls()


def _limit(seconds: int) -> None:
    import resource

    limits = {
        resource.RLIMIT_FSIZE: 0,
        resource.RLIMIT_NOFILE: 64,
        resource.RLIMIT_CORE: 0,
        resource.RLIMIT_CPU: seconds,
        resource.RLIMIT_AS: MEMORY,
    }
    for name, most in limits.items():
        resource.setrlimit(name, (most, most))


def _libc() -> Any:
    """The system's own library, which Windows has not under this name."""
    return ctypes.CDLL(None, use_errno=True)


def _has_seccomp() -> bool:
    """Tell whether this system filters calls, and under numbers that are known here."""
    whole = platform.machine() in _ARCH and sys.maxsize > 2**32
    return whole and int(_libc().prctl(_GET_SECCOMP, 0, 0, 0, 0)) >= 0


def _checked(result: int) -> int:
    if result < 0:
        number = ctypes.get_errno()
        raise OSError(number, os.strerror(number))
    return result


def _landlock_version() -> int:
    return max(0, int(_libc().syscall(_RULESET, None, ctypes.c_size_t(0), 1)))


def _lock_files(readable: Iterable[str]) -> None:
    version = _landlock_version()
    known = _RIGHTS.get(version, _RIGHTS[max(_RIGHTS)])
    handled = struct.pack("Q", 2**known - 1)
    rules = _checked(_libc().syscall(_RULESET, handled, ctypes.c_size_t(len(handled)), 0))
    for path in readable:
        try:
            place = os.open(path, os.O_PATH | os.O_CLOEXEC)
        except FileNotFoundError:
            continue
        rights = _READ if os.path.isdir(path) else _READ & 0b0101
        _checked(_libc().syscall(_RULE, rules, 1, struct.pack("=Qi", rights, place), 0))
        os.close(place)
    _checked(_libc().syscall(_RESTRICT, rules, 0))
    os.close(rules)


def _lock_calls() -> None:
    """Install a filter that looks at the number of each system call."""
    which, arch = _ARCH[platform.machine()]
    refused = sorted({pair[which] for pair in _REFUSED.values()} - {-1})

    def step(code: int, value: int, yes: int = 0, no: int = 0) -> bytes:
        return struct.pack("HBBI", code, yes, no, value)

    load, equal, at_least, test, give = 0x20, 0x15, 0x35, 0x45, 0x06
    program = [step(load, 4), step(equal, arch, 1), step(give, _KILL), step(load, 0)]
    if which == _X86:  # the same calls under the numbers of another interface
        program += [step(at_least, 0x40000000, 0, 1), step(give, _EPERM)]
    program += [step(equal, _CLONE3, 0, 1), step(give, _ENOSYS)]
    for number in refused:
        program += [step(equal, number, 0, 1), step(give, _EPERM)]
    # A thread is no process: the flag in the first argument tells.
    program += [step(equal, _CLONE[which], 0, 3), step(load, 16)]
    program += [step(test, _THREAD, 1, 0), step(give, _EPERM), step(give, _ALLOW)]
    filters = ctypes.create_string_buffer(b"".join(program))
    head = struct.pack("HxxxxxxP", len(program), ctypes.addressof(filters))
    _checked(_libc().prctl(_SECCOMP, 2, head, 0, 0))
