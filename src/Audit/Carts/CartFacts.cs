using System.Text.Json.Serialization;

namespace Omnichannel.Audit.Carts;

/// <summary>The events of carts, as the auditor reads them: by their frozen tags, and no more of them than it judges. A tag that it does not know, or
/// a member that is missing or twice there, makes an event unreadable; a member that it does not know is new and harmless.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "type", UnknownDerivedTypeHandling = JsonUnknownDerivedTypeHandling.FailSerialization)]
[JsonDerivedType(typeof(Opened), "cart-opened")]
[JsonDerivedType(typeof(AddStarted), "line-add-started")]
[JsonDerivedType(typeof(Added), "line-added")]
[JsonDerivedType(typeof(ChangeStarted), "quantity-change-started")]
[JsonDerivedType(typeof(Changed), "quantity-changed")]
[JsonDerivedType(typeof(Removed), "line-removed")]
[JsonDerivedType(typeof(HoldStarted), "hold-started")]
[JsonDerivedType(typeof(Held), "lines-held")]
[JsonDerivedType(typeof(Refused), "change-refused")]
[JsonDerivedType(typeof(Lapsed), "hold-lapsed")]
[JsonDerivedType(typeof(Released), "hold-released")]
[JsonDerivedType(typeof(Noted), "note-written")]
[JsonDerivedType(typeof(PriceMoved), "line-price-changed")]
[JsonDerivedType(typeof(Repriced), "line-repriced")]
[JsonDerivedType(typeof(QuoteRenewed), "quote-renewed")]
[JsonDerivedType(typeof(Attached), "cart-attached")]
[JsonDerivedType(typeof(Reassigned), "cart-reassigned")]
[JsonDerivedType(typeof(Abandoned), "cart-abandoned")]
[JsonDerivedType(typeof(CheckoutStarted), "checkout-started")]
[JsonDerivedType(typeof(CheckoutFrozen), "checkout-frozen")]
[JsonDerivedType(typeof(CheckoutRefused), "checkout-refused")]
[JsonDerivedType(typeof(CheckoutCancelled), "checkout-cancelled")]
[JsonDerivedType(typeof(CheckoutLapsed), "checkout-lapsed")]
[JsonDerivedType(typeof(MergeStarted), "cart-merge-started")]
[JsonDerivedType(typeof(MergePlanned), "cart-merge-planned")]
[JsonDerivedType(typeof(MergeRefused), "cart-merge-refused")]
[JsonDerivedType(typeof(Merged), "cart-merged")]
[JsonDerivedType(typeof(UndoStarted), "cart-merge-undo-started")]
[JsonDerivedType(typeof(Settled), "cart-merge-settled")]
[JsonDerivedType(typeof(Offered), "cart-offered")]
[JsonDerivedType(typeof(OfferEnded), "cart-offer-ended")]
[JsonDerivedType(typeof(Closed), "cart-closed")]
[JsonDerivedType(typeof(Reopened), "cart-reopened")]
[JsonDerivedType(typeof(CodeOffered), "handover-offered")]
[JsonDerivedType(typeof(CodeTaken), "handover-taken")]
[JsonDerivedType(typeof(Erased), "cart-erased")]
[JsonDerivedType(typeof(NotesDestroyed), "cart-notes-destroyed")]
[JsonDerivedType(typeof(OwnerErased), "cart-owner-erased")]
internal abstract record CartFact(DateTimeOffset At)
{
    /// <summary>The command that had its effect by this event.</summary>
    [JsonIgnore]
    public virtual CommandFact? Effect => null;

    /// <summary>What the event says is to be given back.</summary>
    [JsonIgnore]
    public virtual ReleaseFact[] Given => [];

    internal sealed record Opened(DateTimeOffset At, string CartId, string Currency, string? Customer = null, string? Token = null) : CartFact(At);

    internal abstract record Plan(DateTimeOffset At, AskFact[] Asks) : CartFact(At);

