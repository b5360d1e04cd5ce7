namespace Omnichannel.Audit.Order.Blind;

/// <summary>What came of the search for an order.</summary>
public enum BlindVerdict
{
    None = 0,

    /// <summary>There is an order.</summary>
    Linearizable,

    /// <summary>There is none.</summary>
    Broken,

    /// <summary>Neither was found in the steps allowed.</summary>
    Unknown,
}

/// <summary>Looks for an order of the calls that real time and the rules allow: Wing and Gong's search with Lowe's memory of what was
/// tried.</summary>
/// <remarks>Calls without an answer may come anywhere after they were asked, or not at all. The cost is exponential at worst, so the steps are
/// counted: they,
/// unlike seconds, are the same on every machine.</remarks>
internal sealed class BlindSearch
{
    private readonly BlindCall[] _calls;
    private readonly int[] _byReturn;
    private readonly bool[] _isDone;
    private readonly HashSet<(ulong Done, ulong Model)> _tried = [];
    private int _stepsLeft;
    private int _answeredLeft;

    public BlindSearch(IEnumerable<BlindCall> calls, int stepsMax)
    {
        _calls = [.. calls.OrderBy(call => call.SentAt)];
        _byReturn = [.. Enumerable.Range(0, _calls.Length).Where(index => !_calls[index].IsOpen).OrderBy(index => _calls[index].ReturnedAt)];
        _isDone = new bool[_calls.Length];
        (_stepsLeft, _answeredLeft) = (stepsMax, _byReturn.Length);
    }

    public BlindVerdict Run() => Search(StockModel.Empty, 0, 0, 0);

    private BlindVerdict Search(StockModel model, ulong done, int firstOpen, int firstReturn)
    {
        if (_answeredLeft == 0) return BlindVerdict.Linearizable;
        if (--_stepsLeft < 0) return BlindVerdict.Unknown;
        if (!_tried.Add((done, Fingerprint(model)))) return BlindVerdict.Broken;
        while (_isDone[firstOpen]) firstOpen++;
        while (_isDone[_byReturn[firstReturn]]) firstReturn++;

        // Whatever comes next was asked before the first of the rest was answered.
        var horizon = _calls[_byReturn[firstReturn]].ReturnedAt;

        // Answered calls first: those that nobody was told about are only needed to explain others.
        var verdict = Try(model, done, firstOpen, firstReturn, horizon, isOpen: false);
        return verdict == BlindVerdict.Broken ? Try(model, done, firstOpen, firstReturn, horizon, isOpen: true) : verdict;
    }

    private BlindVerdict Try(StockModel model, ulong done, int firstOpen, int firstReturn, long horizon, bool isOpen)
    {
        for (var index = firstOpen; index < _calls.Length && _calls[index].SentAt <= horizon; index++)
        {
            if (_isDone[index] || _calls[index].IsOpen != isOpen || _calls[index].Step(model) is not { } next) continue;
            if (isOpen && ReferenceEquals(next, model)) continue;
            _isDone[index] = true;
            if (!isOpen) _answeredLeft--;
            var verdict = Search(next, done ^ Marks.Mix((ulong)index + 1), firstOpen, firstReturn);
            if (verdict != BlindVerdict.Broken) return verdict;
            _isDone[index] = false;
            if (!isOpen) _answeredLeft++;
        }

        return BlindVerdict.Broken;
    }

    // Equal states have equal numbers; that two others have, too, is less likely than a flipped bit.
    private static ulong Fingerprint(StockModel model) => Marks.Mix(Marks.Mix((ulong)model.OnHand) ^ (ulong)model.SafetyStock) ^ model.Mark;
}
