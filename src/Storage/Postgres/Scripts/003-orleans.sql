-- Where silos find each other, and where stream subscriptions are kept: what Microsoft Orleans' ADO.NET providers read through the statements in
-- orleansquery. They give the keys and the parameters; tables and statements are ours. Unused, and empty, where one process is the whole grid.
CREATE TABLE orleansquery (
    querykey  text PRIMARY KEY,
    querytext text NOT NULL
);

-- Every change of the membership moves this row from the version its writer saw to the next: of two that saw the same, one succeeds.
CREATE TABLE orleans_memberships (
    deployment_id text PRIMARY KEY,
    version       integer NOT NULL
);

CREATE TABLE orleans_silos (
    deployment_id text           NOT NULL REFERENCES orleans_memberships,
    address       text           NOT NULL,
    port          integer        NOT NULL,
    generation    integer        NOT NULL,
    silo_name     text           NOT NULL,
    host_name     text           NOT NULL,
    status        integer        NOT NULL,
    proxy_port    integer        NOT NULL,
    suspect_times text,
    start_time    timestamptz(3) NOT NULL,
    i_am_alive_at timestamptz(3) NOT NULL,
    PRIMARY KEY (deployment_id, address, port, generation)
);

-- The key fences the first write: of two that saw nothing, one inserts, and the other is told that it was late.
CREATE TABLE orleans_grain_states (
    service_id   text    NOT NULL,
    grain_type   text    NOT NULL,
    grain_n0     bigint  NOT NULL,
    grain_n1     bigint  NOT NULL,
    grain_string text    NOT NULL,
    version      integer NOT NULL CHECK (version > 0),
    payload      bytea,
    PRIMARY KEY (service_id, grain_type, grain_n0, grain_n1, grain_string)
);

