namespace Omnichannel.Audit;

/// <summary>The command ids that an entity still has to know again: for a while after they had their effect.</summary>
internal sealed class RememberedIds
{
    private readonly HashSet<string> _ids = new(StringComparer.Ordinal);
    private readonly Queue<(DateTimeOffset At, string Id)> _order = [];

    public bool Has(string id, DateTimeOffset at)
    {
        Forget(at);
        return _ids.Contains(id);
    }

    public void Add(string id, DateTimeOffset at)
    {
        Forget(at);
        if (_ids.Add(id)) _order.Enqueue((at, id));
    }

    private void Forget(DateTimeOffset at)
    {
        while (_order.TryPeek(out var oldest) && at - oldest.At >= TimeSpan.FromSeconds(Promises.RememberedSeconds))
        {
            _order.Dequeue();
            _ids.Remove(oldest.Id);
        }
    }
}
