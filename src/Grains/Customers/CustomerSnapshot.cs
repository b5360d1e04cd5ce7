using System.Text.Json;
using System.Text.Json.Serialization;
using Omnichannel.Carts;
using Omnichannel.Journal;
using Omnichannel.Privacy;

namespace Omnichannel.Customers;

/// <summary>The frozen form of <see cref="Customer"/>. Members may be added, never renamed or given another meaning.</summary>
public sealed record CustomerSnapshot(
    long Version,
    DateTimeOffset LastEventAt,
    CustomerId Id,
    DateTimeOffset RegisteredAt,
    PersonalText Registration,
    ErasureStep Erasure,
    ProfileSnapshot Profile,
    Consent[] Consents,
    PointsSnapshot Points,
    PurchaseTotals Purchases,
    ContactSnapshot Contacts,
    IdentityRecord[] Identities,
    LiveSession[] Sessions,
    Absorption[] Absorptions,
    ClosedMerge[] ClosedMerges,
    RememberedBody[] Commands,
    CartId? OpenCart = null,
    MergeLock? Lock = null,
    CartId[]? Carts = null);

public sealed partial class Customer
{
    public CustomerSnapshot Capture() => new(
        Version,
        LastEventAt,
        Id!.Value,
        RegisteredAt,
        Registration!,
        Erasure,
        Profile.Capture(),
        [.. Consents.Consents],
        Points.Capture(),
        OwnPurchases,
        Contacts.Capture(),
        [.. Identities.Identities],
        [.. _sessions],
        [.. _absorptions],
        [.. _closedMerges],
        [.. Commands.Capture().Select(RememberedBody.Of)],
        OpenCart,
        Lock,
        _carts.Count == 0 ? null : [.. _carts]);

    public static Customer Restore(CustomerSnapshot snapshot)
    {
        var customer = new Customer
        {
            Id = snapshot.Id,
            RegisteredAt = snapshot.RegisteredAt,
            Registration = snapshot.Registration,
            Erasure = snapshot.Erasure,
            OwnPurchases = snapshot.Purchases,
            OpenCart = snapshot.OpenCart,
            Lock = snapshot.Lock,
        };
        customer.RestoreVersion(snapshot.Version, snapshot.LastEventAt);
        customer.Profile.Restore(snapshot.Profile);
        foreach (var consent in snapshot.Consents) customer.Consents.Set(consent);
        customer.Points.Restore(snapshot.Points);
        customer.Contacts.Restore(snapshot.Contacts);
        foreach (var identity in snapshot.Identities) customer.Identities.Add(identity);
        customer._sessions.AddRange(snapshot.Sessions);
        customer._absorptions.AddRange(snapshot.Absorptions);
        customer._closedMerges.AddRange(snapshot.ClosedMerges);
        customer._carts.AddRange(snapshot.Carts ?? []);
        customer.Commands.Restore(snapshot.Commands.Select(static command => command.Restore()));
        customer.CheckInvariants();
        return customer;
    }
}

/// <summary>A merge that can no longer happen to this customer.</summary>
public sealed record ClosedMerge(CustomerMergeId Id, CustomerStatus Status);

/// <summary>Stands still for a merge, or was merged.</summary>
public sealed record MergeLock(CustomerMergeId Id, CustomerId Survivor, bool IsMerged);

/// <summary>The names are frozen: snapshots hold them.</summary>
public enum ErasureStep
{
    None = 0,
    Begun = 1,
    Erased = 2,
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    RespectRequiredConstructorParameters = true,
    UseStringEnumConverter = true)]
[JsonSerializable(typeof(CustomerEvent[]))]
[JsonSerializable(typeof(CustomerSnapshot))]
internal sealed partial class CustomerJson : JsonSerializerContext;

/// <summary>Customers in the journal: one codec per customer, because each has a key of its own.</summary>
/// <param name="keys">Its own key is there from the first event on.</param>
public sealed class CustomerCodec(KeyRing keys) : MachineCodec<Customer, CustomerEvent>(CustomerJson.Default.CustomerEventArray)
{
    public override Customer Empty() => new();

    public override byte[] EncodeEvents(CustomerEvent[] decided)
    {
        using var scope = Enter();
        return base.EncodeEvents(decided);
    }

    public override CustomerEvent[] DecodeEvents(ReadOnlySpan<byte> payload)
    {
        using var scope = Enter();
        return base.DecodeEvents(payload);
    }

    public override Func<byte[]> BeginSnapshot(Customer state)
    {
        var (captured, ring) = (state.Capture(), keys.Copy());
        return () =>
        {
            using var scope = Enter(ring);
            return JsonSerializer.SerializeToUtf8Bytes(captured, CustomerJson.Default.CustomerSnapshot);
        };
    }

    public override Customer DecodeSnapshot(ReadOnlySpan<byte> payload)
    {
        using var scope = Enter();
        return Customer.Restore(JsonSerializer.Deserialize(payload, CustomerJson.Default.CustomerSnapshot) ?? throw new JsonException("An empty snapshot."));
    }

    // Events without a key would be unreadable for ever: better none at all.
    private SealScope Enter() => Enter(keys);

    private static SealScope Enter(KeyRing keys) => keys.Own is null ? throw new JsonException("This customer has events and no key.") : SealScope.Enter(keys);
}
