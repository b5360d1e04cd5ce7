using Omnichannel.Inventory;
using Omnichannel.Journal;

namespace Omnichannel.Pricing;

/// <summary>The prices of one SKU without their grain: time stands still until a test moves it, and every decision is applied at once.</summary>
internal sealed class PriceList
{
    public static readonly Currency Euro = new("EUR");

    public Price Price { get; } = new();

    public DateTimeOffset Now { get; private set; } = Shelf.Start;

    public static PriceList Of(long amount)
    {
        var prices = new PriceList();
        prices.Set(amount);
        return prices;
    }

    public PriceList After(double seconds)
    {
        Now += TimeSpan.FromSeconds(seconds);
        return this;
    }

    public PriceStatus Run<TCommand>(TCommand command, Func<Price, TCommand, DateTimeOffset, Decision<PriceStatus, PriceEvent>> decide)
    {
        var decision = decide(Price, command, Now);
        Assert.Equal(decision.Status == PriceStatus.Done, decision.Events.Length > 0);
        foreach (var @event in decision.Events) Price.Apply(@event);
        return decision.Status;
    }

    public PriceStatus Set(long amount, string command = "set", string currency = "EUR", string? reason = null, long? expectedVersion = null) =>
        Run(new SetBasePrice(new(command), new(currency), amount, reason, expectedVersion), PriceDecider.Decide);

    public PriceStatus Clear(string command = "clear", string currency = "EUR", string? reason = null, long? expectedVersion = null) =>
        Run(new ClearBasePrice(new(command), new(currency), reason, expectedVersion), PriceDecider.Decide);

    /// <param name="from">Seconds from now.</param>
    /// <param name="until">Seconds from now.</param>
    public PriceStatus Override(
        string id,
        long amount,
        string? channel = "web",
        string? group = null,
        double? from = null,
        double? until = null,
        string reason = "why",
        string currency = "EUR",
        string? command = null,
        long? expectedVersion = null) => Run(
        new SetPriceOverride(
            new(command ?? $"override-{id}-{amount}"),
            new(id),
            new(currency),
            amount,
            channel is null ? null : new Channel(channel),
            group is null ? null : new PriceGroup(group),
            from is { } begin ? Now.AddSeconds(begin) : null,
            until is { } end ? Now.AddSeconds(end) : null,
            reason,
            expectedVersion),
        PriceDecider.Decide);

    public PriceStatus ClearOverride(string id, string command = "clear-override", string? reason = null, long? expectedVersion = null) =>
        Run(new ClearPriceOverride(new(command), new(id), reason, expectedVersion), PriceDecider.Decide);

    public PriceQuote? Quote(string? channel = null, string? group = null, string currency = "EUR") => Price.Quote(
        new(new(currency), channel is null ? null : new Channel(channel), group is null ? null : new PriceGroup(group)), Now);

    public IReadOnlyList<PriceDifference> Differences() => Price.Differences(new("mug"), Now).Differences;
}
