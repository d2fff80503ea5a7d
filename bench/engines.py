"""Called by bench/engines: opens engines of Stead and of JupyterHub in turns, and measures how long that takes."""
import concurrent.futures
import http.client
import json
import os
import re
import shutil
import signal
import socket
import ssl
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.parse

STEAD, ROUNDS, LIVE = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
AT_ONCE = 50
SYSTEM, DOMAIN = "benchengines", "benchengines.localhost"
PASSWORD = "a long enough one 7"
HUB_TOKEN = "0123456789abcdef0123456789abcdef"
FOLDER = tempfile.mkdtemp(prefix="stead-bench-", dir="/var/lib")
OWN = f"stead.{DOMAIN}"

# Answers every request; what a bare start is, and what both open.
TINY = '''import os, socket, sys
port = int(sys.argv[1]) if len(sys.argv) > 1 else int(os.environ["JUPYTERHUB_SERVICE_URL"].split(":")[2].split("/")[0])
door = socket.socket()
door.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
door.bind(("127.0.0.1", port))
door.listen(64)
while True:
    one = door.accept()[0]
    if one.recv(65536):
        one.sendall(b"HTTP/1.1 200 OK\\r\\nContent-Length: 4\\r\\nConnection: close\\r\\n\\r\\ntiny")
    one.close()
'''
PYTHON = ["/usr/bin/python3", "-I", "-S"]


def free_port():
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


HTTPS, HTTP, HUB, HUB_API, PROXY_API = [free_port() for _ in range(5)]


def milliseconds(since):
    return (time.perf_counter() - since) * 1000


def percentile(values, part):
    return sorted(values)[min(len(values) - 1, int(len(values) * part))]


def bare_start():
    """From the start of the program alone to its first byte."""
    port = free_port()
    begun = time.perf_counter()
    program = subprocess.Popen([*PYTHON, f"{FOLDER}/app/tiny.py", str(port)])
    try:
        while True:
            try:
                with socket.create_connection(("127.0.0.1", port)) as one:
                    one.sendall(b"GET / HTTP/1.1\r\n\r\n")
                    if one.recv(1):
                        return milliseconds(begun)
            except ConnectionRefusedError:
                time.sleep(0.0005)
    finally:
        program.kill()
        program.wait()


class Control(http.client.HTTPConnection):
    """The control socket, as its owner."""

    def connect(self):
        self.sock = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        self.sock.connect(f"{state()}/control.sock")


def state():
    home = os.environ.get("STEAD_STATE_HOME", "/var/lib/stead")
    return f"{home}/{SYSTEM}"


def control(method, path, body=None):
    one = Control("stead", timeout=120)
    try:
        one.request(method, path, json.dumps(body) if body is not None else None, {"Content-Type": "application/json"})
        answer = one.getresponse()
        text = answer.read()
        if answer.status >= 300:
            raise RuntimeError(f"{method} {path}: {answer.status} {text[:300]}")
        return json.loads(text) if text else None
    finally:
        one.close()


