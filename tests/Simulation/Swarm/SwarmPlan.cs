using Omnichannel.Simulation.Kernel;
using Omnichannel.Simulation.Network;
using Omnichannel.Simulation.Store;

namespace Omnichannel.Simulation.Swarm;

/// <summary>What one seed is like: its size, its load, and which kinds of trouble are on at which rate. Most seeds leave most kinds off.</summary>
public sealed record SwarmPlan
{
    public int NodesCount { get; init; } = 1;

    public int ClientsCount { get; init; } = 4;

    public int AsksPerClient { get; init; } = 60;

    public int SkusCount { get; init; } = 1;

    public int LocationsCount { get; init; } = 1;

    /// <summary>0: every SKU is asked for alike. 2: nearly everybody wants the first.</summary>
    public int ZipfTenths { get; init; }

    public int ShardsCount { get; init; } = 1;

    public int BatchMax { get; init; } = Limits.JournalBatchEntitiesMax;

    public int QueueMax { get; init; } = Limits.JournalQueueEntriesMax;

    public int SnapshotEveryEventsMin { get; init; } = Limits.SnapshotEveryEventsMin;

    /// <summary>Small enough that most entities grow past it, and keep their snapshots both ways.</summary>
    public int SnapshotApartEntriesMin => SnapshotEveryEventsMin / 4;

    public int TurnsPerDispatchMax { get; init; } = 128;

    public int OpeningUnits { get; init; } = 50;

    public int QuantityMax { get; init; } = 5;

    public int HoldSecondsMax { get; init; } = 60;

    public int ThinkMillisecondsMax { get; init; } = 50;

    public int ClientTimeoutMilliseconds { get; init; } = 1_000;

    public int ActivationIdleSeconds { get; init; } = Limits.ActivationIdleSeconds;

    public int TransitionDeadlineSeconds { get; init; } = 30;

    public int CallDeadlineSeconds { get; init; } = Limits.CallDeadlineSeconds;

    /// <summary>Asks that are sent to several nodes at once, in 1,000.</summary>
    public int StormPerMille { get; init; }

    /// <summary>Unanswered asks that are never sent again, in 1,000.</summary>
    public int AbandonPerMille { get; init; }

    /// <summary>Asks that take an id that is in use with another body, in 1,000.</summary>
    public int ProbePerMille { get; init; }

    /// <summary>Asks of a shop that write something about a person, in 1,000.</summary>
    public int TextsPerMille { get; init; }

    /// <summary>Asks of a shop to erase a customer, in 1,000.</summary>
    public int ErasePerMille { get; init; }

    /// <summary>How many customers of a shop somebody may ask to erase: with everybody gone, nothing is left to go wrong.</summary>
    public int ErasuresMax { get; init; }

    /// <summary>Whether the search for an order without versions is made; it costs as much as the rest of the seed.</summary>
    public bool IsBlindChecked { get; init; }

    public bool IsFeedFollowed { get; init; }

    public JournalFaults Journal { get; init; } = JournalFaults.None;

    public NetworkFaults Network { get; init; } = NetworkFaults.None;

    public NemesisPlan Nemesis { get; init; } = new();

    public static SwarmPlan Of(SimRandom random)
    {
        var nodes = random.Pick([1, 1, 2, 2, 3]);
        return new()
        {
            NodesCount = nodes,
            ClientsCount = (int)random.Between(2, 12),
            AsksPerClient = (int)random.Between(30, 90),
            SkusCount = random.Pick([1, 1, 2, 3, 6]),
            LocationsCount = random.Pick([1, 2, 2, 3]),
            ZipfTenths = random.Pick([0, 5, 10, 15, 20]),
            ShardsCount = random.Pick([1, 1, 2, 4]),
            BatchMax = random.Pick([1, 2, 8, Limits.JournalBatchEntitiesMax]),
            QueueMax = random.Chance(100) ? 4 : Limits.JournalQueueEntriesMax,
            SnapshotEveryEventsMin = random.Pick([2, 8, 32, 32, Limits.SnapshotEveryEventsMin]),
            TurnsPerDispatchMax = random.Pick([1, 2, 128]),
            OpeningUnits = random.Pick([3, 10, 10, 40, 200]),
            QuantityMax = random.Pick([1, 3, 5, 10]),
            HoldSecondsMax = random.Pick([2, 10, 60, 300]),
            ThinkMillisecondsMax = random.Pick([0, 5, 50, 500]),
            ClientTimeoutMilliseconds = random.Pick([150, 500, 2_000, 5_000, 15_000]),
            ActivationIdleSeconds = random.Pick([1, 10, 30]),
            CallDeadlineSeconds = random.Pick([1, Limits.CallDeadlineSeconds, Limits.CallDeadlineSeconds]),
            TransitionDeadlineSeconds = random.Pick([1, 30, 30]),
            StormPerMille = random.Pick([0, 0, 20, 150]),
            AbandonPerMille = random.Pick([0, 20, 200]),
            ProbePerMille = random.Pick([0, 20, 60]),
            IsBlindChecked = random.Chance(200),
            IsFeedFollowed = random.Chance(400),
            Journal = JournalOf(random),
            Network = NetworkOf(random),
            Nemesis = NemesisPlan.Of(random),
        };
    }

    /// <summary>Fewer asks, each of which goes further: a call to a cart is a conversation with many owners.</summary>
    public static SwarmPlan OfShop(SimRandom random) => Of(random) with
    {
        ClientsCount = (int)random.Between(2, 6),
        AsksPerClient = (int)random.Between(15, 40),
        SkusCount = random.Pick([1, 2, 3]),
        LocationsCount = 1,
        OpeningUnits = random.Pick([5, 20, 100]),
        HoldSecondsMax = random.Pick([10, 120, 300]),
        ClientTimeoutMilliseconds = random.Pick([500, 2_000, 5_000, 15_000]),
        IsBlindChecked = false,
        IsFeedFollowed = false,
    };

    /// <summary>The same shop, in which people leave notes and want to be forgotten. Drawn apart, so that nothing else of the seed changes its meaning.</summary>
    public SwarmPlan WithTexts(SimRandom random) => this with
    {
        TextsPerMille = random.Pick([30, 100, 250]),
        ErasePerMille = random.Pick([0, 8, 20]),
        ErasuresMax = random.Pick([1, 1, 2]),
    };

    private static JournalFaults JournalOf(SimRandom random) => new()
    {
        LatencyMillisecondsMax = random.Pick([0, 1, 3, 20]),
        SlowPerMille = Rate(random, 30),
        SlowMillisecondsMax = random.Pick([100, 2_000, 12_000]),
        FailedPerMille = Rate(random, 60),
        AppliedUnknownPerMille = Rate(random, 60),
        LatePerMille = Rate(random, 40),
        ReadFailedPerMille = Rate(random, 100),
        SlowReadPerMille = Rate(random, 100),
    };

    private static NetworkFaults NetworkOf(SimRandom random) => new()
    {
        LatencyMillisecondsMax = random.Pick([0, 1, 5, 30]),
        RequestLostPerMille = Rate(random, 80),
        DuplicatedPerMille = Rate(random, 100),
        ReplyLostPerMille = Rate(random, 80),
        SlowPerMille = Rate(random, 80),
        SlowMillisecondsMax = random.Pick([50, 3_000, 20_000]),
    };

    private static int Rate(SimRandom random, int most) => random.Chance(350) ? (int)random.Between(1, most) : 0;
}
