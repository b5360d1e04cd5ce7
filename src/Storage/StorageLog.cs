using Microsoft.Extensions.Logging;

namespace Omnichannel.Storage;

internal static partial class StorageLog
{
    [LoggerMessage(EventId = 200, Level = LogLevel.Warning, Message = "Shard {Shard}: a batch of {EntitiesCount} was not kept, or not for sure")]
    public static partial void BatchFailed(ILogger logger, int shard, int entitiesCount, Exception failure);

    [LoggerMessage(EventId = 201, Level = LogLevel.Warning, Message = "Shard {Shard}: the store cannot be reached for writing")]
    public static partial void Unreachable(ILogger logger, int shard, Exception failure);

    [LoggerMessage(EventId = 202, Level = LogLevel.Debug, Message = "Shard {Shard}: a failed connection did not close")]
    public static partial void NotClosed(ILogger logger, int shard, Exception failure);

    [LoggerMessage(EventId = 203, Level = LogLevel.Warning, Message = "The store cannot be read now")]
    public static partial void ReadFailed(ILogger logger, Exception failure);

    [LoggerMessage(EventId = 204, Level = LogLevel.Information, Message = "Journal open: {Store}, {ShardsCount} shards, {Durability}")]
    public static partial void Opened(ILogger logger, string store, int shardsCount, JournalDurability durability);

    [LoggerMessage(EventId = 205, Level = LogLevel.Information, Message = "Schema script {Script} was applied")]
    public static partial void ScriptApplied(ILogger logger, string script);

    [LoggerMessage(EventId = 206, Level = LogLevel.Information, Message = "{Entity}: the snapshot at version {Version} was not kept; the next one comes later")]
    public static partial void SnapshotNotKept(ILogger logger, Journal.EntityKey entity, long version, Exception failure);
}
