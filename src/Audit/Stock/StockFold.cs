using System.Text.Json;
using Omnichannel.Audit.Stock.Checks;

namespace Omnichannel.Audit.Stock;

/// <summary>Folds the events of one SKU at one location from their JSON alone and holds every check at every prefix.</summary>
public sealed class StockFold(string entity, Findings findings, Action<StockFact>? observe = null) : EntityFold(entity, findings)
{
    private static readonly IStockCheck[] _checks =
    [
        new OnHandInRange(), new ReservedCovered(), new ReserveOnlyAvailable(), new ReservationIdOnce(), new PartsWithinReservation(),
        new LifeCycle(), new ExpiryInTime(), new MovementIdOnce(), new CommandIdOnce(), new MovementDelta(), new Conservation(),
        new ShortfallDeclared(), new NewestGivesWay(), new ExpectedVersionHeld(),
    ];

    private readonly StockState _state = new();
    private bool _isStopped;

    /// <summary>The level at the end of what was folded so far.</summary>
    public StockLevel State => new(_state.OnHand, _state.Reserved, _state.SafetyStock, Math.Max(0, _state.Free), Version);

    protected override void Fold(JsonElement @event)
    {
        if (_isStopped) return;
        if (StockFactReader.Read(@event, out var problem) is not { } fact)
        {
            // What an unreadable event did is not known: everything after it would be a guess.
            _isStopped = true;
            Found(Version, AuditCheck.EventsReadable, problem);
            return;
        }

        fact.Version = Version;
        try
        {
            _state.MoveTo(Version - 1);
            foreach (var check in _checks) Report(check, check.Before(_state, fact));
            _state.Apply(fact);
            _state.MoveTo(Version);
            foreach (var check in _checks) Report(check, check.After(_state, fact));
            observe?.Invoke(fact);
        }
        catch (OverflowException)
        {
            _isStopped = true;
            Found(Version, AuditCheck.EventsReadable, "its quantities add up beyond 64 bits.");
        }
    }

    protected override void EndRow()
    {
        if (_isStopped) return;
        if (_state.Announced is { } announced)
            Found(Version, AuditCheck.ShortfallDeclared, $"the row ends without the movement {announced.MovementId} that its events announced.");
    }

    private void Report(IStockCheck check, string? sentence)
    {
        if (sentence is not null) Found(Version, check.Number, sentence);
    }
}
