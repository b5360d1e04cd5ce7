using Omnichannel.Journal;

namespace Omnichannel.Inventory;

/// <summary>I1 to I7: an event that would break a promise stops the entity, whoever decided it and whatever its checksum says.</summary>
public sealed class StockInvariantTests
{
    private static readonly DateTimeOffset At = Shelf.Start;

    // What is broken by an event on top of 10 on hand, 4 of them held as "a" until in 900 seconds, 3 held and confirmed as "b".
    private static readonly (string Name, int Number, StockEvent Event)[] Table =
    [
        ("on hand below 0", 1, new StockAdjusted(At, new("m"), -11, -11, "why", null, null, null)),
        ("on hand above its limit", 1, new StockReceived(At, new("m"), 1, Limits.OnHandMax, null, null, null, null)),
        ("safety stock below 0", 2, new SafetyStockSet(At, -1)),
        ("shortfall below 0", 2, new StockShortfall(At, new("m"), 0, -1)),
        ("reserved above on hand, undeclared", 3, new StockAdjusted(At, new("m"), -4, -4, "why", null, null, null)),
        ("more reserved than available", 5, new StockReserved(At, new("c"), 4, At.AddSeconds(1), null, null)),
        ("nothing reserved", 5, new StockReserved(At, new("c"), 0, At.AddSeconds(1), null, null)),
        ("less than nothing reserved", 5, new StockReserved(At, new("c"), -1, At.AddSeconds(1), null, null)),
        ("more released than open", 6, new ReservationReleased(At, new("a"), 5, null)),
        ("nothing released", 6, new ReservationReleased(At, new("a"), 0, null)),
        ("less than nothing released", 6, new ReservationReleased(At, new("a"), -1, null)),
        ("more fulfilled than open", 6, new ReservationFulfilled(At, new("b"), 4, null)),
        ("fulfilled unconfirmed", 6, new ReservationFulfilled(At, new("a"), 1, null)),
        ("confirmed twice", 6, new ReservationConfirmed(At, new("b"))),
        ("extended after it was confirmed", 6, new ReservationExtended(At, new("b"), At.AddSeconds(5000))),
        ("extended to an earlier end", 6, new ReservationExtended(At, new("a"), At.AddSeconds(899))),
        ("expired after it was confirmed", 6, new ReservationExpired(At, new("b"), 3)),
        ("expired in part", 6, new ReservationExpired(At, new("a"), 3)),
        ("displaced after it was confirmed", 6, new ReservationDisplaced(At, new("b"), 3, new("m"))),
        ("displaced in part", 6, new ReservationDisplaced(At, new("a"), 3, new("m"))),
        ("earlier than the event before", 7, new SafetyStockSet(At.AddTicks(-1), 1)),
    ];

    public static TheoryData<string> Rows => [.. Table.Select(row => row.Name)];

    [Theory]
    [MemberData(nameof(Rows))]
    public void Apply_WhenAPromiseWouldBeBroken_Stops(string row)
    {
        var (_, number, @event) = Table.Single(candidate => candidate.Name == row);
        var broken = Assert.Throws<InvariantBrokenException>(() => Held().Stock.Apply(@event));
        Assert.StartsWith($"I{number}:", broken.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("a")]
    [InlineData("m-1")]
    public void Apply_WhenAnIdIsThereTwice_Stops(string id)
    {
        StockEvent again = id == "a" ? new StockReserved(At, new(id), 1, At.AddSeconds(1), null, null) : new StockReceived(At, new(id), 1, 1, null, null, null, null);
        Assert.Throws<ArgumentException>(() => Held().Stock.Apply(again));
    }

    [Fact]
    public void Apply_WhenTheReservationIsNotThere_Stops() => Assert.Throws<KeyNotFoundException>(() => Held().Stock.Apply(new ReservationConfirmed(At, new("nobody"))));

    // I4 follows from the others; a snapshot is where it can break alone.
    [Fact]
    public void Restore_WhenAnOpenReservationHoldsNothing_Stops()
    {
        var nothing = new ReservationSnapshot(new("a"), ReservationState.Confirmed, 5, 5, 0, At, null, null, 1, null, null);
        var broken = Assert.Throws<InvariantBrokenException>(() => Stock.Restore(FullStock.Empty with { OnHand = 5, Open = [nothing] }));
        Assert.StartsWith("I4:", broken.Message, StringComparison.Ordinal);
    }

    private static Shelf Held()
    {
        var shelf = Shelf.Holding(0);
        shelf.Move(MovementType.Receive, 10, "m-1");
        shelf.Reserve("a", 4);
        shelf.Reserve("b", 3);
        shelf.Confirm("b");
        return shelf;
    }
}
