namespace Omnichannel.Simulation.Kernel;

public sealed class SimRandomTests
{
    // Seeds are kept in tests and reports: the numbers behind them must never change.
    [Fact]
    public void Next_WhenSeeded_GivesTheseNumbersForEver()
    {
        var random = new SimRandom(42);

        Assert.Equal(1546998764402558742u, random.Next());
        Assert.Equal(6990951692964543102u, random.Next());
        Assert.Equal(12544586762248559009u, random.Next());
    }

    [Fact]
    public void Between_WhenDrawnOften_GivesEveryNumberAndNoOther()
    {
        var random = new SimRandom(1);

        var drawn = Enumerable.Range(0, 1_000).Select(_ => random.Between(-2, 2)).Distinct().Order();

        Assert.Equal(new long[] { -2, -1, 0, 1, 2 }, drawn);
    }
}
