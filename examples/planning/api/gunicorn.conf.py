"""How gunicorn runs the API; read from the folder it starts in."""

import events

# One process; a thread for every open request, so that event streams hold up nobody else.
worker_class = "gthread"
workers = 1
threads = events.MOST_STREAMS + 16
# Longer than a proxy keeps an idle connection, so that the proxy closes first and no request meets a closed door.
keepalive = 75
# Streams end by themselves within a second of SIGTERM; this bounds the other requests.
graceful_timeout = 5
timeout = 30


def post_worker_init(worker):
    events.serve_while(lambda: worker.alive)
