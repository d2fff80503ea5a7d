-- Portable SQL: times are integers (milliseconds since 1970, UTC), JSON is text, ids are made in Java.
CREATE TABLE applied (
    id          INTEGER NOT NULL PRIMARY KEY,   -- always 1
    file        TEXT    NOT NULL,
    content     TEXT    NOT NULL,
    at          INTEGER NOT NULL
);
CREATE TABLE component (
    name        TEXT    NOT NULL PRIMARY KEY,
    port        INTEGER NOT NULL,               -- the stable loopback port, 0 for none
    last        INTEGER NOT NULL                -- the highest number an instance of it ever had
);
CREATE TABLE site (
    component   TEXT    NOT NULL PRIMARY KEY,
    facets      TEXT    NOT NULL,
    folder      TEXT    NOT NULL
);
CREATE TABLE audit (
    id          TEXT    NOT NULL PRIMARY KEY,
    at          INTEGER NOT NULL,
    who         TEXT    NOT NULL,
    command     TEXT    NOT NULL,
    target      TEXT    NOT NULL,
    outcome     TEXT    NOT NULL,
    detail      TEXT    NOT NULL
);
CREATE INDEX audit_at ON audit (at);
