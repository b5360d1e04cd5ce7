namespace Omnichannel.Load;

/// <summary>What to send, and how hard.</summary>
/// <param name="Run">Part of every id: another run makes other reservations.</param>
/// <param name="Rate">Calls per second that are due whether or not earlier ones were answered (open loop); null to send the next call when the last is answered (closed loop).</param>
/// <param name="Skew">The exponent of the Zipf choice of SKUs; 0 for uniform.</param>
internal sealed record LoadPlan(Uri Url, string Run, int Connections, TimeSpan For, TimeSpan WarmUp, int SkusCount, string Location, double? Rate, double Skew)
{
    public string Sku(int index) => $"{Run}-{index}";
}
