"""Counts in its home, which must never go back, and notes when another one counts there too.

Its argument is after how many seconds it ends by itself; 0 for never.
"""
import fcntl
import os
import sys
import time

HOME = os.environ["HOME"]
COUNTER = os.path.join(HOME, "counter")
journal = os.open(os.path.join(HOME, "journal"), os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)


def note(*words):
    os.write(journal, (" ".join(map(str, words)) + "\n").encode())


def read():
    try:
        with open(COUNTER, encoding="ascii") as file:
            return int(file.read())
    except FileNotFoundError:
        return 0


lock = os.open(os.path.join(HOME, "lock"), os.O_WRONLY | os.O_CREAT, 0o600)
try:
    fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
except BlockingIOError:
    note("second", os.getpid())
note("start", os.getpid())
lasts = float(sys.argv[1])
end = time.monotonic() + lasts
while lasts == 0 or time.monotonic() < end:
    count = read() + 1
    with open(COUNTER + ".new", "w", encoding="ascii") as file:
        file.write(str(count))
    os.rename(COUNTER + ".new", COUNTER)
    note("count", count)
    time.sleep(0.05)
sys.exit(1)
