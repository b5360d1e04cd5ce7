namespace Omnichannel.Inventory.Properties;

/// <summary>Runs steps on a stock and on the model of it, and compares the two after each.</summary>
internal sealed class StockRun(HashSet<Enum>? told = null)
{
    public Shelf Shelf { get; private set; } = new();

    public StockModel Model { get; } = new();

    /// <summary>The commands that had an effect, each to be sent again.</summary>
    public List<Step> Effective { get; } = [];

    public static MoveStock MoveOf(Step step) => new(step.Movement, step.Type, step.Quantity, "why", null, null, step.Channel);

    public static HoldStock HoldOf(Step step, DateTimeOffset now) => new(step.Reservation, step.Quantity, step.For, now, step.Channel, null, step.AllowsLess, step.Existing);

    public void Take(Step step)
    {
        var before = Shelf.Events.Count;
        if (step.Verb == Verb.Wait)
        {
            Shelf.After(step.Seconds);
            return;
        }

        Model.Touch(Shelf.Now);
        var expected = Expected(step);
        Assert.Equal(expected, Actual(step));
        told?.Add(expected);
        Compare();
        if (Shelf.Told.Length > 0 && Shelf.Events.Count > before) Effective.Add(step);
    }

    public void Restore() => Shelf = Shelf.Restored();

    public Enum Actual(Step step) => step.Verb switch
    {
        Verb.Reserve => Shelf.Run(new ReserveStock(step.Reservation, step.Quantity, step.For, step.Channel), StockDecider.Decide),
        Verb.Hold => Shelf.Run(HoldOf(step, Shelf.Now), StockDecider.Decide),
        Verb.Confirm => Shelf.Run(new ConfirmReservation(step.Reservation), StockDecider.Decide),
        Verb.Extend => Shelf.Run(new ExtendReservation(step.Reservation, step.For), StockDecider.Decide),
        Verb.Fulfill => Shelf.Run(new FulfillReservation(step.Reservation, step.PartQuantity, step.Part), StockDecider.Decide),
        Verb.Release => Shelf.Run(new ReleaseReservation(step.Reservation, step.PartQuantity, step.Part), StockDecider.Decide),
        Verb.Move => Shelf.Run(MoveOf(step), MovementDecider.Decide),
        _ => Shelf.Run(new SetSafetyStock(step.Quantity), StockDecider.Decide),
    };

    private Enum Expected(Step step) => step.Verb switch
    {
        Verb.Reserve => Model.Reserve(step, Shelf.Now),
        Verb.Hold => Model.Hold(step, Shelf.Now),
        Verb.Confirm => Model.Confirm(step, Shelf.Now),
        Verb.Extend => Model.Extend(step, Shelf.Now),
        Verb.Fulfill or Verb.Release => Model.Part(step, Shelf.Now),
        Verb.Move => Model.Move(MoveOf(step), Shelf.Now),
        _ => Model.SetSafetyStock(step.Quantity, Shelf.Now),
    };

    private void Compare()
    {
        var stock = Shelf.Stock;
        Assert.Equal(
            (Model.OnHand, Model.Reserved, Model.SafetyStock, Model.Available, Model.Version),
            (stock.OnHand, stock.Reserved, stock.SafetyStock, stock.Available, stock.Version));
        Assert.Equal(Math.Max(0, Model.Reserved - Model.OnHand), stock.Shortfall);
        Assert.Equal(Model.DueAt, stock.DueAt);
        Assert.Equal(Model.Holds.Count(hold => hold.IsOpen), stock.OpenReservationsCount);
        Assert.Equal(Model.Holds.Count, stock.Reservations.Count());
        Assert.All(Model.Refused, refused => Assert.Equal(refused.Status, stock.FindRefusal(refused.Id)));
        foreach (var hold in Model.Holds)
        {
            var view = stock.Find(hold.Id)!.View();
            Assert.Equal((hold.State, hold.Fulfilled, hold.Released, hold.Channel), (view.State, view.Fulfilled, view.Released, view.Channel));
            Assert.Equal(hold.State == ReservationState.Reserved ? hold.End : null, view.ExpiresAt);
        }
    }
}
