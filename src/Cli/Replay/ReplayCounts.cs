using System.Collections.Concurrent;
using Omnichannel.Grid;
using Omnichannel.Retail;

namespace Omnichannel.Replay;

/// <summary>A rule of the grid said no.</summary>
internal sealed record Refusal(long Row, string Sku, string Id, string Code, string Detail)
{
    public static Refusal Of(RetailLine line, GridAnswer answer) => new(line.Row.Number, line.Sku, line.Id, answer.Code, answer.Detail);
}

/// <summary>What a replay makes beside stock.</summary>
internal enum Made
{
    None = 0,
    Customer,
    Card,
    Price,
    Cart,
    CartLine,
    Checkout,
    LooseLine,
    Purchase,
    Return,
}

/// <summary>What a replay has done so far. Many workers may add at once.</summary>
internal sealed class ReplayCounts
{
    public const int RefusalsKeptMax = 50;
    private readonly ConcurrentQueue<Refusal> _refusals = [];
    private readonly ConcurrentDictionary<string, long> _refusedByCode = new(StringComparer.Ordinal);
    private readonly long[] _rows = new long[Enum.GetValues<LineKind>().Length];
    private readonly long[] _made = new long[Enum.GetValues<Made>().Length];
    private long _rowsDone;
    private long _openings;
    private long _operations;
    private long _repeated;
    private long _refused;
    private long _notSent;

    /// <summary>Rows that need no further work, whatever came of them.</summary>
    public long RowsDone => Interlocked.Read(ref _rowsDone);

    public long Openings => Interlocked.Read(ref _openings);

    /// <summary>Calls that the grid answered.</summary>
    public long Operations => Interlocked.Read(ref _operations);

    /// <summary>Reservations and cart lines that an earlier, interrupted replay had already made.</summary>
    public long Repeated => Interlocked.Read(ref _repeated);

    public long Refused => Interlocked.Read(ref _refused);

    /// <summary>Rows of a SKU whose first step was refused, and of a cart of which another row was: nothing, or nothing more, of them was sent.</summary>
    public long NotSent => Interlocked.Read(ref _notSent);

    public IReadOnlyCollection<Refusal> Refusals => _refusals;

    public IReadOnlyDictionary<string, long> RefusedByCode => _refusedByCode;

    public long RowsOf(LineKind kind) => Interlocked.Read(ref _rows[(int)kind]);

    public long MadeOf(Made what) => Interlocked.Read(ref _made[(int)what]);

    public void AddMade(Made what) => Interlocked.Increment(ref _made[(int)what]);

    public void AddOperation() => Interlocked.Increment(ref _operations);

    public void AddRepeated() => Interlocked.Increment(ref _repeated);

    public void AddOpening() => Interlocked.Increment(ref _openings);

    public void AddDone(LineKind kind)
    {
        Interlocked.Increment(ref _rows[(int)kind]);
        Interlocked.Increment(ref _rowsDone);
    }

    public void AddNotSent()
    {
        Interlocked.Increment(ref _notSent);
        Interlocked.Increment(ref _rowsDone);
    }

    /// <param name="isRow">Whether the row is done with by this: one that is refused as part of something larger is counted with the rest of
    /// it.</param>
    public void AddRefused(Refusal refusal, bool isRow = true)
    {
        Interlocked.Increment(ref _refused);
        _refusedByCode.AddOrUpdate(refusal.Code, 1, static (_, count) => count + 1);
        if (_refusals.Count < RefusalsKeptMax) _refusals.Enqueue(refusal);
        if (isRow && refusal.Row > 0) Interlocked.Increment(ref _rowsDone);
    }
}
