using System.Text.Json;
using System.Text.Json.Serialization;

namespace Omnichannel.Grid;

/// <summary>What the grid answers about a SKU at a location now.</summary>
public sealed record LiveRow(string Sku, string Location, long OnHand, long Reserved, long SafetyStock, long Available, long Version);

internal sealed record AvailabilityBody(IReadOnlyList<string> Skus, IReadOnlyList<string> Locations);

internal sealed record AvailabilityAnswer(IReadOnlyList<LiveRow> Rows);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(AvailabilityBody))]
[JsonSerializable(typeof(AvailabilityAnswer))]
internal sealed partial class LiveJson : JsonSerializerContext;

/// <summary>Reads many live answers at once.</summary>
public sealed class LiveStock(GridClient grid)
{
    // Well below what one call may ask for: each row wakes an owner.
    public const int SkusPerCall = 1_000;

    public async Task<IReadOnlyList<LiveRow>> ReadAsync(IReadOnlyList<string> skus, string location, CancellationToken cancellation)
    {
        var body = JsonSerializer.SerializeToUtf8Bytes(new AvailabilityBody(skus, [location]), LiveJson.Default.AvailabilityBody);
        var answer = await grid.SendAsync(new(HttpMethod.Post, "/v1/availability", body), cancellation);
        if (!answer.IsOk) throw new GridAnswerException($"The grid refused to tell the availability at {location}: {answer.Code}: {answer.Detail}");
        try
        {
            var rows = JsonSerializer.Deserialize(answer.Body, LiveJson.Default.AvailabilityAnswer)?.Rows;
            return rows?.Count == skus.Count ? rows : throw new GridAnswerException($"The grid gave {rows?.Count ?? 0} rows for {skus.Count} SKUs.");
        }
        catch (JsonException damage)
        {
            throw new GridAnswerException($"The availability is not what was promised: {damage.Message}", damage);
        }
    }
}
