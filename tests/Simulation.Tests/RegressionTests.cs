using Omnichannel.Inventory;

namespace Omnichannel.Simulation;

/// <summary>What the simulator found, staged by hand: seeds change their meaning when the simulator learns something new.</summary>
public sealed class RegressionTests
{
    private static readonly StockKey _key = StockKey.Parse("MUG/main");

    // Seeds 146 and 434: the hold was written by an append that landed after the next owner had read the journal.
    [Fact]
    public void Sweep_WhenAnotherOwnerWroteTheHold_EndsIt()
    {
        var grid = new TestGrid(nodesCount: 2);
        var (writer, reader) = (grid.Nodes[0], grid.Nodes[1]);
        grid.Ask(writer, grains => Stock(grains).Move(new(new("open"), MovementType.Receive, 10)));
        Assert.Equal(10, grid.Ask(reader, grains => Stock(grains).Stock()).Available);
        grid.Ask(writer, grains => Stock(grains).Reserve(new(new("r-1"), 3, TimeSpan.FromSeconds(5))));
        writer.Crash();

        grid.Pass(TimeSpan.FromSeconds(7));

        Assert.Equal((10, 3), (grid.Ask(reader, grains => Stock(grains).Stock()).Available, grid.Store.Committed.Count));
        Assert.Empty(grid.Store.ReadDue(DateTimeOffset.MaxValue, 10));
    }

    // Seed 1820: an entity that could not be woken was left to rest by the wall clock.
    [Fact]
    public void Sweep_WhenTheClockIsSetBackWhileAnEntityRests_WakesIt()
    {
        var grid = new TestGrid(nodesCount: 1);
        var node = grid.Nodes[0];
        node.SetWallOffset(TimeSpan.FromHours(1));
        grid.Ask(node, grains => Stock(grains).Move(new(new("open"), MovementType.Receive, 10)));
        grid.Ask(node, grains => Stock(grains).Reserve(new(new("r-1"), 3, TimeSpan.FromSeconds(5))));
        grid.Store.IsDiskFull = true;
        grid.Pass(TimeSpan.FromSeconds(8));
        grid.Store.IsDiskFull = false;
        node.SetWallOffset(TimeSpan.FromHours(1) - TimeSpan.FromSeconds(3));

        grid.Pass(TimeSpan.FromSeconds(Limits.CoordinatorRetrySeconds));

        Assert.Empty(grid.Store.ReadDue(DateTimeOffset.MaxValue, 10));
    }

    // Seeds 1232 and 1298: what seemed to be left of the hold of a group was more than its caller had asked for.
    [Fact]
    public void ReserveGroup_WhenTheClockIsSetBackMeanwhile_HoldsNoLineForLongerThanAsked()
    {
        var grid = new TestGrid(nodesCount: 1);
        var node = grid.Nodes[0];
        grid.Ask(node, grains => Stock(grains).Move(new(new("open"), MovementType.Receive, 10)));
        node.SetWallOffset(TimeSpan.FromHours(1));
        var group = new ReserveGroup([new(_key.Sku, _key.Location, 2)], TimeSpan.FromSeconds(10), GroupPolicy.AllOrNothing);
        var answer = grid.Start(node, grains => grains.GetGrain<IReservationGroupGrain>("g-1").Reserve(group));
        grid.RunUntil(() => grid.Store.Committed[^1].Append.Entity.Kind == ReservationGroupGrain.Kind);
        node.SetWallOffset(TimeSpan.Zero);

        grid.RunUntil(() => answer.IsCompleted);

        var held = grid.Ask(node, grains => Stock(grains).FindReservation(new("g-1"))).Reservation!;
        Assert.InRange(held.ExpiresAt!.Value, Kernel.SimTime.Start, Kernel.SimTime.Start.AddTicks(grid.Scheduler.Now).AddSeconds(10));
    }

    private static IStockGrain Stock(IGrainFactory grains) => grains.GetGrain<IStockGrain>(_key.ToString());
}
