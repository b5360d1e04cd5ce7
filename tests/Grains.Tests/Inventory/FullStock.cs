namespace Omnichannel.Inventory;

/// <summary>Stocks that have reached a limit, made from snapshots: command by command it would take too long.</summary>
internal static class FullStock
{
    public static StockSnapshot Empty => new(0, Shelf.Start, 0, 0, 0, [], [], []);

    /// <summary>Holds "r1" to "r200000", one unit each, for as long as can be, with nothing else on the shelf.</summary>
    public static Shelf OfOpenReservations(int openCount = Limits.OpenReservationsMax) =>
        new(Stock.Restore(Empty with { OnHand = openCount, Open = [.. Range(openCount).Select(OpenHold)] }));

    /// <summary>Holds 5 confirmed units under the id "open"; everything else ended at <see cref="Shelf.Start"/>.</summary>
    public static Shelf OfRememberedIds(int idsCount = Limits.RememberedIdsMax) => new(Stock.Restore(Empty with
    {
        OnHand = Limits.OnHandMax,
        Open = [new(new("open"), ReservationState.Confirmed, 5, 0, 0, Shelf.Start, null, null, 1, null, null)],
        Finished = [.. Range(idsCount - 1).Select(Finished)],
    }));

    private static IEnumerable<int> Range(int count) => Enumerable.Range(1, count);

    private static ReservationSnapshot OpenHold(int number) =>
        new(new($"r{number}"), ReservationState.Reserved, 1, 0, 0, Shelf.Start.AddSeconds(Limits.HoldSecondsMax), null, null, number, null, null);

    private static FinishedSnapshot Finished(int number) =>
        new(Shelf.Start, new(new($"r{number}"), ReservationState.Released, 1, 0, 1, Shelf.Start, null, null, number, ReservationVerb.Release, null), null);
}
