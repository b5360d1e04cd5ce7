using System.Text.Json;
using System.Text.Json.Serialization;
using Omnichannel.Customers;
using Omnichannel.Ids;
using Omnichannel.Inventory;
using Omnichannel.Journal;
using Omnichannel.Pricing;
using Omnichannel.Privacy;

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
    [property: JsonConverter(typeof(OnceClearTextConverter))] PersonalText? Note,
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
    CommandEntry[] Commands,
    ErasureStep? Erasure = null);

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
        Commands.Capture(),
        Erasure == ErasureStep.None ? null : Erasure);

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
            Erasure = snapshot.Erasure ?? ErasureStep.None,
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
    UseStringEnumConverter = true,
    Converters = [typeof(CartCommandConverter)])]
[JsonSerializable(typeof(CartEvent[]))]
[JsonSerializable(typeof(CartSnapshot))]
internal sealed partial class CartJson : JsonSerializerContext;

/// <summary>Carts in the journal: one codec per cart, because each has a key of its own once it has a note.</summary>
public sealed class CartCodec(KeyRing keys) : MachineCodec<Cart, CartEvent>(CartJson.Default.CartEventArray)
{
    /// <summary>Reads carts without their notes: for whoever looks at journals from outside.</summary>
    public static CartCodec Instance { get; } = new(KeyRing.Blind);

    public override Cart Empty() => new();

    public override byte[] EncodeEvents(CartEvent[] decided)
    {
        using var scope = SealScope.Enter(keys);
        return base.EncodeEvents(decided);
    }

    public override CartEvent[] DecodeEvents(ReadOnlySpan<byte> payload)
    {
        using var scope = SealScope.Enter(keys);
        return base.DecodeEvents(payload);
    }

    public override Func<byte[]> BeginSnapshot(Cart state)
    {
        var (captured, ring) = (state.Capture(), keys.Copy());
        return () =>
        {
            using var scope = SealScope.Enter(ring);
            return JsonSerializer.SerializeToUtf8Bytes(captured, CartJson.Default.CartSnapshot);
        };
    }

    public override Cart DecodeSnapshot(ReadOnlySpan<byte> payload)
    {
        using var scope = SealScope.Enter(keys);
        return Cart.Restore(JsonSerializer.Deserialize(payload, CartJson.Default.CartSnapshot) ?? throw new JsonException("An empty snapshot."));
    }

    /// <summary>An event as its owner is told it. One in which nothing is sealed is told as it was written.</summary>
    public static string InClear(KeyRing keys, string @event) => IsSealed(@event) ? keys.InClear(@event, CartJson.Default.CartEvent) : @event;

    // No text can hold a digest either.
    private static bool IsSealed(string @event) => @event.HasSealedText() || @event.Contains($"\"body\":\"{CartGrain.Kind}/", StringComparison.Ordinal);
}

/// <summary>A command of a cart and the digest of its body: sealed when it was made of a note, with the name of the key before it, as it could be found by trying likely texts.</summary>
internal sealed class CartCommandConverter : JsonConverter<RememberedCommand>
{
    public override RememberedCommand Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        using var document = JsonDocument.ParseValue(ref reader);
        if (Member(document.RootElement, "id") is not { } id || Member(document.RootElement, "body") is not { } body) throw new JsonException("A command without its id or its body.");
        try
        {
            return body.Contains(':') ? new(CommandId.Create(id), SealScope.Current.Open(body).Value ?? "") { IsPersonal = true } : new(CommandId.Create(id), body);
        }
        catch (ArgumentException refused)
        {
            throw new JsonException("Not an id of a command.", refused);
        }
    }

    public override void Write(Utf8JsonWriter writer, RememberedCommand value, JsonSerializerOptions options)
    {
        writer.WriteStartObject();
        writer.WriteString("id", CommandId.Create(value.Id.Value).Value);
        writer.WriteString("body", value.IsPersonal ? PersonalTextConverter.AsIs(SealScope.Current.WrittenWithOwner(value.Body)) : JsonEncodedText.Encode(value.Body));
        writer.WriteEndObject();
    }

    private static string? Member(JsonElement written, string name) =>
        written.ValueKind == JsonValueKind.Object && written.TryGetProperty(name, out var member) && member.ValueKind == JsonValueKind.String ? member.GetString() : null;
}
