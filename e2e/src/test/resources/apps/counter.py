"""A small service: tells its pid and version, keeps a counter in its home that must never go back."""
import http.server
import os
import signal
import sys
import threading
import urllib.request

VERSION = os.environ.get("VERSION", "1")
COUNTER = os.path.join(os.environ["HOME"], "counter")


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self):
        body = f"{VERSION} {os.environ['STEAD_INSTANCE']} {os.getpid()}\n".encode()
        status = 200
        if self.path == "/app/sick" or (self.path == "/app/health" and os.environ.get("SICK")):
            status = 500
        if self.path == "/app/health" and "CRASH_AFTER" in os.environ:
            threading.Timer(float(os.environ["CRASH_AFTER"]), os._exit, [7]).start()
        if self.path.startswith("/app/ask/"):
            with urllib.request.urlopen(os.environ["INNER_URL"] + "/x", timeout=10) as answer:
                body = b"asked " + answer.read()
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *arguments):
        pass


class Server(http.server.ThreadingHTTPServer):
    request_queue_size = 128
    daemon_threads = False


def stop(number, frame):
    threading.Thread(target=server.shutdown).start()


if os.environ.get("BROKEN"):
    print("cannot start: the configuration is broken", flush=True)
    sys.exit(3)
server = Server(("127.0.0.1", int(sys.argv[1])), Handler)
signal.signal(signal.SIGTERM, stop)
print("listening on", sys.argv[1], flush=True)
server.serve_forever()
server.server_close()
