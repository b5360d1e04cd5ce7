using System.Text.Json;

namespace Omnichannel.Grid;

/// <summary>One call that may be sent again as it is: its id is in its path or its key.</summary>
public sealed record GridCall(
    HttpMethod Method,
    string Path,
    byte[]? Body = null,
    string ContentType = "application/json",
    string? IdempotencyKey = null)
{
    public static GridCall Get(string path) => new(HttpMethod.Get, path);

    public override string ToString() => $"{Method} {Path}";
}

/// <summary>An answer that settles a call: done, or refused by a rule.</summary>
public sealed record GridAnswer(int Status, byte[] Body)
{
    public bool IsOk => Status is >= 200 and < 300;

    /// <summary>The rule that said no.</summary>
    public string Code => Member("code") ?? $"http-{Status}";

    public string Detail => Member("detail") ?? Member("title") ?? $"The grid answered {Status}.";

    public string? Member(string name)
    {
        try
        {
            using var json = JsonDocument.Parse(Body);
            return json.RootElement.ValueKind == JsonValueKind.Object && json.RootElement.TryGetProperty(name, out var member)
                ? member.ToString()
                : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}

/// <summary>The grid did not settle a call in time. What the call asked for may or may not have happened.</summary>
public sealed class GridUnreachableException(string message, Exception? inner = null) : Exception(message, inner);

/// <summary>The grid answered something that its contract does not allow.</summary>
public sealed class GridAnswerException(string message, Exception? inner = null) : Exception(message, inner);
