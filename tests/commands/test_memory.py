"""What a server needed once is given back to the system."""

import subprocess
import sys

SCENE = """
import resource
from tracker.commands import memory

def megabytes():
    with open("/proc/self/statm") as file:
        return int(file.read().split()[1]) * resource.getpagesize() >> 20

wished, before = memory.hold_little(), megabytes()
held = [b"x" * (100_000 + at) for at in range(1000)]
most, kept = megabytes() - before, held[::50]
del held
print(wished, most > 90, memory.give_back(), megabytes() - before < most / 4, len(kept))
"""


def test_what_was_freed_between_what_is_still_held_is_given_back():
    ended = subprocess.run([sys.executable, "-c", SCENE], capture_output=True, text=True, check=False)
    assert (ended.stdout, ended.stderr) == ("True True True True 20\n", "")
