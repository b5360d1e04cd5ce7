namespace Omnichannel.Audit;

/// <summary>The bounds that the grid promises, written down a second time: the auditor takes nothing from the code that it judges. A test compares
/// the two.</summary>
public static class Promises
{
    public const long QuantityMax = 1_000_000_000;
    public const long OnHandMax = 1_000_000_000_000;

    /// <summary>How long the id of a finished reservation or movement stays taken.</summary>
    public const int RememberedSeconds = 24 * 60 * 60;

    /// <summary>The same for the steps of the grid's own coordinators, whose ids hold a slash.</summary>
    public const int StepRememberedSeconds = 90 * 24 * 60 * 60;

    public const int HoldSecondsMax = 30 * 24 * 60 * 60;

    public const int CartLinesMax = 100;
    public const long CartLineQuantityMax = 1_000;
    public const long CartUnitsMax = 5_000;
    public const int CartCheckoutsMax = 16;
    public const int CartHandoversMax = 16;
    public const int QuoteSeconds = 900;
    public const long PriceAmountMax = 1_000_000_000_000;
    public const int PriceOverridesMax = 1_000;
    public const long PointsBalanceMax = 1_000_000_000_000;
    public const long PurchaseSumMax = 1_000_000_000_000_000;
    public const int IdentitiesMax = 50;
    public const int LiveSessionsMax = 100;
    public const int FormerOwnersMax = 100;
    public const int SessionSeenSeconds = 60;
}
