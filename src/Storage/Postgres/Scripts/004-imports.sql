-- At most one row: this journal was made from an export. Until it is finished, no grid opens it.
CREATE TABLE journal_imports (
    id          smallint NOT NULL PRIMARY KEY CHECK (id = 1),
    rows_count  bigint NOT NULL,
    is_finished smallint NOT NULL
);
