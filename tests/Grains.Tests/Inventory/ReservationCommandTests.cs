namespace Omnichannel.Inventory;

/// <summary>The truth tables of confirm, extend, fulfil and release, in the order of <see cref="ReservationStatus"/>.</summary>
public sealed class ReservationCommandTests : ITruthTable
{
    private static readonly Row<Shelf, ReservationStatus>[] Confirm =
    [
        new("open hold", Held, shelf => shelf.Confirm("a"), ReservationStatus.Done),
        new("last moment", () => Held().After(899.999), shelf => shelf.Confirm("a"), ReservationStatus.Done),
        new("again", Confirmed, shelf => shelf.Confirm("a"), ReservationStatus.AlreadyDone),
        new("again, long after its hold would have ended", () => Confirmed().After(5000), shelf => shelf.Confirm("a"), ReservationStatus.AlreadyDone),
        new("again, after the goods have left", Fulfilled, shelf => shelf.Confirm("a"), ReservationStatus.AlreadyDone),
        new("never made", () => Shelf.Holding(10), shelf => shelf.Confirm("a"), ReservationStatus.NotFound),
        new("at its end", () => Held().After(900), shelf => shelf.Confirm("a"), ReservationStatus.Expired),
        new("released", Released, shelf => shelf.Confirm("a"), ReservationStatus.ReservationClosed),
        new("displaced", Displaced, shelf => shelf.Confirm("a"), ReservationStatus.ReservationClosed),
    ];

    private static readonly Row<Shelf, ReservationStatus>[] Extend =
    [
        new("to a later end", Held, shelf => shelf.Extend("a", 901), ReservationStatus.Done),
        new("longest", Held, shelf => shelf.Extend("a", Limits.HoldSecondsMax), ReservationStatus.Done),
        new("to the same end", Held, shelf => shelf.Extend("a", 900), ReservationStatus.AlreadyDone),
        new("to an earlier end", Held, shelf => shelf.Extend("a", Limits.HoldSecondsMin), ReservationStatus.AlreadyDone),
        new("too short", Held, shelf => shelf.Extend("a", Limits.HoldSecondsMin - 0.001), ReservationStatus.HoldOutOfRange),
        new("too long", Held, shelf => shelf.Extend("a", Limits.HoldSecondsMax + 0.001), ReservationStatus.HoldOutOfRange),
        new("hold before not found", () => Shelf.Holding(10), shelf => shelf.Extend("a", 0), ReservationStatus.HoldOutOfRange),
        new("never made", () => Shelf.Holding(10), shelf => shelf.Extend("a", 60), ReservationStatus.NotFound),
        new("at its end", () => Held().After(900), shelf => shelf.Extend("a", 60), ReservationStatus.Expired),
        new("released", Released, shelf => shelf.Extend("a", 60), ReservationStatus.ReservationClosed),
        new("closed before confirmed", Fulfilled, shelf => shelf.Extend("a", 60), ReservationStatus.ReservationClosed),
        new("confirmed", Confirmed, shelf => shelf.Extend("a", 60), ReservationStatus.AlreadyConfirmed),
    ];

