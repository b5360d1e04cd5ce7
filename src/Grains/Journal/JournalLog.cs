using Microsoft.Extensions.Logging;

namespace Omnichannel.Journal;

internal static partial class JournalLog
{
    [LoggerMessage(EventId = 100, Level = LogLevel.Debug, Message = "{Entity} was fenced (attempt {Attempt}); reading the truth again")]
    public static partial void Fenced(ILogger logger, EntityKey entity, int attempt);

    [LoggerMessage(EventId = 101, Level = LogLevel.Warning, Message = "{Entity} was dropped: its last append failed or is unknown")]
    public static partial void FlushFailed(ILogger logger, EntityKey entity, Exception failure);

    [LoggerMessage(EventId = 102, Level = LogLevel.Error, Message = "{Entity} is stopped: its journal is damaged")]
    public static partial void Corrupt(ILogger logger, EntityKey entity, Exception damage);

    [LoggerMessage(EventId = 103, Level = LogLevel.Debug, Message = "{Entity} was deactivated while its last append failed: {Failure}")]
    public static partial void DeactivatedWithoutFlush(ILogger logger, EntityKey entity, string failure);

    [LoggerMessage(EventId = 104, Level = LogLevel.Warning, Message = "{Entity} is due and could not be woken; it is tried again later")]
    public static partial void NotWoken(ILogger logger, EntityKey entity, Exception failure);

    [LoggerMessage(EventId = 105, Level = LogLevel.Warning, Message = "{Entity}: its snapshot could not be made or kept; the next one comes later")]
    public static partial void SnapshotNotKept(ILogger logger, EntityKey entity, Exception failure);
}
