namespace Omnichannel.Storage;

/// <summary>The databases that a journal can live in.</summary>
public enum JournalStore
{
    None = 0,
    Sqlite,
    Postgres,
    SqlServer,
}

/// <summary>Where the journal is, and how it is reached.</summary>
public sealed record JournalOptions
{
    public required JournalStore Store { get; init; }

    /// <summary>For SQLite, <c>Data Source=file</c>; missing folders are made. For the others, what Npgsql or Microsoft.Data.SqlClient takes.</summary>
    public required string ConnectionString { get; init; }

    /// <summary>
    /// How many ordered logs a new journal gets: 1 to <see cref="Limits.JournalShardsMax"/>, on SQLite always 1; null for what suits the store.
    /// A journal that exists keeps its number.
    /// </summary>
    public int? ShardCount { get; init; }

    /// <summary>How long one command or one attempt to connect may take before its outcome counts as unknown. Whole seconds.</summary>
    public TimeSpan CommandTimeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Connections that reads may use at once. Each shard writes through one more.</summary>
    public int ReadConnectionsMax { get; init; } = 16;
}
