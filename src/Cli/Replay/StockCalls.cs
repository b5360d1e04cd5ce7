using System.Text.Json;
using System.Text.Json.Serialization;
using Omnichannel.Grid;

namespace Omnichannel.Replay;

internal sealed record ReserveBody(long Quantity, int HoldForSeconds, string Channel, string Reference);

internal sealed record FulfillBody(string CommandId);

internal sealed record MovementBody(
    string Type,
    long Quantity,
    string? Reason = null,
    string? Reference = null,
    string? Channel = null,
    long? ExpectedVersion = null);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(ReserveBody))]
[JsonSerializable(typeof(MovementBody))]
[JsonSerializable(typeof(FulfillBody))]
internal sealed partial class StockJson : JsonSerializerContext;

/// <summary>The calls of the stock contract that a replay makes.</summary>
internal static class StockCalls
{
    private static readonly byte[] _nothing = "{}"u8.ToArray();

    public static GridCall Reserve(string path, ReserveBody body) =>
        new(HttpMethod.Put, path, JsonSerializer.SerializeToUtf8Bytes(body, StockJson.Default.ReserveBody));

    public static GridCall Confirm(string path) => new(HttpMethod.Post, $"{path}/confirm", _nothing);

    /// <summary>All that is open.</summary>
    public static GridCall Fulfill(string path) => new(HttpMethod.Post, $"{path}/fulfill", _nothing);

    /// <summary>All that is open, under an id of the caller's: the journal then says who asked.</summary>
    public static GridCall Fulfill(string path, string commandId) =>
        new(HttpMethod.Post, $"{path}/fulfill", JsonSerializer.SerializeToUtf8Bytes(new(commandId), StockJson.Default.FulfillBody));

    public static GridCall Move(string path, string id, MovementBody body) =>
        new(HttpMethod.Post, path, JsonSerializer.SerializeToUtf8Bytes(body, StockJson.Default.MovementBody), IdempotencyKey: id);
}
