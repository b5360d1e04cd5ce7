namespace Omnichannel.Inventory;

/// <summary>The truth table of reserve, in the order of <see cref="ReserveStatus"/>: where two rules are broken, the earlier one is told.</summary>
public sealed class ReserveStockTests : ITruthTable
{
    private static readonly string TooLong = new('r', Limits.TextLengthMax + 1);

    private static readonly Row<Shelf, ReserveStatus>[] Table =
    [
        new("fits", () => Shelf.Holding(10), shelf => shelf.Reserve("a", 10), ReserveStatus.Reserved),
        new("fits above safety stock", () => Shelf.Holding(10, 3), shelf => shelf.Reserve("a", 7), ReserveStatus.Reserved),
        new("smallest quantity, shortest hold", () => Shelf.Holding(10), shelf => shelf.Reserve("a", Limits.QuantityMin, Limits.HoldSecondsMin), ReserveStatus.Reserved),
        new("largest quantity, longest hold", () => Shelf.Holding(Limits.QuantityMax), shelf => shelf.Reserve("a", Limits.QuantityMax, Limits.HoldSecondsMax), ReserveStatus.Reserved),
        new("longest reference", () => Shelf.Holding(10), shelf => shelf.Reserve("a", reference: TooLong[1..]), ReserveStatus.Reserved),
        new("reference beyond the basic plane", () => Shelf.Holding(10), shelf => shelf.Reserve("a", reference: "\U0001F6D2"), ReserveStatus.Reserved),
        new("last open reservation", () => WithRoom(FullStock.OfOpenReservations(Limits.OpenReservationsMax - 1)), shelf => shelf.Reserve("a"), ReserveStatus.Reserved),

        new("same id, same body", Held, shelf => shelf.Reserve("a", 2, 900, "web", "cart"), ReserveStatus.Exists),
        new("same id, another hold", Held, shelf => shelf.Reserve("a", 2, 5, "web", "cart"), ReserveStatus.Exists),
        new("same id, stock ran out", () => Sold(Held()), shelf => shelf.Reserve("a", 2, 900, "web", "cart"), ReserveStatus.Exists),
        new("same id, confirmed", () => Confirmed(Held()), shelf => shelf.Reserve("a", 2, 900, "web", "cart"), ReserveStatus.Exists),
        new("same id, restored", () => Held().Restored(), shelf => shelf.Reserve("a", 2, 900, "web", "cart"), ReserveStatus.Exists),

        new("quantity 0", () => Shelf.Holding(10), shelf => shelf.Reserve("a", Limits.QuantityMin - 1), ReserveStatus.QuantityOutOfRange),
        new("quantity negative", () => Shelf.Holding(10), shelf => shelf.Reserve("a", long.MinValue), ReserveStatus.QuantityOutOfRange),
        new("quantity above the limit", () => Shelf.Holding(10), shelf => shelf.Reserve("a", Limits.QuantityMax + 1), ReserveStatus.QuantityOutOfRange),
        new("quantity before hold", () => Shelf.Holding(10), shelf => shelf.Reserve("a", 0, 0), ReserveStatus.QuantityOutOfRange),

        new("hold 0", () => Shelf.Holding(10), shelf => shelf.Reserve("a", 1, 0), ReserveStatus.HoldOutOfRange),
        new("hold just below the limit", () => Shelf.Holding(10), shelf => shelf.Reserve("a", 1, Limits.HoldSecondsMin - 0.001), ReserveStatus.HoldOutOfRange),
        new("hold just above the limit", () => Shelf.Holding(10), shelf => shelf.Reserve("a", 1, Limits.HoldSecondsMax + 0.001), ReserveStatus.HoldOutOfRange),
        new("hold before reference", () => Shelf.Holding(10), shelf => shelf.Reserve("a", 1, 0, reference: TooLong), ReserveStatus.HoldOutOfRange),

        new("reference too long", () => Shelf.Holding(10), shelf => shelf.Reserve("a", reference: TooLong), ReserveStatus.ReferenceOutOfRange),
        new("reference with a control character", () => Shelf.Holding(10), shelf => shelf.Reserve("a", reference: "a\tb"), ReserveStatus.ReferenceOutOfRange),
        new("reference with half a character", () => Shelf.Holding(10), shelf => shelf.Reserve("a", reference: "a\ud83d"), ReserveStatus.ReferenceOutOfRange),
        new("reference before id", Held, shelf => shelf.Reserve("a", 3, reference: TooLong), ReserveStatus.ReferenceOutOfRange),

        new("same id, another quantity", Held, shelf => shelf.Reserve("a", 3, 900, "web", "cart"), ReserveStatus.ExistsWithDifferentQuantity),
        new("quantity before channel", Held, shelf => shelf.Reserve("a", 3, 900, "app", "cart"), ReserveStatus.ExistsWithDifferentQuantity),
        new("same id, another channel", Held, shelf => shelf.Reserve("a", 2, 900, "app", "cart"), ReserveStatus.ExistsWithDifferentChannel),
        new("same id, no channel", Held, shelf => shelf.Reserve("a", 2, 900, null, "cart"), ReserveStatus.ExistsWithDifferentChannel),
        new("channel before reference", Held, shelf => shelf.Reserve("a", 2, 900, "app", "order"), ReserveStatus.ExistsWithDifferentChannel),
        new("same id, another reference", Held, shelf => shelf.Reserve("a", 2, 900, "web", "order"), ReserveStatus.ExistsWithDifferentReference),
        new("reference before closed", () => Released(Held()), shelf => shelf.Reserve("a", 2, 900, "web", "order"), ReserveStatus.ExistsWithDifferentReference),

        new("same id, released", () => Released(Held()), shelf => shelf.Reserve("a", 2, 900, "web", "cart"), ReserveStatus.ReservationClosed),
        new("same id, fulfilled", () => Fulfilled(Held()), shelf => shelf.Reserve("a", 2, 900, "web", "cart"), ReserveStatus.ReservationClosed),
        new("same id, expired", () => Held().After(900), shelf => shelf.Reserve("a", 2, 900, "web", "cart"), ReserveStatus.ReservationClosed),
        new("same id, expired and restored", () => Touched(Held().After(900)).Restored(), shelf => shelf.Reserve("a", 2, 900, "web", "cart"), ReserveStatus.ReservationClosed),
        new("closed before too many", () => Refilled(Closed("r1", FullStock.OfOpenReservations())), shelf => shelf.Reserve("r1"), ReserveStatus.ReservationClosed),

        new("one too many", () => WithRoom(FullStock.OfOpenReservations()), shelf => shelf.Reserve("a"), ReserveStatus.TooManyReservations),
        new("too many before insufficient", () => FullStock.OfOpenReservations(), shelf => shelf.Reserve("a"), ReserveStatus.TooManyReservations),

        new("one more than available", () => Shelf.Holding(10), shelf => shelf.Reserve("a", 11), ReserveStatus.InsufficientStock),
        new("one more than above safety stock", () => Shelf.Holding(10, 3), shelf => shelf.Reserve("a", 8), ReserveStatus.InsufficientStock),
        new("all of it held", Held, shelf => shelf.Reserve("b", 9), ReserveStatus.InsufficientStock),
        new("less on hand than safety stock", () => Shelf.Holding(2, 3), shelf => shelf.Reserve("a"), ReserveStatus.InsufficientStock),
        new("nothing was ever there", () => Shelf.Holding(0), shelf => shelf.Reserve("a"), ReserveStatus.InsufficientStock),
        new("a refused id may be used again", () => Refused(Shelf.Holding(1)), shelf => shelf.Reserve("a", 2), ReserveStatus.Reserved),
    ];