class Browser:
    """Somebody with cookies, who follows redirects and keeps connections as a browser does."""

    def __init__(self, trust):
        self.trust, self.cookies, self.lines, self.used = trust, {}, {}, {}

    def line(self, host):
        # A server ends connections that nobody uses for a while.
        fresh = time.monotonic() - self.used.get(host, 0) < 15
        self.used[host] = time.monotonic()
        if not fresh and host in self.lines:
            self.lines.pop(host).close()
        if host not in self.lines:
            line = http.client.HTTPConnection("127.0.0.1", HTTPS, timeout=120)
            plain = socket.create_connection(("127.0.0.1", HTTPS))
            plain.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            line.sock = self.trust.wrap_socket(plain, server_hostname=host)
            self.lines[host] = line
        return self.lines[host]

    def request(self, method, url, body=None, headers=()):
        parts = urllib.parse.urlsplit(url)
        jar = self.cookies.setdefault(parts.hostname, {})
        sent = {"Host": parts.netloc, **dict(headers)}
        if jar:
            sent["Cookie"] = "; ".join(f"{name}={value}" for name, value in jar.items())
        line = self.line(parts.hostname)
        line.request(method, parts.path + (f"?{parts.query}" if parts.query else ""), body, sent)
        answer = line.getresponse()
        text = answer.read()
        for cookie in answer.headers.get_all("Set-Cookie", []):
            name, value = cookie.split(";")[0].split("=", 1)
            jar.pop(name, None) if "Max-Age=0" in cookie else jar.__setitem__(name, value)
        return answer, text

    def go(self, url):
        headers = {"Sec-Fetch-Site": "none", "Sec-Fetch-Mode": "navigate", "Sec-Fetch-Dest": "document", "Accept": "text/html"}
        for _ in range(15):
            answer, text = self.request("GET", url, headers=headers)
            if answer.status not in (301, 302, 303, 307):
                return url, answer, text
            url = urllib.parse.urljoin(url, answer.headers["Location"])
        raise RuntimeError(f"too many redirects: {url}")

    def sign_in(self, name):
        own = f"https://{OWN}:{HTTPS}"
        form = urllib.parse.urlencode({"name": name, "password": PASSWORD, "to": "/"})
        answer, text = self.request("POST", f"{own}/sign-in", form, {
            "Origin": own, "Content-Type": "application/x-www-form-urlencoded"})
        if not any("stead" in cookie for cookie in self.cookies[OWN]):
            raise RuntimeError(f"{name} cannot sign in: {answer.status} {text[:200]}")

    def open(self, component):
        """Opens an engine as the wait page does; gives milliseconds until its page is there, and its id."""
        begun = time.perf_counter()
        url, answer, text = self.go(f"https://{OWN}:{HTTPS}/open/{component}")
        version = re.search(rb'data-version="([^"]*)"', text)
        while text != b"tiny":
            if answer.status != 200 or version is None:
                raise RuntimeError(f"{url}: {answer.status} {text[:300]}")
            answer, told = self.request("GET", f"https://{OWN}:{HTTPS}/opening/{component}", headers={
                "Accept": "application/json", "Stead-Refresh": "1", "Stead-Known": version[1].decode()})
            now = json.loads(told)
            if now["phase"] == "failed":
                raise RuntimeError(str(now))
            version = [b"", now["version"].encode()]
            if now.get("go"):
                url, answer, text = self.go(now["go"])
                break
        taken = milliseconds(begun)
        if text != b"tiny":
            raise RuntimeError(f"{url}: {answer.status} {text[:300]}")
        host = urllib.parse.urlsplit(url).hostname
        self.lines.pop(host).close()
        self.cookies.pop(host, None)
        return taken, host.split(".")[0]


def resident(pid):
    with open(f"/proc/{pid}/status") as status:
        return int(re.search(r"VmRSS:\s+(\d+)", status.read())[1]) / 1024


