"""Find a Python that can run the book and hand over to `tools.environment`.

This file is parsed by whatever `python3` is, so it keeps to what Python 2.7 and 3.x share:
an old Python must get as far as the message.
"""

import os
import subprocess
import sys

OLDEST = (3, 11)
NEWEST = (3, 13)  # the last one that the pinned packages are tested on
NAMES = ["python3", "python3.13", "python3.12", "python3.11"]


def version_of(command):
    """The (major, minor) that `command` runs, or None if it does not run."""
    ask = "import sys; print('%d %d' % sys.version_info[:2])"
    try:
        process = subprocess.Popen(
            [command, "-c", ask], stdout=subprocess.PIPE, stderr=subprocess.PIPE
        )
    except OSError:
        return None
    words = process.communicate()[0].split()
    return tuple(int(word) for word in words) if process.returncode == 0 else None


def choose(versions):
    """The first name whose version is tested, else the first that is newer, else None."""
    fit = [name for name, version in versions if version and OLDEST <= version <= NEWEST]
    newer = [name for name, version in versions if version and version > NEWEST]
    return (fit + newer + [None])[0]


def too_old(versions):
    """The one line for a machine without a usable Python."""
    seen = ["%s is %d.%d" % ((name,) + version) for name, version in versions if version]
    need = "The book needs Python %d.%d or newer; " % OLDEST
    return need + (", ".join(seen) or "none was found") + ". Install one and run make again."


def main(wanted):
    """Become the Python that was found, setting up what is wanted."""
    versions = [(name, version_of(name)) for name in NAMES]
    python = choose(versions)
    if python is None:
        sys.exit(too_old(versions))
    os.chdir(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
    os.execvp(python, [python, "-m", "tools.environment"] + wanted)


if __name__ == "__main__":
    main(sys.argv[1:])
