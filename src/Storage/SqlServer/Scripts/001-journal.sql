-- Names compare by their code points, as the other stores compare them, whatever the collation of the database is.
-- The rows of a shard lie together: a batch never meets, nor waits for, the rows of another shard, whatever plan it gets.
CREATE TABLE journal_heads (
    shard     smallint      NOT NULL,
    entity    nvarchar(400) COLLATE Latin1_General_BIN2 NOT NULL,
    entity_id bigint        IDENTITY(1, 1) NOT NULL CONSTRAINT journal_heads_entity_id UNIQUE,
    version   bigint        NOT NULL CHECK (version > 0),
    checksum  bigint        NOT NULL,
    due_at    bigint        NULL,
    CONSTRAINT journal_heads_key PRIMARY KEY CLUSTERED (shard, entity),
    CONSTRAINT journal_heads_entity UNIQUE (entity)
);

CREATE INDEX journal_heads_due ON journal_heads (due_at) WHERE due_at IS NOT NULL;

-- Apart from the heads: a head is rewritten with every append, a snapshot is not.
CREATE TABLE journal_snapshots (
    entity_id        bigint         NOT NULL CONSTRAINT journal_snapshots_key PRIMARY KEY CLUSTERED,
    version          bigint         NOT NULL,
    chain_checksum   bigint         NOT NULL,
    payload_checksum bigint         NOT NULL,
    payload          varbinary(max) NOT NULL
);

CREATE TABLE journal_rows (
    shard            smallint       NOT NULL,
    position         bigint         NOT NULL,
    entity_id        bigint         NOT NULL,
    expected_version bigint         NOT NULL,
    version          bigint         NOT NULL,
    at               bigint         NOT NULL,
    checksum         bigint         NOT NULL,
    payload          varbinary(max) NOT NULL,
    CONSTRAINT journal_rows_key PRIMARY KEY CLUSTERED (shard, position)
);

CREATE UNIQUE INDEX journal_rows_entity ON journal_rows (entity_id, expected_version);

CREATE TABLE journal_shards (
    shard    smallint NOT NULL CONSTRAINT journal_shards_key PRIMARY KEY CLUSTERED,
    position bigint   NOT NULL
);
