namespace Omnichannel.Carts;

/// <summary>The outcome of everything that can be asked of a cart. Ordered by precedence: the first rule that is broken is the one that is told. Never renumber.</summary>
[GenerateSerializer, Alias("cart-status")]
public enum CartStatus
{
    None = 0,
    Done = 1,
    /// <summary>The same id and body again: it had its effect before.</summary>
    Exists = 2,

    // What was sent is out of bounds.
    CurrencyUnknown = 3,
    QuantityOutOfRange = 4,
    HoldOutOfRange = 5,
    TextOutOfRange = 6,
    FulfilmentOutOfRange = 7,
    AbandonmentOutOfRange = 8,
    LinesOutOfRange = 9,
    /// <summary>The actor is neither a customer nor a token.</summary>
    OwnerMissing = 10,
    StrategyOutOfRange = 11,

    /// <summary>The customer whose cart it was has been erased. It is told to whoever owned the cart, and to nobody else.</summary>
    OwnerErased = 19,

    // Whose cart it is, and whether this was asked before.
    NotFound = 20,
    /// <summary>The cart belongs to somebody else. Nothing of it is told.</summary>
    NotOwner = 21,
    ExistsWithDifferentBody = 22,
    /// <summary>The id was used for another change of this cart.</summary>
    CommandExistsWithDifferentBody = 23,
    TooManyCommands = 24,
    VersionMismatch = 25,

    // What the cart is in the middle of.
    /// <summary>Merged into another cart.</summary>
    Closed = 30,
    /// <summary>An earlier change still waits for its answer. The grid goes on by itself; ask again.</summary>
    Busy = 31,
    /// <summary>Another cart is taking this one over.</summary>
    Merging = 32,
    /// <summary>A checkout has frozen the cart.</summary>
    Locked = 33,

    // Lines.
    LineNotFound = 40,
    LineExists = 41,
    TooManyLines = 42,
    TooManyUnits = 43,
    TooManyHolds = 44,
    /// <summary>The SKU has no price in the currency of the cart.</summary>
    NoPrice = 45,
    /// <summary>Less is available than was to be held. Nothing changed.</summary>
    InsufficientStock = 46,

    // Checkout.
    CheckoutNotFound = 50,
    CheckoutClosed = 51,
    Empty = 52,
    /// <summary>A quote had ended and the price is another one now: the lines show it. Asking again agrees.</summary>
    PricesChanged = 53,
    TotalMismatch = 54,

    // Merge.
    SameCart = 60,
    SourceNotFound = 61,
    SourceNotOwner = 62,
    SourceClosed = 63,
    SourceLocked = 64,
    CurrencyMismatch = 65,
    MergeNotFound = 66,
    /// <summary>Lines were changed after the merge: taking it back would lose that.</summary>
    ChangedSince = 67,
    UndoTooLate = 68,
    MergeUndone = 69,

    // Hand-over.
    CodeUnknown = 80,
    CodeExpired = 81,
    CodeUsed = 82,
    TooManyTokens = 83,
}
