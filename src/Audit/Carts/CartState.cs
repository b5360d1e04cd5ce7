namespace Omnichannel.Audit.Carts;

/// <summary>A line as the auditor keeps it.</summary>
internal sealed record CartLine(string Id, string Sku, string Kind, string Location, long Quantity, long UnitAmount, DateTimeOffset ChangedAt, HoldFact[] Holds)
{
    public long Held => Holds.Sum(static hold => hold.Quantity);

    public long Amount => checked(Quantity * UnitAmount);

    // The words that come again and again are kept once: a journal has hundreds of thousands of lines.
    public static CartLine Of(LineFact fact) => new(
        fact.Id,
        string.Intern(fact.Sku),
        string.Intern(fact.Fulfilment.Kind),
        string.Intern(fact.Fulfilment.Location),
        fact.Quantity,
        fact.Quote.Amount,
        fact.ChangedAt,
        fact.Holds);

    public static CartLine[] Of(LineFact[] facts) => [.. facts.Select(Of)];

    /// <summary>What is left of lines to compare with later ones: holds come and go.</summary>
    public static CartLine[] Bare(IEnumerable<CartLine> lines) => [.. lines.Select(static line => line with { Holds = [] })];

    /// <summary>Whether these are the same goods, line by line.</summary>
    public static bool AreSame(IEnumerable<CartLine> left, IEnumerable<CartLine> right) => InOrder(left).SequenceEqual(InOrder(right));

    public bool IsLike(CartLine other) => (Sku, Kind, Location) == (other.Sku, other.Kind, other.Location);

    private static IEnumerable<(string Id, string Sku, string Kind, string Location, long Quantity)> InOrder(IEnumerable<CartLine> lines) =>
        lines.OrderBy(static line => line.Id, StringComparer.Ordinal).Select(static line => (line.Id, line.Sku, line.Kind, line.Location, line.Quantity));
}

/// <param name="Before">What was in this cart.</param>
/// <param name="Brought">What the merge says was in the other one.</param>
internal sealed record CartMerge(string Id, string Source, bool IsUndone, CartLine[] Before, CartLine[] Brought);

/// <param name="Lines">What was in the cart when it was told to stand still.</param>
internal sealed record CartOffer(string MergeId, string Target, bool IsClosed, CartLine[] Lines);

internal sealed record CartCode(string HandoverId, string Hash, DateTimeOffset ExpiresAt, string? TakenBy);

internal sealed record CartCheckout(string Id, long Total, long Units, bool IsFrozen);

/// <summary>The auditor's own fold of one cart. It changes nothing it is not told and judges nothing: the checks look at it before and after every
/// event.</summary>
internal sealed partial class CartState
{
    private readonly OrderedDictionary<string, CartLine> _lines = new(StringComparer.Ordinal);
    private readonly List<ReleaseFact> _releases = [];
    private readonly List<CartMerge> _merges = [];
    private readonly List<CartCode> _codes = [];
    private readonly List<CartCheckout> _checkouts = [];
    private readonly Dictionary<string, long> _moved = new(StringComparer.Ordinal);
    private readonly List<string> _touched = [];

    public string? Id { get; private set; }

    public DateTimeOffset OpenedAt { get; private set; }

    public string Currency { get; private set; } = "";

    public string? Customer { get; private set; }

    public bool HasToken { get; private set; }

    /// <summary>What it waits for.</summary>
    public CartFact.Plan? Plan { get; private set; }

    /// <summary>What it waited for when the newest event came.</summary>
    public CartFact.Plan? Answered { get; private set; }

    public CartOffer? Offer { get; private set; }

    /// <summary>Its customer was erased.</summary>
    public bool IsErased { get; private set; }

    /// <summary>And its notes are still to follow.</summary>
    public bool IsErasing { get; private set; }

    public RememberedIds Commands { get; } = new();

    public ICollection<CartLine> Lines => _lines.Values;

    public IReadOnlyList<ReleaseFact> Releases => _releases;

    public IReadOnlyList<CartMerge> Merges => _merges;

    public IReadOnlyList<CartCode> Codes => _codes;

    public IReadOnlyList<CartCheckout> Checkouts => _checkouts;

    public CartCheckout? Frozen => _checkouts.Find(static checkout => checkout.IsFrozen);

    public long Units => _lines.Values.Sum(static line => line.Quantity);

    public long Total => _lines.Values.Aggregate(0L, static (total, line) => checked(total + line.Amount));

    /// <summary>Units that lines gained (or lost, below 0) by the newest event, reservation by reservation.</summary>
    public IReadOnlyDictionary<string, long> Moved => _moved;

    /// <summary>Lines that the newest event wrote.</summary>
    public IReadOnlyList<string> Touched => _touched;

    public CartLine? Find(string line) => _lines.GetValueOrDefault(line);

    public CartCheckout? FindCheckout(string id) => _checkouts.FindLast(checkout => checkout.Id == id);

    public CartMerge? FindMerge(string id) => _merges.FindLast(merge => merge.Id == id);

    public CartCode? FindCode(string handover) => _codes.FindLast(code => code.HandoverId == handover);

    /// <summary>Every reservation that the cart knows of: behind lines, on the way back, or asked for.</summary>
    public IEnumerable<string> Known()
    {
        foreach (var hold in _lines.Values.SelectMany(static line => line.Holds)) yield return hold.Id;
        foreach (var release in _releases) yield return release.ReservationId;
        foreach (var ask in Plan?.Asks ?? [])
        {
            yield return ask.ReservationId;
            if (ask.Existing is not null) yield return ask.Existing;
        }

        if (Plan is CartFact.MergePlanned planned)
        {
            foreach (var hold in planned.SourceLines.SelectMany(static line => line.Holds)) yield return hold.Id;
        }
    }
}
