"""Called by bench/edge: proxies side by side, each alone on one CPU, load and back end on the other."""
import os
import re
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import time

ROUNDS = int(sys.argv[1]) if len(sys.argv) > 1 else 3
SECONDS = int(sys.argv[2]) if len(sys.argv) > 2 else 4
ONLY = sys.argv[3:]
# A JVM compiles what is hot at first, on the one CPU that it has here; users' servers run for weeks. So it is loaded in
# runs of 10 s until one is less than 5 % faster than the one before.
WARM_UP, WARM_UPS, STEADY = 10, 6, 1.05
PROXY_CPU, LOAD_CPU = "0", "1"
FOLDER = tempfile.mkdtemp(prefix="stead-edge-")
JAVA, CLASSES = os.environ["JAVA"], os.environ["CLASSES"]
# As the server runs: see DetachedServer in app.
JVM = [JAVA, "-XX:+UseSerialGC", "-XX:+UseCompactObjectHeaders", "-Xms24m", "-Xmn16m", "-XX:SurvivorRatio=2",
       "-XX:MinHeapFreeRatio=25", "-XX:MaxHeapFreeRatio=40",
       "-Xmx192m", "-XX:MaxDirectMemorySize=128m", "-XX:ReservedCodeCacheSize=48m",
       "-XX:TrimNativeHeapInterval=30000", "-Dio.netty.leakDetection.level=disabled",
       "--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow"]
ENVIRONMENT = {**os.environ, "MALLOC_ARENA_MAX": "2"}
TICK = os.sysconf("SC_CLK_TCK")
SESSION = "Cookie: __Host-Http-stead=" + "r" * 43
running = []


def free_port():
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


def path(name, text=None):
    full = os.path.join(FOLDER, name)
    if text is not None:
        with open(full, "w") as file:
            file.write(text)
    return full


def start(cpu, words, ports):
    log = open(path(f"{os.path.basename(words[0])}-{ports[0]}.log"), "w")
    process = subprocess.Popen(["taskset", "-c", cpu] + words, stdout=log, stderr=log, env={**ENVIRONMENT, "HOME": FOLDER})
    running.append(process)
    end = time.time() + 15
    for port in ports:
        while True:
            try:
                socket.create_connection(("127.0.0.1", port), 0.2).close()
                break
            except OSError:
                if process.poll() is not None or time.time() > end:
                    sys.exit(f"bench: {words[0]} does not listen:\n" + open(log.name).read()[-2000:])
                time.sleep(0.05)
    return process.pid


def nginx(name, cpu, http, ports):
    conf = path(f"{name}.conf", f"""daemon off; master_process off; pid {path(name + '.pid')}; error_log {path(name + '.err')};
worker_rlimit_nofile 20000;
events {{ worker_connections 8192; }}
http {{
  keepalive_requests 100000000; sendfile on; tcp_nopush on; default_type text/plain; server_tokens off;
  client_body_temp_path {path('body')}; proxy_temp_path {path('proxy')}; fastcgi_temp_path {path('fastcgi')};
  uwsgi_temp_path {path('uwsgi')}; scgi_temp_path {path('scgi')};
{http}
}}
""")
    return start(cpu, ["/usr/sbin/nginx", "-p", FOLDER, "-c", conf], ports)


class Proxy:
    """One program under load. plain and tls: ports that proxy; files: port that serves files; kept: port with a cache."""

    def __init__(self, name):
        self.name = name
        self.pid, self.plain, self.tls, self.files, self.kept, self.echo = 0, free_port(), free_port(), 0, 0, free_port()

    def cpu(self):
        with open(f"/proc/{self.pid}/stat") as file:
            fields = file.read().rsplit(")", 1)[1].split()
        return (int(fields[11]) + int(fields[12])) / TICK

    def memory(self):
        with open(f"/proc/{self.pid}/status") as file:
            return int(re.search(r"VmRSS:\s+(\d+)", file.read()).group(1)) / 1024


def start_stead(name, log, back, echo):
    proxy = Proxy(name)
    proxy.files = proxy.kept = proxy.tls
    arguments = [str(back), str(proxy.tls), str(proxy.plain), path("cert.pem"), path("key.pem"), path("www"), log]
    proxy.pid = start(PROXY_CPU, JVM + ["-cp", CLASSES, "dev.stead.bench.GatewayServer"] + arguments + [str(echo), str(proxy.echo)],
                      [proxy.tls, proxy.plain, proxy.echo])
    return proxy


