using Omnichannel.Journal;

namespace Omnichannel.Inventory;

internal sealed class TransferSamples() : JournalSamples<Transfer, TransferEvent>(TransferCodec.Instance)
{
    public override string Kind => TransferGrain.Kind;

    public override IEnumerable<MachineEvent> Events =>
    [
        new TransferStarted(At, new("SKU-1"), new("store-1"), new("store-2"), 5, "rebalance"),
        new TransferStarted(At, new("SKU-1"), new("store-1"), new("store-2"), 5, null),
        new TransferDispatched(At),
        new TransferReceived(At),
        new TransferRefused(At, TransferStatus.InsufficientStock, 3),
        new TransferTurnedBack(At, TransferStatus.TargetFull),
        new TransferReturned(At),
    ];

    protected override Transfer State
    {
        get
        {
            var transfer = new Transfer();
            transfer.Apply(new TransferStarted(At, new("SKU-1"), new("store-1"), new("store-2"), 5, "rebalance"));
            transfer.Apply(new TransferRefused(At.AddSeconds(1), TransferStatus.InsufficientStock, 3));
            return transfer;
        }
    }
}

internal sealed class ReservationGroupSamples() : JournalSamples<ReservationGroup, ReservationGroupEvent>(ReservationGroupCodec.Instance)
{
    private static readonly GroupStarted Started =
        new(At, [new(new("SKU-1"), new("store-1"), 2), new(new("SKU-2"), new("store-1"), 1)], GroupPolicy.AllowPartial, At.AddSeconds(900), new Channel("web"), "cart-7");

    private static readonly LineOutcome[] Outcomes = [new(ReserveStatus.Reserved, 8), new(ReserveStatus.InsufficientStock, 0)];

    public override string Kind => ReservationGroupGrain.Kind;

    public override IEnumerable<MachineEvent> Events =>
    [
        Started,
        Started with { Policy = GroupPolicy.AllOrNothing, Channel = null, Reference = null },
        new GroupReserved(At, Outcomes),
        new GroupRejected(At, Outcomes),
        new GroupCleared(At),
    ];

    protected override ReservationGroup State
    {
        get
        {
            var group = new ReservationGroup();
            group.Apply(Started);
            group.Apply(new GroupReserved(At.AddSeconds(1), Outcomes));
            return group;
        }
    }
}
