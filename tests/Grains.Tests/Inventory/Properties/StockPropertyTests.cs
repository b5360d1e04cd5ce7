using FsCheck;
using FsCheck.Fluent;
using Omnichannel.Journal;

namespace Omnichannel.Inventory.Properties;

/// <summary>What holds for every sequence of commands (I1 to I7, I11, I16 to I20). The invariants themselves are checked by the machine after every event.</summary>
public sealed class StockPropertyTests
{
    private const int Day = 24 * 60 * 60;
    private static readonly EntityKey Entity = new("stock", "SKU-1/store-1");

    private static readonly Arbitrary<Step[]> Short = Step.Sequences(3, 0, 1, 30, 600);
    private static readonly Arbitrary<Step[]> Long = Step.Sequences(3, 1, 600, Day - 1, Day, 30 * Day, 90 * Day);

    [Fact]
    public void Stock_ForAnyCommands_AgreesWithTheModel() => Holds(Short, steps => Run(steps));

    [Fact]
    public void Stock_ForAnyCommandsOverDays_AgreesWithTheModel() => Holds(Long, steps => Run(steps));

    [Fact]
    public void Decide_ForTheSameInputs_SaysTheSameAndChangesNothing() => Holds(Short, steps =>
    {
        var run = Run(steps[..^1]);
        var (stock, now) = (run.Shelf.Stock, run.Shelf.Now.AddSeconds(steps[^1].Seconds));
        var before = run.Shelf.Snapshot();

        Assert.Equal(Decide(stock, steps[^1], now), Decide(stock, steps[^1], now));
        Assert.Equal(StockDecider.DecideExpired(stock, now), StockDecider.DecideExpired(stock, now));
        Assert.Equal(before, run.Shelf.Snapshot());
    });

    [Fact]
    public void OnHand_ForAnyCommands_IsWhatCameInLessWhatWentOut() => Holds(Short, steps =>
    {
        var run = Run(steps);
        var moved = run.Shelf.Events.OfType<StockMovement>().Sum(movement => movement.OnHandDelta);
        var fulfilled = run.Shelf.Events.OfType<ReservationFulfilled>().Sum(fulfilled => fulfilled.Quantity);
        Assert.Equal(run.Shelf.Stock.OnHand, moved - fulfilled);
        Assert.Equal(run.Model.Unrecorded, run.Shelf.Events.OfType<StockShortfall>().Sum(shortfall => shortfall.Unrecorded));
    });

    [Fact]
    public void Fold_OfAllEvents_IsTheLiveState() => Holds(Long, steps =>
    {
        var run = Run(steps);
        var (folded, _) = StockCodec.Instance.Fold(Entity, History(run.Shelf.Events, 3));
        Assert.Equal(run.Shelf.Snapshot(), new Shelf(folded).Snapshot());
    });

    [Fact]
    public void Fold_FromASnapshotAnywhere_IsTheLiveState() => Holds(Long, steps =>
    {
        var run = Run(steps);
        var history = History(run.Shelf.Events, 2);
        for (var rows = 0; rows < history.Rows.Count; rows += 1 + history.Rows.Count / 4)
        {
            var (folded, _) = StockCodec.Instance.Fold(Entity, history.FromSnapshot(StockCodec.Instance, Entity, rows));
            Assert.Equal(run.Shelf.Snapshot(), new Shelf(folded).Snapshot());
        }
    });

    // I23: a snapshot is made of it while the stock goes on.
    [Fact]
    public void BeginSnapshot_WhenTheStockGoesOn_IsOfTheMomentItWasBegun() => Holds(Long, steps =>
    {
        var run = new StockRun();
        var begun = new List<(Func<byte[]> Later, byte[] AtOnce)>();
        foreach (var step in steps)
        {
            begun.Add((StockCodec.Instance.BeginSnapshot(run.Shelf.Stock), StockCodec.Instance.EncodeSnapshot(run.Shelf.Stock)));
            run.Take(step);
        }

        Assert.All(begun, static snapshot => Assert.Equal(snapshot.AtOnce, snapshot.Later()));
    });

    [Fact]
    public void Stock_WhenRestoredAnywhere_GoesOnAsIfNothingHadBeen() => Holds(Long, steps =>
    {
        var run = new StockRun();
        for (var index = 0; index < steps.Length; index++)
        {
            run.Take(steps[index]);
            if (index % 5 == 0) run.Restore();
        }
    });

