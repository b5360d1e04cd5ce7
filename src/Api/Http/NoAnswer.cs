namespace Omnichannel.Http;

/// <summary>What it means when a grain call ends without an answer.</summary>
internal static class NoAnswer
{
    private const string Repeat = "Repeat the call with the same id.";

    /// <summary>The problem to tell, or null when the failure is a mistake of the grid.</summary>
    public static Problem? Of(Exception failure) => failure switch
    {
        GridUnavailableException unavailable => new(StatusProblems.Of(unavailable.Reason), unavailable.Message),
        LimitExceededException => new(ProblemKinds.Busy, $"As many calls wait for their answer as may. {Repeat}"),
        SiloUnavailableException => new(ProblemKinds.Draining, Repeat),
        TimeoutException => new(ProblemKinds.OutcomeUnknown, $"The deadline of the call has passed. {Repeat}"),
        _ => null,
    };
}
