using System.Text.Json;
using Omnichannel.Journal;
using Omnichannel.Simulation.Store;

namespace Omnichannel.Simulation.Shop;

/// <summary>One event, as it lies in the journal.</summary>
/// <param name="Tag">Its frozen name.</param>
public sealed record ShopEvent(EntityKey Entity, long Version, string Tag, JsonElement Body)
{
    /// <summary>The text at a path; null when there is none.</summary>
    public string? Text(params ReadOnlySpan<string> path)
    {
        var found = Body;
        foreach (var member in path)
        {
            if (found.ValueKind != JsonValueKind.Object || !found.TryGetProperty(member, out found)) return null;
        }

        return found.ValueKind == JsonValueKind.String ? found.GetString() : found.GetRawText();
    }

    public IEnumerable<JsonElement> List(string member) => Body.TryGetProperty(member, out var list) ? list.EnumerateArray() : [];

    /// <summary>What its caller named it by.</summary>
    public string? Id => Text("command", "id") ?? Text("commandId") ?? Text("movementId") ?? Text("mergeId") ?? Text("checkoutId") ?? Text("checkout", "id") ?? Text("handoverId");
}

/// <summary>The events of a shop in the order of their commits, and what of all that was begun has not ended. Reads on where it stopped.</summary>
public sealed class ShopJournal(SimStore store)
{
    private static readonly string[] _plans =
        ["line-add-started", "quantity-change-started", "hold-started", "checkout-started", "cart-merge-started", "cart-merge-undo-started"];

    private static readonly string[] _planEnds =
        ["line-added", "quantity-changed", "lines-held", "change-refused", "checkout-frozen", "checkout-refused", "cart-merge-refused", "cart-merge-settled"];

    private static readonly string[] _mergeBegins = ["customer-merge-started", "customer-merge-undo-started"];

    private static readonly string[] _mergeEnds =
        ["customer-merge-cleared", "customer-merge-finished", "customer-merge-undo-refused", "customer-merge-undo-finished"];

    private readonly List<ShopEvent> _events = [];
    private readonly HashSet<string> _open = new(StringComparer.Ordinal);
    private int _rowsCount;

    /// <summary>All events up to now.</summary>
    public IReadOnlyList<ShopEvent> Events
    {
        get
        {
            ReadOn();
            return _events;
        }
    }

    /// <summary>What somebody has to come back to.</summary>
    public IReadOnlyCollection<string> Open
    {
        get
        {
            ReadOn();
            return _open;
        }
    }

    private void ReadOn()
    {
        for (; _rowsCount < store.Committed.Count; _rowsCount++)
        {
            var append = store.Committed[_rowsCount].Append;
            var version = append.ExpectedVersion;
            foreach (var body in JsonDocument.Parse(append.Payload).RootElement.EnumerateArray())
            {
                var next = new ShopEvent(append.Entity, ++version, body.GetProperty("type").GetString()!, body);
                _events.Add(next);
                Follow(next);
            }
        }
    }

    private void Follow(ShopEvent next)
    {
        var (entity, tag) = (next.Entity.ToString(), next.Tag);
        if (_plans.Contains(tag) || _mergeBegins.Contains(tag)) _open.Add(entity);
        else if (_planEnds.Contains(tag) || _mergeEnds.Contains(tag)) _open.Remove(entity);
        if (tag == "cart-offered") _open.Add($"{entity} stands still");
        if (tag is "cart-closed" or "cart-offer-ended") _open.Remove($"{entity} stands still");
        if (tag is "erasure-begun" or "cart-erased") _open.Add($"{entity} is being erased");
        if (tag is "customer-erased" or "cart-notes-destroyed") _open.Remove($"{entity} is being erased");
        if (tag == "customer-erased") _open.RemoveWhere(open => open.StartsWith($"{entity} asks ", StringComparison.Ordinal));
        foreach (var release in next.List("releases")) _open.Add($"{entity} gives {release.GetRawText()} back");
        if (tag == "hold-released") _open.Remove($"{entity} gives {next.Text("release")} back");
        if (tag is "identity-claim-begun" or "identity-release-begun") _open.Add($"{entity} asks {next.Text("identityId")}");
        if (tag is "identity-claim-done" or "identity-claim-refused" or "identity-release-done") _open.Remove($"{entity} asks {next.Text("identityId")}");
    }
}
