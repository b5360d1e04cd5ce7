using System.Text.Json.Serialization;
using Omnichannel.Journal;
using Omnichannel.Privacy;

namespace Omnichannel.Customers;

/// <summary>An identity as its customer sees it.</summary>
/// <param name="Value">Normalised.</param>
/// <param name="Sequence">The version of the customer at which this was asked for: a call of an older one never counts.</param>
/// <param name="Origin">The merge that brought it; null when it was claimed by this customer.</param>
[GenerateSerializer, Immutable, Alias("identity-record")]
public sealed record IdentityRecord(
    [property: Id(0)] IdentityId Id,
    [property: Id(1)] IdentityKind Kind,
    [property: Id(2)] PersonalText Value,
    [property: Id(3)] bool IsVerified,
    [property: Id(4)] IdentityState State,
    [property: Id(5)] long Sequence,
    [property: Id(6)] CustomerMergeId? Origin = null)
{
    [JsonIgnore]
    public bool IsPending => State is IdentityState.Claiming or IdentityState.Releasing;

    public IdentityView View() => new(Id, Kind, Value.Value, IsVerified, State);
}

/// <summary>The identities of a customer, also those whose owner has not answered yet.</summary>
public sealed class IdentityBook
{
    private readonly SortedDictionary<string, IdentityRecord> _identities = new(StringComparer.Ordinal);

    public int Count => _identities.Count;

    public bool HasPending => _identities.Values.Any(static identity => identity.IsPending);

    public IEnumerable<IdentityRecord> Identities => _identities.Values;

    public IdentityRecord? Find(IdentityId id) => _identities.GetValueOrDefault(id.Value);

    public void Add(IdentityRecord identity) => _identities.Add(identity.Id.Value, identity);

    public void Advance(IdentityId id, IdentityState from, Func<IdentityRecord, IdentityRecord> change)
    {
        var identity = _identities[id.Value];
        Invariant.Holds(64, identity.State == from, "an identity takes its steps in order, each once");
        _identities[id.Value] = change(identity);
    }

    public void Remove(IdentityId id, IdentityState from)
    {
        Invariant.Holds(64, _identities.Remove(id.Value, out var identity) && identity.State == from, "an identity takes its steps in order, each once");
    }
}
