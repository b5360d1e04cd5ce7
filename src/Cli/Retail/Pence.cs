namespace Omnichannel.Retail;

/// <summary>Prices of the file in minor units.</summary>
public static class Pence
{
    public const string Currency = "GBP";
    private const decimal PerPound = 100;

    /// <summary>The file has a few prices of a tenth of a penny, none of them of goods. A price that is no whole number of pence is rounded to the
    /// nearest one, half to even.</summary>
    public static long Of(decimal pounds) => (long)Math.Round(pounds * PerPound, MidpointRounding.ToEven);
}
