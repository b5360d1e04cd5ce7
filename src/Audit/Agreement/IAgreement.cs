namespace Omnichannel.Audit.Agreement;

/// <summary>One promise between entities, looked at once everything was read. What is under way is left out: who drives it will bring it about.</summary>
internal interface IAgreement
{
    IEnumerable<Finding> Check(FeedAudit audit);
}

internal static class AllAgreements
{
    public static IReadOnlyList<IAgreement> All { get; } =
    [
        new HoldsBacked(), new HoldsLeaked(), new CodesAgree(), new CartMergesAgree(), new QuotesWerePrices(), new IdentitiesAgree(),
        new CustomerMergesAgree(), new SessionsAgree(), new OpenCartsAgree(),
    ];
}