    private static readonly Row<Shelf, ReservationStatus>[] Fulfill =
    [
        new("all", Confirmed, shelf => shelf.Fulfill("a"), ReservationStatus.Done),
        new("a part", Confirmed, shelf => shelf.Fulfill("a", 2, "c"), ReservationStatus.Done),
        new("the last part", PartlyFulfilled, shelf => shelf.Fulfill("a", 3, "d"), ReservationStatus.Done),
        new("the rest", PartlyFulfilled, shelf => shelf.Fulfill("a"), ReservationStatus.Done),
        new("all again", Fulfilled, shelf => shelf.Fulfill("a"), ReservationStatus.AlreadyDone),
        new("all again under a new id", Fulfilled, shelf => shelf.Fulfill("a", null, "new"), ReservationStatus.AlreadyDone),
        new("a part again", PartlyFulfilled, shelf => shelf.Fulfill("a", 2, "c"), ReservationStatus.AlreadyDone),
        new("a part again, restored", () => PartlyFulfilled().Restored(), shelf => shelf.Fulfill("a", 2, "c"), ReservationStatus.AlreadyDone),
        new("a part again, closed since", () => AllFulfilled(PartlyFulfilled()), shelf => shelf.Fulfill("a", 2, "c"), ReservationStatus.AlreadyDone),
        new("all under an id again", () => AllFulfilled(Confirmed(), "c"), shelf => shelf.Fulfill("a", null, "c"), ReservationStatus.AlreadyDone),
        new("all under an id again, restored", () => AllFulfilled(Confirmed(), "c").Restored(), shelf => shelf.Fulfill("a", null, "c"), ReservationStatus.AlreadyDone),

        new("quantity 0", Confirmed, shelf => shelf.Fulfill("a", 0, "c"), ReservationStatus.QuantityOutOfRange),
        new("quantity above the limit", Confirmed, shelf => shelf.Fulfill("a", Limits.QuantityMax + 1, "c"), ReservationStatus.QuantityOutOfRange),
        new("quantity before command id", Confirmed, shelf => shelf.Fulfill("a", 0), ReservationStatus.QuantityOutOfRange),
        new("part without an id", Confirmed, shelf => shelf.Fulfill("a", 2), ReservationStatus.CommandIdMissing),
        new("command id before not found", () => Shelf.Holding(10), shelf => shelf.Fulfill("a", 2), ReservationStatus.CommandIdMissing),
        new("never made", () => Shelf.Holding(10), shelf => shelf.Fulfill("a"), ReservationStatus.NotFound),
        new("same id, another quantity", PartlyFulfilled, shelf => shelf.Fulfill("a", 1, "c"), ReservationStatus.CommandExistsWithDifferentBody),
        new("same id, another verb", PartlyFulfilled, shelf => shelf.Release("a", 2, "c"), ReservationStatus.CommandExistsWithDifferentBody),
        new("same id, all instead of a part", PartlyFulfilled, shelf => shelf.Fulfill("a", null, "c"), ReservationStatus.CommandExistsWithDifferentBody),
        new("same id, a part instead of all", () => AllFulfilled(Confirmed(), "c"), shelf => shelf.Fulfill("a", 5, "c"), ReservationStatus.CommandExistsWithDifferentBody),
        new("different body before expired", () => PartlyReleased().After(900), shelf => shelf.Fulfill("a", 2, "c"), ReservationStatus.CommandExistsWithDifferentBody),
        new("at its end", () => Held().After(900), shelf => shelf.Fulfill("a"), ReservationStatus.Expired),
        new("expired before not confirmed", () => Held().After(900), shelf => shelf.Fulfill("a", 1, "c"), ReservationStatus.Expired),
        new("released", Released, shelf => shelf.Fulfill("a"), ReservationStatus.ReservationClosed),
        new("the rest was released", () => AllReleased(PartlyFulfilled()), shelf => shelf.Fulfill("a"), ReservationStatus.ReservationClosed),
        new("a part of what has left", Fulfilled, shelf => shelf.Fulfill("a", 1, "new"), ReservationStatus.ReservationClosed),
        new("closed before not confirmed", Displaced, shelf => shelf.Fulfill("a"), ReservationStatus.ReservationClosed),
        new("not confirmed", Held, shelf => shelf.Fulfill("a"), ReservationStatus.NotConfirmed),
        new("not confirmed before too many", () => WithCommands(Held(200)), shelf => shelf.Fulfill("a", 1, "new"), ReservationStatus.NotConfirmed),
        new("last command", () => WithCommands(Confirmed(200), Limits.ReservationCommandsMax - 1), shelf => shelf.Fulfill("a", 1, "new"), ReservationStatus.Done),
        new("one command too many", () => WithCommands(Confirmed(200)), shelf => shelf.Fulfill("a", 1, "new"), ReservationStatus.TooManyCommands),
        new("all, whatever the commands", () => WithCommands(Confirmed(200)), shelf => shelf.Fulfill("a"), ReservationStatus.Done),
        new("too many before more than open", () => WithCommands(Confirmed(200)), shelf => shelf.Fulfill("a", 101, "new"), ReservationStatus.TooManyCommands),
        new("more than open", PartlyFulfilled, shelf => shelf.Fulfill("a", 4, "d"), ReservationStatus.QuantityExceedsOpen),
        new("more than open before on hand", () => Sold(Confirmed(), 8), shelf => shelf.Fulfill("a", 6, "c"), ReservationStatus.QuantityExceedsOpen),
        new("more than the shelf has", () => Sold(Confirmed(), 8), shelf => shelf.Fulfill("a", 3, "c"), ReservationStatus.InsufficientOnHand),
        new("all of more than the shelf has", () => Sold(Confirmed(), 8), shelf => shelf.Fulfill("a"), ReservationStatus.InsufficientOnHand),
        new("what the shelf still has", () => Sold(Confirmed(), 8), shelf => shelf.Fulfill("a", 2, "c"), ReservationStatus.Done),
    ];

