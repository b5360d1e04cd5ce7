using System.Diagnostics.CodeAnalysis;

namespace Omnichannel.Inventory;

/// <summary>The name of the grain that owns one SKU at one location: <c>sku/location</c>. Neither part may hold a slash.</summary>
[GenerateSerializer, Immutable, Alias("stock-key")]
public readonly record struct StockKey([property: Id(0)] Sku Sku, [property: Id(1)] Location Location)
{
    public static StockKey Parse(string key) => TryParse(key, out var parsed) ? parsed : throw new ArgumentException($"'{key}' is not sku/location.", nameof(key));

    public static bool TryParse([NotNullWhen(true)] string? key, out StockKey parsed)
    {
        parsed = default;
        var slash = key?.IndexOf('/') ?? -1;
        if (slash < 0) return false;
        var (sku, location) = (key![..slash], key[(slash + 1)..]);
        if (!Sku.IsValid(sku) || !Location.IsValid(location)) return false;
        parsed = new(new(sku), new(location));
        return true;
    }

    public override string ToString() => $"{Sku}/{Location}";
}
