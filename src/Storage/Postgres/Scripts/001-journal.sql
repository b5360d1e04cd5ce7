-- Entities are numbered: a row of the journal then costs no copy of the name, and the rows of new entities land side by side.
CREATE TABLE journal_heads (
    entity_id bigint   GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    entity    text     COLLATE "C" NOT NULL UNIQUE,
    shard     smallint NOT NULL,
    version   bigint   NOT NULL CHECK (version > 0),
    checksum  bigint   NOT NULL,
    due_at    bigint
) WITH (fillfactor = 80);

CREATE INDEX journal_heads_due ON journal_heads (due_at) WHERE due_at IS NOT NULL;

-- Apart from the heads: a head is rewritten with every append, a snapshot is not.
CREATE TABLE journal_snapshots (
    entity_id        bigint PRIMARY KEY,
    version          bigint NOT NULL,
    chain_checksum   bigint NOT NULL,
    payload_checksum bigint NOT NULL,
    payload          bytea  NOT NULL
);

CREATE TABLE journal_rows (
    shard            smallint NOT NULL,
    position         bigint   NOT NULL,
    entity_id        bigint   NOT NULL,
    expected_version bigint   NOT NULL,
    version          bigint   NOT NULL,
    at               bigint   NOT NULL,
    checksum         bigint   NOT NULL,
    payload          bytea    NOT NULL,
    PRIMARY KEY (shard, position)
);

CREATE UNIQUE INDEX journal_rows_entity ON journal_rows (entity_id, expected_version);

CREATE TABLE journal_shards (
    shard    smallint PRIMARY KEY,
    position bigint   NOT NULL
) WITH (fillfactor = 10);

-- The fence for entities that exist. Plans are made once per connection, so they must not depend on how many entities there were then,
-- nor on the size of the first batches: here one look-up in the index per append, in journal_append_1 joins by hashing.
CREATE FUNCTION journal_move_heads_1(entities text[], expected_versions bigint[], versions bigint[], checksums bigint[], due_ats bigint[])
RETURNS TABLE (entity_id bigint, place bigint) LANGUAGE plpgsql
SET plan_cache_mode = force_generic_plan
SET enable_nestloop = on SET enable_hashjoin = off SET enable_mergejoin = off SET enable_seqscan = off AS $$
#variable_conflict use_column
BEGIN
    RETURN QUERY
    UPDATE journal_heads h SET version = b.version, checksum = b.checksum, due_at = b.due_at
    FROM unnest(entities, expected_versions, versions, checksums, due_ats)
        WITH ORDINALITY AS b(entity, expected_version, version, checksum, due_at, place)
    WHERE b.expected_version > 0 AND h.entity = b.entity AND h.version = b.expected_version
    RETURNING h.entity_id, b.place;
END
$$;

-- One batch of one shard; returns the places in the batch (from 1) of the appends that were accepted. The others are fenced.
-- A function, so that the shard is locked only once the whole batch has arrived: a writer that is stopped or cut off while it
-- sends keeps nobody waiting. Each statement in it sees what was committed before the lock was granted.
CREATE FUNCTION journal_append_1(
    batch_shard smallint, entities text[], expected_versions bigint[], versions bigint[], ats bigint[], checksums bigint[],
    due_ats bigint[], payloads bytea[], snapshots bytea[], snapshot_checksums bigint[])
RETURNS SETOF bigint LANGUAGE plpgsql
SET plan_cache_mode = force_generic_plan SET enable_nestloop = off AS $$
DECLARE
    last_position bigint;
BEGIN
    SELECT s.position INTO STRICT last_position FROM journal_shards s WHERE s.shard = batch_shard FOR UPDATE;

    RETURN QUERY
    WITH batch AS MATERIALIZED (
        SELECT * FROM unnest(entities, expected_versions, versions, ats, checksums, due_ats, payloads, snapshots, snapshot_checksums)
            WITH ORDINALITY AS b(entity, expected_version, version, at, checksum, due_at, payload, snapshot, snapshot_checksum, place)
    ), created AS (
        INSERT INTO journal_heads AS h (entity, shard, version, checksum, due_at)
        SELECT b.entity, batch_shard, b.version, b.checksum, b.due_at FROM batch b WHERE b.expected_version = 0
        ON CONFLICT (entity) DO NOTHING
        RETURNING h.entity_id, h.entity
    ), passed AS (
        SELECT c.entity_id, b.place FROM created c JOIN batch b ON b.entity = c.entity
        UNION ALL
        SELECT m.entity_id, m.place FROM journal_move_heads_1(entities, expected_versions, versions, checksums, due_ats) m
    ), accepted AS MATERIALIZED (
        SELECT p.entity_id, b.*, row_number() OVER (ORDER BY b.place) AS step FROM passed p JOIN batch b ON b.place = p.place
    ), written AS (
        INSERT INTO journal_rows (shard, position, entity_id, expected_version, version, at, checksum, payload)
        SELECT batch_shard, last_position + a.step, a.entity_id, a.expected_version, a.version, a.at, a.checksum, a.payload FROM accepted a
    ), kept AS (
        INSERT INTO journal_snapshots AS s (entity_id, version, chain_checksum, payload_checksum, payload)
        SELECT a.entity_id, a.version, a.checksum, a.snapshot_checksum, a.snapshot FROM accepted a WHERE a.snapshot IS NOT NULL
        ON CONFLICT (entity_id) DO UPDATE SET version = excluded.version, chain_checksum = excluded.chain_checksum,
            payload_checksum = excluded.payload_checksum, payload = excluded.payload
    ), counted AS (
        UPDATE journal_shards s SET position = last_position + (SELECT count(*) FROM accepted) WHERE s.shard = batch_shard
    )
    SELECT a.place FROM accepted a;
END
$$;
