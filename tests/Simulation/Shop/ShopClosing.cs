using Omnichannel.Audit;
using Omnichannel.Carts;
using Omnichannel.Customers;
using Omnichannel.Simulation.Kernel;
using Omnichannel.Simulation.Nodes;

namespace Omnichannel.Simulation.Shop;

/// <summary>The second phase of a shop: everything is mended, what was begun has to end, and then what time ends has to end too.</summary>
internal sealed class ShopClosing(SimGrid grid, ShopWorld world, ShopClient[] clients, ShopJournal journal, ShopAuditor auditor, Findings findings)
{
    private static readonly TimeSpan _restWithin = TimeSpan.FromSeconds(8 * Limits.CoordinatorRetrySeconds);
    private readonly Patience _patience = new(grid.Scheduler, grid.ClientLane);
    private readonly List<CustomerView> _customers = [];
    private readonly SortedDictionary<string, ShopStory> _stories = new(StringComparer.Ordinal);
    private int _seenCount = -1;

    /// <summary>What the healed grid says of its customers: those who were merged speak through one.</summary>
    public IReadOnlyCollection<CustomerView> Customers => [.. _customers.DistinctBy(customer => customer.Id)];

    /// <summary>What every customer and every cart says of its past; nothing in a shop where nobody writes about anybody.</summary>
    public IReadOnlyDictionary<string, ShopStory> Stories => _stories;

    /// <summary>How many holds were alive when everything was at rest.</summary>
    public int HoldsCount { get; private set; }

    /// <summary>Null, or what did not come to its end.</summary>
    public string? Run() => Patience.Run(End);

    private void End()
    {
        grid.Heal();
        world.IsClosing = true;
        _patience.Require(() => Array.TrueForAll(clients, client => client.IsDone), Patience.AnswersWithin, () => $"not every ask has a final answer: {Stuck()}");

        // Appends whose writers were told that nobody knows may still land.
        _patience.Require(() => false, TimeSpan.FromMilliseconds(world.Plan.Journal.LateMillisecondsMax + world.Plan.Journal.SlowMillisecondsMax), null);
        _patience.Require(() => HasNews() && journal.Open.Count == 0, AheadOfTime() + _restWithin, () => $"still under way: {string.Join("; ", journal.Open)}");
        HoldsCount = new ShopHoldOracle(grid.Store, journal, findings).Check(SimTime.Start.AddTicks(grid.Scheduler.Now));
        auditor.Audit(isAtRest: true);
        _seenCount = -1;
        _patience.Require(() => HasNews() && Due().Count == 0, LastEnd() + _restWithin, () => $"still due: {string.Join(", ", Due())}");
        _patience.Ask(ReadAsync, () => "a healed grid did not answer.");
    }

    // Only a commit can change what is open or due, and looking takes time.
    private bool HasNews()
    {
        if (_seenCount == grid.Store.Committed.Count) return false;
        _seenCount = grid.Store.Committed.Count;
        return true;
    }

    private IReadOnlyList<Journal.EntityKey> Due() => grid.Store.ReadDue(DateTimeOffset.MaxValue, int.MaxValue);

    // Of holds, of abandoned carts, of visits that nobody ended.
    private TimeSpan LastEnd() => AheadOfTime() + TimeSpan.FromSeconds(world.Plan.HoldSecondsMax + 4 * Limits.CartAbandonSecondsMin);

    // The time of an entity never goes back: where a clock ran ahead, what is due there is due later than one might think.
    private TimeSpan AheadOfTime()
    {
        var now = SimTime.Start.AddTicks(grid.Scheduler.Now);
        return grid.Store.Committed.Select(row => row.Append.At).Append(now).Max() - now;
    }

    // A node that has to read it all again says what the journal says.
    private async Task ReadAsync()
    {
        var node = grid.Nodes.First(node => node.IsUp);
        node.Crash();
        node.Start();
        for (var number = 0; number < ShopWorld.CustomersCount; number++)
        {
            var ask = CustomerAsks.Profile(ShopWorld.Customer(number), _customers.Add);
            await AnswerAsync(ask, node);
        }

        if (world.HasTexts) await ReadStoriesAsync(node);
    }

    private async Task ReadStoriesAsync(SimNode node)
    {
        for (var number = 0; number < ShopWorld.CustomersCount; number++)
        {
            var customer = ShopWorld.Customer(number);
            await ReadStoryAsync($"{CustomerGrain.Kind}/{customer}", node, CustomerAsks.Profile(customer, static _ => { }), learn => CustomerAsks.Story(customer, learn));
        }

        foreach (var (cart, owner) in new ShopOwners(journal, world.Texts).Carts)
        {
            var actor = new CartActor(owner is null ? null : CustomerId.Create(owner), ShopWorld.Token(cart));
            await ReadStoryAsync($"{CartGrain.Kind}/{cart}", node, CartAsks.Read(cart, actor, static _ => { }), learn => CartAsks.Story(cart, actor, learn));
        }
    }

    private async Task ReadStoryAsync(string entity, SimNode node, ShopAsk view, Func<Action<IReadOnlyList<string>>, ShopAsk> story)
    {
        IReadOnlyList<string> told = [];
        var statuses = new[] { (await AnswerAsync(view, node)).Code, (await AnswerAsync(story(events => told = events), node)).Code };
        _stories[entity] = new(statuses, told);
    }

    private async Task<ShopAnswer> AnswerAsync(ShopAsk ask, SimNode node)
    {
        while (true)
        {
            if (await clients[0].TryAsync(ask, node) is { } answer) return answer;
            await Task.Delay(TimeSpan.FromMilliseconds(10), grid.Clock);
        }
    }

    private string Stuck() => string.Join(", ", clients.Where(client => !client.IsDone).Select(client => client.Open?.Name));
}
