using System.Text.Json;

namespace Omnichannel.Audit.Stock;

/// <summary>Reads stock events from their JSON alone. A member that it does not know is new and harmless; a tag that it does not know, or a member
/// that is missing or twice there, is not.</summary>
internal static class StockFactReader
{
    // Far above every promised bound, far below what could overflow a sum.
    private const long NumberMax = 1_000_000_000_000_000;

    [Flags]
    private enum Members
    {
        None = 0,
        Type = 1,
        At = 2,
        ReservationId = 4,
        MovementId = 8,
        Quantity = 16,
        OnHandDelta = 32,
        ExpiresAt = 64,
        Unrecorded = 128,
        Uncovered = 256,
        CommandId = 512,
        ExpectedVersion = 1024,
        Reason = 2048,
        Channel = 4096,
        Reference = 8192,
        IsAll = 16384,
        Unreadable = 32768,
    }

    /// <summary>Gives the event; or null, and a sentence that says why it cannot be read.</summary>
    public static StockFact? Read(JsonElement json, out string problem)
    {
        problem = "the event is not a JSON object.";
        if (json.ValueKind != JsonValueKind.Object) return null;
        var fact = new StockFact();
        var seen = Members.None;
        foreach (var member in json.EnumerateObject())
        {
            var read = Take(member, fact);
            if (read == Members.Unreadable || (seen & read) != 0)
            {
                problem = $"its member '{member.Name}' is unknown, unreadable or there twice: {Excerpt(member.Value)}.";
                return null;
            }

            seen |= read;
        }

        var missing = NeededBy(fact.Kind) & ~seen;
        problem = $"the event lacks {missing}.";
        return missing == Members.None ? fact : null;
    }

    private static Members NeededBy(StockFactKind kind) => Members.Type | Members.At | kind switch
    {
        StockFactKind.Reserved => Members.ReservationId | Members.Quantity | Members.ExpiresAt,
        StockFactKind.Confirmed or StockFactKind.Kept or StockFactKind.ReservationRefused => Members.ReservationId,
        StockFactKind.Extended => Members.ReservationId | Members.ExpiresAt,
        StockFactKind.Fulfilled or StockFactKind.Released or StockFactKind.Expired => Members.ReservationId | Members.Quantity,
        StockFactKind.Displaced => Members.ReservationId | Members.Quantity | Members.MovementId,
        StockFactKind.SafetyStockSet => Members.Quantity,
        StockFactKind.Shortfall => Members.MovementId | Members.Unrecorded | Members.Uncovered,
        StockFactKind.StepRefused => Members.MovementId,
        _ => Members.MovementId | Members.Quantity | Members.OnHandDelta,
    };

    private static Members Take(JsonProperty member, StockFact fact)
    {
        var value = member.Value;
        if (member.NameEquals("type"u8)) return (fact.Kind = KindOf(value)) == StockFactKind.None ? Members.Unreadable : Members.Type;
        if (member.NameEquals("at"u8)) return Is(Time(value, out var at), fact.At = at, Members.At);
        if (member.NameEquals("reservationId"u8)) return Is(Text(value, out var id), fact.ReservationId = id, Members.ReservationId);
        if (member.NameEquals("quantity"u8)) return Is(Number(value, out var units), fact.Quantity = units, Members.Quantity);
        if (member.NameEquals("expiresAt"u8)) return Is(Time(value, out var end), fact.ExpiresAt = end, Members.ExpiresAt);
        if (member.NameEquals("movementId"u8)) return Is(Text(value, out var id), fact.MovementId = id, Members.MovementId);
        if (member.NameEquals("step"u8)) return Is(StepId(value, out var id), fact.MovementId = id, Members.MovementId);
        if (member.NameEquals("onHandDelta"u8)) return Is(Number(value, out var delta), fact.OnHandDelta = delta, Members.OnHandDelta);
        if (member.NameEquals("unrecorded"u8)) return Is(Number(value, out var units), fact.Unrecorded = units, Members.Unrecorded);
        if (member.NameEquals("uncovered"u8)) return Is(Number(value, out var units), fact.Uncovered = units, Members.Uncovered);
        if (value.ValueKind == JsonValueKind.Null) return Members.None;
        if (member.NameEquals("commandId"u8)) return Is(Text(value, out var id), fact.CommandId = id, Members.CommandId);
        if (member.NameEquals("reason"u8)) return Is(Text(value, out var text), fact.Reason = text, Members.Reason);
        if (member.NameEquals("channel"u8)) return Is(Text(value, out var text), fact.Channel = text, Members.Channel);
        if (member.NameEquals("reference"u8)) return Is(Text(value, out var text), fact.Reference = text, Members.Reference);
        if (member.NameEquals("isAll"u8)) return Is(Flag(value, out var isAll), fact.IsAll = isAll, Members.IsAll);
        if (member.NameEquals("expectedVersion"u8))
            return Is(Number(value, out var version), fact.ExpectedVersion = version, Members.ExpectedVersion);
        return Members.None;
    }

    // The value is assigned on the way in: an unreadable event is thrown away as a whole.
    private static Members Is<T>(bool isRead, T _, Members member) => isRead ? member : Members.Unreadable;

    private static bool Time(JsonElement value, out DateTimeOffset time)
    {
        time = default;
        return value.ValueKind == JsonValueKind.String && value.TryGetDateTimeOffset(out time);
    }

    private static bool Text(JsonElement value, out string text)
    {
        text = value.ValueKind == JsonValueKind.String ? value.GetString()! : "";
        return value.ValueKind == JsonValueKind.String;
    }

    private static bool Flag(JsonElement value, out bool flag)
    {
        flag = value.ValueKind == JsonValueKind.True;
        return value.ValueKind is JsonValueKind.True or JsonValueKind.False;
    }

    // A refused step is written with the whole movement that it asked for.
    private static bool StepId(JsonElement value, out string id)
    {
        id = "";
        return value.ValueKind == JsonValueKind.Object && value.TryGetProperty("id"u8, out var step) && Text(step, out id);
    }

    private static bool Number(JsonElement value, out long number)
    {
        number = 0;
        return value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out number) && number is >= -NumberMax and <= NumberMax;
    }

    private static StockFactKind KindOf(JsonElement tag) => tag.ValueKind != JsonValueKind.String ? StockFactKind.None : tag.GetString() switch
    {
        "stock-reserved" => StockFactKind.Reserved,
        "reservation-confirmed" => StockFactKind.Confirmed,
        "reservation-extended" => StockFactKind.Extended,
        "reservation-kept" => StockFactKind.Kept,
        "reservation-fulfilled" => StockFactKind.Fulfilled,
        "reservation-released" => StockFactKind.Released,
        "reservation-displaced" => StockFactKind.Displaced,
        "reservation-expired" => StockFactKind.Expired,
        "safety-stock-set" => StockFactKind.SafetyStockSet,
        "stock-shortfall" => StockFactKind.Shortfall,
        "step-refused" => StockFactKind.StepRefused,
        "reservation-refused" => StockFactKind.ReservationRefused,
        "stock-received" => StockFactKind.Received,
        "stock-adjusted" => StockFactKind.Adjusted,
        "stock-counted" => StockFactKind.Counted,
        "stock-sold" => StockFactKind.Sold,
        "stock-transferred-out" => StockFactKind.TransferredOut,
        "stock-transferred-in" => StockFactKind.TransferredIn,
        _ => StockFactKind.None,
    };

    private static string Excerpt(JsonElement value)
    {
        var text = value.GetRawText();
        return text.Length <= 80 ? text : string.Concat(text.AsSpan(0, 80), "...");
    }
}
