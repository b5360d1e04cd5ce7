namespace Omnichannel.Load;

/// <summary>Chooses SKUs uniformly, or after Zipf: the k-th most wanted has a share proportional to 1 / k^skew.</summary>
internal sealed class SkuChoice
{
    private readonly double[] _shares;

    public SkuChoice(int count, double skew)
    {
        _shares = new double[count];
        var sum = 0.0;
        for (var index = 0; index < count; index++) _shares[index] = sum += 1 / Math.Pow(index + 1, skew);
        for (var index = 0; index < count; index++) _shares[index] /= sum;
    }

    /// <param name="draw">0 to 1, from the caller's own source of chance.</param>
    public int Of(double draw)
    {
        var found = Array.BinarySearch(_shares, draw);
        return Math.Min(found < 0 ? ~found : found, _shares.Length - 1);
    }
}
