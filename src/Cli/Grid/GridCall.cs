using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Omnichannel.Grid;

/// <summary>One call that may be sent again as it is: its id is in its path or its key.</summary>
/// <param name="CartCustomer">The customer who acts on a cart.</param>
public sealed record GridCall(
    HttpMethod Method,
    string Path,
    byte[]? Body = null,
    string ContentType = "application/json",
    string? IdempotencyKey = null,
    string? CartCustomer = null)
{
    public static GridCall Get(string path, string? cartCustomer = null) => new(HttpMethod.Get, path, CartCustomer: cartCustomer);

    public override string ToString() => $"{Method} {Path}";
}

/// <summary>An answer that settles a call: done, or refused by a rule.</summary>
public sealed record GridAnswer(int Status, byte[] Body)
{
    public bool IsOk => Status is >= 200 and < 300;

    /// <summary>The rule that said no.</summary>
    public string Code => Member("code") ?? $"http-{Status}";

    public string Detail => Member("detail") ?? Member("title") ?? $"The grid answered {Status}.";

    /// <exception cref="GridAnswerException">The body is not what the contract promises.</exception>
    public T Read<T>(JsonTypeInfo<T> type)
        where T : class
    {
        try
        {
            return JsonSerializer.Deserialize(Body, type) ?? throw new GridAnswerException($"The grid answered null, not a {typeof(T).Name}.");
        }
        catch (JsonException damage)
        {
            throw new GridAnswerException($"The answer is not the {typeof(T).Name} that was promised: {damage.Message}", damage);
        }
    }

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
