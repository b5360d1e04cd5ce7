using Omnichannel.Retail;

namespace Omnichannel.Replay;

/// <summary>What is performed on the stock of a SKU: its opening, or one row of the file.</summary>
/// <param name="Line">Null for the opening.</param>
/// <param name="Opening">Units; 0 for a row.</param>
/// <param name="IsFirst">Whether nothing of this SKU comes before it: it then asks for a stock that has never been written.</param>
internal readonly record struct ReplayStep(string Sku, RetailLine? Line, long Opening, bool IsFirst)
{
    /// <summary>The steps of a row: its own, and before the first one of a SKU the opening, when it needs one.</summary>
    public static IEnumerable<ReplayStep> Of(RetailPlan plan, RetailLine line, bool isFirst)
    {
        var opening = isFirst ? plan.OpeningOf(line.Sku) : 0;
        if (opening > 0) yield return new(line.Sku, null, opening, true);
        yield return new(line.Sku, line, 0, isFirst && opening == 0);
    }
}