    internal sealed record AddStarted(DateTimeOffset At, CommandFact Command, LineFact Line, AskFact[] Asks) : Plan(At, Asks);

    internal sealed record Added(DateTimeOffset At, CommandFact Command, LineFact Line) : CartFact(At)
    {
        public override CommandFact Effect => Command;
    }

    internal sealed record ChangeStarted(DateTimeOffset At, CommandFact Command, string LineId, long Quantity, AskFact[] Asks) : Plan(At, Asks);

    internal sealed record Changed(DateTimeOffset At, CommandFact Command, string LineId, long Quantity, HoldFact[] Holds, ReleaseFact[] Releases)
        : CartFact(At)
    {
        public override CommandFact Effect => Command;

        public override ReleaseFact[] Given => Releases;
    }

    internal sealed record Removed(DateTimeOffset At, CommandFact Command, string LineId, ReleaseFact[] Releases) : CartFact(At)
    {
        public override CommandFact Effect => Command;

        public override ReleaseFact[] Given => Releases;
    }

    internal sealed record HoldStarted(DateTimeOffset At, CommandFact Command, AskFact[] Asks) : Plan(At, Asks);

    internal sealed record Held(DateTimeOffset At, CommandFact Command, LineHoldsFact[] Lines) : CartFact(At)
    {
        public override CommandFact Effect => Command;
    }

    internal sealed record Refused(DateTimeOffset At, CommandFact Command) : CartFact(At);

    internal sealed record Lapsed(DateTimeOffset At, string LineId, string ReservationId, long Quantity) : CartFact(At);

    internal sealed record Released(DateTimeOffset At, ReleaseFact Release) : CartFact(At);

    internal sealed record Noted(DateTimeOffset At, CommandFact Command, string? LineId = null) : CartFact(At)
    {
        public override CommandFact Effect => Command;
    }

    internal sealed record PriceMoved(DateTimeOffset At, string LineId) : CartFact(At);

    internal sealed record Repriced(DateTimeOffset At, string LineId, long PreviousAmount, QuoteFact Quote) : CartFact(At);

    internal sealed record QuoteRenewed(DateTimeOffset At, string LineId, QuoteFact Quote) : CartFact(At);

    internal sealed record Attached(DateTimeOffset At, CommandFact Command, string Customer) : CartFact(At)
    {
        public override CommandFact Effect => Command;
    }

    internal sealed record Reassigned(DateTimeOffset At, CommandFact Command, string Previous, string Customer) : CartFact(At)
    {
        public override CommandFact Effect => Command;
    }

    internal sealed record Abandoned(DateTimeOffset At, ReleaseFact[] Releases) : CartFact(At)
    {
        public override ReleaseFact[] Given => Releases;
    }

    internal sealed record CheckoutStarted(DateTimeOffset At, string CheckoutId, AskFact[] Asks) : Plan(At, Asks);

    internal sealed record CheckoutFrozen(DateTimeOffset At, CheckoutFact Checkout, LineHoldsFact[] Lines) : CartFact(At);

    internal sealed record CheckoutRefused(DateTimeOffset At, string CheckoutId, LineHoldsFact[] Lines, ReleaseFact[] Releases) : CartFact(At)
    {
        public override ReleaseFact[] Given => Releases;
    }

    internal sealed record CheckoutCancelled(DateTimeOffset At, string CheckoutId, ReleaseFact[] Releases) : CartFact(At)
    {
        public override ReleaseFact[] Given => Releases;
    }

    internal sealed record CheckoutLapsed(DateTimeOffset At, string CheckoutId, ReleaseFact[] Releases) : CartFact(At)
    {
        public override ReleaseFact[] Given => Releases;
    }

    internal sealed record MergeStarted(DateTimeOffset At, string MergeId, string Source, string Strategy, AskFact[] Asks) : Plan(At, Asks);

