-- Where silos find each other, and where stream subscriptions are kept: what Microsoft Orleans' ADO.NET providers read through the statements in
-- OrleansQuery. They give the keys and the parameters; tables and statements are ours. Unused, and empty, where one process is the whole grid.
CREATE TABLE OrleansQuery (
    QueryKey  nvarchar(64)  COLLATE Latin1_General_BIN2 NOT NULL CONSTRAINT OrleansQuery_key PRIMARY KEY CLUSTERED,
    QueryText nvarchar(max) NOT NULL
);

-- Every change of the membership moves this row from the version its writer saw to the next: of two that saw the same, one succeeds.
CREATE TABLE orleans_memberships (
    deployment_id nvarchar(150) COLLATE Latin1_General_BIN2 NOT NULL CONSTRAINT orleans_memberships_key PRIMARY KEY CLUSTERED,
    version       int           NOT NULL
);

CREATE TABLE orleans_silos (
    deployment_id nvarchar(150) COLLATE Latin1_General_BIN2 NOT NULL,
    address       nvarchar(45)  COLLATE Latin1_General_BIN2 NOT NULL,
    port          int           NOT NULL,
    generation    int           NOT NULL,
    silo_name     nvarchar(150) NOT NULL,
    host_name     nvarchar(150) NOT NULL,
    status        int           NOT NULL,
    proxy_port    int           NOT NULL,
    suspect_times nvarchar(max) NULL,
    start_time    datetime2(3)  NOT NULL,
    i_am_alive_at datetime2(3)  NOT NULL,
    CONSTRAINT orleans_silos_key PRIMARY KEY CLUSTERED (deployment_id, address, port, generation)
);

-- The key fences the first write: of two that saw nothing, one inserts, and the other is told that it was late.
CREATE TABLE orleans_grain_states (
    service_id   nvarchar(100)  COLLATE Latin1_General_BIN2 NOT NULL,
    grain_type   nvarchar(200)  COLLATE Latin1_General_BIN2 NOT NULL,
    grain_n0     bigint         NOT NULL,
    grain_n1     bigint         NOT NULL,
    grain_string nvarchar(500)  COLLATE Latin1_General_BIN2 NOT NULL,
    version      int            NOT NULL CHECK (version > 0),
    payload      varbinary(max) NULL,
    CONSTRAINT orleans_grain_states_key PRIMARY KEY NONCLUSTERED (service_id, grain_type, grain_n0, grain_n1, grain_string)
);

