namespace Omnichannel.Http;

/// <summary>One way in which a call can fail. The code is frozen: clients decide by it.</summary>
/// <param name="Field">What is to blame when nobody says it more closely: a JSON pointer, or the name of a parameter or header.</param>
/// <param name="RetryAfterSeconds">When a repeat of the same call may do better; null when it will not by itself.</param>
public sealed record ProblemKind(int Status, string Code, string Title, string? Field = null, int? RetryAfterSeconds = null)
{
    public string Type { get; } = $"urn:omnichannel:problem:{Code}";
}
