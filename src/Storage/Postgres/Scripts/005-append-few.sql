-- As journal_append_1, which plans for hundreds of appends: for a few, its plan takes longer to start than to run. Here they are taken one by one,
-- which costs half as much for one to four, and as much from twelve on.
-- Nothing is set per call either: the connection of a writer has the settings that keep every look-up in its index.
CREATE FUNCTION journal_append_2(
    batch_shard smallint, entities text[], expected_versions bigint[], versions bigint[], ats bigint[], checksums bigint[],
    due_ats bigint[], payloads bytea[], snapshots bytea[], snapshot_checksums bigint[])
RETURNS SETOF bigint LANGUAGE plpgsql AS $$
DECLARE
    last_position bigint;
    head_id bigint;
BEGIN
    IF cardinality(entities) > 8 THEN
        RETURN QUERY SELECT journal_append_1(
            batch_shard, entities, expected_versions, versions, ats, checksums, due_ats, payloads, snapshots, snapshot_checksums);
        RETURN;
    END IF;

    SELECT s.position INTO STRICT last_position FROM journal_shards s WHERE s.shard = batch_shard FOR UPDATE;
    FOR place IN 1 .. cardinality(entities) LOOP
        IF expected_versions[place] = 0 THEN
            INSERT INTO journal_heads AS h (entity, shard, version, checksum, due_at)
            VALUES (entities[place], batch_shard, versions[place], checksums[place], due_ats[place])
            ON CONFLICT (entity) DO NOTHING
            RETURNING h.entity_id INTO head_id;
        ELSE
            UPDATE journal_heads h SET version = versions[place], checksum = checksums[place], due_at = due_ats[place]
            WHERE h.entity = entities[place] AND h.version = expected_versions[place]
            RETURNING h.entity_id INTO head_id;
        END IF;

        CONTINUE WHEN NOT FOUND;
        last_position := last_position + 1;
        INSERT INTO journal_rows (shard, position, entity_id, expected_version, version, at, checksum, payload)
        VALUES (batch_shard, last_position, head_id, expected_versions[place], versions[place], ats[place], checksums[place], payloads[place]);

        IF snapshots[place] IS NOT NULL THEN
            INSERT INTO journal_snapshots AS s (entity_id, version, chain_checksum, payload_checksum, payload)
            VALUES (head_id, versions[place], checksums[place], snapshot_checksums[place], snapshots[place])
            ON CONFLICT (entity_id) DO UPDATE SET version = excluded.version, chain_checksum = excluded.chain_checksum,
                payload_checksum = excluded.payload_checksum, payload = excluded.payload;
        END IF;

        RETURN NEXT place;
    END LOOP;

    UPDATE journal_shards s SET position = last_position WHERE s.shard = batch_shard;
END
$$;

-- A hot entity has rows of kilobytes. The method that is the default costs more than what it saves; where this server has no other, it stays.
DO $$
BEGIN
    -- As texts: a server before 14 does not know the words, and would refuse the whole block.
    EXECUTE 'ALTER TABLE journal_rows ALTER COLUMN payload SET COMPRESSION lz4';
    EXECUTE 'ALTER TABLE journal_snapshots ALTER COLUMN payload SET COMPRESSION lz4';
EXCEPTION WHEN feature_not_supported OR syntax_error OR undefined_object OR invalid_parameter_value THEN
    RAISE NOTICE 'lz4 is not available';
END
$$;
