using System.Globalization;

namespace Omnichannel.Bench;

/// <summary>What was asked for, what was reached, and whether that is enough.</summary>
internal sealed class Goals
{
    private readonly List<(string What, string Goal, double? Reached, string Unit, bool IsReached)> _rows = [];

    public void Add(IReadOnlyDictionary<(string Load, string Side), Measured> results)
    {
        void Ratio(string what, double goal, string load, string peerLoad, string peer)
        {
            double? ratio = results.TryGetValue((load, PeerRounds.Grid), out var grid) && results.TryGetValue((peerLoad, peer), out var other) && other.PerSecond > 0
                ? grid.PerSecond / other.PerSecond
                : null;
            AtLeast(what, goal, ratio, "times");
        }

        Ratio("hot SKU, 64 connections, against (a1)", 30, PeerRounds.Hot, PeerRounds.Hot, PeerRounds.TwoStatements);
        Ratio("hot SKU, 64 connections, against (a2)", 10, PeerRounds.Hot, PeerRounds.Hot, PeerRounds.OneStatement);
        Ratio("hot SKU in batches of 50, against (a1) one by one", 100, PeerRounds.HotBatch, PeerRounds.Hot, PeerRounds.TwoStatements);
        Ratio("hot SKU in batches of 50, against (a2) one by one", 30, PeerRounds.HotBatch, PeerRounds.Hot, PeerRounds.OneStatement);
        Ratio("hot SKU against (b)", 10, PeerRounds.Hot, PeerRounds.Hot, PeerRounds.SqlShop);
        Ratio("10,000 SKUs, uniform, against (a1)", 4, PeerRounds.Uniform, PeerRounds.Uniform, PeerRounds.TwoStatements);
        Ratio("10,000 SKUs, uniform, against (a2)", 2, PeerRounds.Uniform, PeerRounds.Uniform, PeerRounds.OneStatement);
        Ratio("hot SKU against (c)", 1, PeerRounds.Hot, PeerRounds.Hot, PeerRounds.Redis);
        Ratio("hot SKU in batches of 50, against (c) one by one", 4, PeerRounds.HotBatch, PeerRounds.Hot, PeerRounds.Redis);
        Ratio("hot SKU against (d)", 0.65, PeerRounds.Hot, PeerRounds.Hot, PeerRounds.NoOp);
        Ratio("10,000 SKUs, uniform, against (d)", 0.5, PeerRounds.Uniform, PeerRounds.Uniform, PeerRounds.NoOp);
        if (results.TryGetValue((PeerRounds.HotHalf, PeerRounds.Grid), out var half)) AtMost("p99 at half of the peak, hot SKU", 10, half.Median(figure => figure.P99), "ms");
        if (results.TryGetValue((PeerRounds.Hot, PeerRounds.Grid), out var hot)) AtMost("allocated per reserve, whole process", 4_096, hot.Median(figure => figure.AllocatedBytes), "bytes");
    }

    public void Add(GrowthRun growth)
    {
        AtMost("a reserve with 100,000 open reservations, against 100", 1.1, growth.OpenHoldsRatio, "times");
        AtMost("memory per idle live stock activation", 2_048, growth.ActivationBytes, "bytes");
        AtLeast("import of SKU-locations", 50_000, growth.ImportedPerSecond, "rows/s");
        AtMost("start to first served reserve, empty", 1, growth.StartEmptySeconds, "s");
        AtMost("start to first served reserve, 1,000,000 SKU-locations", 3, growth.StartFullSeconds, "s");
    }

    public IEnumerable<string> Rows() => _rows.Select(row => string.Create(
        CultureInfo.InvariantCulture, $"| {row.What} | {row.Goal} {row.Unit} | {row.Reached:#,0.##} | {(row.IsReached ? "yes" : "no")} |"));

    private void AtLeast(string what, double goal, double? reached, string unit) => _rows.Add((what, Bound("at least", goal), reached, unit, reached >= goal));

    private void AtMost(string what, double goal, double? reached, string unit) => _rows.Add((what, Bound("at most", goal), reached, unit, reached <= goal));

    private static string Bound(string how, double goal) => string.Create(CultureInfo.InvariantCulture, $"{how} {goal:#,0.##}");
}
