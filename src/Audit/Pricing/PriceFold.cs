using System.Text.Json;
using Omnichannel.Audit.Carts;
using Omnichannel.Audit.Pricing.Checks;

namespace Omnichannel.Audit.Pricing;

/// <summary>Folds the prices of one SKU from their JSON alone and holds every check at every prefix.</summary>
public sealed class PriceFold : FactFold
{
    private static readonly ICheck<PriceState, PriceFact>[] _checks = [new PriceInRange(), new PriceClearedWasThere(), new PriceCommandOnce()];

    internal PriceFold(string entity, Findings findings) : base(entity, findings)
    {
    }

    /// <summary>The base prices at the end of what was folded so far, in minor units by currency.</summary>
    public IReadOnlyDictionary<string, long> Base => Prices.Base.ToDictionary(static price => price.Currency, static price => price.Amount, StringComparer.Ordinal);

    internal PriceState Prices { get; } = new();

    /// <summary>Whether this was the price, by that rule, at the version that the quote names.</summary>
    internal bool Was(in QuotedPrice quote)
    {
        if (quote.PriceVersion > Version) return false;
        if (quote.OverrideId is null) return quote.Rule == "Base" && Prices.BaseAt(quote.Currency, quote.PriceVersion) == quote.Amount;
        return Prices.OverrideAt(quote.OverrideId, quote.PriceVersion) is { Amount: { } amount, Currency: var currency }
            && (amount, currency) == (quote.Amount, quote.Currency);
    }

    protected override void Fold(JsonElement @event)
    {
        if (Read(@event, PriceJson.Default.PriceFact) is not { } fact) return;
        LastAt = fact.At;
        Judge(_checks, Prices, fact, Prices.Apply);
    }
}
