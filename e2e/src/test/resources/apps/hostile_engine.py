"""A private engine that tries what it must not be able to do, and tells what it did. The only word is its port."""
import ctypes
import glob
import http.server
import json
import os
import signal
import socket
import sys
import urllib.parse

PORT = int(sys.argv[1])
PTRACE_ATTACH = 16


def succeeds(what):
    """Whether something that should fail does not."""
    try:
        return bool(what())
    except Exception:
        return False


def connects(port, host="127.0.0.1"):
    with socket.create_connection((host, port), timeout=2):
        return True


def reads(path):
    with open(path, "rb") as file:
        return len(file.read()) >= 0


def talks(path):
    """Whether somebody answers at a Unix socket."""
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as one:
        one.settimeout(2)
        one.connect(path)
        one.sendall(b"GET /v1/status HTTP/1.1\r\nHost: x\r\n\r\n")
        return bool(one.recv(1))


def signals(pid):
    os.kill(pid, 0)
    return True


def traces(pid):
    libc = ctypes.CDLL(None, use_errno=True)
    return libc.ptrace(PTRACE_ATTACH, pid, None, None) == 0


def attempts(asked):
    """By name: something of another engine, of Stead, of another component."""
    state, pid, home = asked["state"], int(asked["pid"]), asked["home"]
    tried = {
        "reach the other's port": lambda: connects(int(asked["port"])),
        "reach a database that it does not need": lambda: connects(int(asked["database"])),
        "reach the gateway": lambda: connects(int(asked["gateway"])),
        "list the other's home": lambda: os.listdir(home) is not None,
        "read in the other's home": lambda: reads(os.path.join(home, "diary")),
        "write in the other's home": lambda: open(os.path.join(home, "planted"), "w").close() is None,
        "list homes": lambda: os.listdir(os.path.dirname(home)) is not None,
        "list the state folder": lambda: os.listdir(state) is not None,
        "read the state database": lambda: reads(os.path.join(state, "state.db")),
        "list secrets": lambda: os.listdir(os.path.join(state, "secrets")) is not None,
        "read the other's log": lambda: reads(os.path.join(state, "logs", asked["id"] + ".log")),
        "read the other's record": lambda: reads(os.path.join(state, "run", asked["id"], "record.json")),
        "use the control socket": lambda: talks(os.path.join(state, "control.sock")),
        "use the console's socket": lambda: talks(os.path.join(state, "console.sock")),
        "see the other's process": lambda: os.path.exists("/proc/%d" % pid),
        "see processes of others": lambda: any(os.stat(each).st_uid != os.getuid() for each in glob.glob("/proc/[0-9]*")),
        "signal the other": lambda: signals(pid),
        "trace the other": lambda: traces(pid),
        "end the other": lambda: os.kill(pid, signal.SIGTERM) is None,
        "see the other's temporary files": lambda: os.path.exists(asked["mark"]),
        "become root": lambda: os.setuid(0) is None,
        "mount": lambda: ctypes.CDLL(None, use_errno=True).mount(b"none", b"/tmp", b"tmpfs", 0, None) == 0,
        "write to Stead's cgroups": lambda: any(os.access(each, os.W_OK) for each in glob.glob("/sys/fs/cgroup/*/stead/*/*/cgroup.procs")),
    }
    return sorted(name for name, what in tried.items() if succeeds(what))


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self):
        url = urllib.parse.urlsplit(self.path)
        asked = dict(urllib.parse.parse_qsl(url.query))
        if url.path == "/leave":  # what the other one looks for
            for path in (os.path.join(os.environ["HOME"], "diary"), asked["mark"]):
                with open(path, "w") as file:
                    file.write("mine")
            answer = {"pid": os.getpid(), "uid": os.getuid()}
        elif url.path == "/try":
            answer = {"did": attempts(asked), "uid": os.getuid()}
        elif url.path == "/needed":
            answer = {"did": connects(int(asked["database"]))}
        else:
            answer = {"pid": os.getpid()}
        body = json.dumps(answer).encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *arguments):
        pass


http.server.ThreadingHTTPServer(("127.0.0.1", PORT), Handler).serve_forever()
