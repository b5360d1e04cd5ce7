namespace Omnichannel.Simulation.Shop;

/// <summary>What the clients of a shop were told.</summary>
public sealed class ShopHistory
{
    private readonly Dictionary<ShopEffect, ShopAsk> _kept = [];
    private readonly Dictionary<string, (ShopAsk Ask, string Told)> _told = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _prizes = new(StringComparer.Ordinal);
    private readonly List<string> _lies = [];

    /// <summary>Effects that were acknowledged.</summary>
    public IReadOnlyDictionary<ShopEffect, ShopAsk> Kept => _kept;

    /// <summary>Answers to one id that do not agree.</summary>
    public IReadOnlyList<string> Contradictions => _lies;

    /// <summary>Prizes that two were told to have.</summary>
    public List<string> SharedPrizes { get; } = [];

    public long RequestsCount { get; set; }

    public long AnsweredCount { get; private set; }

    public long DoneCount { get; private set; }

    public long UnknownCount => RequestsCount - AnsweredCount;

    /// <summary>Answers by status, to see whether anything hard was tried.</summary>
    public SortedDictionary<string, long> Codes { get; } = new(StringComparer.Ordinal);

    public void Add(ShopAsk ask, ShopAnswer answer)
    {
        AnsweredCount++;
        Codes[answer.Code] = Codes.GetValueOrDefault(answer.Code) + 1;
        if (!answer.IsDone) return;
        DoneCount++;
        if (ask.Effect is { } effect)
        {
            _kept.TryAdd(effect, ask);
            if (answer.Told is { } told) Compare(effect.Id, ask, told);
        }

        if (ask.Prize is not { } prize) return;
        if (!_prizes.TryAdd(prize.Name, prize.Value) && _prizes[prize.Name] != prize.Value) SharedPrizes.Add($"{ask.Name} was done for two.");
    }

    private void Compare(string id, ShopAsk ask, string told)
    {
        if (!_told.TryAdd(id, (ask, told)) && _told[id].Told != told) _lies.Add($"{ask.Name} was answered [{_told[id].Told}], and then [{told}].");
    }
}
