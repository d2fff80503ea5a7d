"""A service that tells what reached it: JSON of the request; /stream and /socket stay open; /page is for people."""
import base64
import hashlib
import http.server
import json
import os
import signal
import sys
import threading
import time
import urllib.parse

PAGE = b"""<!DOCTYPE html><html lang="en"><title>Echo</title><h1>Echo</h1><p id="user">%s</p><p id="stream">closed</p>
<script>
const source = new EventSource(location.pathname.replace(/[^/]*$/, "stream"));
const tell = (text) => document.getElementById("stream").textContent = text;
source.onmessage = () => tell("open");
source.onerror = () => tell("closed");
</script></html>"""
# What no component may do; the query says to which domain.
PLANTED = ["__Host-Http-stead=planted; Path=/; Secure; HttpOnly", "__Host-stead=planted; Path=/; Secure",
           "__Host-Http-stead-way=planted; Path=/; Secure; HttpOnly", "wide=1; Path=/; Domain=%s", "own=1; Path=/"]


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self):
        length = int(self.headers.get("Content-Length", "0"))
        body = self.rfile.read(length).decode()
        url = urllib.parse.urlsplit(self.path)
        last = url.path.rsplit("/", 1)[-1]
        if last == "socket" and self.headers.get("Upgrade", "").lower() == "websocket":
            self.socket()
        elif last == "stream":
            self.stream()
        elif last == "page":
            self.answer(PAGE % self.headers.get("X-Stead-User", "nobody").encode(), "text/html; charset=utf-8")
        else:
            asked = {"method": self.command, "path": self.path, "body": body, "instance": os.environ["STEAD_INSTANCE"],
                     "headers": [[name.lower(), value] for name, value in self.headers.items()]}
            more = [("Set-Cookie", text.replace("%s", url.query)) for text in PLANTED] if last == "plant" else []
            more += [("Clear-Site-Data", '"cookies"')] if last == "clear" else []
            self.answer(json.dumps(asked).encode(), "application/json", more)

    do_POST = do_PUT = do_DELETE = do_GET

    def answer(self, body, kind, more=()):
        self.send_response(200)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        for name, value in more:
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def stream(self):
        self.close_connection = True
        self.send_response(200)
        self.send_header("Content-Type", "text/event-stream")
        self.send_header("Connection", "close")
        self.end_headers()
        while True:  # until nobody reads it
            self.wfile.write(b"data: beat\n\n")
            time.sleep(0.2)

    def socket(self):
        self.close_connection = True
        key = self.headers["Sec-WebSocket-Key"] + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11"
        self.send_response(101)
        self.send_header("Upgrade", "websocket")
        self.send_header("Connection", "Upgrade")
        self.send_header("Sec-WebSocket-Accept", base64.b64encode(hashlib.sha1(key.encode()).digest()).decode())
        self.end_headers()
        while self.rfile.read(1):
            pass

    def log_message(self, *arguments):
        pass


class Server(http.server.ThreadingHTTPServer):
    request_queue_size = 256
    daemon_threads = True

    def handle_error(self, request, address):
        pass  # a client that went away


server = Server(("127.0.0.1", int(sys.argv[1])), Handler)
signal.signal(signal.SIGTERM, lambda *_: threading.Thread(target=server.shutdown).start())
print("listening on", sys.argv[1], flush=True)
server.serve_forever()
