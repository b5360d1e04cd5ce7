using System.Security.Cryptography;
using System.Text;

namespace Omnichannel.Carts;

/// <summary>What two carts become when they are one.</summary>
/// <param name="Asks">What held lines still lack.</param>
internal sealed record MergedCarts(CartLine[] Lines, HoldAsk[] Asks, CartMergeEntry[] Entries, HoldRelease[] Releases);

/// <summary>The arithmetic of a merge. Pure: the same carts and answers give the same result.</summary>
/// <remarks>
/// Lines of the same SKU, way and location are one line afterwards. Holds move as they are; what is held beyond the result is given back, the newest first.
/// When one of two lines was held, the result is held as a whole, or capped at what could be held. Of two promised prices the lower one stays.
/// A line that holds nothing promises nothing: stock is not asked about it before it is held.
/// </remarks>
internal sealed class CartMerging(Cart target, CartMergeStarted started, DateTimeOffset now)
{
    private readonly List<CartLine> _lines = [];
    private readonly List<HoldAsk> _asks = [];
    private readonly List<CartMergeEntry> _entries = [];
    private readonly List<HoldRelease> _releases = [];
    private long _unitsLeft = Limits.CartUnitsMax - target.Units;
    private Dictionary<CartLineId, HoldAnswer> _answers = [];
    private Dictionary<CartLineId, HoldAsk> _asked = [];

    public MergedCarts Merge(CartLine[] source, IEnumerable<(HoldAsk Ask, HoldAnswer Answer)> answered)
    {
        _asked = answered.ToDictionary(static pair => pair.Ask.LineId, static pair => pair.Ask);
        _answers = answered.ToDictionary(static pair => pair.Ask.LineId, static pair => pair.Answer);
        var unmatched = source.ToList();
        foreach (var line in target.Lines)
        {
            var match = unmatched.Find(other => other.Sku == line.Sku && other.Fulfilment == line.Fulfilment);
            if (match is null) Keep(line);
            else if (started.Strategy == CartMergeStrategy.KeepCustomer) KeepCustomer(line, match);
            else Combine(line, match);
            if (match is not null) unmatched.Remove(match);
        }

        foreach (var line in unmatched) Add(line);
        return new([.. _lines], [.. _asks], [.. _entries], [.. _releases]);
    }

    private void Keep(CartLine line)
    {
        _lines.Add(line);
        _entries.Add(new(CartMergeOutcome.Kept, line.Id, null, line.Sku, line.Quantity, 0, line.Quantity, CartMergeReason.None));
    }

    private void KeepCustomer(CartLine line, CartLine other)
    {
        _lines.Add(line);
        _releases.AddRange(CartHolds.ReleasesOf(other));
        _entries.Add(new(CartMergeOutcome.Kept, line.Id, other.Id, line.Sku, line.Quantity, other.Quantity, line.Quantity, CartMergeReason.Strategy));
    }

    private void Combine(CartLine line, CartLine other)
    {
        var newer = other.ChangedAt > line.ChangedAt ? other : line;
        var wanted = started.Strategy == CartMergeStrategy.Sum ? line.Quantity + other.Quantity : newer.Quantity;
        var (quantity, reason) = Capped(wanted, line.Quantity);
        _unitsLeft -= quantity - line.Quantity;
        var isOtherCheaper = other.Quote.Amount < line.Quote.Amount ? other.IsQuoteAlive(now) : !line.IsQuoteAlive(now) && other.IsQuoteAlive(now);
        var combined = line with
        {
            Quantity = quantity,
            Quote = isOtherCheaper ? other.Quote : line.Quote,
            Current = isOtherCheaper ? other.Current : line.Current,
            Note = line.Note ?? other.Note,
            ChangedAt = newer.ChangedAt,
            Holds = [.. line.Holds, .. other.Holds],
        };
        combined = combined with { Holds = CartHolds.Trim(target, combined, quantity, _releases) };
        if (combined.Holds.Length > 0 && combined.Missing > 0) (combined, reason) = Held(combined, reason);
        _lines.Add(combined);
        var outcome = combined.Quantity < wanted ? CartMergeOutcome.Capped : CartMergeOutcome.Combined;
        _entries.Add(new(outcome, line.Id, other.Id, line.Sku, line.Quantity, other.Quantity, combined.Quantity, reason));
    }

    private void Add(CartLine line)
    {
        var (quantity, reason) = Capped(line.Quantity, 0);
        if (_lines.Count >= Limits.CartLinesMax) (quantity, reason) = (0, CartMergeReason.LinesLimit);
        if (started.Strategy == CartMergeStrategy.KeepCustomer) (quantity, reason) = (0, CartMergeReason.Strategy);
        if (quantity == 0)
        {
            _releases.AddRange(CartHolds.ReleasesOf(line));
            _entries.Add(new(CartMergeOutcome.Dropped, line.Id, line.Id, line.Sku, 0, line.Quantity, 0, reason));
            return;
        }

        _unitsLeft -= quantity;
        var added = line with { Id = FreeId(line.Id), Quantity = quantity };
        added = added with { Holds = CartHolds.Trim(target, added, quantity, _releases) };
        _lines.Add(added);
        var outcome = quantity < line.Quantity ? CartMergeOutcome.Capped : CartMergeOutcome.Added;
        _entries.Add(new(outcome, added.Id, line.Id, line.Sku, 0, line.Quantity, quantity, reason));
    }

    // What is in the cart already stays: only what comes on top can be too much.
    private (long Quantity, CartMergeReason Reason) Capped(long wanted, long present)
    {
        var quantity = Math.Min(wanted, Limits.CartLineQuantityMax);
        var reason = quantity < wanted ? CartMergeReason.LineLimit : CartMergeReason.None;
        return quantity - present > _unitsLeft ? (present + _unitsLeft, CartMergeReason.UnitsLimit) : (quantity, reason);
    }

    private (CartLine Line, CartMergeReason Reason) Held(CartLine line, CartMergeReason reason)
    {
        if (!_answers.TryGetValue(line.Id, out var answer))
        {
            _asks.Add(CartHolds.New(target, line, line.Missing, line.HeldUntil!.Value) with { AllowsLess = true });
            return (line, reason);
        }

        var held = line with { Holds = CartHolds.After(line, [(_asked[line.Id], answer)]) };
        return held.Missing == 0 ? (held, reason) : (held with { Quantity = held.Held }, CartMergeReason.InsufficientStock);
    }

    // A line of the other cart keeps its id, unless this cart has used it.
    private CartLineId FreeId(CartLineId id)
    {
        if (target.Find(id) is null && !_lines.Exists(line => line.Id == id)) return id;
        var digest = SHA256.HashData(Encoding.UTF8.GetBytes($"{started.MergeId}/{id}"));
        return CartLineId.Create($"merged-{Convert.ToHexStringLower(digest.AsSpan(0, 16))}");
    }
}
