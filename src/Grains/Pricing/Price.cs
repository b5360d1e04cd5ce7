using Omnichannel.Inventory;
using Omnichannel.Journal;

namespace Omnichannel.Pricing;

/// <summary>The price of a currency that holds everywhere unless an override says otherwise.</summary>
public sealed record BasePrice(Currency Currency, long Amount, DateTimeOffset Since, string? Reason);

/// <summary>All prices of one SKU.</summary>
public sealed class Price : Machine<PriceEvent>
{
    private readonly SortedDictionary<string, BasePrice> _base = new(StringComparer.Ordinal);
    private readonly Dictionary<PriceOverrideId, PriceOverride> _overrides = [];
    private readonly CommandMemory _commands = new();

    public override DateTimeOffset? DueAt => null;

    public override int EntriesCount => _base.Count + _overrides.Count + _commands.Count;

    public CommandMemory Commands => _commands;

    public BasePrice? FindBase(Currency currency) => _base.GetValueOrDefault(currency.Value);

    public PriceOverride? FindOverride(PriceOverrideId id) => _overrides.GetValueOrDefault(id);

    /// <summary>What one unit costs; null without a price in that currency.</summary>
    public PriceQuote? Quote(QuotePrice query, DateTimeOffset now)
    {
        PriceOverride? winner = null;
        foreach (var candidate in _overrides.Values)
        {
            if (candidate.Currency != query.Currency || !candidate.IsFor(query.Channel, query.Group)) continue;
            if (candidate.HasBegun(now) && !candidate.HasEnded(now) && candidate.CompareTo(winner) < 0) winner = candidate;
        }

        var until = now.AddSeconds(Limits.QuoteSeconds);
        if (winner is not null) return new(winner.Amount, winner.Currency, Version, winner.Rule, winner.Id, now, until);
        return FindBase(query.Currency) is { } found ? new(found.Amount, found.Currency, Version, PriceRule.Base, null, now, until) : null;
    }

    public PriceView View(Sku sku, DateTimeOffset now) => new(
        sku,
        [.. _base.Values.Select(price => new BasePriceView(price.Currency, price.Amount, price.Since, price.Reason))],
        [.. Standing(now).Select(standing => standing.View())],
        Version);

    public PriceDifferencesReply Differences(Sku sku, DateTimeOffset now)
    {
        var winners = new Dictionary<(Currency, Channel?, PriceGroup?), PriceOverrideId>();
        var differences = new List<PriceDifference>();
        foreach (var standing in Standing(now))
        {
            var (state, shadow) = (PriceDifferenceState.Scheduled, (PriceOverrideId?)null);
            if (standing.HasBegun(now))
            {
                var isFirst = winners.TryAdd((standing.Currency, standing.Channel, standing.Group), standing.Id);
                state = isFirst ? PriceDifferenceState.Active : PriceDifferenceState.Shadowed;
                if (!isFirst) shadow = winners[(standing.Currency, standing.Channel, standing.Group)];
            }

            var everywhere = FindBase(standing.Currency)?.Amount;
            if (everywhere != standing.Amount) differences.Add(new(standing.View(), standing.Rule, state, everywhere, shadow));
        }

        return new(sku, differences, Version);
    }

    protected override void On(PriceEvent @event)
    {
        switch (@event)
        {
            case BasePriceSet set: _base[set.Currency.Value] = new(set.Currency, set.Amount, set.At, set.Reason); break;
            case BasePriceCleared cleared: Invariant.Holds(40, _base.Remove(cleared.Currency.Value), "only a price that is there is cleared"); break;
            case PriceOverrideSet set: OnSet(set); break;
            case PriceOverrideCleared cleared: Invariant.Holds(40, _overrides.Remove(cleared.OverrideId), "only an override that is there is cleared"); break;
            default: throw new ArgumentException($"{@event.GetType().Name} is not an event of a price.", nameof(@event));
        }

        _commands.Forget(@event.At);
        _commands.Remember(@event.Command, @event.At);
    }

    protected override void CheckInvariants() => Invariant.Holds(40, _overrides.Count <= Limits.PriceOverridesMax, "a SKU has no more overrides than its limit");

    private void OnSet(PriceOverrideSet set)
    {
        Invariant.Holds(40, set.Amount is >= 0 and <= Limits.PriceAmountMax, "a price is between 0 and its limit");
        foreach (var ended in _overrides.Values.Where(standing => standing.HasEnded(set.At)).ToArray()) _overrides.Remove(ended.Id);
        _overrides[set.OverrideId] =
            new(set.OverrideId, set.Currency, set.Amount, set.Channel, set.Group, set.From, set.Until, set.Reason, set.At, Version + 1);
    }

    /// <summary>How many overrides would be left if those that have ended were forgotten, as they are when one is set.</summary>
    public int StandingCount(DateTimeOffset now) => _overrides.Values.Count(standing => !standing.HasEnded(now));

    private IEnumerable<PriceOverride> Standing(DateTimeOffset now) =>
        _overrides.Values.Where(standing => !standing.HasEnded(now)).OrderBy(standing => standing.Currency.Value, StringComparer.Ordinal).ThenBy(standing => standing);

    public PriceSnapshot Capture() => new(Version, LastEventAt, [.. _base.Values], [.. _overrides.Values], _commands.Capture());

    public static Price Restore(PriceSnapshot snapshot)
    {
        var price = new Price();
        price.RestoreVersion(snapshot.Version, snapshot.LastEventAt);
        foreach (var entry in snapshot.Base) price._base.Add(entry.Currency.Value, entry);
        foreach (var entry in snapshot.Overrides) price._overrides.Add(entry.Id, entry);
        price._commands.Restore(snapshot.Commands);
        price.CheckInvariants();
        return price;
    }
}
