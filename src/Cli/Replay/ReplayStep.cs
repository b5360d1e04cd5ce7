using Omnichannel.Retail;

namespace Omnichannel.Replay;

/// <summary>What a lane performs: the opening of a SKU, or one row of the file.</summary>
/// <param name="Line">Null for the opening.</param>
/// <param name="Opening">Units; 0 for a row.</param>
/// <param name="IsFirst">Whether nothing of this SKU comes before it: it then asks for a stock that has never been written.</param>
internal readonly record struct ReplayStep(string Sku, RetailLine? Line, long Opening, bool IsFirst)
{
    public long Row => Line?.Row.Number ?? 0;
}
