using System.Text.Json;
using System.Text.Json.Serialization;

namespace Omnichannel.Audit.Carts;

/// <summary>The one event of a hand-over code, as the auditor reads it.</summary>
internal sealed record HandoverFact(string Type, DateTimeOffset At, string CartId, string HandoverId);

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    RespectRequiredConstructorParameters = true,
    RespectNullableAnnotations = true,
    AllowDuplicateProperties = false)]
[JsonSerializable(typeof(HandoverFact))]
internal sealed partial class HandoverJson : JsonSerializerContext;

/// <summary>Folds one hand-over code: it leads to one cart.</summary>
public sealed class HandoverFold : FactFold
{
    private const string Tag = "handover-registered";

    internal HandoverFold(string entity, Findings findings) : base(entity, findings)
    {
    }

    /// <summary>The cart that it leads to, and the hand-over of that cart.</summary>
    internal HandoverFact? Registered { get; private set; }

    protected override void Fold(JsonElement @event)
    {
        if (Read(@event, HandoverJson.Default.HandoverFact) is not { } fact) return;
        LastAt = fact.At;
        if (fact.Type != Tag)
        {
            Stop($"'{fact.Type}' is no event of a hand-over code.");
            return;
        }

        if (Registered is not null) Found(Version, AuditCheck.CodeOnce, $"the code leads to cart {Registered.CartId} and to cart {fact.CartId}.");
        Registered ??= fact;
    }
}
