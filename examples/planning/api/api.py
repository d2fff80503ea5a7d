"""The planning API: figures in, plan out, and a stream of what happens."""

import json
import logging
import os
import queue
import socket
import time

import redis
from flask import Flask, Response, request
from werkzeug.exceptions import HTTPException

import database
import events
import figures
import plans
import tasks

# A plan that stays out of date this long (seconds) is put into the queue again.
NUDGE_AFTER = 10
BEAT_EVERY = 10

logging.basicConfig(level=logging.INFO, format="%(levelname)s %(name)s: %(message)s")
log = logging.getLogger("api")

app = Flask(__name__)
app.config["MAX_CONTENT_LENGTH"] = 64 * 1024

INSTANCE = os.environ.get("STEAD_INSTANCE") or f"{socket.gethostname()}-{os.getpid()}"
VERSION = os.environ.get("VERSION", "dev")

_database = database.Database(os.environ["DB_URL"])
_cache = events.connect(os.environ["CACHE_URL"])
_feed = events.Feed(_cache)
database.create_schema(_database)


@app.get("/api/health")
def health():
    checks = {"db": _check_database, "cache": _cache.ping}
    failed = {}
    for name, check in checks.items():
        try:
            check()
        except (*database.Lost, redis.RedisError) as error:
            failed[name] = str(error).strip().splitlines()[0]
    if failed:
        log.warning("not healthy: %s", failed)
        return _problem(503, "Not healthy", "Not reachable: " + ", ".join(failed) + ".")
    return _json({"status": "ok", "instance": INSTANCE})


def _check_database():
    # Up to half a second: enough to replace connections that a restart of the database has cut.
    _database.run(lambda cursor: cursor.execute("SELECT 1"), patience=0.5)


@app.get("/api/version")
def version():
    return _json({"version": VERSION, "instance": INSTANCE})


@app.get("/api/plan")
def plan():
    version, body, cached = plans.view(_database, _cache)
    answer = Response(body, content_type="application/json")
    answer.headers["X-Cache"] = "hit" if cached else "miss"
    answer.headers["Cache-Control"] = "no-cache"
    answer.set_etag(version)
    return answer.make_conditional(request)


@app.put("/api/figures/<name>")
def change(name):
    body = request.get_json()
    if not isinstance(body, dict) or set(body) != {"value"}:
        return _problem(400, "Bad request", 'The body must be like {"value": 12.5}.')
    try:
        revision, changed = _database.run(lambda cursor: plans.change(cursor, name, body["value"]))
    except plans.Unknown:
        return _problem(404, "No such figure", f"There is no figure “{name}”.")
    except figures.Refused as refusal:
        return _problem(422, "Value not allowed", str(refusal), figure=name)
    if changed:
        log.info("%s sets %s to %s", _who(), name, body["value"])
        events.publish(_cache, "figure", id=name, value=body["value"], revision=revision)
        _nudge()
    return _json({"id": name, "value": body["value"], "revision": revision}, 202 if changed else 200)


def _who():
    """Who asks: Stead sets the header and removes any copy of a client's."""
    return request.headers.get("X-Stead-User", "somebody")


@app.post("/api/reset")
def reset():
    log.info("%s restores the sample figures", _who())
    revision = _database.run(plans.reset)
    events.publish(_cache, "again")
    _nudge()
    return _json({"revision": revision}, 202)


def _nudge():
    try:
        tasks.recalculate.delay()
    except Exception as error:  # whatever the broker's client raises; the streams nudge again
        log.warning("cannot queue a calculation now: %s", error)


@app.get("/api/events")
def stream():
    try:
        inbox = _feed.open()
    except events.Full:
        return _problem(503, "Too many open pages", "Try again soon.", retry_after=5)
    try:
        # Before the answer starts, so that a failure is an answer too.
        version, body, _ = plans.view(_database, _cache)
    except BaseException:
        _feed.close(inbox)
        raise
    chunks = _events(inbox, version, body, request.headers.get("Last-Event-ID"))
    answer = Response(chunks, content_type="text/event-stream")
    answer.call_on_close(lambda: _feed.close(inbox))
    answer.headers["Cache-Control"] = "no-cache"
    return answer


def _events(inbox, version, body, seen):
    """The plan, unless the page has `seen` this version; then each event as it comes, and a beat when it is quiet."""
    yield "retry: 1000\n\n"
    yield _event("hello", json.dumps({"instance": INSTANCE}))
    if version != seen:
        yield _event("plan", body.decode(), version)
    said = time.monotonic()
    try:
        while events.serving() and not inbox.full():
            event = _next(inbox)
            if event is None and time.monotonic() - said < BEAT_EVERY:
                continue
            said = time.monotonic()
            if event is None:
                _nudge_when_late()
                yield ": beat\n\n"
            elif event["kind"] in ("calculated", "again"):
                latest, body, _ = plans.view(_database, _cache)
                if latest != version:
                    version = latest
                    yield _event("plan", body.decode(), version)
            else:
                yield _event(event["kind"], json.dumps(event))
    except database.Lost as error:
        # The page comes back by itself and gets a clear answer then.
        log.warning("stream ends: %s", str(error).strip())


def _next(inbox):
    """The next event, or None after half a second."""
    try:
        return inbox.get(timeout=0.5)
    except queue.Empty:
        return None


def _event(name, data, version=None):
    return (f"id: {version}\n" if version else "") + f"event: {name}\ndata: {data}\n\n"


def _nudge_when_late():
    """Called by quiet streams: a plan out of date while nothing is heard of the worker is queued again, once."""
    try:
        revision, calculated = _database.run(plans.versions)
        if revision != calculated and _cache.set("plan:nudged", 1, nx=True, ex=NUDGE_AFTER):
            _nudge()
    except (*database.Lost, redis.RedisError) as error:
        log.warning("cannot look after the plan: %s", error)


def _json(content, status=200):
    return Response(json.dumps(content), status, content_type="application/json")


def _problem(status, title, detail, retry_after=None, **more):
    content = {"type": "about:blank", "title": title, "status": status, "detail": detail, **more}
    answer = Response(json.dumps(content), status, content_type="application/problem+json")
    if retry_after:
        answer.headers["Retry-After"] = str(retry_after)
    return answer


@app.errorhandler(HTTPException)
def _http_problem(error):
    return _problem(error.code, error.name, error.description)


@app.errorhandler(database.Lost[0])
@app.errorhandler(database.Lost[1])
def _database_away(error):
    log.warning("database: %s", str(error).strip())
    return _problem(503, "Database not reachable", "The plan cannot be read or changed now.", retry_after=2)


@app.errorhandler(Exception)
def _broken(error):
    log.error("failed: %s %s", request.method, request.path, exc_info=error)
    return _problem(500, "Internal error", "Something went wrong; it is in the log.")


@app.after_request
def _stamp(answer):
    answer.headers["X-Instance"] = INSTANCE
    answer.headers.setdefault("Cache-Control", "no-store")
    return answer
