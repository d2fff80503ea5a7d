"""Called by bench/console: figures of the console's pages and of many sign-ins at once, over real connections."""
import http.client
import os
import re
import socket
import ssl
import statistics
import sys
import threading
import time
import urllib.parse

ORIGIN, STATE, ROUNDS = sys.argv[1], sys.argv[2], int(sys.argv[3])
HOST = urllib.parse.urlsplit(ORIGIN).netloc
PASSWORD = os.environ["PASSWORD"]
PAGES = ["/", "/components", "/components/api", "/logs", "/plan", "/accounts", "/accounts/bench", "/groups", "/tokens",
         "/audit", "/account", "/sign-in"]
AT_ONCE = 200
TRUST = ssl.create_default_context(cafile=f"{STATE}/tls/ca.pem")


class Console(http.client.HTTPConnection):
    """Straight to the server's own socket: what the gateway adds is not counted."""

    def connect(self):
        self.sock = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        self.sock.connect(f"{STATE}/console.sock")


class Browser(http.client.HTTPSConnection):
    """Through the gateway; names below .localhost are not asked for."""

    def __init__(self):
        parts = urllib.parse.urlsplit(ORIGIN)
        super().__init__(parts.hostname, parts.port or 443, context=TRUST, timeout=120)

    def connect(self):
        plain = socket.create_connection(("127.0.0.1", self.port))
        self.sock = TRUST.wrap_socket(plain, server_hostname=self.host)


def sign_in(password, browser=None):
    browser = browser or Browser()
    form = urllib.parse.urlencode({"name": "bench", "password": password, "to": "/"})
    browser.request("POST", "/sign-in", form, {
        "Host": HOST, "Origin": ORIGIN, "Content-Type": "application/x-www-form-urlencoded"})
    answer = browser.getresponse()
    answer.read()
    cookie = next((c.split(";")[0] for c in answer.headers.get_all("Set-Cookie", [])
                   if c.startswith("__Host-Http-stead=") and "Max-Age=0" not in c), None)
    return answer.status, cookie


def get(connection, path, cookie):
    connection.request("GET", path, headers={"Host": HOST, "Cookie": cookie, "X-Forwarded-For": "127.0.0.1"})
    begun = time.perf_counter()
    answer = connection.getresponse()
    body = answer.read()
    return answer.status, body, (time.perf_counter() - begun) * 1000


def pages(cookie):
    console = Console("localhost")
    assets = {}
    print("| page | median, ms | highest, ms | size with all it loads, KB |\n|---|---|---|---|")
    for path in PAGES:
        times = []
        for _ in range(ROUNDS):
            status, body, ms = get(console, path, cookie if path != "/sign-in" else "")
            assert status == 200, (path, status)
            times.append(ms)
        loads = set(re.findall(r'(?:href|src)="(/[^"]+\.(?:css|js|svg))"', body.decode()))
        for asset in loads - assets.keys():
            assets[asset] = len(get(console, asset, "")[1])
        size = len(body) + sum(assets[a] for a in loads)
        print(f"| `{path}` | {statistics.median(times):.1f} | {max(times):.1f} | {size / 1000:.0f} |")


def probe(stop, times):
    """What other visitors notice: the sign-in page, again and again on one connection."""
    browser = Browser()
    while not stop.is_set():
        times.append(get(browser, "/sign-in", "")[2])


def many():
    calm, busy, stop = [], [], threading.Event()
    other = threading.Thread(target=probe, args=(stop, calm))
    other.start()
    stop.wait(3)
    stop.set()
    other.join()
    stop = threading.Event()
    browsers = [Browser() for _ in range(AT_ONCE)]
    for browser in browsers:
        browser.connect()
    began, ended, results = [0.0] * AT_ONCE, [0.0] * AT_ONCE, [None] * AT_ONCE

    def one(i):
        results[i] = sign_in(PASSWORD, browsers[i])
        ended[i] = time.perf_counter()

    other = threading.Thread(target=probe, args=(stop, busy))
    other.start()
    threads = [threading.Thread(target=one, args=(i,)) for i in range(AT_ONCE)]
    for i, thread in enumerate(threads):
        began[i] = time.perf_counter()
        thread.start()
        time.sleep(0.001)  # so that there is an order to keep
    for thread in threads:
        thread.join()
    stop.set()
    other.join()
    order = sorted(range(AT_ONCE), key=lambda i: ended[i])
    moved = statistics.mean(abs(place - i) for place, i in enumerate(order))
    served = sum(1 for r in results if r[1])
    print(f"\n| {AT_ONCE} sign-ins at once | |\n|---|---|")
    print(f"| signed in | {served} |")
    print(f"| all of them after, s | {max(ended) - began[0]:.1f} |")
    print(f"| places moved against the order of arrival, mean | {moved:.1f} |")
    for name, times in (("before", calm), ("meanwhile", busy)):
        times.sort()
        print(f"| another page {name}, ms: median, 99 % | {statistics.median(times):.1f}, "
              f"{times[int(len(times) * 0.99)]:.1f} |")


status, cookie = sign_in(PASSWORD)
assert cookie, f"sign-in answered {status}"
pages(cookie)
many()
