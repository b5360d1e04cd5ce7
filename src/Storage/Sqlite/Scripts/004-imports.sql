-- At most one row: this journal was made from an export. Until it is finished, no grid opens it.
CREATE TABLE journal_imports (
    id          INTEGER NOT NULL PRIMARY KEY CHECK (id = 1),
    rows_count  INTEGER NOT NULL,
    is_finished INTEGER NOT NULL
) STRICT;
