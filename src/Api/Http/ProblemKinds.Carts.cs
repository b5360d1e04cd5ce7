namespace Omnichannel.Http;

/// <summary>What prices and carts can refuse.</summary>
public static partial class ProblemKinds
{
    // The call is understood, and asks for something outside the limits. Nothing happened.
    public static readonly ProblemKind CurrencyUnknown =
        new(400, "currency-unknown", "The currency is not a code of ISO 4217 in use", "/currency");
    public static readonly ProblemKind AmountOutOfRange = new(400, "amount-out-of-range", "The amount is out of its limits", "/amount");
    public static readonly ProblemKind AudienceMissing = new(400, "audience-missing", "An override is for a channel, a group, or both", "/channel");
    public static readonly ProblemKind ValidityOutOfRange =
        new(400, "validity-out-of-range", "The validity is no span of time that is still to come", "/until");
    public static readonly ProblemKind FulfilmentOutOfRange =
        new(400, "fulfilment-out-of-range", "The way of fulfilment is not known", "/fulfilment/kind");
    public static readonly ProblemKind AbandonmentOutOfRange =
        new(400, "abandonment-out-of-range", "The time to abandonment is out of its limits", "/abandonAfterSeconds");
    public static readonly ProblemKind StrategyOutOfRange =
        new(400, "strategy-out-of-range", "The strategy of the merge is not known", "/strategy");
    public static readonly ProblemKind CartOwnerMissing =
        new(400, "cart-owner-missing", "The call does not say who acts on the cart", "Cart-Token");
    public static readonly ProblemKind CartOwnerInvalid =
        new(400, "cart-owner-invalid", "Who acts on the cart is not said as it has to be", "Cart-Token");
    public static readonly ProblemKind SameCart = new(400, "same-cart", "A cart cannot be merged with itself", "/source");

    // It belongs to somebody else. Nothing happened, and nothing of it is told.
    public static readonly ProblemKind NotYourCart = new(403, "not-your-cart", "The cart belongs to somebody else", "Cart-Token");
    public static readonly ProblemKind SourceNotYourCart =
        new(403, "source-not-your-cart", "The other cart belongs to somebody else", "/sourceToken");

    // There is no such thing.
    public static readonly ProblemKind PriceNotFound = new(404, "price-not-found", "There is no such price");
    public static readonly ProblemKind CartNotFound = new(404, "cart-not-found", "There is no such cart", "cart");
    public static readonly ProblemKind CartLineNotFound = new(404, "cart-line-not-found", "The cart has no such line", "line");
    public static readonly ProblemKind CheckoutNotFound = new(404, "checkout-not-found", "The cart has no such checkout", "checkout");
    public static readonly ProblemKind CartMergeNotFound = new(404, "cart-merge-not-found", "The cart has had no such merge", "merge");
    public static readonly ProblemKind SourceCartNotFound = new(404, "source-cart-not-found", "There is no such other cart", "/source");
    public static readonly ProblemKind CodeUnknown = new(404, "code-unknown", "No cart can be taken over by this code", "/code");

    // A rule of prices or carts said no. Nothing happened.
    public static readonly ProblemKind OverridesFull = new(409, "overrides-full", "The SKU has all the overrides it may have");
    public static readonly ProblemKind CartClosed = new(409, "cart-closed", "The cart was merged into another one");
    public static readonly ProblemKind CartBusy =
        new(409, "cart-busy", "An earlier change of the cart still waits for its answer", RetryAfterSeconds: SoonSeconds);
    public static readonly ProblemKind CartMerging =
        new(409, "cart-merging", "Another cart is taking this one over", RetryAfterSeconds: SoonSeconds);
    public static readonly ProblemKind CartLocked = new(409, "cart-locked", "A checkout has frozen the cart");
    public static readonly ProblemKind CartLineExists = new(409, "cart-line-exists", "The cart has such a line already", "line");
    public static readonly ProblemKind CartLinesFull = new(409, "cart-lines-full", "The cart has all the lines it may have");
    public static readonly ProblemKind CartUnitsFull =
        new(409, "cart-units-full", "The cart would have more units than it may", "/quantity");
    public static readonly ProblemKind CartHoldsFull =
        new(409, "cart-holds-full", "The line was changed too often while it was held: remove it and add it anew");
    public static readonly ProblemKind NoPrice = new(409, "no-price", "The SKU has no price in the currency of the cart", "/sku");
    public static readonly ProblemKind CartEmpty = new(409, "cart-empty", "There is nothing in the cart");
    public static readonly ProblemKind CheckoutClosed = new(409, "checkout-closed", "The checkout was cancelled, or has lapsed");
    public static readonly ProblemKind PricesChanged =
        new(409, "prices-changed", "Prices have changed since they were quoted: the lines show them, asking again agrees");
    public static readonly ProblemKind TotalMismatch =
        new(409, "total-mismatch", "The total is another one than expected", "/expectedTotal");
    public static readonly ProblemKind SourceCartClosed = new(409, "source-cart-closed", "The other cart was merged before", "/source");
    public static readonly ProblemKind SourceCartLocked = new(409, "source-cart-locked", "A checkout has frozen the other cart", "/source");
    public static readonly ProblemKind CurrencyMismatch = new(409, "currency-mismatch", "The carts have different currencies", "/source");
    public static readonly ProblemKind ChangedSinceMerge =
        new(409, "changed-since-merge", "Lines were changed after the merge: taking it back would lose that");
    public static readonly ProblemKind UndoTooLate = new(409, "undo-too-late", "A merge is taken back within a day, or not at all");
    public static readonly ProblemKind MergeUndone = new(409, "merge-undone", "The merge was taken back: merge again under another id");
    public static readonly ProblemKind CodeExpired = new(409, "code-expired", "The code has run out", "/code");
    public static readonly ProblemKind CodeUsed = new(409, "code-used", "The code was used: it is good for one take-over", "/code");
    public static readonly ProblemKind CartDevicesFull = new(409, "cart-devices-full", "As many devices act on the cart as may");

    // A bound that time will free.
    public static readonly ProblemKind CommandsFull =
        new(429, "commands-full", "All the idempotency keys that can be remembered are", RetryAfterSeconds: LaterSeconds);
}
