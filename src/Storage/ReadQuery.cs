using System.Data;

namespace Omnichannel.Storage;

/// <summary>A question to the journal, in SQL that every dialect speaks but for its end.</summary>
internal sealed class ReadQuery(string sql, params (string Name, DbType Type)[] parameters)
{
    /// <summary>The fence and the newest snapshot of one entity: one look-up where it does not exist.</summary>
    public static readonly ReadQuery Head = new(
        """
        SELECT h.entity_id, h.version, h.checksum, s.version, s.chain_checksum, s.payload_checksum, s.payload
        FROM journal_heads h LEFT JOIN journal_snapshots s ON s.entity_id = h.entity_id
        WHERE h.entity = @entity
        """,
        ("entity", DbType.String));

    /// <summary>What follows a snapshot, up to the head that was read with it: a later append is not part of that truth.</summary>
    public static readonly ReadQuery RowsUpToHead = new(
        """
        SELECT expected_version, version, at, checksum, payload
        FROM journal_rows
        WHERE entity_id = @entityId AND expected_version >= @fromVersion AND expected_version < @headVersion
        ORDER BY expected_version
        """,
        ("entityId", DbType.Int64),
        ("fromVersion", DbType.Int64),
        ("headVersion", DbType.Int64));

    /// <summary>A page of one entity. The first row may begin before the version, where its events straddle it.</summary>
    public static readonly ReadQuery Rows = new(
        """
        SELECT j.expected_version, j.version, j.at, j.checksum, j.payload
        FROM journal_heads h JOIN journal_rows j ON j.entity_id = h.entity_id
        WHERE h.entity = @entity AND j.version > @afterVersion AND j.expected_version >= (
            SELECT coalesce(max(f.expected_version), 0) FROM journal_rows f WHERE f.entity_id = h.entity_id AND f.expected_version <= @afterVersion)
        ORDER BY j.expected_version
        """,
        ("entity", DbType.String),
        ("afterVersion", DbType.Int64),
        ("rowsMax", DbType.Int32)) { Limit = "rowsMax" };

    public static readonly ReadQuery Feed = new(
        """
        SELECT j.expected_version, j.version, j.at, j.checksum, j.payload, j.position, h.entity
        FROM journal_rows j LEFT JOIN journal_heads h ON h.entity_id = j.entity_id
        WHERE j.shard = @shard AND j.position > @afterPosition
        ORDER BY j.position
        """,
        ("shard", DbType.Int16),
        ("afterPosition", DbType.Int64),
        ("rowsMax", DbType.Int32)) { Limit = "rowsMax" };

    public static readonly ReadQuery Due = new(
        "SELECT entity FROM journal_heads WHERE due_at <= @until ORDER BY due_at",
        ("until", DbType.Int64),
        ("entitiesMax", DbType.Int32)) { Limit = "entitiesMax" };

    /// <summary>The parameter that says how many rows are wanted; null for all.</summary>
    public string? Limit { get; init; }

    public string SqlIn(JournalDialect dialect) => Limit is { } limit ? $"{sql} {dialect.LimitSql(limit)}" : sql;

    public IReadOnlyList<(string Name, DbType Type)> Parameters => parameters;
}