    public static TheoryData<string> Rows => [.. Table.Select(row => row.Name)];

    static IEnumerable<Enum> ITruthTable.Outcomes => Table.Select(row => (Enum)row.Then);

    [Theory]
    [MemberData(nameof(Rows))]
    public void Reserve_ForEachRow_TellsTheFirstRuleThatIsBroken(string row) => Table.Single(candidate => candidate.Name == row).Check();

    [Fact]
    public void Reserve_WhenItFits_HoldsTheUnitsUntilTheirTime()
    {
        var shelf = Shelf.Holding(10);
        shelf.Reserve("a", 4, 60, "web", "cart");

        Assert.Equal((10, 4, 6), (shelf.Stock.OnHand, shelf.Stock.Reserved, shelf.Stock.Available));
        Assert.Equal(new ReservationView(new("a"), ReservationState.Reserved, 4, 0, 0, new Channel("web"), "cart", Shelf.Start.AddSeconds(60)), shelf.Find("a").View());
        Assert.Equal(Shelf.Start.AddSeconds(60), shelf.Stock.DueAt);
    }

    // 2 of 10 units are held as "a".
    private static Shelf Held()
    {
        var shelf = Shelf.Holding(10);
        shelf.Reserve("a", 2, 900, "web", "cart");
        return shelf;
    }

    private static Shelf Sold(Shelf shelf)
    {
        shelf.Move(MovementType.Sell, 8, "sale");
        return shelf;
    }

    private static Shelf Confirmed(Shelf shelf)
    {
        shelf.Confirm("a");
        return shelf;
    }

    private static Shelf Fulfilled(Shelf shelf)
    {
        shelf.Confirm("a");
        shelf.Fulfill("a");
        return shelf;
    }

    private static Shelf Released(Shelf shelf) => Closed("a", shelf);

    private static Shelf Refused(Shelf shelf)
    {
        Assert.Equal(ReserveStatus.InsufficientStock, shelf.Reserve("a", 2));
        return WithRoom(shelf);
    }

    private static Shelf Closed(string id, Shelf shelf)
    {
        shelf.Release(id);
        return shelf;
    }

    private static Shelf WithRoom(Shelf shelf)
    {
        shelf.Move(MovementType.Receive, 10, "more");
        return shelf;
    }

    private static Shelf Refilled(Shelf shelf)
    {
        Assert.Equal(ReserveStatus.Reserved, shelf.Reserve("again"));
        return shelf;
    }

    private static Shelf Touched(Shelf shelf)
    {
        Assert.Equal(ReservationStatus.Expired, shelf.Confirm("a"));
        return shelf;
    }
}
