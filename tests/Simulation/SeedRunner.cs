using Omnichannel.Simulation.Kernel;
using Omnichannel.Simulation.Shop;
using Omnichannel.Simulation.Store;

namespace Omnichannel.Simulation;

/// <summary>Runs many seeds, each on one thread, several threads side by side.</summary>
public static class SeedRunner
{
    private const int FailuresMax = 20;

    /// <summary>Stock, with the whole order of its history judged.</summary>
    public static SeedKind Stock { get; } = new("", static seed => new SimRun(seed).Run());

    /// <summary>Carts and customers.</summary>
    public static SeedKind Shop { get; } = new("--shop ", static seed => new ShopRun(seed).Run());

    /// <param name="isOver">Asked before every seed.</param>
    public static SeedReport Run(SeedKind kind, ulong first, ulong last, int threadsCount, Func<bool>? isOver = null)
    {
        var report = new SeedReport();
        var next = first;
        var threads = Enumerable.Range(0, threadsCount).Select(_ => new Thread(Work) { IsBackground = true }).ToArray();
        foreach (var thread in threads) thread.Start();
        foreach (var thread in threads) thread.Join();
        return report;

        void Work()
        {
            while (isOver?.Invoke() != true && report.Failures.Count < FailuresMax)
            {
                var seed = Interlocked.Increment(ref next) - 1;
                if (seed > last || seed < first) return;
                report.Add(seed, RunOne(kind, seed));
            }
        }
    }

    /// <summary>The result of one seed, or all that is wrong with it, first of all how to see it again.</summary>
    public static (SeedResult? Held, string? Failed) RunOne(SeedKind kind, ulong seed)
    {
        try
        {
            return (kind.Run(seed), null);
        }
        catch (SimulationFailedException failure)
        {
            var sentences = failure.Message.Split(Environment.NewLine);
            sentences[0] = $"seed {seed}: {sentences[0]} | dotnet run -c Release --project tests/Simulation -- {kind.Argument}--seed {seed}";
            return (null, string.Join(Environment.NewLine, sentences));
        }
    }
}

/// <summary>What the clients of a seed want.</summary>
/// <param name="Argument">What stands before the seed on the command line.</param>
public sealed record SeedKind(string Argument, Func<ulong, SeedResult> Run);

/// <summary>What many seeds came to.</summary>
public sealed class SeedReport
{
    private readonly Lock _lock = new();
    private readonly List<string> _failures = [];

    public IReadOnlyList<string> Failures
    {
        get
        {
            lock (_lock) return [.. _failures];
        }
    }

    public int SeedsCount { get; private set; }

    /// <summary>Seeds in which hardly anybody got into anybody's way.</summary>
    public int VoidCount { get; private set; }

    public FaultCounts Faults { get; } = new();

    public Coverage Coverage { get; private set; } = Coverage.None;

    public TimeSpan VirtualTime { get; private set; }

    /// <summary>Stretches from one await to the next.</summary>
    public long StepsCount { get; private set; }

    public IEnumerable<string> Lines()
    {
        var total = Coverage;
        yield return $"{SeedsCount:N0} seeds, {VirtualTime} of virtual time; {Failures.Count} failed, {VoidCount} void; {total.Operations:N0} operations";
        yield return $"{total.Answered:N0} answered, {total.Refused:N0} refused ({total.Contended:N0} because of others), {total.Unknown:N0} unanswered";
        yield return $"{total.Rows:N0} rows, {total.Events:N0} events, {total.Snapshots:N0} snapshots; {total.InCommit:N0} faults while a transaction was on its way";
        if (total.HoldsAtRest > 0) yield return $"{total.HoldsAtRest:N0} holds of carts were looked at while they were alive";
        foreach (var code in total.Codes.OrderByDescending(code => code.Value)) yield return $"  {code.Key,-26} {code.Value,10:N0}";
        yield return $"{Coverage.BlindProved:N0} histories proved linearizable without their versions, {Coverage.BlindUnknown:N0} given up";
        foreach (var kind in Enum.GetValues<FaultKind>().Where(kind => kind != FaultKind.None)) yield return $"  {kind,-20} {Faults[kind],12:N0}";
    }

    internal void Add(ulong seed, (SeedResult? Held, string? Failed) outcome)
    {
        lock (_lock)
        {
            SeedsCount++;
            if (outcome.Failed is { } failed) _failures.Add(failed.Split(Environment.NewLine)[0]);
            if (outcome.Held is not { } held) return;
            if (held.Seed != seed) throw new InvalidOperationException($"Seed {seed} answered as {held.Seed}.");
            if (held.Coverage.IsVoid) VoidCount++;
            Faults.Add(held.Faults);
            Coverage += held.Coverage;
            VirtualTime += held.VirtualTime;
            StepsCount += held.Steps;
        }
    }
}