class Stead:
    name = "Stead"

    def __init__(self):
        os.makedirs(f"{FOLDER}/app", exist_ok=True)
        engine = f"engine: '{' '.join(PYTHON)} tiny.py ${{PORT}}', source: ./app, idle: 1h, on-sign-out: keep"
        with open(f"{FOLDER}/stead.yaml", "w") as file:
            file.write(f"""system: {SYSTEM}
domain: {DOMAIN}
listen: {{ https: {HTTPS}, http: {HTTP} }}
components:
  cold: {{ {engine}, at-most: {{ machine: 200 }} }}
  warm: {{ {engine}, warm: 2, at-most: {{ machine: 20 }} }}
  many: {{ {engine}, per: resource, home: false, at-most: {{ user: {max(1, LIVE)}, machine: {max(1, LIVE)} }} }}
""")
        subprocess.run([STEAD, "up", f"{FOLDER}/stead.yaml", "--yes", "--detach"], check=True, stdout=subprocess.DEVNULL)
        self.trust = ssl.create_default_context(cafile=f"{state()}/tls/ca.pem")
        for i in range(AT_ONCE):
            control("POST", "/v1/accounts", {"name": f"u{i}", "role": "user", "password": PASSWORD})
        self.people = [Browser(self.trust) for _ in range(AT_ONCE)]
        for i, one in enumerate(self.people):
            one.sign_in(f"u{i}")

    def open(self, i, component="cold"):
        taken, engine = self.people[i].open(component)
        return taken, lambda: control("DELETE", f"/v1/engines/{engine}")

    def claim(self, i):
        while not any(e["component"] == "warm" and e.get("user") is None and e["state"] == "ready"
                      for e in control("GET", "/v1/engines?all=true")["engines"]):
            time.sleep(0.05)
        time.sleep(0.3)  # what came with keeping another one warm is over
        return self.open(i, "warm")

    def live(self):
        """The server's memory before and with many engines, in MiB."""
        pid = control("GET", "/v1/status")["stead"]["pid"]
        time.sleep(40)
        before = resident(pid)
        begun = time.perf_counter()
        for i in range(LIVE):
            wanted = {"component": "many", "resource": f"r{i}", "account": "u0"}
            now = control("POST", "/v1/engines", wanted)
            while now["phase"] not in ("ready", "failed"):
                now = control("GET", f"/v1/engine-openings/many?account=u0&resource=r{i}&known={now['version']}")
            if now["phase"] == "failed":
                raise RuntimeError(str(now))
        opened = time.perf_counter() - begun
        time.sleep(45)
        return before, resident(pid), opened

    def close(self):
        subprocess.run([STEAD, "down", SYSTEM], check=False, stdout=subprocess.DEVNULL)
        shutil.rmtree(state(), ignore_errors=True)
        for component in ("cold", "warm", "many"):
            subprocess.run(["userdel", f"stead-{SYSTEM}-{component}"], check=False, stderr=subprocess.DEVNULL)


class Hub:
    name = "JupyterHub"

    def __init__(self):
        self.folder = f"{FOLDER}/hub"
        os.makedirs(self.folder)
        with open(f"{self.folder}/jupyterhub_config.py", "w") as file:
            file.write(f"""
c.JupyterHub.bind_url = "http://127.0.0.1:{HUB}"
c.JupyterHub.hub_port = {HUB_API}
c.ConfigurableHTTPProxy.api_url = "http://127.0.0.1:{PROXY_API}"
c.JupyterHub.authenticator_class = "dummy"
c.JupyterHub.spawner_class = "simple"
c.JupyterHub.concurrent_spawn_limit = 0
c.JupyterHub.active_server_limit = 0
c.Spawner.cmd = {[*PYTHON, FOLDER + "/app/tiny.py"]!r}
c.Spawner.poll_interval = 30
c.SimpleLocalProcessSpawner.home_dir_template = "{self.folder}/home/{{username}}"
c.JupyterHub.services = [{{"name": "bench", "api_token": "{HUB_TOKEN}"}}]
c.JupyterHub.load_roles = [{{"name": "bench", "scopes": ["admin:users", "admin:servers", "read:hub"], "services": ["bench"]}}]
""")
        self.log = open(f"{self.folder}/log", "w")
        # Debian's proxy finds its modules with Debian's node alone, which need not be the first on the path.
        env = {**os.environ, "NODE_PATH": "/usr/share/nodejs"}
        self.process = subprocess.Popen(["jupyterhub", "-f", "jupyterhub_config.py"], cwd=self.folder, stdout=self.log,
                                        stderr=self.log, env=env, start_new_session=True)
        deadline = time.monotonic() + 60
        while not self.answers():
            if time.monotonic() > deadline or self.process.poll() is not None:
                self.close()
                raise RuntimeError(f"JupyterHub does not start: {open(self.log.name).read()[-2000:]}")
            time.sleep(0.2)
        for i in range(AT_ONCE):
            self.call("POST", f"/hub/api/users/u{i}")

    def answers(self):
        try:
            return self.call("GET", "/hub/api/info")[0] == 200
        except OSError:
            return False

    def call(self, method, path):
        line = http.client.HTTPConnection("127.0.0.1", HUB, timeout=120)
        try:
            line.request(method, path, headers={"Authorization": f"token {HUB_TOKEN}"})
            answer = line.getresponse()
            return answer.status, answer.read()
        finally:
            line.close()

    def open(self, i):
        begun = time.perf_counter()
        status, text = self.call("POST", f"/hub/api/users/u{i}/server")
        if status not in (201, 202):
            raise RuntimeError(f"{status} {text[:200]}")
        while self.call("GET", f"/user/u{i}/")[1] != b"tiny":
            if milliseconds(begun) > 60_000:
                raise RuntimeError("it is never there")
            time.sleep(0.005)
        return milliseconds(begun), lambda: self.stop(i)

    def stop(self, i):
        self.call("DELETE", f"/hub/api/users/u{i}/server")
        while json.loads(self.call("GET", f"/hub/api/users/u{i}")[1])["servers"]:
            time.sleep(0.02)

    def close(self):
        os.killpg(self.process.pid, signal.SIGTERM)
        self.process.wait()


