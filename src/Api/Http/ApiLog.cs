namespace Omnichannel.Http;

internal static partial class ApiLog
{
    [LoggerMessage(EventId = 500, Level = LogLevel.Error, Message = "{Method} {Path} failed, trace id {TraceId}")]
    public static partial void Failed(ILogger logger, string method, string path, string traceId, Exception failure);

    [LoggerMessage(EventId = 501, Level = LogLevel.Warning, Message = "The journal cannot be reached")]
    public static partial void NotReady(ILogger logger, Exception failure);

    [LoggerMessage(EventId = 502, Level = LogLevel.Error, Message = "Row {Row} of an import failed")]
    public static partial void RowFailed(ILogger logger, int row, Exception failure);
}
