namespace Omnichannel.Grid;

/// <summary>The part of the HTTP contract (docs/HTTP.md) that the command line relies on. A test compares the bounds with those of the
/// grid.</summary>
public static class Contract
{
    public const string DefaultUrl = "http://localhost:5080";
    public const int IdentifierLengthMax = 64;
    public const int FeedPageMax = 5_000;
    public const int AvailabilityPairsMax = 10_000;
    public const long QuantityMax = 1_000_000_000;

    /// <summary>How long the grid knows a finished id again.</summary>
    public const int RememberedSeconds = 24 * 60 * 60;

    public static bool IsIdentifier(string text) =>
        text.Length is > 0 and <= IdentifierLengthMax
            && text.All(character => char.IsAsciiLetterOrDigit(character) || character is '.' or '_' or ':' or '-');

    public static string Reservation(string sku, string location, string id) => $"/v1/stock/{sku}/{location}/reservations/{id}";

    public static string Movements(string sku, string location) => $"/v1/stock/{sku}/{location}/movements";

    public static string BasePrice(string sku, string currency) => $"/v1/prices/{sku}/base/{currency}";

    public static string Cart(string cart) => $"/v1/carts/{cart}";

    public static string CartLine(string cart, string line) => $"/v1/carts/{cart}/lines/{line}";

    public static string Checkout(string cart, string checkout) => $"/v1/carts/{cart}/checkouts/{checkout}";

    public static string Customer(string customer) => $"/v1/customers/{customer}";

    public static string Purchase(string customer, string purchase) => $"/v1/customers/{customer}/purchases/{purchase}";

    public static string Touchpoint(string customer, string touchpoint) => $"/v1/customers/{customer}/touchpoints/{touchpoint}";

    public static string Feed(int shard, long after, int limit) => FormattableString.Invariant($"/v1/feed/{shard}?after={after}&limit={limit}");
}