def start_nginx(name, log, back, echo):
    proxy = Proxy(name)
    proxy.files, proxy.kept = free_port(), free_port()
    headers = """proxy_http_version 1.1; proxy_set_header Connection ""; proxy_set_header Host $http_host;
    proxy_set_header X-Forwarded-For $remote_addr; proxy_set_header X-Forwarded-Proto $scheme;
    proxy_set_header X-Forwarded-Host $http_host; proxy_set_header X-Request-Id $request_id;
    add_header X-Request-Id $request_id;"""
    tls = f"ssl_certificate {path('cert.pem')}; ssl_certificate_key {path('key.pem')}; ssl_protocols TLSv1.2 TLSv1.3;"
    record = ('{"time":"$time_iso8601","id":"$request_id","address":"$remote_addr","method":"$request_method",'
              '"host":"$host","path":"$request_uri","protocol":"$server_protocol","status":$status,"in":$request_length,'
              '"out":$bytes_sent,"duration":$request_time,"agent":"$http_user_agent","referer":"$http_referer"}')
    logs = (f"log_format json escape=json '{record}'; access_log {path('nginx-access.log')} json buffer=64k flush=1s;"
            "limit_req_zone $binary_remote_addr zone=r:1m rate=1000000r/s; limit_conn_zone $binary_remote_addr zone=c:1m;"
            "limit_req zone=r burst=1000000 nodelay; limit_conn c 60000;"
            if log == "on" else "access_log off;")
    listens = f"listen 127.0.0.1:{proxy.plain} backlog=4096; listen 127.0.0.1:{proxy.tls} ssl http2 backlog=4096; {tls}"
    proxy.pid = nginx(f"nginx-{log}", PROXY_CPU, f"""
  {logs}
  proxy_cache_path {path('cache')} keys_zone=k:8m;
  upstream api {{ server 127.0.0.1:{back}; keepalive 256; keepalive_requests 100000000; }}
  server {{ {listens} location / {{ proxy_pass http://api; {headers} }} }}
  server {{ listen 127.0.0.1:{proxy.files} ssl; {tls} root {path('www')}; open_file_cache max=100; }}
  server {{ listen 127.0.0.1:{proxy.kept} ssl; {tls} location / {{ proxy_pass http://api; proxy_cache k; {headers} }} }}
  server {{ listen 127.0.0.1:{proxy.echo}; location / {{ proxy_pass http://127.0.0.1:{echo}; proxy_http_version 1.1;
    proxy_set_header Connection upgrade; proxy_set_header Upgrade $http_upgrade; }} }}
""", [proxy.plain, proxy.tls])
    return proxy


def start_haproxy(back, echo):
    proxy = Proxy("HAProxy")
    shutil.copy(path("both.pem"), path("haproxy.pem"))
    conf = path("haproxy.cfg", f"""global
  nbthread 1
  maxconn 8000
defaults
  mode http
  timeout connect 5s
  timeout client 60s
  timeout server 60s
  timeout tunnel 60s
  option forwardfor
  http-reuse always
frontend in
  bind 127.0.0.1:{proxy.plain}
  bind 127.0.0.1:{proxy.tls} ssl crt {path('haproxy.pem')} alpn h2,http/1.1
  unique-id-format %{{+X}}o\\ %ci%cp%ts%rt
  unique-id-header X-Request-Id
  http-request set-header X-Forwarded-Proto https if {{ ssl_fc }}
  default_backend api
frontend echo
  bind 127.0.0.1:{proxy.echo}
  default_backend echo
backend api
  server one 127.0.0.1:{back}
backend echo
  server one 127.0.0.1:{echo}
""")
    proxy.pid = start(PROXY_CPU, ["/usr/sbin/haproxy", "-db", "-f", conf], [proxy.plain, proxy.tls, proxy.echo])
    return proxy


