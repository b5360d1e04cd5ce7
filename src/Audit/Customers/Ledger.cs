namespace Omnichannel.Audit.Customers;

/// <summary>The points of a customer as the auditor adds them up: lot by lot, and beside that as a sum of all that came and went.</summary>
internal sealed class Ledger
{
    private readonly List<LotFact> _lots = [];

    /// <summary>All that came, less all that went.</summary>
    public long Sum { get; private set; }

    public long Earned { get; private set; }

    public long Spent { get; private set; }

    public long Expired { get; private set; }

    public long CarriedIn { get; private set; }

    public long CarriedOut { get; private set; }

    /// <summary>What is left in all lots.</summary>
    public long Balance => _lots.Sum(static lot => lot.Points);

    public IReadOnlyList<LotFact> Lots => _lots;

    public LotFact? Find(string id, string owner) => _lots.Find(lot => lot.Id == id && lot.Owner == owner);

    public void Earn(LotFact lot)
    {
        Insert(lot);
        Earned += lot.Points;
        Sum += lot.Points;
    }

    /// <summary>What ends first is spent first.</summary>
    public void Spend(long points)
    {
        Spent += points;
        Sum -= points;
        while (points > 0 && _lots.Count > 0)
        {
            var taken = Math.Min(points, _lots[0].Points);
            points -= taken;
            if (taken == _lots[0].Points) _lots.RemoveAt(0);
            else _lots[0] = _lots[0] with { Points = _lots[0].Points - taken };
        }
    }

    public void Expire(string id, string owner, long points)
    {
        Expired += points;
        Sum -= points;
        _lots.RemoveAll(lot => lot.Id == id && lot.Owner == owner);
    }

    public void CarryIn(IEnumerable<LotFact> lots)
    {
        foreach (var lot in lots)
        {
            Insert(lot);
            CarriedIn += lot.Points;
            Sum += lot.Points;
        }
    }

    public void CarryOut(IEnumerable<LotFact> lots)
    {
        foreach (var lot in lots.ToArray())
        {
            _lots.RemoveAll(own => own.Id == lot.Id && own.Owner == lot.Owner);
            CarriedOut += lot.Points;
            Sum -= lot.Points;
        }
    }

    private void Insert(LotFact lot)
    {
        var end = lot.ExpiresAt ?? DateTimeOffset.MaxValue;
        var index = _lots.FindIndex(other => (other.ExpiresAt ?? DateTimeOffset.MaxValue) > end);
        _lots.Insert(index < 0 ? _lots.Count : index, lot);
    }
}
