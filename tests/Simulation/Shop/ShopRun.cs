using Omnichannel.Audit;
using Omnichannel.Simulation.Kernel;
using Omnichannel.Simulation.Mutants;
using Omnichannel.Simulation.Store;
using Omnichannel.Simulation.Swarm;

namespace Omnichannel.Simulation.Shop;

/// <summary>One seed of carts and customers, from start to verdict.</summary>
public sealed class ShopRun
{
    private static readonly string[] _contended =
    [
        "InsufficientStock", "Locked", "Merging", "Busy", "Closed", "NotOwner", "LineNotFound", "CodeUsed", "CodeUnknown", "CheckoutClosed", "SourceClosed", "SourceLocked",
        "IdentityTaken", "ChangedSince", "MergeUnderWay", "AlreadyMerged", "LaterMergeExists", "SignedInAsAnother", "CartIsCustomers",
    ];

    private static readonly FaultKind[] _inCommit =
        [FaultKind.CrashInCommit, FaultKind.PauseInCommit, FaultKind.AppendFailed, FaultKind.AppendUnknown, FaultKind.AppendLate];

    // In every third shop nobody says anything about anybody: it is what it was before people did.
    private const ulong QuietSeeds = 3;

    private static readonly TimeSpan _openingMax = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan _troubleMax = TimeSpan.FromMinutes(10);

    private readonly ulong _seed;
    private readonly SimGrid _grid;
    private readonly ShopWorld _world;
    private readonly ShopClient[] _clients;
    private readonly ShopClient _opener;
    private readonly Findings _findings = new();

    public ShopRun(ulong seed, Mutant? mutant = null)
    {
        _seed = seed;
        var random = new SimRandom(seed);
        var texts = new SimRandom(~seed);
        Plan = SwarmPlan.OfShop(random.Fork());
        if (seed % QuietSeeds != 0) Plan = Plan.WithTexts(texts.Fork());
        _grid = new(Plan, random, mutant ?? Mutant.None);
        _world = new(_grid, Plan, texts);
        _opener = new(_world, 0, random.Fork());
        _clients = [.. Enumerable.Range(1, Plan.ClientsCount).Select(number => new ShopClient(_world, number, random.Fork()))];
    }

    public SwarmPlan Plan { get; }

    /// <exception cref="SimulationFailedException">Something that must hold did not.</exception>
    public SeedResult Run()
    {
        _grid.Start();
        OpenShop();
        _grid.BeginTrouble();
        foreach (var client in _clients) _grid.ClientLane.Start(client.RunAsync);
        _grid.Scheduler.RunUntil(() => Array.TrueForAll(_clients, client => client.IsDone), _grid.Scheduler.Now + _troubleMax.Ticks);
        var journal = new ShopJournal(_grid.Store);
        var auditor = new ShopAuditor(_grid.Store, _findings);
        var closing = new ShopClosing(_grid, _world, _clients, journal, auditor, _findings);
        var unfinished = closing.Run();
        auditor.Audit(isAtRest: unfinished is null);
        new ShopOnceOracle(journal, _world.History, _findings).Check();
        new ShopMergeOracle(journal, _findings).Check();
        if (unfinished is null) new ShopOwnerOracle(journal, _findings).Check(closing.Customers);
        if (unfinished is null && _world.HasTexts)
            new ShopErasureOracle(_grid.Store, journal, _world.Texts, _grid.Keys, _findings).Check(closing.Stories);
        string[] broken = [.. unfinished is null ? [] : new[] { unfinished }, .. _findings.Kept.Select(finding => finding.ToString())];
        if (broken.Length > 0) throw new SimulationFailedException(string.Join(Environment.NewLine, broken));
        return _grid.Result(_seed, CoverageOf(closing.HoldsCount));
    }

    // Goods on the shelves at a price, and customers who are known: before anything goes wrong.
    private void OpenShop()
    {
        var isOpen = false;
        _grid.ClientLane.Start(async () =>
        {
            for (var sku = 0; sku < Plan.SkusCount; sku++)
            {
                await _opener.AskAsync(GoodsAsks.Price(ShopWorld.Sku(sku), $"price-{sku}", 100));
                await _opener.AskAsync(GoodsAsks.Receive(ShopWorld.Sku(sku), $"delivery-{sku}", Plan.OpeningUnits));
            }

            for (var number = 0; number < ShopWorld.CustomersCount; number++) await _opener.AskAsync(Register(ShopWorld.Customer(number)));
            isOpen = true;
        });
        if (!_grid.Scheduler.RunUntil(() => isOpen, _openingMax.Ticks)) throw new SimulationFailedException("The shop does not open.");
    }

    private ShopAsk Register(string customer) => CustomerAsks.Register(customer, _world.HasTexts ? _world.Texts.Write(customer) : customer);

    private Coverage CoverageOf(int holdsCount)
    {
        var (history, committed) = (_world.History, _grid.Store.Committed);
        return new(
            history.RequestsCount,
            history.AnsweredCount,
            history.AnsweredCount - history.DoneCount,
            _contended.Sum(code => history.Codes.GetValueOrDefault(code)),
            history.UnknownCount,
            committed.Count,
            committed.Sum(row => (long)row.Append.EventCount),
            committed.Count(row => row.Append.Snapshot is not null),
            _inCommit.Sum(kind => _grid.Counts[kind]))
        {
            Codes = history.Codes,
            HoldsAtRest = holdsCount,
        };
    }
}
