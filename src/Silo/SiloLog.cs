using Microsoft.Extensions.Logging;

namespace Omnichannel.Silo;

internal static partial class SiloLog
{
    [LoggerMessage(EventId = 300, Level = LogLevel.Warning, Message = "The due index could not be read; it is tried again")]
    public static partial void NotSwept(ILogger logger, Exception failure);
}
