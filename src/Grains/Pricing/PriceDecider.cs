using System.Globalization;
using Omnichannel.Inventory;
using Omnichannel.Journal;

namespace Omnichannel.Pricing;

/// <summary>The rules of prices. Pure: the same prices, command and time give the same decision.</summary>
public static class PriceDecider
{
    public static Decision<PriceStatus, PriceEvent> Decide(Price price, SetBasePrice command, DateTimeOffset now)
    {
        if (!command.Currency.IsKnown) return Reject(PriceStatus.CurrencyUnknown);
        if (!IsAmount(command.Amount)) return Reject(PriceStatus.AmountOutOfRange);
        if (!InRange.Text(command.Reason)) return Reject(PriceStatus.TextOutOfRange);
        var remembered = RememberedCommand.Of(command.Id, "set-base", command.Currency.Value, Text(command.Amount), command.Reason);
        if (Repeated(price, remembered, command.ExpectedVersion, now) is { } status) return Reject(status);

        // After this point the price must be set.
        return Done(new BasePriceSet(now, remembered, command.Currency, command.Amount, command.Reason));
    }

    public static Decision<PriceStatus, PriceEvent> Decide(Price price, ClearBasePrice command, DateTimeOffset now)
    {
        if (!InRange.Text(command.Reason)) return Reject(PriceStatus.TextOutOfRange);
        var remembered = RememberedCommand.Of(command.Id, "clear-base", command.Currency.Value, command.Reason);
        if (Repeated(price, remembered, command.ExpectedVersion, now) is { } status) return Reject(status);
        if (price.FindBase(command.Currency) is null) return Reject(PriceStatus.NotFound);

        // After this point the price must be cleared.
        return Done(new BasePriceCleared(now, remembered, command.Currency, command.Reason));
    }

    public static Decision<PriceStatus, PriceEvent> Decide(Price price, SetPriceOverride command, DateTimeOffset now)
    {
        if (!command.Currency.IsKnown) return Reject(PriceStatus.CurrencyUnknown);
        if (!IsAmount(command.Amount)) return Reject(PriceStatus.AmountOutOfRange);
        if (!InRange.Text(command.Reason)) return Reject(PriceStatus.TextOutOfRange);
        if (string.IsNullOrWhiteSpace(command.Reason)) return Reject(PriceStatus.ReasonMissing);
        if (command.Channel is null && command.Group is null) return Reject(PriceStatus.AudienceMissing);
        if (command.From is { } from && command.Until is { } end && end <= from) return Reject(PriceStatus.ValidityOutOfRange);
        var remembered = RememberedCommand.Of(
            command.Id,
            "set-override",
            command.OverrideId.Value,
            command.Currency.Value,
            Text(command.Amount),
            command.Channel?.Value,
            command.Group?.Value,
            Text(command.From),
            Text(command.Until),
            command.Reason);
        if (Repeated(price, remembered, command.ExpectedVersion, now) is { } status) return Reject(status);

        // Only now: a retry of an override that has ended meanwhile is still the same command.
        if (command.Until is { } until && until <= now) return Reject(PriceStatus.ValidityOutOfRange);
        var isNew = price.FindOverride(command.OverrideId) is not { } found || found.HasEnded(now);
        if (isNew && price.StandingCount(now) >= Limits.PriceOverridesMax) return Reject(PriceStatus.TooManyOverrides);

        // After this point the override must be set.
        return Done(new PriceOverrideSet(
            now,
            remembered,
            command.OverrideId,
            command.Currency,
            command.Amount,
            command.Channel,
            command.Group,
            command.From,
            command.Until,
            command.Reason));
    }

    public static Decision<PriceStatus, PriceEvent> Decide(Price price, ClearPriceOverride command, DateTimeOffset now)
    {
        if (!InRange.Text(command.Reason)) return Reject(PriceStatus.TextOutOfRange);
        var remembered = RememberedCommand.Of(command.Id, "clear-override", command.OverrideId.Value, command.Reason);
        if (Repeated(price, remembered, command.ExpectedVersion, now) is { } status) return Reject(status);
        if (price.FindOverride(command.OverrideId) is null) return Reject(PriceStatus.NotFound);

        // After this point the override must be cleared.
        return Done(new PriceOverrideCleared(now, remembered, command.OverrideId, command.Reason));
    }

    // What every change has in common: null when the command is new, and the caller saw the newest version.
    private static PriceStatus? Repeated(Price price, RememberedCommand command, long? expectedVersion, DateTimeOffset now)
    {
        if (price.Commands.IsRepeat(command) is { } isSame) return isSame ? PriceStatus.Exists : PriceStatus.ExistsWithDifferentBody;
        if (expectedVersion is { } expected && expected != price.Version) return PriceStatus.VersionMismatch;
        return price.Commands.IsFull(Limits.PriceCommandsMax, now) ? PriceStatus.TooManyCommands : null;
    }

    private static bool IsAmount(long amount) => amount is >= 0 and <= Limits.PriceAmountMax;

    private static string Text(long amount) => amount.ToString(CultureInfo.InvariantCulture);

    private static string? Text(DateTimeOffset? at) => at?.UtcDateTime.ToString("O", CultureInfo.InvariantCulture);

    private static Decision<PriceStatus, PriceEvent> Done(PriceEvent @event) => new(PriceStatus.Done, [@event]);

    private static Decision<PriceStatus, PriceEvent> Reject(PriceStatus status) => Decision<PriceStatus, PriceEvent>.Nothing(status);
}