    internal sealed record MergePlanned(DateTimeOffset At, PlannedMergeFact Started, LineFact[] SourceLines, AskFact[] Asks) : Plan(At, Asks);

    internal sealed record MergeRefused(DateTimeOffset At, string MergeId) : CartFact(At);

    internal sealed record Merged(
        DateTimeOffset At,
        string MergeId,
        string Source,
        string Strategy,
        LineFact[] Lines,
        LineFact[] SourceLines,
        MergeEntryFact[] Entries,
        ReleaseFact[] Releases,
        AskFact[] Asks) : Plan(At, Asks)
    {
        public override ReleaseFact[] Given => Releases;
    }

    internal sealed record UndoStarted(
        DateTimeOffset At, string MergeId, string Source, LineFact[] Lines, LineFact[] SourceLines, ReleaseFact[] Releases, AskFact[] Asks) : Plan(At, Asks)
    {
        public override ReleaseFact[] Given => Releases;
    }

    internal sealed record Settled(DateTimeOffset At, string MergeId) : CartFact(At);

    internal sealed record Offered(DateTimeOffset At, string MergeId, string Target) : CartFact(At);

    internal sealed record OfferEnded(DateTimeOffset At, string MergeId, string Target) : CartFact(At);

    internal sealed record Closed(DateTimeOffset At, string MergeId, string Target) : CartFact(At);

    internal sealed record Reopened(DateTimeOffset At, string MergeId, LineFact[] Lines) : CartFact(At);

    internal sealed record CodeOffered(DateTimeOffset At, string HandoverId, string CodeHash, DateTimeOffset ExpiresAt) : CartFact(At);

    internal sealed record CodeTaken(DateTimeOffset At, string HandoverId, string Token) : CartFact(At);

    internal sealed record Erased(DateTimeOffset At, ReleaseFact[] Releases) : CartFact(At)
    {
        public override ReleaseFact[] Given => Releases;
    }

    internal sealed record NotesDestroyed(DateTimeOffset At) : CartFact(At);

    internal sealed record OwnerErased(DateTimeOffset At) : CartFact(At);
}

internal sealed record CommandFact(string Id, string Body);

internal sealed record QuoteFact(
    long Amount, string Currency, long PriceVersion, string Rule, DateTimeOffset QuotedAt, DateTimeOffset Until, string? OverrideId = null);

internal sealed record FulfilmentFact(string Kind, string Location);

internal sealed record HoldFact(string Id, long Quantity, DateTimeOffset ExpiresAt, string? MadeFor = null);

internal sealed record LineFact(string Id, string Sku, long Quantity, FulfilmentFact Fulfilment, QuoteFact Quote, DateTimeOffset ChangedAt, HoldFact[] Holds);

internal sealed record LineHoldsFact(string LineId, HoldFact[] Holds);

internal sealed record AskFact(string LineId, string Sku, string Location, string ReservationId, long Quantity, string? Existing = null);

internal sealed record ReleaseFact(string ReservationId, string Sku, string Location, long? Quantity = null, string? CommandId = null);

internal sealed record CheckoutFact(string Id, string CartId, CheckoutLineFact[] Lines, string Currency, long Total);

internal sealed record CheckoutLineFact(string LineId, string Sku, long Quantity, QuoteFact Quote, long Amount, HeldFact[] Reservations);

internal sealed record HeldFact(string ReservationId, long Quantity);

internal sealed record PlannedMergeFact(string MergeId, string Source, string Strategy);

internal sealed record MergeEntryFact(
    string Outcome, string LineId, string Sku, long TargetQuantity, long SourceQuantity, long Quantity, string Reason, string? SourceLineId = null);

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    RespectRequiredConstructorParameters = true,
    RespectNullableAnnotations = true,
    AllowOutOfOrderMetadataProperties = true,
    AllowDuplicateProperties = false)]
[JsonSerializable(typeof(CartFact))]
internal sealed partial class CartJson : JsonSerializerContext;
