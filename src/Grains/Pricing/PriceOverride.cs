using Omnichannel.Inventory;

namespace Omnichannel.Pricing;

/// <summary>Another price for some of those who ask.</summary>
/// <param name="SetAtVersion">The version of the prices at which it was set: a later one has a higher one.</param>
public sealed record PriceOverride(
    PriceOverrideId Id,
    Currency Currency,
    long Amount,
    Channel? Channel,
    PriceGroup? Group,
    DateTimeOffset? From,
    DateTimeOffset? Until,
    string Reason,
    DateTimeOffset SetAt,
    long SetAtVersion) : IComparable<PriceOverride>
{
    public PriceRule Rule => (Channel, Group) switch
    {
        (not null, not null) => PriceRule.GroupInChannel,
        (null, not null) => PriceRule.Group,
        _ => PriceRule.Channel,
    };

    public bool HasBegun(DateTimeOffset now) => From is null || From <= now;

    public bool HasEnded(DateTimeOffset now) => Until is { } until && until <= now;

    public bool IsFor(Channel? channel, PriceGroup? group) => (Channel is null || Channel == channel) && (Group is null || Group == group);

    /// <summary>I41: a total order, the winner first. A narrower audience, then the later begin, then the later setting.</summary>
    public int CompareTo(PriceOverride? other)
    {
        if (other is null) return -1;
        if (Rule != other.Rule) return other.Rule.CompareTo(Rule);
        var begin = (other.From ?? DateTimeOffset.MinValue).CompareTo(From ?? DateTimeOffset.MinValue);
        return begin != 0 ? begin : other.SetAtVersion.CompareTo(SetAtVersion);
    }

    public PriceOverrideView View() => new(Id, Currency, Amount, Channel, Group, From, Until, Reason, SetAt);
}
