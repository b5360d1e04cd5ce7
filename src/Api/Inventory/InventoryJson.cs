using System.Text.Json;
using System.Text.Json.Serialization;
using Omnichannel.Http;

namespace Omnichannel.Inventory;

/// <summary>Bodies and answers of the inventory on the wire.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    NumberHandling = JsonNumberHandling.Strict,
    Converters = [typeof(ReservationStateConverter)])]
[JsonSerializable(typeof(ReserveBody))]
[JsonSerializable(typeof(ReserveLineBody))]
[JsonSerializable(typeof(ConfirmBody))]
[JsonSerializable(typeof(PartBody))]
[JsonSerializable(typeof(ExtendBody))]
[JsonSerializable(typeof(MovementBody))]
[JsonSerializable(typeof(SafetyStockBody))]
[JsonSerializable(typeof(ReserveGroupBody))]
[JsonSerializable(typeof(TransferBody))]
[JsonSerializable(typeof(AvailabilityBody))]
[JsonSerializable(typeof(ReservationView))]
[JsonSerializable(typeof(StockView))]
[JsonSerializable(typeof(GroupAnswer))]
[JsonSerializable(typeof(TransferAnswer))]
[JsonSerializable(typeof(AvailabilityAnswer))]
public sealed partial class InventoryJson : JsonSerializerContext
{
    /// <summary>The same types, read strictly.</summary>
    public static InventoryJson Strict { get; } = new(Body.Strict());
}

public sealed class ReservationStateConverter() : JsonStringEnumConverter<ReservationState>(JsonNamingPolicy.CamelCase, allowIntegerValues: false);
