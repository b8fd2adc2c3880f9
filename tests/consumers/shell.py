"""Runs other programs, and reports how they failed."""

import subprocess
from pathlib import Path


class Failed(Exception):
    """A consumer refuses a document, or its output does not work."""


def run(*command: object, cwd: Path, accept: tuple[int, ...] = (0,)) -> str:
    """The output of a command; raises Failed with its last lines if its exit code is not in `accept`."""
    words = [str(word) for word in command]
    done = subprocess.run(words, cwd=cwd, capture_output=True, text=True, timeout=900)
    output = done.stdout + done.stderr
    if done.returncode not in accept:
        tail = " / ".join(line.strip() for line in output.strip().splitlines()[-3:])
        raise Failed(f"{words[0]} exited with {done.returncode}: {tail}"[:300])
    return output
