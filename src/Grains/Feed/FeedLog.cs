using Microsoft.Extensions.Logging;

namespace Omnichannel.Feed;

internal static partial class FeedLog
{
    [LoggerMessage(EventId = 110, Level = LogLevel.Warning, Message = "Shard {Shard} could not be followed up to its end; it is tried again from the same position")]
    public static partial void NotCaughtUp(ILogger logger, string shard, Exception failure);
}
