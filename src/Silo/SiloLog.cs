using Microsoft.Extensions.Logging;

namespace Omnichannel.Silo;

internal static partial class SiloLog
{
    [LoggerMessage(EventId = 300, Level = LogLevel.Warning, Message = "The due index could not be read; it is tried again")]
    public static partial void NotSwept(ILogger logger, Exception failure);

    [LoggerMessage(EventId = 301, Level = LogLevel.Warning, Message = "No silo was found; looking again. {Why}")]
    public static partial void NoSilo(ILogger logger, string why);

    [LoggerMessage(EventId = 302, Level = LogLevel.Warning, Message = "The journal cannot be read; shards without an answer: {Shards}")]
    public static partial void NotReadable(ILogger logger, string shards, Exception failure);
}
