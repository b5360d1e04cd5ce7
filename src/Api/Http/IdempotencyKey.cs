using Omnichannel.Ids;

namespace Omnichannel.Http;

/// <summary>The <c>Idempotency-Key</c> header, bare (<c>a-1</c>) or as the string of the IETF draft (<c>"a-1"</c>): both are the same key.</summary>
public static class IdempotencyKey
{
    public const string Header = "Idempotency-Key";

    public static CommandId Of(HttpContext httpContext)
    {
        var values = httpContext.Request.Headers[Header];
        if (values.Count == 0)
            throw new BadInputException(ProblemKinds.IdempotencyKeyMissing, detail: "Make an id, keep it, and send it again on every retry.");
        var value = values.Count == 1 ? values[0] : null;
        if (value is ['"', .. var quoted, '"']) value = quoted;
        return Identifier.TryCreate<CommandId>(value, out var key)
            ? key
            : throw new BadInputException(ProblemKinds.IdempotencyKeyInvalid, detail: $"{Header} is given once, and is {Identifier.Rule}.");
    }
}