def start_caddy(back, echo):
    proxy = Proxy("Caddy")
    proxy.files = free_port()
    conf = path("Caddyfile", f"""{{
  admin off
  auto_https off
  log {{
    level ERROR
  }}
}}
http://localhost:{proxy.plain}, http://127.0.0.1:{proxy.plain} {{
  bind 127.0.0.1
  reverse_proxy 127.0.0.1:{back}
}}
https://localhost:{proxy.tls} {{
  bind 127.0.0.1
  tls {path('cert.pem')} {path('key.pem')}
  reverse_proxy 127.0.0.1:{back}
}}
https://localhost:{proxy.files} {{
  bind 127.0.0.1
  tls {path('cert.pem')} {path('key.pem')}
  root * {path('www')}
  file_server
}}
http://localhost:{proxy.echo}, http://127.0.0.1:{proxy.echo} {{
  bind 127.0.0.1
  reverse_proxy 127.0.0.1:{echo}
}}
""")
    proxy.pid = start(PROXY_CPU, ["/usr/bin/caddy", "run", "--config", conf, "--adapter", "caddyfile"],
                      [proxy.plain, proxy.tls, proxy.echo])
    return proxy


def milliseconds(text):
    parts = re.fullmatch(r"([\d.]+)(us|ms|s)", text)
    if not parts:
        raise RuntimeError(f"no time: {text}")
    return float(parts.group(1)) * {"us": 1e-3, "ms": 1, "s": 1e3}[parts.group(2)]


def run(words):
    done = subprocess.run(["taskset", "-c", LOAD_CPU] + words, capture_output=True, text=True)
    if done.returncode:
        raise RuntimeError(f"{' '.join(words)} failed:\n{done.stdout}{done.stderr}")
    return done.stdout


def wrk(url, host, seconds, connections=64, headers=()):
    words = ["wrk", "--latency", "-t1", f"-c{connections}", f"-d{seconds}s", "-H", f"Host: {host}"]
    for header in headers:
        words += ["-H", header]
    out = run(words + [url])
    if "Non-2xx" in out or "Socket errors" in out and "close" not in " ".join(headers).lower():
        raise RuntimeError(f"{url} failed:\n{out}")
    return (float(re.search(r"Requests/sec:\s+([\d.]+)", out).group(1)), int(re.search(r"(\d+) requests in", out).group(1)),
            milliseconds(re.search(r"99%\s+(\S+)", out).group(1)))


def h2load(url, host, seconds):
    out = run(["h2load", "-t1", "-c16", "-m16", f"-D{seconds}", "--warm-up-time=1", "-H", f":authority: {host}", url])
    rate = float(re.search(r"finished in .*?, ([\d.]+) req/s", out).group(1))
    count = int(re.search(r"requests: \d+ total, .*? (\d+) succeeded, 0 failed", out).group(1))
    longest = re.search(r"time for request:\s+\S+\s+(\S+)", out).group(1)
    return rate, count, milliseconds(longest)


def echoes(port, seconds):
    out = run(JVM + ["-cp", CLASSES, "dev.stead.bench.EchoLoad", str(port), "localhost", "64", str(seconds)]).split()
    return float(out[0]), int(out[1]), float(out[2])


def https(port, name=""):
    # Caddy chooses its certificate by the name that the client says, which programs take from the address.
    return f"https://localhost:{port}/{name}"


SCENARIOS = {
    "1 KiB, keep-alive": lambda p, s: wrk(f"http://127.0.0.1:{p.plain}/1k", "localhost", s),
    "100 KiB, keep-alive": lambda p, s: wrk(f"http://127.0.0.1:{p.plain}/100k", "localhost", s),
    "1 KiB, TLS 1.3 keep-alive": lambda p, s: wrk(https(p.tls, "1k"), "localhost", s),
    "100 KiB, TLS 1.3 keep-alive": lambda p, s: wrk(https(p.tls, "100k"), "localhost", s),
    "1 KiB, 1,024 connections": lambda p, s: wrk(f"http://127.0.0.1:{p.plain}/1k", "localhost", s, 1024),
    "full TLS handshakes": lambda p, s: wrk(https(p.tls, "1k"), "localhost", s, 16, ["Connection: close"]),
    "1 KiB, HTTP/2": lambda p, s: h2load(https(p.tls, "1k"), "localhost", s),
    "file of 1 KiB, TLS": lambda p, s: wrk(https(p.files, "1k"), "files.localhost" if p.stead else "localhost", s) if p.files else None,
    "file of 100 KiB, TLS": lambda p, s: wrk(https(p.files, "100k"), "files.localhost" if p.stead else "localhost", s) if p.files else None,
    "kept answer of 1 KiB, TLS": lambda p, s: wrk(https(p.kept, "1k"), "kept.localhost" if p.stead else "localhost", s) if p.kept else None,
    "with a session, 1 KiB, TLS": lambda p, s: wrk(https(p.tls, "1k"), "in.localhost", s, 64, [SESSION]) if p.stead else None,
    "WebSocket echo, 64 bytes": lambda p, s: echoes(p.echo, s),
}


