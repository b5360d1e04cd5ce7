using System.Collections.Concurrent;

namespace Omnichannel.Audit.Carts;

/// <summary>A price that somebody was promised.</summary>
internal readonly record struct QuotedPrice(string Sku, string Currency, long PriceVersion, string Rule, string? OverrideId, long Amount);

/// <summary>Every price that was ever promised, once each: no more of them than there were prices.</summary>
internal sealed class QuoteLedger
{
    private readonly ConcurrentDictionary<QuotedPrice, (string Entity, long Version)> _first = [];

    public IEnumerable<(QuotedPrice Price, string Entity, long Version)> Quotes => _first.Select(static pair => (pair.Key, pair.Value.Entity, pair.Value.Version));

    public void Add(string sku, QuoteFact quote, string entity, long version) => _first.TryAdd(
        new(string.Intern(sku), string.Intern(quote.Currency), quote.PriceVersion, string.Intern(quote.Rule), quote.OverrideId, quote.Amount), (entity, version));
}