    [Fact]
    public void Events_WhenEncodedAndDecoded_AreTheSame() => Holds(Short, steps =>
    {
        StockEvent[] events = [.. Run(steps).Shelf.Events];
        Assert.Equal(events, StockCodec.Instance.DecodeEvents(StockCodec.Instance.EncodeEvents(events)));
    });

    // Only what has an id of its own: an extension, also of a hold that is there, counts from now, and a safety stock is set, not moved.
    [Fact]
    public void Commands_WhenAllAreSentAgain_ChangeNothing() => Holds(Short, steps =>
    {
        var run = Run(steps);
        run.Shelf.Run(new ConfirmReservation(new("nobody")), StockDecider.Decide);
        var before = run.Shelf.Snapshot();
        foreach (var step in run.Effective.Where(step => step is not ({ Verb: Verb.Extend or Verb.SafetyStock } or { Verb: Verb.Hold, Existing: not null })))
        {
            run.Actual(step);
            Assert.Empty(run.Shelf.Told);
        }

        Assert.Equal(before, run.Shelf.Snapshot());
    });

    // A property is worth what its inputs reach.
    [Fact]
    public void Sequences_ReachEveryOutcomeThatTheyCan()
    {
        var told = new HashSet<Enum>();
        foreach (var steps in Short.Generator.Sample(2_000)) Run(steps, told);
        Enum[] notReached =
        [
            ReserveStatus.None, ReserveStatus.ReferenceOutOfRange, ReserveStatus.ExistsWithDifferentReference, ReserveStatus.TooManyReservations,
            ReservationStatus.None, ReservationStatus.QuantityOutOfRange, ReservationStatus.TooManyCommands,
            MoveStatus.None, MoveStatus.TypeOutOfRange, MoveStatus.TextOutOfRange, MoveStatus.ReasonMissing, MoveStatus.VersionMismatch, MoveStatus.TooManyMovements,
            SafetyStockStatus.None, SafetyStockStatus.QuantityOutOfRange,
        ];
        var all = Enum.GetValues<ReserveStatus>().Cast<Enum>().Concat(Enum.GetValues<ReservationStatus>().Cast<Enum>())
            .Concat(Enum.GetValues<MoveStatus>().Cast<Enum>()).Concat(Enum.GetValues<SafetyStockStatus>().Cast<Enum>());
        Assert.Empty(all.Except(notReached).Except(told));
    }

    private static StockRun Run(IEnumerable<Step> steps, HashSet<Enum>? told = null)
    {
        var run = new StockRun(told);
        foreach (var step in steps) run.Take(step);
        return run;
    }

    private static (Enum Status, string Events) Decide(Stock stock, Step step, DateTimeOffset now)
    {
        return step.Verb switch
        {
            Verb.Reserve => Of(StockDecider.Decide(stock, new ReserveStock(step.Reservation, step.Quantity, step.For), now)),
            Verb.Hold => Of(StockDecider.Decide(stock, StockRun.HoldOf(step, now), now)),
            Verb.Confirm => Of(StockDecider.Decide(stock, new ConfirmReservation(step.Reservation), now)),
            Verb.Fulfill => Of(StockDecider.Decide(stock, new FulfillReservation(step.Reservation, step.PartQuantity, step.Part), now)),
            Verb.Release => Of(StockDecider.Decide(stock, new ReleaseReservation(step.Reservation, step.PartQuantity, step.Part), now)),
            Verb.Extend => Of(StockDecider.Decide(stock, new ExtendReservation(step.Reservation, step.For), now)),
            Verb.Move => Of(MovementDecider.Decide(stock, StockRun.MoveOf(step), now)),
            _ => Of(StockDecider.Decide(stock, new SetSafetyStock(step.Quantity), now)),
        };

        static (Enum Status, string Events) Of<TStatus>(Decision<TStatus, StockEvent> decision) where TStatus : Enum =>
            (decision.Status, System.Text.Encoding.UTF8.GetString(StockCodec.Instance.EncodeEvents(decision.Events)));
    }

    private static EntityHistory History(IEnumerable<StockEvent> events, int eventsPerRow) => Histories.Of(StockCodec.Instance, Entity, events.Chunk(eventsPerRow));

    private static void Holds(Arbitrary<Step[]> sequences, Action<Step[]> property) => PropertyChecks.Run(sequences, property);
}
