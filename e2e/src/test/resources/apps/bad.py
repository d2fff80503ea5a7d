"""A service that behaves until it gets SIGUSR1, and then is bad in the way that its first word says."""
import http.server
import os
import signal
import sys
import threading
import time

MODE = sys.argv[1]
HOME = os.environ["HOME"]
MOST_FORKS = 300
BLOCK = (b"x" * 99 + b"\n") * 10_000
slow = threading.Event()


class Handler(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        if slow.is_set():
            time.sleep(3)
        self.send_response(200)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *arguments):
        pass


def leak():
    hoard = []
    while True:
        hoard.append(b"%d" % len(hoard) * (1 << 18))
        time.sleep(0.002)


def fork():
    made = 0
    try:
        while made < MOST_FORKS:
            if os.fork() == 0:
                time.sleep(1000)
                os._exit(0)
            made += 1
    except OSError as refused:
        print("forks: stopped after", made, refused, flush=True)


def fill():
    # 100 MB/s: a megabyte each hundredth of a second
    due = time.monotonic()
    while True:
        os.write(1, BLOCK)
        due = max(due + 0.01, time.monotonic() - 1)
        time.sleep(max(0, due - time.monotonic()))


def close():
    server.shutdown()
    server.server_close()
    print("closed its port", flush=True)


def daemon():
    # The second parent ends too: nothing leads back from the last one, which has a session of its own.
    if os.fork() == 0:
        os.setsid()
        if os.fork() == 0:
            with open(os.path.join(HOME, "daemon"), "w") as file:
                file.write(str(os.getpid()))
            time.sleep(1000)
        os._exit(0)
    time.sleep(0.3)
    os._exit(0)


if MODE == "stubborn":
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
told = []
signal.signal(signal.SIGUSR1, lambda *_: told.append(True))
server = None
if len(sys.argv) > 2:
    server = http.server.ThreadingHTTPServer(("127.0.0.1", int(sys.argv[2])), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
if MODE == "daemonises":
    daemon()
print("behaves", flush=True)
while not told:
    time.sleep(0.05)
if MODE == "slow":
    slow.set()
else:
    {"leak": leak, "fork": fork, "fill": fill, "close": close, "daemon": daemon}[MODE]()
while True:
    time.sleep(1000)
