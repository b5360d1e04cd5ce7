using Omnichannel.Ids;
using Omnichannel.Journal;

namespace Omnichannel.Inventory;

/// <summary>One stock without its grain: time stands still until a test moves it, and every decision is applied at once.</summary>
internal sealed class Shelf(Stock? stock = null)
{
    public static readonly DateTimeOffset Start = new(2026, 3, 1, 8, 0, 0, TimeSpan.Zero);

    public Stock Stock { get; private set; } = stock ?? new();

    public DateTimeOffset Now { get; private set; } = Start;

    public List<StockEvent> Events { get; } = [];

    /// <summary>The events of the newest command, without the expiries that came before it.</summary>
    public StockEvent[] Told { get; private set; } = [];

    public static Shelf Holding(long onHand, long safetyStock = 0)
    {
        var shelf = new Shelf();
        if (onHand > 0) shelf.Move(MovementType.Receive, onHand, "opening");
        if (safetyStock > 0) shelf.Run(new SetSafetyStock(safetyStock), StockDecider.Decide);
        return shelf;
    }

    public Shelf After(double seconds)
    {
        Now += TimeSpan.FromSeconds(seconds);
        return this;
    }

    public TStatus Run<TCommand, TStatus>(TCommand command, Func<Stock, TCommand, DateTimeOffset, Decision<TStatus, StockEvent>> decide) where TStatus : struct, Enum
    {
        Apply(StockDecider.DecideExpired(Stock, Now));
        var before = Stock.Version;
        var decision = decide(Stock, command, Now);
        Assert.Equal(before, Stock.Version);
        Told = decision.Events;
        Apply(decision.Events);

        // The first status of every outcome is success, and only success changes anything; what a coordinator was told is remembered.
        var isSuccess = Convert.ToInt32(decision.Status, null) == 1;
        var isKept = decision.Status is ReserveStatus.Exists && command is HoldStock { Existing: not null };
        if (!isKept) Assert.Equal(isSuccess, decision.Events.Any(@event => @event is not (StepRefused or ReservationRefused)));
        return decision.Status;
    }

    public ReserveStatus Reserve(string id, long quantity = 1, double holdForSeconds = 900, string? channel = null, string? reference = null) => Run(
        new ReserveStock(new(id), quantity, TimeSpan.FromSeconds(holdForSeconds), channel is null ? null : new Channel(channel), reference), StockDecider.Decide);

    /// <param name="plannedAt">Now when it is not given.</param>
    public ReserveStatus Hold(string id, long quantity = 1, double holdForSeconds = 900, DateTimeOffset? plannedAt = null, bool allowsLess = false, string? existing = null)
    {
        ReservationId? instead = existing is null ? null : new(existing);
        return Run(new HoldStock(new(id), quantity, TimeSpan.FromSeconds(holdForSeconds), plannedAt ?? Now, null, "cart:c-1", allowsLess, instead), StockDecider.Decide);
    }

    public ReservationStatus Confirm(string id) => Run(new ConfirmReservation(new(id)), StockDecider.Decide);

    public ReservationStatus Fulfill(string id, long? quantity = null, string? command = null) =>
        Run(new FulfillReservation(new(id), quantity, IdOf(command)), StockDecider.Decide);

    public ReservationStatus Release(string id, long? quantity = null, string? command = null) =>
        Run(new ReleaseReservation(new(id), quantity, IdOf(command)), StockDecider.Decide);

    public ReservationStatus Extend(string id, double holdForSeconds) => Run(new ExtendReservation(new(id), TimeSpan.FromSeconds(holdForSeconds)), StockDecider.Decide);

    public MoveStatus Move(MovementType type, long quantity, string id, string? reason = "why", string? reference = null, long? expectedVersion = null, string? channel = null) =>
        Run(new MoveStock(new(id), type, quantity, reason, reference, expectedVersion, channel is null ? null : new Channel(channel)), MovementDecider.Decide);

    public Reservation Find(string id) => Stock.Find(new ReservationId(id)) ?? throw new KeyNotFoundException($"No reservation {id}.");

    /// <summary>Goes on with what a snapshot kept, as an activation does.</summary>
    public Shelf Restored()
    {
        var codec = StockCodec.Instance;
        return new(codec.DecodeSnapshot(codec.EncodeSnapshot(Stock))) { Now = Now };
    }

    public string Snapshot() => System.Text.Encoding.UTF8.GetString(StockCodec.Instance.EncodeSnapshot(Stock));

    private void Apply(StockEvent[] events)
    {
        foreach (var @event in events) Stock.Apply(@event);
        Events.AddRange(events);
    }

    private static CommandId? IdOf(string? command) => command is null ? null : new CommandId(command);
}
