using Omnichannel.Audit;
using Omnichannel.Audit.History;
using Omnichannel.Audit.Stock;
using Omnichannel.Simulation.Store;

namespace Omnichannel.Simulation.Oracles;

/// <summary>A10: no hold ends by itself before the time its owner asked for, by true time, but for the error of the clocks.</summary>
internal sealed class HoldOracle(SimStore store, TimeSpan worstSkew, Findings findings)
{
    private readonly Dictionary<(string Entity, string Id), long> _endsAt = [];
    private readonly List<(string Entity, StockFact Fact)> _expired = [];

    public void Add(Operation operation)
    {
        var sent = operation.Sent;
        if (sent.Kind != OperationKind.Reserve || operation.Answered is not { Verdict: Verdict.Done } || sent.HoldSeconds is not { } seconds) return;
        _endsAt[(sent.Entity, sent.Id)] = sent.SentAt + seconds * TimeSpan.TicksPerSecond;
    }

    public void Observe(string entity, StockFact fact)
    {
        if (fact.Kind == StockFactKind.Expired) _expired.Add((entity, fact));
    }

    public void Check()
    {
        // One clock may have been slow when the hold was made, another fast when it ended, and each is read in whole milliseconds.
        var error = 2 * (worstSkew.Ticks + TimeSpan.TicksPerMillisecond);
        var rows = store.Committed.ToLookup(row => row.Append.Entity.ToString());
        foreach (var (entity, fact) in _expired)
        {
            if (!_endsAt.TryGetValue((entity, fact.ReservationId), out var endsAt)) continue;
            var row = rows[entity].FirstOrDefault(row => row.Append.ExpectedVersion < fact.Version && fact.Version <= row.Append.Version);
            if (row is null || row.At + error >= endsAt) continue;
            var early = TimeSpan.FromTicks(endsAt - row.At);
            findings.Add(new(entity, fact.Version, AuditCheck.HoldsTheirTime, $"reservation {fact.ReservationId} ended {early} before the time that was asked for."));
        }
    }
}
