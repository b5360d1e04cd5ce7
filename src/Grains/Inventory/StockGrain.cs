using Omnichannel.Journal;
using Orleans.Concurrency;

namespace Omnichannel.Inventory;

/// <summary>The shell around <see cref="Inventory.Stock"/>: it wires commands to their deciders, and nothing else.</summary>
[Reentrant]
public sealed class StockGrain : MachineGrain<Stock, StockEvent>, IStockGrain
{
    /// <summary>The kind of this entity in the journal. Frozen.</summary>
    public const string Kind = "stock";

    private readonly StockKey _key;

    public StockGrain(GridServices services) : base(services, Kind, StockCodec.Instance) => _key = StockKey.Parse(this.GetPrimaryKeyString());

    public Task<ReserveReply> Reserve(ReserveStock command) => Execute(command, StockDecider.Decide, ReplyToReserve);

    public Task<IReadOnlyList<ReserveReply>> ReserveEach(IReadOnlyList<ReserveStock> commands)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(commands.Count, Limits.ReservationBatchLinesMax, nameof(commands));
        return ExecuteEach(commands, StockDecider.Decide, ReplyToReserve);
    }

    public Task<ReserveReply> Hold(HoldStock command) => Execute(command, StockDecider.Decide, ReplyToHold);

    public Task<ReservationReply> Confirm(ConfirmReservation command) => Execute(command, StockDecider.Decide, static (stock, command, status) => Reply(stock, command.Id, status));

    public Task<ReservationReply> Fulfill(FulfillReservation command) => Execute(command, StockDecider.Decide, static (stock, command, status) => Reply(stock, command.Id, status));

    public Task<ReservationReply> Release(ReleaseReservation command) => Execute(command, StockDecider.Decide, static (stock, command, status) => Reply(stock, command.Id, status));

    public Task<ReservationReply> Extend(ExtendReservation command) => Execute(command, StockDecider.Decide, static (stock, command, status) => Reply(stock, command.Id, status));

    public Task<ReservationReply> FindReservation(ReservationId id) =>
        Query(id, static (stock, id) => Reply(stock, id, stock.Find(id) is null ? ReservationStatus.NotFound : ReservationStatus.AlreadyDone));

    public Task<MoveReply> Move(MoveStock command) => Execute(command, MovementDecider.Decide, ReplyToMove);

    public Task<SafetyStockReply> SetSafetyStock(SetSafetyStock command) =>
        Execute(command, StockDecider.Decide, (stock, _, status) => new SafetyStockReply(status, stock.View(_key)));

    public Task<StockView> Stock() => Query(_key, static (stock, key) => stock.View(key));

    public async Task<StockView> StockStrong()
    {
        await CatchUp();
        return await Stock();
    }

    public Task<EventPage> Events(long afterVersion, int limit) => ReadEvents(afterVersion, limit);

    protected override StockEvent[] DecideDue(Stock state, DateTimeOffset now) => StockDecider.DecideExpired(state, now);

    private static ReserveReply ReplyToReserve(Stock stock, ReserveStock command, ReserveStatus status) =>
        new(status, stock.Find(command.Id)?.View(), stock.Available, stock.Version);

    private static ReserveReply ReplyToHold(Stock stock, HoldStock command, ReserveStatus status)
    {
        var held = stock.Find(command.Id) ?? (command.Existing is { } existing ? stock.Find(existing) : null);
        return new(status, held?.View(), stock.Available, stock.Version);
    }

    private static ReservationReply Reply(Stock stock, ReservationId id, ReservationStatus status) => new(status, stock.Find(id)?.View(), stock.Version);

    // A repeat is told the stock as it was right after the movement, like the first answer.
    private MoveReply ReplyToMove(Stock stock, MoveStock command, MoveStatus status)
    {
        var current = stock.View(_key);
        if (status is not (MoveStatus.Moved or MoveStatus.Exists) || stock.Find(command.Id) is not { } moved) return new(status, current);
        var available = Math.Max(0, moved.OnHand - moved.Reserved - moved.SafetyStock);
        return new(status, new(_key.Sku, _key.Location, moved.OnHand, moved.Reserved, moved.SafetyStock, available, moved.Version));
    }
}
