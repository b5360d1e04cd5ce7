using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Omnichannel.Retail;

/// <summary>The ids of one run. They follow from the file alone: that is what makes a replay repeatable.</summary>
public sealed class RunIds(string run)
{
    private const int MarkBytes = 5;
    private readonly string _prefix = $"{run}-";
    private readonly string _mark = Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(run)).AsSpan(0, MarkBytes));

    /// <summary>One per SKU: ids are told apart by SKU and location.</summary>
    public string Opening { get; } = $"{run}-opening";

    public string Of(RetailRow row) => string.Create(CultureInfo.InvariantCulture, $"{_prefix}{row.Invoice}-{row.Number}");

    /// <summary>The customers of one run are not those of another.</summary>
    public string OfCustomer(string customer) => $"{_prefix}customer-{customer}";

    /// <summary>A synthetic loyalty card: the file has none, and a card has one owner, so that every run has cards of its own.</summary>
    public string CardOf(string customer) => $"SYN{_mark}{customer.ToUpperInvariant()}";

    public bool IsOfRun(string id) => id.StartsWith(_prefix, StringComparison.Ordinal);
}