INSERT INTO orleansquery (querykey, querytext) VALUES
('InsertMembershipVersionKey', $$
    WITH made AS (
        INSERT INTO orleans_memberships (deployment_id, version) VALUES (@DeploymentId, 0) ON CONFLICT DO NOTHING RETURNING 1
    )
    SELECT EXISTS (SELECT FROM made)
$$),
('InsertMembershipKey', $$
    WITH moved AS (
        UPDATE orleans_memberships m SET version = m.version + 1
        WHERE m.deployment_id = @DeploymentId AND m.version = @Version AND NOT EXISTS (
            SELECT FROM orleans_silos s
            WHERE s.deployment_id = @DeploymentId AND s.address = @Address AND s.port = @Port AND s.generation = @Generation)
        RETURNING m.deployment_id
    ), joined AS (
        INSERT INTO orleans_silos (deployment_id, address, port, generation, silo_name, host_name, status, proxy_port, start_time, i_am_alive_at)
        SELECT moved.deployment_id, @Address, @Port, @Generation, @SiloName, @HostName, @Status, @ProxyPort, @StartTime, @IAmAliveTime FROM moved
        RETURNING 1
    )
    SELECT EXISTS (SELECT FROM joined)
$$),
('UpdateMembershipKey', $$
    WITH moved AS (
        UPDATE orleans_memberships m SET version = m.version + 1
        WHERE m.deployment_id = @DeploymentId AND m.version = @Version AND EXISTS (
            SELECT FROM orleans_silos s
            WHERE s.deployment_id = @DeploymentId AND s.address = @Address AND s.port = @Port AND s.generation = @Generation)
        RETURNING m.deployment_id
    ), changed AS (
        UPDATE orleans_silos s SET status = @Status, suspect_times = @SuspectTimes, i_am_alive_at = @IAmAliveTime
        FROM moved
        WHERE s.deployment_id = moved.deployment_id AND s.address = @Address AND s.port = @Port AND s.generation = @Generation
        RETURNING 1
    )
    SELECT EXISTS (SELECT FROM changed)
$$),
('UpdateIAmAlivetimeKey', $$
    UPDATE orleans_silos SET i_am_alive_at = @IAmAliveTime
    WHERE deployment_id = @DeploymentId AND address = @Address AND port = @Port AND generation = @Generation
$$),
('MembershipReadRowKey', $$
    SELECT s.address AS Address, s.port AS Port, s.generation AS Generation, s.silo_name AS SiloName, s.host_name AS HostName, s.status AS Status,
           s.proxy_port AS ProxyPort, s.suspect_times AS SuspectTimes, s.start_time AS StartTime, s.i_am_alive_at AS IAmAliveTime, m.version AS Version
    FROM orleans_memberships m
    LEFT JOIN orleans_silos s
        ON s.deployment_id = m.deployment_id AND s.address = @Address AND s.port = @Port AND s.generation = @Generation
    WHERE m.deployment_id = @DeploymentId
$$),
('MembershipReadAllKey', $$
    SELECT s.address AS Address, s.port AS Port, s.generation AS Generation, s.silo_name AS SiloName, s.host_name AS HostName, s.status AS Status,
           s.proxy_port AS ProxyPort, s.suspect_times AS SuspectTimes, s.start_time AS StartTime, s.i_am_alive_at AS IAmAliveTime, m.version AS Version
    FROM orleans_memberships m
    LEFT JOIN orleans_silos s ON s.deployment_id = m.deployment_id
    WHERE m.deployment_id = @DeploymentId
$$),
('GatewaysQueryKey', $$
    SELECT address AS Address, proxy_port AS ProxyPort, generation AS Generation
    FROM orleans_silos
    WHERE deployment_id = @DeploymentId AND status = @Status AND proxy_port > 0
$$),
('DeleteMembershipTableEntriesKey', $$
    DELETE FROM orleans_silos WHERE deployment_id = @DeploymentId;
    DELETE FROM orleans_memberships WHERE deployment_id = @DeploymentId
$$),
-- 3 is Active: whoever serves stays, however old its last sign of life.
('CleanupDefunctSiloEntriesKey', $$
    DELETE FROM orleans_silos WHERE deployment_id = @DeploymentId AND i_am_alive_at < @IAmAliveTime AND status <> 3
$$),
('ReadFromStorageKey', $$
    SELECT payload AS PayloadBinary, version AS Version
    FROM orleans_grain_states
    WHERE service_id = @ServiceId AND grain_type = @GrainTypeString AND grain_n0 = @GrainIdN0 AND grain_n1 = @GrainIdN1
        AND grain_string = coalesce(@GrainIdExtensionString, '')
$$),
-- No row means that another writer was first.
('WriteToStorageKey', $$
    WITH changed AS (
        UPDATE orleans_grain_states SET payload = @PayloadBinary, version = version + 1
        WHERE service_id = @ServiceId AND grain_type = @GrainTypeString AND grain_n0 = @GrainIdN0 AND grain_n1 = @GrainIdN1
            AND grain_string = coalesce(@GrainIdExtensionString, '') AND version = @GrainStateVersion
        RETURNING version
    ), made AS (
        INSERT INTO orleans_grain_states (service_id, grain_type, grain_n0, grain_n1, grain_string, version, payload)
        SELECT @ServiceId, @GrainTypeString, @GrainIdN0, @GrainIdN1, coalesce(@GrainIdExtensionString, ''), 1, @PayloadBinary
        WHERE @GrainStateVersion IS NULL
        ON CONFLICT DO NOTHING
        RETURNING version
    )
    SELECT version AS NewGrainStateVersion FROM changed UNION ALL SELECT version FROM made
$$),
('ClearStorageKey', $$
    UPDATE orleans_grain_states SET payload = NULL, version = version + 1
    WHERE service_id = @ServiceId AND grain_type = @GrainTypeString AND grain_n0 = @GrainIdN0 AND grain_n1 = @GrainIdN1
        AND grain_string = coalesce(@GrainIdExtensionString, '') AND version = @GrainStateVersion
    RETURNING version AS NewGrainStateVersion
$$),
('DeleteStorageKey', $$
    DELETE FROM orleans_grain_states
    WHERE service_id = @ServiceId AND grain_type = @GrainTypeString AND grain_n0 = @GrainIdN0 AND grain_n1 = @GrainIdN1
        AND grain_string = coalesce(@GrainIdExtensionString, '') AND version = @GrainStateVersion
    RETURNING version + 1 AS NewGrainStateVersion
$$);
