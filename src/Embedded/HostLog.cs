using Microsoft.Extensions.Logging;

namespace Omnichannel.Embedded;

internal static partial class HostLog
{
    [LoggerMessage(1, LogLevel.Warning, "{Activation}: OnDeactivateAsync failed; the activation is gone all the same.")]
    public static partial void DeactivationFailed(ILogger logger, string activation, Exception failure);

    [LoggerMessage(2, LogLevel.Error, "{Activation} did not come to an end in time, with {CallsRunning} calls running. It is given up.")]
    public static partial void GivenUp(ILogger logger, string activation, int callsRunning);

    [LoggerMessage(3, LogLevel.Error, "{Activation}: the callback of a timer failed; the timer goes on.")]
    public static partial void TimerFailed(ILogger logger, string activation, Exception failure);

    [LoggerMessage(4, LogLevel.Warning, "{Activation}: disposing of the grain failed; it is gone all the same.")]
    public static partial void DisposeFailed(ILogger logger, string activation, Exception failure);

    [LoggerMessage(5, LogLevel.Error, "What a grain registered on its token failed.")]
    public static partial void CancelFailed(ILogger logger, Exception failure);
}
