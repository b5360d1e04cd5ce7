using System.Text.Json;
using Omnichannel.Audit.Stock.Checks;

namespace Omnichannel.Audit.Stock;

/// <summary>Folds the events of one SKU at one location from their JSON alone and holds every check at every prefix.</summary>
public sealed class StockFold(string entity, Findings findings, Action<StockFact>? observe = null) : FactFold(entity, findings)
{
    private static readonly ICheck<StockState, StockFact>[] _checks =
    [
        new OnHandInRange(), new ReservedCovered(), new ReserveOnlyAvailable(), new ReservationIdOnce(), new PartsWithinReservation(),
        new LifeCycle(), new ExpiryInTime(), new MovementIdOnce(), new CommandIdOnce(), new MovementDelta(), new Conservation(),
        new ShortfallDeclared(), new NewestGivesWay(), new ExpectedVersionHeld(),
    ];

    private readonly StockState _state = new();

    /// <summary>The level at the end of what was folded so far.</summary>
    public StockLevel State => new(_state.OnHand, _state.Reserved, _state.SafetyStock, Math.Max(0, _state.Free), Version);

    internal StockState Stock => _state;

    protected override void Fold(JsonElement @event)
    {
        if (IsStopped) return;
        if (StockFactReader.Read(@event, out var problem) is not { } fact)
        {
            Stop(problem);
            return;
        }

        fact.Version = Version;
        LastAt = fact.At;
        _state.MoveTo(Version - 1);
        Judge(_checks, _state, fact, Apply);
        if (!IsStopped) observe?.Invoke(fact);
    }

    protected override void EndRow()
    {
        if (IsStopped) return;
        if (_state.Announced is { } announced)
            Found(Version, AuditCheck.ShortfallDeclared, $"the row ends without the movement {announced.MovementId} that its events announced.");
    }

    private void Apply(StockFact fact)
    {
        _state.Apply(fact);
        _state.MoveTo(Version);
    }
}
