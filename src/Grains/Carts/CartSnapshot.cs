using System.Text.Json;
using System.Text.Json.Serialization;
using Omnichannel.Customers;
using Omnichannel.Inventory;
using Omnichannel.Journal;
using Omnichannel.Pricing;

namespace Omnichannel.Carts;

/// <summary>The frozen form of <see cref="Cart"/>. Members may be added, never renamed or given another meaning.</summary>
public sealed record CartSnapshot(
    long Version,
    DateTimeOffset LastEventAt,
    CartId Id,
    Currency Currency,
    Channel? Channel,
    PriceGroup? Group,
    CustomerId? Customer,
    string? Note,
    long AbandonAfterSeconds,
    DateTimeOffset ActiveAt,
    long LinesVersion,
    bool IsAbandoned,
    CartEvent? Plan,
    long PlanVersion,
    CartOutcome? Outcome,
    CartOffer? Offer,
    CartMergeId? ReopenedFrom,
    CartLine[] Lines,
    HoldRelease[] Releases,
    CartGrant[] Grants,
    CartHandover[] Handovers,
    CartMergeRecord[] Merges,
    Checkout[] Checkouts,
    CommandEntry[] Commands);

public sealed partial class Cart
{
    public CartSnapshot Capture() => new(
        Version,
        LastEventAt,
        Id,
        Currency,
        Channel,
        Group,
        Customer,
        Note,
        (long)AbandonAfter.TotalSeconds,
        ActiveAt,
        LinesVersion,
        IsAbandoned,
        Plan,
        PlanVersion,
        Outcome,
        Offer,
        ReopenedFrom,
        [.. _lines.Values],
        [.. _releases],
        [.. _grants],
        [.. _handovers],
        [.. _merges],
        [.. _checkouts],
        Commands.Capture());

    public static Cart Restore(CartSnapshot snapshot)
    {
        var cart = new Cart
        {
            Id = snapshot.Id,
            Currency = snapshot.Currency,
            Channel = snapshot.Channel,
            Group = snapshot.Group,
            Customer = snapshot.Customer,
            Note = snapshot.Note,
            AbandonAfter = TimeSpan.FromSeconds(snapshot.AbandonAfterSeconds),
            ActiveAt = snapshot.ActiveAt,
            LinesVersion = snapshot.LinesVersion,
            IsAbandoned = snapshot.IsAbandoned,
            Plan = (CartPlan?)snapshot.Plan,
            PlanVersion = snapshot.PlanVersion,
            Outcome = snapshot.Outcome,
            Offer = snapshot.Offer,
            ReopenedFrom = snapshot.ReopenedFrom,
        };
        cart.RestoreVersion(snapshot.Version, snapshot.LastEventAt);
        foreach (var line in snapshot.Lines) cart._lines.Add(line.Id, line);
        cart._releases.AddRange(snapshot.Releases);
        cart._grants.AddRange(snapshot.Grants);
        cart._handovers.AddRange(snapshot.Handovers);
        cart._merges.AddRange(snapshot.Merges);
        cart._checkouts.AddRange(snapshot.Checkouts);
        cart.Commands.Restore(snapshot.Commands);
        cart.CheckInvariants();
        return cart;
    }
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    IgnoreReadOnlyProperties = true,
    UseStringEnumConverter = true)]
[JsonSerializable(typeof(CartEvent[]))]
[JsonSerializable(typeof(CartSnapshot))]
internal sealed partial class CartJson : JsonSerializerContext;

/// <summary>Carts in the journal.</summary>
public sealed class CartCodec() : MachineCodec<Cart, CartEvent>(CartJson.Default.CartEventArray)
{
    public static CartCodec Instance { get; } = new();

    public override Cart Empty() => new();

    public override byte[] EncodeSnapshot(Cart state) => JsonSerializer.SerializeToUtf8Bytes(state.Capture(), CartJson.Default.CartSnapshot);

    public override Cart DecodeSnapshot(ReadOnlySpan<byte> payload) =>
        Cart.Restore(JsonSerializer.Deserialize(payload, CartJson.Default.CartSnapshot) ?? throw new JsonException("An empty snapshot."));
}
