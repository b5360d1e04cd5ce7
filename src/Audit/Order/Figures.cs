using Omnichannel.Audit.History;
using Omnichannel.Audit.Stock;

namespace Omnichannel.Audit.Order;

/// <summary>Compares the figures of an answer with those of the model at the same version.</summary>
internal static class Figures
{
    /// <summary>Null, or what was told and what should have been.</summary>
    public static string? Differ(StockModel model, StockCall call, Told? told)
    {
        if (told is null) return null;
        if (told.Available is { } available && available != model.Available) return $"{available} available instead of {model.Available}";
        if (told.OnHand is { } onHand && onHand != model.OnHand) return $"{onHand} on hand instead of {model.OnHand}";
        if (told.Reserved is { } reserved && reserved != model.Reserved) return $"{reserved} reserved instead of {model.Reserved}";
        if (told.SafetyStock is { } safety && safety != model.SafetyStock) return $"a safety stock of {safety} instead of {model.SafetyStock}";
        return call.IsOfReservation ? DifferOf(model.Holds.GetValueOrDefault(call.Id), told) : null;
    }

    private static string? DifferOf(ModelHold? hold, Told told)
    {
        if (hold is null) return told.State is null ? null : $"of a reservation that is {told.State} instead of none";
        if (told.State is null) return null;
        var state = hold.State.ToString().ToLowerInvariant();
        if (told.State != state) return $"of a reservation that is {told.State} instead of {state}";
        if (told.Quantity is { } quantity && quantity != hold.Quantity) return $"of {quantity} units held instead of {hold.Quantity}";
        if (told.Fulfilled is { } fulfilled && fulfilled != hold.Fulfilled) return $"of {fulfilled} units fulfilled instead of {hold.Fulfilled}";
        if (told.Released is { } released && released != hold.Released) return $"of {released} units released instead of {hold.Released}";
        var expiresAt = hold.State == HoldState.Reserved ? hold.ExpiresAt : (DateTimeOffset?)null;
        return told.ExpiresAt is null || told.ExpiresAt == expiresAt ? null : $"of a hold until {told.ExpiresAt:O} instead of {expiresAt:O}";
    }
}
