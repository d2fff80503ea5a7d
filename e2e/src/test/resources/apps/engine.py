"""A private engine for tests. The first word is its port, the second says in which way it is bad, if it is."""
import base64
import hashlib
import http.server
import json
import os
import signal
import subprocess
import sys
import threading
import time
import urllib.parse

PORT = int(sys.argv[1])
MODE = sys.argv[2] if len(sys.argv) > 2 else "good"
until = 0.0  # it is busy until then


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self):
        global until
        url = urllib.parse.urlsplit(self.path)
        last = url.path.rsplit("/", 1)[-1]
        if last == "socket":
            self.socket()
        elif last == "busy":
            self.answer("busy" if time.monotonic() < until else "free")
        elif last == "work":  # says that it works, and does nothing
            until = time.monotonic() + float(url.query)
            self.answer("works")
        elif last == "burn":  # says nothing, and works
            threading.Thread(target=burn, args=(float(url.query),), daemon=True).start()
            self.answer("burns")
        elif last == "fork":
            fork()
            self.answer("forked")
        elif last == "fill":
            hoard = []
            while True:
                hoard.append(b"x" * (1 << 24))
        elif last == "crash":
            print("about to crash\nthe last words", flush=True)
            os._exit(3)
        else:
            self.answer(json.dumps({"pid": os.getpid(), "path": self.path, "version": os.environ.get("VERSION", ""),
                                    "user": self.headers.get("X-Stead-User", "")}))

    do_POST = do_GET

    def answer(self, text):
        body = text.encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def socket(self):
        """Sends back each short message of a browser."""
        self.close_connection = True
        key = self.headers["Sec-WebSocket-Key"] + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11"
        self.send_response(101)
        self.send_header("Upgrade", "websocket")
        self.send_header("Connection", "Upgrade")
        self.send_header("Sec-WebSocket-Accept", base64.b64encode(hashlib.sha1(key.encode()).digest()).decode())
        self.end_headers()
        while head := self.rfile.read(6):
            data = self.rfile.read(head[1] & 0x7F)
            data = bytes(byte ^ head[2 + i % 4] for i, byte in enumerate(data))
            self.wfile.write(bytes([head[0], len(data)]) + data)

    def log_message(self, *arguments):
        pass


def burn(seconds):
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        pass


def fork():
    """Children in a session of their own, one with nothing of its parent's environment."""
    subprocess.Popen(["sleep", "1001"], start_new_session=True)
    subprocess.Popen(["sh", "-c", "trap '' TERM; sleep 1002 & wait"], start_new_session=True)
    subprocess.Popen(["env", "-i", "/bin/sleep", "1003"], start_new_session=True)


class Server(http.server.ThreadingHTTPServer):
    request_queue_size = 64
    daemon_threads = True

    def handle_error(self, request, address):
        pass  # a client that went away


print("mode", MODE, flush=True)
if MODE == "fails":
    print("cannot start: there is no plan", flush=True)
    sys.exit(4)
elif MODE == "slow":
    time.sleep(float(sys.argv[3]))
elif MODE == "astray":
    PORT = 0
elif MODE == "stubborn":
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
elif MODE == "forks":
    fork()
    sys.exit(5)
elif MODE == "hungry":
    hoard = []
    while True:
        hoard.append(b"x" * (1 << 24))
server = Server(("127.0.0.1", PORT), Handler)
if MODE not in ("stubborn",):
    signal.signal(signal.SIGTERM, lambda *_: os._exit(0))
print("listening", flush=True)
server.serve_forever()
