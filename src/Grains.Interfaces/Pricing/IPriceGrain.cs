using Omnichannel.Journal;

namespace Omnichannel.Pricing;

/// <summary>The one owner of the prices of a SKU; its key is the <see cref="Inventory.Sku"/>.</summary>
/// <remarks>
/// <para>One price everywhere unless an override says otherwise. Of the overrides of a currency that have begun, have not ended and fit the channel and
/// the group that ask, the winner is: a group in a channel before a group before a channel; among equals the one that began last; among those the one
/// that was set last. A promise to a person goes before a habit of a place.</para>
/// <para>Durability, repeating and errors as for <see cref="Inventory.IStockGrain"/>.</para>
/// </remarks>
[Alias("price-grain")]
public interface IPriceGrain : IGrainWithStringKey
{
    [Alias("set-base")]
    Task<PriceReply> SetBase(SetBasePrice command);

    [Alias("clear-base")]
    Task<PriceReply> ClearBase(ClearBasePrice command);

    [Alias("set-override")]
    Task<PriceReply> SetOverride(SetPriceOverride command);

    [Alias("clear-override")]
    Task<PriceReply> ClearOverride(ClearPriceOverride command);

    /// <summary>What one unit costs now; the promise holds for <see cref="Limits.QuoteSeconds"/>.</summary>
    [Alias("quote")]
    Task<QuoteReply> Quote(QuotePrice query);

    [Alias("price")]
    Task<PriceView> Price();

    /// <summary>Every difference between channels and groups, and why it exists.</summary>
    [Alias("differences")]
    Task<PriceDifferencesReply> Differences();

    /// <summary>The events after a version, oldest first, at most <paramref name="limit"/> (1 to <see cref="Limits.EventsPageMax"/>).</summary>
    [Alias("events")]
    Task<EventPage> Events(long afterVersion, int limit);
}