    private static readonly Row<Shelf, ReservationStatus>[] Release =
    [
        new("all of a hold", Held, shelf => shelf.Release("a"), ReservationStatus.Done),
        new("all of a confirmed one", Confirmed, shelf => shelf.Release("a"), ReservationStatus.Done),
        new("a part", Held, shelf => shelf.Release("a", 2, "c"), ReservationStatus.Done),
        new("under a shortfall", () => Sold(Confirmed(), 10), shelf => shelf.Release("a", 5, "c"), ReservationStatus.Done),
        new("all again", Released, shelf => shelf.Release("a"), ReservationStatus.AlreadyDone),
        new("a part again", PartlyReleased, shelf => shelf.Release("a", 2, "c"), ReservationStatus.AlreadyDone),
        new("a part again, expired since", () => PartlyReleased().After(900), shelf => shelf.Release("a", 2, "c"), ReservationStatus.AlreadyDone),
        new("all, when it gave way already", Displaced, shelf => shelf.Release("a"), ReservationStatus.AlreadyDone),
        new("quantity negative", Held, shelf => shelf.Release("a", -1, "c"), ReservationStatus.QuantityOutOfRange),
        new("part without an id", Held, shelf => shelf.Release("a", 2), ReservationStatus.CommandIdMissing),
        new("never made", () => Shelf.Holding(10), shelf => shelf.Release("a"), ReservationStatus.NotFound),
        new("same id, another verb", PartlyReleased, shelf => shelf.Fulfill("a", 2, "c"), ReservationStatus.CommandExistsWithDifferentBody),
        new("at its end", () => Held().After(900), shelf => shelf.Release("a"), ReservationStatus.Expired),
        new("the rest has left", () => AllFulfilled(PartlyReleased(Confirmed())), shelf => shelf.Release("a"), ReservationStatus.ReservationClosed),
        new("one command too many", () => WithCommands(Held(200)), shelf => shelf.Release("a", 1, "new"), ReservationStatus.TooManyCommands),
        new("more than open", PartlyReleased, shelf => shelf.Release("a", 4, "d"), ReservationStatus.QuantityExceedsOpen),
    ];

    private static readonly Dictionary<string, Row<Shelf, ReservationStatus>[]> Tables =
        new() { ["confirm"] = Confirm, ["extend"] = Extend, ["fulfil"] = Fulfill, ["release"] = Release };

    public static TheoryData<string, string> Rows
    {
        get
        {
            var rows = new TheoryData<string, string>();
            foreach (var (verb, table) in Tables)
            {
                foreach (var row in table) rows.Add(verb, row.Name);
            }

            return rows;
        }
    }

    static IEnumerable<Enum> ITruthTable.Outcomes => Tables.Values.SelectMany(table => table).Select(row => (Enum)row.Then);

    [Theory]
    [MemberData(nameof(Rows))]
    public void Decide_ForEachRow_TellsTheFirstRuleThatIsBroken(string verb, string row) => Tables[verb].Single(candidate => candidate.Name == row).Check();

    // 5 of 10 units are held as "a" for 900 seconds.
    private static Shelf Held() => Held(5);

    private static Shelf Held(long quantity)
    {
        var shelf = Shelf.Holding(2 * quantity);
        shelf.Reserve("a", quantity);
        return shelf;
    }

    private static Shelf Confirmed() => Confirmed(5);

    private static Shelf Confirmed(long quantity)
    {
        var shelf = Held(quantity);
        shelf.Confirm("a");
        return shelf;
    }

    private static Shelf PartlyFulfilled()
    {
        var shelf = Confirmed();
        shelf.Fulfill("a", 2, "c");
        return shelf;
    }

    private static Shelf Fulfilled() => AllFulfilled(Confirmed());

    private static Shelf AllFulfilled(Shelf shelf, string? command = null)
    {
        Assert.Equal(ReservationStatus.Done, shelf.Fulfill("a", null, command));
        return shelf;
    }

    private static Shelf PartlyReleased() => PartlyReleased(Held());

    private static Shelf PartlyReleased(Shelf shelf)
    {
        shelf.Release("a", 2, "c");
        return shelf;
    }

    private static Shelf Released() => AllReleased(Held());

    private static Shelf AllReleased(Shelf shelf)
    {
        Assert.Equal(ReservationStatus.Done, shelf.Release("a"));
        return shelf;
    }

    private static Shelf Displaced() => Sold(Held(), 10);

    private static Shelf Sold(Shelf shelf, long quantity)
    {
        shelf.Move(MovementType.Sell, quantity, "sale");
        return shelf;
    }

    private static Shelf WithCommands(Shelf shelf, int count = Limits.ReservationCommandsMax)
    {
        for (var number = 0; number < count; number++) shelf.Release("a", 1, $"c{number}");
        return shelf;
    }
}
