"""A WSGI application (PEP 3333)."""


def app(environ, start):
    start("200 OK", [("Content-Type", "text/plain")])
    return [("wsgi %s for %s" % (environ["PATH_INFO"], environ.get("HTTP_X_STEAD_USER", "nobody"))).encode()]
