using System.Text.Json;
using System.Text.Json.Serialization;
using Omnichannel.Http;
using Omnichannel.Pricing;

namespace Omnichannel.Carts;

/// <summary>A cart, and the lines that could not be held.</summary>
public sealed record HoldLinesAnswer(CartView Cart, IReadOnlyList<LineShortage> Shortages);

/// <summary>A merge, and the cart as it is now.</summary>
public sealed record MergeAnswer(CartMergeReport Report, CartView Cart);

/// <summary>A code to be shown once.</summary>
public sealed record HandoverAnswer(string Code, DateTimeOffset ExpiresAt);

/// <summary>Bodies and answers of carts on the wire.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    NumberHandling = JsonNumberHandling.Strict,
    Converters =
    [
        typeof(WireEnum<PriceRule>), typeof(WireEnum<CartState>), typeof(WireEnum<FulfilmentKind>), typeof(WireEnum<CheckoutState>),
        typeof(WireEnum<CartMergeStrategy>), typeof(WireEnum<CartMergeOutcome>), typeof(WireEnum<CartMergeReason>),
    ])]
[JsonSerializable(typeof(OpenCartBody))]
[JsonSerializable(typeof(AddLineBody))]
[JsonSerializable(typeof(LineQuantityBody))]
[JsonSerializable(typeof(NoteBody))]
[JsonSerializable(typeof(HoldLinesBody))]
[JsonSerializable(typeof(AttachCartBody))]
[JsonSerializable(typeof(StartCheckoutBody))]
[JsonSerializable(typeof(CancelCheckoutBody))]
[JsonSerializable(typeof(MergeCartBody))]
[JsonSerializable(typeof(UndoMergeBody))]
[JsonSerializable(typeof(OfferHandoverBody))]
[JsonSerializable(typeof(TakeHandoverBody))]
[JsonSerializable(typeof(CartView))]
[JsonSerializable(typeof(HoldLinesAnswer))]
[JsonSerializable(typeof(Checkout))]
[JsonSerializable(typeof(MergeAnswer))]
[JsonSerializable(typeof(HandoverAnswer))]
[JsonSerializable(typeof(LineShortage))]
public sealed partial class CartsJson : JsonSerializerContext
{
    /// <summary>The same types, read strictly.</summary>
    public static CartsJson Strict { get; } = new(Body.Strict());
}

/// <summary>From the replies of a cart to what is told on the wire.</summary>
internal static class CartAnswer
{
    public static IResult Of(CartReply reply, long? expectedVersion = null, string? location = null)
    {
        if (StatusProblems.Of(reply.Status) is { } kind) return Refusal(kind, reply.Cart, expectedVersion, reply.Shortages);
        return Of(reply.Cart!, location is null || reply.Status == CartStatus.Exists ? null : location);
    }

    public static IResult Of(CartView cart, string? location = null) =>
        new JsonAnswer<CartView>(location is null ? StatusCodes.Status200OK : StatusCodes.Status201Created, cart, CartsJson.Default.CartView)
        {
            ETag = IfMatch.ETag(cart.Version),
            Location = location,
        };

    /// <summary>The facts that help whoever was refused: never those of somebody else's cart, of which no reply tells anything.</summary>
    public static Problem Refusal(ProblemKind kind, CartView? cart, long? expectedVersion = null, IReadOnlyList<LineShortage>? shortages = null)
    {
        if (kind == ProblemKinds.VersionMismatch && cart is not null) return Problem.OfVersion(kind, expectedVersion ?? 0, cart.Version, IfMatch.Header);
        return new(kind, Facts: writer =>
        {
            if (cart is null) return;
            if (kind == ProblemKinds.CartLocked && cart.CheckoutId is { } checkout) writer.WriteString("checkout", checkout.Value);
            if (kind == ProblemKinds.CartClosed && cart.MergedInto is { } target) writer.WriteString("mergedInto", target.Value);
            if (kind == ProblemKinds.TotalMismatch || kind == ProblemKinds.PricesChanged) writer.WriteNumber("total", cart.Total);
            if (shortages is { Count: > 0 }) WriteShortages(writer, shortages);
        });
    }

    private static void WriteShortages(Utf8JsonWriter writer, IReadOnlyList<LineShortage> shortages)
    {
        writer.WriteNumber("available", shortages[0].Available);
        writer.WriteStartArray("shortages");
        foreach (var shortage in shortages) JsonSerializer.Serialize(writer, shortage, CartsJson.Default.LineShortage);
        writer.WriteEndArray();
    }
}
