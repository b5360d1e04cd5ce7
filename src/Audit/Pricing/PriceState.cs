namespace Omnichannel.Audit.Pricing;

/// <summary>What a price was from one version on; null for none.</summary>
internal readonly record struct PastPrice(long FromVersion, string Currency, long? Amount);

/// <summary>The auditor's own fold of the prices of one SKU, with all that they ever were.</summary>
internal sealed class PriceState
{
    private readonly Dictionary<string, List<PastPrice>> _base = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<PastPrice>> _overrides = new(StringComparer.Ordinal);
    private readonly Dictionary<string, DateTimeOffset?> _standing = new(StringComparer.Ordinal);

    public long Version { get; private set; }

    public RememberedIds Commands { get; } = new();

    public int StandingCount => _standing.Count;

    /// <summary>The base prices as they are now.</summary>
    public IEnumerable<(string Currency, long Amount)> Base => _base
        .Where(static past => past.Value[^1].Amount is not null)
        .Select(static past => (past.Key, past.Value[^1].Amount!.Value));

    public bool HasBase(string currency) => _base.TryGetValue(currency, out var past) && past[^1].Amount is not null;

    public bool HasOverride(string id) => _standing.ContainsKey(id);

    public long? BaseAt(string currency, long version) => At(_base.GetValueOrDefault(currency), version)?.Amount;

    public PastPrice? OverrideAt(string id, long version) => At(_overrides.GetValueOrDefault(id), version);

    public void Apply(PriceFact fact)
    {
        Version++;
        Commands.Add(fact.Command.Id, fact.At);
        switch (fact)
        {
            case PriceFact.BaseSet set: Add(_base, set.Currency, set.Currency, set.Amount); break;
            case PriceFact.BaseCleared cleared: Add(_base, cleared.Currency, cleared.Currency, null); break;
            case PriceFact.OverrideSet set: SetOverride(set); break;
            case PriceFact.OverrideCleared cleared:
                _standing.Remove(cleared.OverrideId);
                Add(_overrides, cleared.OverrideId, "", null);
                break;
        }
    }

    // Like the grid: what has ended makes room when another one is set.
    private void SetOverride(PriceFact.OverrideSet set)
    {
        foreach (var ended in _standing.Where(standing => standing.Value <= set.At).Select(static standing => standing.Key).ToArray()) _standing.Remove(ended);
        _standing[set.OverrideId] = set.Until;
        Add(_overrides, set.OverrideId, set.Currency, set.Amount);
    }

    private void Add(Dictionary<string, List<PastPrice>> all, string key, string currency, long? amount)
    {
        if (!all.TryGetValue(key, out var past)) all.Add(string.Intern(key), past = []);
        past.Add(new(Version, string.Intern(currency), amount));
    }

    private static PastPrice? At(List<PastPrice>? past, long version)
    {
        var index = past?.FindLastIndex(price => price.FromVersion <= version) ?? -1;
        return index < 0 ? null : past![index];
    }
}
