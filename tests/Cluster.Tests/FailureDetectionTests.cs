namespace Omnichannel.Cluster;

public class FailureDetectionTests
{
    // The worst case is a silo that is gone without a word, together with its machine: what arrived from it last is a sign of life for as long as the longest probes take
    // that it may miss; then the next probe votes, and a front end looks for other gateways.
    [Fact]
    public void Settings_AddUpToLessThanIsPromised()
    {
        const int Silence = Limits.SiloProbeSecondsMax * Limits.SiloProbesMissedMax;

        Assert.InRange(Silence + Limits.SiloProbeSecondsMax + Limits.GatewayRefreshSeconds, Silence, Limits.SiloTakeoverSecondsMax);
    }
}
