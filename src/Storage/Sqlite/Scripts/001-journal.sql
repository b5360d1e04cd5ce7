-- Entities are numbered: a row of the journal then costs no copy of the name, and the rows of new entities land side by side.
CREATE TABLE journal_heads (
    entity_id INTEGER PRIMARY KEY,
    entity    TEXT    NOT NULL UNIQUE,
    shard     INTEGER NOT NULL CHECK (shard = 0),
    version   INTEGER NOT NULL CHECK (version > 0),
    checksum  INTEGER NOT NULL,
    due_at    INTEGER
) STRICT;

CREATE INDEX journal_heads_due ON journal_heads (due_at) WHERE due_at IS NOT NULL;

-- Apart from the heads: a head is rewritten with every append, a snapshot is not.
CREATE TABLE journal_snapshots (
    entity_id        INTEGER PRIMARY KEY,
    version          INTEGER NOT NULL,
    chain_checksum   INTEGER NOT NULL,
    payload_checksum INTEGER NOT NULL,
    payload          BLOB    NOT NULL
) STRICT;

-- There is one writer and one shard, so the position is the row id.
CREATE TABLE journal_rows (
    position         INTEGER PRIMARY KEY,
    shard            INTEGER NOT NULL CHECK (shard = 0),
    entity_id        INTEGER NOT NULL,
    expected_version INTEGER NOT NULL,
    version          INTEGER NOT NULL,
    at               INTEGER NOT NULL,
    checksum         INTEGER NOT NULL,
    payload          BLOB    NOT NULL
) STRICT;

CREATE UNIQUE INDEX journal_rows_entity ON journal_rows (entity_id, expected_version);

CREATE TABLE journal_shards (
    shard    INTEGER PRIMARY KEY,
    position INTEGER NOT NULL
) STRICT;
