namespace Omnichannel.Audit.History;

/// <summary>How an HTTP answer, or its absence, is to be read.</summary>
public static class Outcomes
{
    /// <param name="http">The status; null for a time-out, a reset, or no connection after the first byte was sent.</param>
    public static Outcome Of(int? http) => http switch
    {
        >= 200 and < 300 => Outcome.Ok,
        // The server gave up waiting: like a time-out on our side.
        408 => Outcome.Info,
        >= 400 and < 500 => Outcome.Fail,
        _ => Outcome.Info,
    };
}