INSERT INTO OrleansQuery (QueryKey, QueryText) VALUES
(N'InsertMembershipVersionKey', N'
    SET NOCOUNT ON;
    BEGIN TRY
        INSERT INTO orleans_memberships (deployment_id, version)
        SELECT @DeploymentId, 0 WHERE NOT EXISTS (SELECT 1 FROM orleans_memberships WHERE deployment_id = @DeploymentId);
        SELECT @@ROWCOUNT;
    END TRY
    BEGIN CATCH
        IF ERROR_NUMBER() NOT IN (2601, 2627) THROW;
        SELECT 0;
    END CATCH;
'),
(N'InsertMembershipKey', N'
    SET XACT_ABORT ON;
    SET NOCOUNT ON;
    DECLARE @moved int;
    BEGIN TRANSACTION;
    UPDATE orleans_memberships SET version = version + 1
    WHERE deployment_id = @DeploymentId AND version = @Version AND NOT EXISTS (
        SELECT 1 FROM orleans_silos s
        WHERE s.deployment_id = @DeploymentId AND s.address = @Address AND s.port = @Port AND s.generation = @Generation);
    SET @moved = @@ROWCOUNT;
    INSERT INTO orleans_silos (deployment_id, address, port, generation, silo_name, host_name, status, proxy_port, start_time, i_am_alive_at)
    SELECT @DeploymentId, @Address, @Port, @Generation, @SiloName, @HostName, @Status, @ProxyPort, @StartTime, @IAmAliveTime WHERE @moved = 1;
    COMMIT TRANSACTION;
    SELECT @moved;
'),
(N'UpdateMembershipKey', N'
    SET XACT_ABORT ON;
    SET NOCOUNT ON;
    DECLARE @moved int;
    BEGIN TRANSACTION;
    UPDATE orleans_memberships SET version = version + 1
    WHERE deployment_id = @DeploymentId AND version = @Version AND EXISTS (
        SELECT 1 FROM orleans_silos s
        WHERE s.deployment_id = @DeploymentId AND s.address = @Address AND s.port = @Port AND s.generation = @Generation);
    SET @moved = @@ROWCOUNT;
    UPDATE orleans_silos SET status = @Status, suspect_times = @SuspectTimes, i_am_alive_at = @IAmAliveTime
    WHERE deployment_id = @DeploymentId AND address = @Address AND port = @Port AND generation = @Generation AND @moved = 1;
    COMMIT TRANSACTION;
    SELECT @moved;
'),
(N'UpdateIAmAlivetimeKey', N'
    UPDATE orleans_silos SET i_am_alive_at = @IAmAliveTime
    WHERE deployment_id = @DeploymentId AND address = @Address AND port = @Port AND generation = @Generation;
'),
(N'MembershipReadRowKey', N'
    SELECT s.address AS Address, s.port AS Port, s.generation AS Generation, s.silo_name AS SiloName, s.host_name AS HostName, s.status AS Status,
           s.proxy_port AS ProxyPort, s.suspect_times AS SuspectTimes, s.start_time AS StartTime, s.i_am_alive_at AS IAmAliveTime, m.version AS Version
    FROM orleans_memberships m
    LEFT JOIN orleans_silos s
        ON s.deployment_id = m.deployment_id AND s.address = @Address AND s.port = @Port AND s.generation = @Generation
    WHERE m.deployment_id = @DeploymentId;
'),
(N'MembershipReadAllKey', N'
    SELECT s.address AS Address, s.port AS Port, s.generation AS Generation, s.silo_name AS SiloName, s.host_name AS HostName, s.status AS Status,
           s.proxy_port AS ProxyPort, s.suspect_times AS SuspectTimes, s.start_time AS StartTime, s.i_am_alive_at AS IAmAliveTime, m.version AS Version
    FROM orleans_memberships m
    LEFT JOIN orleans_silos s ON s.deployment_id = m.deployment_id
    WHERE m.deployment_id = @DeploymentId;
'),
(N'GatewaysQueryKey', N'
    SELECT address AS Address, proxy_port AS ProxyPort, generation AS Generation
    FROM orleans_silos
    WHERE deployment_id = @DeploymentId AND status = @Status AND proxy_port > 0;
'),
(N'DeleteMembershipTableEntriesKey', N'
    DELETE FROM orleans_silos WHERE deployment_id = @DeploymentId;
    DELETE FROM orleans_memberships WHERE deployment_id = @DeploymentId;
'),
-- 3 is Active: whoever serves stays, however old its last sign of life.
(N'CleanupDefunctSiloEntriesKey', N'
    DELETE FROM orleans_silos WHERE deployment_id = @DeploymentId AND i_am_alive_at < @IAmAliveTime AND status <> 3;
'),
(N'ReadFromStorageKey', N'
    SELECT payload AS PayloadBinary, version AS Version
    FROM orleans_grain_states
    WHERE service_id = @ServiceId AND grain_type = @GrainTypeString AND grain_n0 = @GrainIdN0 AND grain_n1 = @GrainIdN1
        AND grain_string = COALESCE(@GrainIdExtensionString, N'''');
'),
-- No row means that another writer was first.
(N'WriteToStorageKey', N'
    SET NOCOUNT ON;
    DECLARE @written TABLE (version int NOT NULL);
    UPDATE orleans_grain_states SET payload = @PayloadBinary, version = version + 1
    OUTPUT inserted.version INTO @written (version)
    WHERE service_id = @ServiceId AND grain_type = @GrainTypeString AND grain_n0 = @GrainIdN0 AND grain_n1 = @GrainIdN1
        AND grain_string = COALESCE(@GrainIdExtensionString, N'''') AND version = @GrainStateVersion;
    BEGIN TRY
        INSERT INTO orleans_grain_states (service_id, grain_type, grain_n0, grain_n1, grain_string, version, payload)
        OUTPUT inserted.version INTO @written (version)
        SELECT @ServiceId, @GrainTypeString, @GrainIdN0, @GrainIdN1, COALESCE(@GrainIdExtensionString, N''''), 1, @PayloadBinary
        WHERE @GrainStateVersion IS NULL AND NOT EXISTS (
            SELECT 1 FROM orleans_grain_states s
            WHERE s.service_id = @ServiceId AND s.grain_type = @GrainTypeString AND s.grain_n0 = @GrainIdN0 AND s.grain_n1 = @GrainIdN1
                AND s.grain_string = COALESCE(@GrainIdExtensionString, N''''));
    END TRY
    BEGIN CATCH
        IF ERROR_NUMBER() NOT IN (2601, 2627) THROW;
    END CATCH;
    SELECT version AS NewGrainStateVersion FROM @written;
'),
(N'ClearStorageKey', N'
    UPDATE orleans_grain_states SET payload = NULL, version = version + 1
    OUTPUT inserted.version AS NewGrainStateVersion
    WHERE service_id = @ServiceId AND grain_type = @GrainTypeString AND grain_n0 = @GrainIdN0 AND grain_n1 = @GrainIdN1
        AND grain_string = COALESCE(@GrainIdExtensionString, N'''') AND version = @GrainStateVersion;
'),
(N'DeleteStorageKey', N'
    DELETE FROM orleans_grain_states
    OUTPUT deleted.version + 1 AS NewGrainStateVersion
    WHERE service_id = @ServiceId AND grain_type = @GrainTypeString AND grain_n0 = @GrainIdN0 AND grain_n1 = @GrainIdN1
        AND grain_string = COALESCE(@GrainIdExtensionString, N'''') AND version = @GrainStateVersion;
');
