using Omnichannel.Journal;

namespace Omnichannel.Inventory;

internal sealed class StockSamples() : JournalSamples<Stock, StockEvent>(StockCodec.Instance)
{
    private static readonly Channel Web = new("web");

    public override string Kind => StockGrain.Kind;

    public override IEnumerable<MachineEvent> Events =>
    [
        new StockReserved(At, new("r-1"), 2, At.AddSeconds(900), Web, "cart-7 \"é\" <&> \U0001F6D2"),
        new StockReserved(At, new("R.1_a:b"), Limits.QuantityMax, At.AddTicks(1), null, null),
        new ReservationConfirmed(At, new("r-1")),
        new ReservationExtended(At, new("r-1"), At.AddDays(30)),
        new ReservationFulfilled(At, new("r-1"), 2, new("c-1"), IsAll: true),
        new ReservationFulfilled(At, new("r-1"), 1, null),
        new ReservationReleased(At, new("r-1"), 2, new("c-1"), IsAll: true),
        new ReservationReleased(At, new("r-1"), 1, null),
        new ReservationDisplaced(At, new("r-1"), 2, new("m-1")),
        new ReservationExpired(At, new("r-1"), 2),
        new SafetyStockSet(At, 5),
        new StockShortfall(At, new("m-1"), 3, 4),
        new StepRefused(At, new(new("transfer/t-1/out"), MovementType.TransferOut, 5, "rebalance", "t-1", 3, Web), MoveStatus.InsufficientStock),
        new StepRefused(At, new(new("transfer/t-1/in"), MovementType.TransferIn, 5), MoveStatus.OnHandOutOfRange),
        new ReservationRefused(At, new("cart-1-2-0"), ReserveStatus.InsufficientStock, At.AddMilliseconds(-7)),
        new ReservationKept(At, new("cart-1-2-0"), At.AddMilliseconds(-7)),
        new StockReceived(At, new("m-1"), 10, 10, "delivery", "po-1", Web, 3),
        new StockReceived(At, new("m-2"), 10, 10, null, null, null, null),
        new StockAdjusted(At, new("m-1"), -2, -2, "broken", "ticket-1", Web, 3),
        new StockCounted(At, new("m-1"), 8, -1, "year end", "sheet-1", Web, 3),
        new StockSold(At, new("m-1"), 2, -1, "till", "receipt-1", Web, 3),
        new StockTransferredOut(At, new("m-1"), 2, -2, "rebalance", "t-1", Web, 3),
        new StockTransferredIn(At, new("m-1"), 2, 2, "rebalance", "t-1", Web, 3),
    ];

    public override IEnumerable<MachineEvent> Later => [new ReservationExtended(At, new("cart-1-2-0"), At.AddDays(1), At.AddMilliseconds(-7))];

    // A hold that was kept for a plan, and refusals, of which one is known, and of one more only how new its plan was.
    protected override Stock StateLater
    {
        get
        {
            var shelf = Shelf.Holding(5);
            shelf.Hold("forgotten", 6);
            shelf.After(Limits.RememberedSeconds).Hold("refused", 7);
            shelf.Hold("kept", 2);
            shelf.Extend("kept", 1_800);
            shelf.Hold("instead", 2, holdForSeconds: 1_800, existing: "kept");
            return shelf.Stock;
        }
    }

    // Every kind of entry that a snapshot may hold.
    protected override Stock State
    {
        get
        {
            var shelf = Shelf.Holding(30, safetyStock: 2);
            shelf.Reserve("displaced", 3, 600, "web", "cart-1");
            shelf.Reserve("confirmed", 6);
            shelf.Confirm("confirmed");
            shelf.Fulfill("confirmed", 1, "c-1");
            shelf.Release("confirmed", 2, "c-2");
            shelf.Reserve("released", 1);
            shelf.Release("released", null, "c-3");
            shelf.Reserve("fulfilled", 1);
            shelf.Confirm("fulfilled");
            shelf.Fulfill("fulfilled");
            shelf.Reserve("expired", 1, 10);
            shelf.After(20).Move(MovementType.TransferOut, 4, "transfer/t-1/out", "rebalance", "t-1");
            shelf.Move(MovementType.TransferOut, 99, "transfer/t-2/out");
            shelf.Move(MovementType.Count, 2, "count", null, "sheet", shelf.Stock.Version, "store");
            shelf.Move(MovementType.Receive, 20, "delivery");
            shelf.Reserve("open", 3, 600, "web", "cart-2");
            shelf.Release("open", 1, "c-4");
            return shelf.Stock;
        }
    }
}