def row(name, values, wanted=""):
    print(f"| {name} | {statistics.median(values):.0f} | {percentile(values, 0.99):.0f} | {wanted} |")


def at_once(opener):
    """Everybody opens at the same moment; gives times, and how many failed."""
    with concurrent.futures.ThreadPoolExecutor(AT_ONCE) as threads:
        asked = [threads.submit(opener, i) for i in range(AT_ONCE)]
    times, ends, failures = [], [], []
    for one in asked:
        try:
            taken, end = one.result()
            times.append(taken)
            ends.append(end)
        except Exception as failure:
            failures.append(str(failure)[:200])
    for end in ends:
        end()
    return times, failures


def bare_at_once():
    with concurrent.futures.ThreadPoolExecutor(AT_ONCE) as threads:
        return [one.result() for one in [threads.submit(bare_start) for _ in range(AT_ONCE)]]


def main():
    os.makedirs(f"{FOLDER}/app")
    os.chmod(FOLDER, 0o755)
    with open(f"{FOLDER}/app/tiny.py", "w") as file:
        file.write(TINY)
    contenders = []
    try:
        for one in (Stead, Hub):
            contenders.append(one())
        stead, hub = contenders
        bare, cold, warm, other = [], [], [], []
        for i in range(ROUNDS):
            who = i % AT_ONCE
            bare.append(bare_start())
            for times, opener in ((cold, stead.open), (warm, stead.claim), (other, hub.open)):
                taken, end = opener(who)
                times.append(taken)
                end()
                time.sleep(0.2)
        own = statistics.median(bare)
        print("| opening one, ms | median | p99 | wanted |\n|---|---|---|---|")
        row("the program alone", bare)
        row("Stead, cold, whole", cold)
        row("Stead, cold, overhead", [t - own for t in cold], "60, 150")
        row("Stead, warm claim, whole", warm, "p99 30")
        row("JupyterHub, whole", other)
        row("JupyterHub, overhead", [t - own for t in other], "")
        ratio = (statistics.median(other) - own) / max(0.1, statistics.median(cold) - own)
        print(f"\nOverhead of JupyterHub against Stead's: {ratio:.1f} times (wanted: 10).\n")
        print(f"| {AT_ONCE} at once, ms | median | p99 | failed |\n|---|---|---|---|")
        alone = bare_at_once()
        row("the program alone", alone, "0")
        for each in contenders:
            times, failures = at_once(each.open)
            row(each.name, times or [0], str(len(failures)))
            for failure in failures[:3]:
                print(failure, file=sys.stderr)
        if LIVE:
            before, after, took = stead.live()
            print(f"\n{LIVE} engines that live: the server holds {before:.0f} MiB without and {after:.0f} MiB with them"
                  f" ({after - before:.0f} more, wanted: under 100); opening them one after the other took {took:.0f} s.")
    finally:
        for each in contenders:
            each.close()
        shutil.rmtree(FOLDER, ignore_errors=True)


main()
