using System.Globalization;

namespace Omnichannel.Retail;

/// <summary>The ids of one run. They follow from the file alone: that is what makes a replay repeatable.</summary>
public sealed class RunIds(string run)
{
    private readonly string _prefix = $"{run}-";

    /// <summary>One per SKU: ids are told apart by SKU and location.</summary>
    public string Opening { get; } = $"{run}-opening";

    public string Of(RetailRow row) => string.Create(CultureInfo.InvariantCulture, $"{_prefix}{row.Invoice}-{row.Number}");

    public bool IsOfRun(string id) => id.StartsWith(_prefix, StringComparison.Ordinal);
}
