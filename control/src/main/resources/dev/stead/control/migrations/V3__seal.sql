-- A second copy of each row of every other table, by which a row that the disk changed is noticed. Its rows are
-- written by triggers of the connection, see StateSeals; it is emptied before each later migration.
CREATE TABLE seal (
    of_table    TEXT    NOT NULL,
    of_row      TEXT    NOT NULL,               -- its primary key
    content     TEXT    NOT NULL,               -- all its columns
    PRIMARY KEY (of_table, of_row)
);
