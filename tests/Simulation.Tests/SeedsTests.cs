using Omnichannel.Simulation.Shop;
using Omnichannel.Simulation.Store;
using Xunit.Abstractions;

namespace Omnichannel.Simulation;

/// <summary>What CI runs of the simulator. More of it: <c>dotnet run -c Release --project tests/Simulation -- --minutes 60</c>.</summary>
public sealed class SeedsTests(ITestOutputHelper output)
{
    private const ulong SeedsCount = 2_000;
    private const ulong ShopSeedsCount = 200;

    [Fact]
    public void Run_WhenTwoThousandSeedsAreDrawn_AllHold()
    {
        var report = SeedRunner.Run(SeedRunner.Stock, 1, SeedsCount, Environment.ProcessorCount);

        foreach (var line in report.Lines()) output.WriteLine(line);
        Assert.Empty(report.Failures);
        Assert.Equal((int)SeedsCount, report.SeedsCount);

        // A run in which nobody gets into anybody's way, or nothing breaks at the wrong moment, proves nothing.
        Assert.InRange(report.VoidCount, 0, (int)SeedsCount / 20);
        var rare = Enum.GetValues<FaultKind>().Where(kind => kind != FaultKind.None && report.Faults[kind] < 100);
        Assert.True(!rare.Any(), $"Too rare: {string.Join(", ", rare)}.");
        Assert.True(report.Coverage.InCommit > 1_000, $"Only {report.Coverage.InCommit} faults struck a transaction on its way.");
        Assert.True(report.Coverage.Snapshots > 50, $"Only {report.Coverage.Snapshots} snapshots were taken.");
    }

    [Fact]
    public void Run_WhenSeedsOfCartsAndCustomersAreDrawn_AllHold()
    {
        var report = SeedRunner.Run(SeedRunner.Shop, 1, ShopSeedsCount, Environment.ProcessorCount);

        foreach (var line in report.Lines()) output.WriteLine(line);
        Assert.Empty(report.Failures);
        Assert.Equal((int)ShopSeedsCount, report.SeedsCount);

        // A shop in which nobody holds, merges, hands over or checks out proves nothing.
        Assert.InRange(report.VoidCount, 0, (int)ShopSeedsCount / 5);
        Assert.True(report.Coverage.HoldsAtRest > (long)ShopSeedsCount, $"Only {report.Coverage.HoldsAtRest} holds were looked at.");
        string[] hard = ["InsufficientStock", "Locked", "CodeUsed", "IdentityTaken", "Merged", "Undone", "SourceLocked", "LineNotFound", "AlreadyMerged", "Erased", "OwnerErased"];
        var missing = hard.Where(code => report.Coverage.Codes.GetValueOrDefault(code) == 0);
        Assert.True(!missing.Any(), $"Nobody was ever told {string.Join(", ", missing)}.");
    }

    [Theory]
    [InlineData(2)]
    [InlineData(10)]
    [InlineData(20)]
    public void Run_WhenAShopIsRunTwice_IsTheSameToTheLastStep(ulong seed)
    {
        var (first, second) = (new ShopRun(seed).Run(), new ShopRun(seed).Run());

        Assert.Equal((first.Trace, first.Steps, first.VirtualTime), (second.Trace, second.Steps, second.VirtualTime));
        Assert.NotEqual(first.Trace, new ShopRun(seed + 1).Run().Trace);
    }

    [Theory]
    [InlineData(3)]
    [InlineData(11)]
    [InlineData(22)]
    [InlineData(37)]
    [InlineData(146)]
    [InlineData(434)]
    [InlineData(987_654_321)]
    public void Run_WhenASeedIsRunTwice_IsTheSameToTheLastStep(ulong seed)
    {
        var (first, second) = (new SimRun(seed).Run(), new SimRun(seed).Run());

        Assert.Equal((first.Trace, first.Steps, first.VirtualTime), (second.Trace, second.Steps, second.VirtualTime));
        Assert.NotEqual(first.Trace, new SimRun(seed + 1).Run().Trace);
    }
}
