namespace Omnichannel.Grid;

public sealed class LatencyHistogramTests
{
    [Fact]
    public void Percentile_ForLatenciesOfEverySize_IsExactToAFewPerCent()
    {
        var histogram = new LatencyHistogram();
        for (var microseconds = 1; microseconds <= 100_000; microseconds++) histogram.Add(TimeSpan.FromMicroseconds(microseconds));

        foreach (var share in new[] { 0.0001, 0.01, 0.5, 0.95, 0.99, 0.999, 1 })
            Assert.InRange(histogram.Percentile(share).TotalMicroseconds, share * 100_000, share * 100_000 * 1.04 + 1);
        Assert.Equal((100_000, 100), (histogram.Count, histogram.Max.TotalMilliseconds));
    }

    [Fact]
    public void Percentile_WhenNothingWasMeasured_IsZero() => Assert.Equal(TimeSpan.Zero, new LatencyHistogram().Percentile(0.5));

    [Fact]
    public void Add_WhenALatencyIsHuge_KeepsIt()
    {
        var histogram = new LatencyHistogram();
        histogram.Add(TimeSpan.FromDays(400));
        Assert.Equal(TimeSpan.FromDays(400), histogram.Percentile(0.5));
    }
}
