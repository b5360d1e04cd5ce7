namespace Omnichannel.Load;

/// <summary>What to send, and how hard.</summary>
/// <param name="Run">Part of every id: another run makes other reservations.</param>
/// <param name="Rate">Calls per second that are due whether or not earlier ones were answered (open loop); null to send the next call when the last is answered (closed loop).</param>
/// <param name="Skew">The exponent of the Zipf choice of SKUs; 0 for uniform.</param>
/// <param name="LinesPerCall">Reservations in one call; 1 for calls of one reservation.</param>
/// <param name="IsStocked">Whether the SKUs have stock already.</param>
/// <param name="Root">The path that stock is under, for an implementation of the same calls that has it elsewhere.</param>
internal sealed record LoadPlan(
    Uri Url, string Run, int Connections, TimeSpan For, TimeSpan WarmUp, int SkusCount, string Location, double? Rate, double Skew, int LinesPerCall, bool IsStocked, string Root)
{
    public const string RootDefault = "/v1/stock";

    // A grid bounds the open holds of one SKU, so that a hot SKU gives way to a new one before they are many. At any time all load is on one.
    private const long HotReservationsMax = 100_000;
    private const int HotSkusCount = 100;

    /// <summary>SKUs that need stock before the first call.</summary>
    public int StockedCount => SkusCount == 1 ? HotSkusCount : SkusCount;

    public string Sku(int index) => $"{Run}-{index}";

    /// <param name="sentCount">Reservations that were sent before.</param>
    public static int HotSku(long sentCount) => (int)Math.Min(sentCount / HotReservationsMax, HotSkusCount - 1);
}