def table(name, proxies, figures):
    print(f"\n### {name}\n\n| | requests/s | p99 ms | CPU µs/request | resident MiB | requests/s to bare nginx |\n|---|---|---|---|---|---|")
    bare = figures.get("nginx, bare")
    base = statistics.median(f[0] for f in bare) if bare else 0
    for proxy in proxies:
        runs = figures.get(proxy.name)
        if runs:
            rate, p99, cpu = (statistics.median(f[i] for f in runs) for i in range(3))
            ratio = f"{rate / base:.2f}" if base else ""
            print(f"| {proxy.name} | {rate:.0f} | {p99:.2f} | {cpu:.1f} | {proxy.memory():.0f} | {ratio} |")
    sys.stdout.flush()


def warm_up(proxy, load):
    """Returns the seconds that it took; nothing is measured."""
    if not proxy.stead:
        load(proxy, 1)
        return 1
    rate, turns = 0, 0
    while turns < WARM_UPS:
        got, turns = load(proxy, WARM_UP), turns + 1
        if not got or got[0] < rate * STEADY:
            break
        rate = got[0]
    return turns * WARM_UP


def main():
    subprocess.run(["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "2",
                    "-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost,DNS:*.localhost",
                    "-keyout", path("key.pem"), "-out", path("cert.pem")], check=True, capture_output=True)
    path("both.pem", open(path("cert.pem")).read() + open(path("key.pem")).read())
    os.makedirs(path("www"))
    for name, size in (("1k", 1024), ("100k", 102400)):
        path(f"www/{name}", "x" * size)
    back, echo = free_port(), free_port()
    kept = 'add_header Cache-Control "public, max-age=3600";'
    nginx("back", LOAD_CPU, f"""access_log off; open_file_cache max=100;
  server {{ listen 127.0.0.1:{back} backlog=4096; root {path('www')}; location / {{ {kept} }}
    location = /1k {{ {kept} return 200 "{'x' * 1024}"; }} }}""", [back])
    start(LOAD_CPU, JVM + ["-cp", CLASSES, "dev.stead.bench.EchoServer", str(echo)], [echo])
    proxies = [start_stead("Stead, log and limits on", "on", back, echo), start_stead("Stead, log off", "off", back, echo),
               start_nginx("nginx, log and limits on", "on", back, echo), start_nginx("nginx, bare", "off", back, echo),
               start_haproxy(back, echo), start_caddy(back, echo)]
    for proxy in proxies:
        proxy.stead = proxy.name.startswith("Stead")
    print(f"Medians of {ROUNDS} runs of {SECONDS} s each, in turns; 64 connections unless said; one CPU for the program under "
          "load, another for load and back end.")
    for name, load in SCENARIOS.items():
        if ONLY and not any(word in name for word in ONLY):
            continue
        figures = {}
        warm = {}
        for turn in range(ROUNDS + 1):
            for proxy in proxies:
                before = proxy.cpu()
                try:
                    if not turn:
                        warm[proxy.name] = warm_up(proxy, load)
                        continue
                    got = load(proxy, SECONDS)
                except RuntimeError as e:
                    print(f"{proxy.name}: {e}"[:600], file=sys.stderr)
                    continue
                if got:
                    figures.setdefault(proxy.name, []).append((got[0], got[2], (proxy.cpu() - before) * 1e6 / max(got[1], 1)))
        table(name, proxies, figures)
        print("\nWarmed up for " + ", ".join(f"{seconds} s ({name})" for name, seconds in warm.items() if seconds > 1) + ".")


try:
    main()
finally:
    for process in running:
        process.terminate()
    for process in running:
        process.wait()
    shutil.rmtree(FOLDER)
