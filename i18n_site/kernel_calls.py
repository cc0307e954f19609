"""What the kernel can do with files and Python does not offer. Says so where it cannot; knows nothing of what is in them.

Everything is asked at run time: the system, its C library and the file system each have a say.
"""

from __future__ import annotations

import errno
import functools
import os
import signal
import sys
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import ctypes

_HERE = -100
"""AT_FDCWD: relative paths are the process's own."""
_NOREPLACE, _EXCHANGE = 1, 2
"""Flags of renameat2(2), from linux/fs.h."""
_CANNOT = {errno.ENOSYS, errno.EINVAL, errno.EOPNOTSUPP, errno.EPERM}
"""Old kernels, file systems without the flag, and containers that forbid the call; a plain rename tells real faults."""


def exchange_names(one: Path, other: Path) -> bool:
    """Let two files of a folder take each other's names in one step; False, and nothing done, where the system cannot.

    Raises FileNotFoundError where one of them is not there, OSError for other faults.
    """
    return _rename(one, other, _EXCHANGE)


def rename_to_new(path: Path, name: Path) -> bool:
    """Rename a file to what is no file yet, in one step; False, and nothing done, where the system cannot.

    Raises FileExistsError where there is one, OSError for other faults.
    """
    return _rename(path, name, _NOREPLACE)


def _rename(old: Path, new: Path, flags: int) -> bool:
    if sys.platform != "linux":
        return False
    import ctypes  # most commands rename nothing by it, and should not wait for it

    call = getattr(_c_library(), "renameat2", None)
    if call is None:
        return False
    if call(_HERE, os.fsencode(old), _HERE, os.fsencode(new), flags) == 0:
        return True
    code = ctypes.get_errno()
    if code in _CANNOT:
        return False
    raise OSError(code, os.strerror(code), str(old), None, str(new))


@functools.cache
def _c_library() -> ctypes.CDLL:
    import ctypes

    return ctypes.CDLL(None, use_errno=True)


def is_being_written(path: Path) -> bool:
    """Whether some process has the file open for writing; False as well where the system does not tell.

    Asks for a read lease (fcntl(2), "Leases"), which Linux grants on local file systems only while there is no writer.
    """
    if sys.platform != "linux":
        return False
    import fcntl  # Unix has it, Linux alone has leases

    descriptor = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
    try:
        # Whoever opens the file just now breaks the lease, and the signal for that would by default end this process.
        fcntl.fcntl(descriptor, fcntl.F_SETSIG, signal.SIGURG)
        fcntl.fcntl(descriptor, fcntl.F_SETLEASE, fcntl.F_RDLCK)
        fcntl.fcntl(descriptor, fcntl.F_SETLEASE, fcntl.F_UNLCK)
    except BlockingIOError:
        return True
    except OSError:
        return False
    finally:
        os.close(descriptor)
    return False
