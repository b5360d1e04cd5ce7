using Omnichannel.Audit.History;
using Omnichannel.Inventory;
using Omnichannel.Simulation.Kernel;
using Omnichannel.Simulation.Workload;

namespace Omnichannel.Simulation;

/// <summary>The second phase: everything is mended, and now everything has to come to its end within a bound.</summary>
internal sealed class Closing(SimGrid grid, World world, SimClient[] clients, FeedFollower follower)
{
    // A coordinator is asked again every 15 s, one that could not be woken rests 15 s, a sweep comes every half second.
    private static readonly TimeSpan _quietWithin = TimeSpan.FromSeconds(4 * Limits.CoordinatorRetrySeconds);

    private readonly Patience _patience = new(grid.Scheduler, grid.ClientLane);
    private int _seenCount = -1;

    /// <summary>Null, or what did not come to its end.</summary>
    public string? Run() => Patience.Run(End);

    private void End()
    {
        grid.Heal();
        world.IsClosing = true;
        _patience.Require(() => Array.TrueForAll(clients, client => client.IsDone), Patience.AnswersWithin, () => $"not every id has a final answer: {Stuck()}");

        // Appends whose writers were told that nobody knows may still land.
        _patience.Require(() => false, TimeSpan.FromMilliseconds(world.Plan.Journal.LateMillisecondsMax + world.Plan.Journal.SlowMillisecondsMax), null);
        Ask(CloseConfirmedAsync);
        _patience.Require(IsNothingDue, LastEnd() - Now() + _quietWithin, () => $"at {Now():HH:mm:ss}, still due: {string.Join(", ", Due().Select(DueSince))}");
        Ask(ReadAllAsync);
        if (world.Plan.IsFeedFollowed) Ask(follower.FinishAsync);
    }

    // Only a commit can change what is due, and looking takes time.
    private bool IsNothingDue()
    {
        if (_seenCount == grid.Store.Committed.Count) return false;
        _seenCount = grid.Store.Committed.Count;
        return Due().Count == 0;
    }

    private string DueSince(Journal.EntityKey entity)
    {
        var last = grid.Store.Committed.Last(row => row.Append.Entity == entity);
        var writtenAt = SimTime.Start.AddTicks(last.At);
        return $"{entity} since {last.Append.DueAt:HH:mm:ss}, last written at {writtenAt:HH:mm:ss} ({last.Append.At:HH:mm:ss} to node {last.Node})";
    }

    private DateTimeOffset Now() => SimTime.Start.AddTicks(grid.Scheduler.Now);

    private IReadOnlyList<Journal.EntityKey> Due() => grid.Store.ReadDue(DateTimeOffset.MaxValue, int.MaxValue);

    // The last moment at which any hold may end; it is later than one might think where a clock ran ahead.
    private DateTimeOffset LastEnd()
    {
        var last = grid.Store.Committed.Select(row => row.Append.At).Append(Now()).Max();
        return last.AddSeconds(world.Plan.HoldSecondsMax);
    }

    private string Stuck() =>
        string.Join(", ", clients.Where(client => !client.IsDone).Select(client => $"{client.Open?.Kind} {client.Open?.Id} at {client.Open?.Key}"));

    // A confirmed reservation has no end of its own: somebody ships it or gives it back.
    private async Task CloseConfirmedAsync()
    {
        var confirmed = world.History.Operations.Where(operation => operation.Sent.Kind == OperationKind.Confirm && operation.Outcome != Outcome.Fail);
        foreach (var (key, id) in confirmed.Select(operation => (operation.Sent.Entity, operation.Sent.Id)).Distinct().ToArray())
        {
            await clients[0].AskAsync(StockAsks.Release(StockKey.Parse(key["stock/".Length..]), id, null, null));
        }
    }

    // What every node says at the end is what the journal says, also a node that has to read it all again.
    private async Task ReadAllAsync()
    {
        foreach (var node in world.Nodes.Where(node => node.IsUp).Take(1))
        {
            node.Crash();
            node.Start();
            foreach (var key in world.Keys)
            {
                while (await clients[0].TryAsync(StockAsks.Read(key), node) is null) await Task.Delay(TimeSpan.FromMilliseconds(10), world.Clock);
            }
        }
    }

    private void Ask(Func<Task> work) => _patience.Ask(work, () => $"a healed grid did not answer: {Stuck()}");
}
