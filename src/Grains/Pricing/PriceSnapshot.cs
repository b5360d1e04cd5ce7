using System.Text.Json;
using System.Text.Json.Serialization;
using Omnichannel.Journal;

namespace Omnichannel.Pricing;

/// <summary>The frozen form of <see cref="Price"/>. Members may be added, never renamed or given another meaning.</summary>
public sealed record PriceSnapshot(long Version, DateTimeOffset LastEventAt, BasePrice[] Base, PriceOverride[] Overrides, CommandEntry[] Commands);

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    IgnoreReadOnlyProperties = true,
    UseStringEnumConverter = true)]
[JsonSerializable(typeof(PriceEvent[]))]
[JsonSerializable(typeof(PriceSnapshot))]
internal sealed partial class PriceJson : JsonSerializerContext;

/// <summary>Prices in the journal.</summary>
public sealed class PriceCodec() : MachineCodec<Price, PriceEvent>(PriceJson.Default.PriceEventArray)
{
    public static PriceCodec Instance { get; } = new();

    public override Price Empty() => new();

    public override Func<byte[]> BeginSnapshot(Price state)
    {
        var captured = state.Capture();
        return () => JsonSerializer.SerializeToUtf8Bytes(captured, PriceJson.Default.PriceSnapshot);
    }

    public override Price DecodeSnapshot(ReadOnlySpan<byte> payload) =>
        Price.Restore(JsonSerializer.Deserialize(payload, PriceJson.Default.PriceSnapshot) ?? throw new JsonException("An empty snapshot."));
}
