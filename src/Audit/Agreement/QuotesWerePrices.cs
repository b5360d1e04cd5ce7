using Omnichannel.Audit.Pricing;

namespace Omnichannel.Audit.Agreement;

/// <summary>What a line was quoted was the price of its SKU, at the version that the quote names.</summary>
internal sealed class QuotesWerePrices : IAgreement
{
    public IEnumerable<Finding> Check(FeedAudit audit)
    {
        foreach (var (quote, entity, version) in audit.Quotes.Quotes)
        {
            var price = audit.Find<PriceFold>($"price/{quote.Sku}");
            if (price is { IsStopped: true } || price?.Was(quote) == true) continue;
            var rule = quote.OverrideId is null ? quote.Rule : $"override {quote.OverrideId}";
            yield return new(
                entity,
                version,
                AuditCheck.QuotesWerePrices,
                $"it was quoted {quote.Amount} {quote.Currency} for {quote.Sku} by {rule}, which was not the price at version {quote.PriceVersion}.");
        }
    }
}
