using System.Text.RegularExpressions;

namespace Omnichannel.Audit.Stock;

/// <summary>The auditor's own fold of one SKU at one location. It changes nothing it is not told and judges nothing: the checks look at it before
/// and after every event.</summary>
internal sealed partial class StockState
{
    private const int StaleHoldsMax = 1_024;
    private const string CartReference = "cart:";
    private readonly Dictionary<string, Hold> _holds = new(StringComparer.Ordinal);
    private readonly Dictionary<string, DateTimeOffset> _movements = new(StringComparer.Ordinal);
    private readonly Queue<(DateTimeOffset At, Hold? Hold, string? Movement)> _ended = [];
    private readonly Queue<(DateTimeOffset At, string Step)> _steps = [];
    private readonly Queue<(DateTimeOffset At, string Reservation)> _refusals = [];
    private readonly Dictionary<string, DateTimeOffset> _refused = new(StringComparer.Ordinal);
    private readonly List<Hold> _newest = [];

    public long Version { get; private set; }

    public long OnHand { get; private set; }

    public long Reserved { get; private set; }

    /// <summary>Units of holds that nobody has confirmed.</summary>
    public long Unconfirmed { get; private set; }

    public long SafetyStock { get; private set; }

    /// <summary>Reserved units that are declared to have no goods behind them.</summary>
    public long Shortfall { get; private set; }

    public StockTotals Totals { get; } = new();

    /// <summary>The movement that displacements and shortfalls have announced and that has not come yet.</summary>
    public AnnouncedMovement? Announced { get; private set; }

    /// <summary>Every reservation that the grid itself still knows.</summary>
    public IEnumerable<Hold> Holds => _holds.Values;

    public long Free => OnHand - Reserved - SafetyStock;

    public Hold? Find(string reservation) => _holds.GetValueOrDefault(reservation);

    /// <summary>Whether it was refused for good.</summary>
    public bool IsRefused(string reservation, DateTimeOffset at) => _refused.TryGetValue(reservation, out var refusedAt) && IsRemembered(refusedAt, at);

    public bool Remembers(string movement, DateTimeOffset at) =>
        _movements.TryGetValue(movement, out var movedAt) && IsRemembered(movedAt, at, RememberedSeconds(movement));

    public static bool IsRemembered(DateTimeOffset endedAt, DateTimeOffset at, int seconds = Promises.RememberedSeconds) =>
        endedAt == DateTimeOffset.MaxValue || at - endedAt < TimeSpan.FromSeconds(seconds);

    /// <summary>The unconfirmed hold that was made last.</summary>
    public Hold? NewestUnconfirmed()
    {
        while (_newest.Count > 0 && _newest[^1].State != HoldState.Reserved) _newest.RemoveAt(_newest.Count - 1);
        return _newest.Count > 0 ? _newest[^1] : null;
    }

    public void MoveTo(long version) => Version = version;

    public void Apply(StockFact fact)
    {
        if (fact.Kind is not (StockFactKind.Displaced or StockFactKind.Shortfall)) Announced = null;
        if (fact.Kind == StockFactKind.Reserved) Reserve(fact);
        else if (fact.IsOfReservation && _holds.TryGetValue(fact.ReservationId, out var hold)) Change(hold, fact);
        else if (fact.Kind == StockFactKind.SafetyStockSet) SafetyStock = fact.Quantity;
        else if (fact.Kind == StockFactKind.Shortfall) Declare(fact);
        else if (fact.Kind == StockFactKind.StepRefused) Remember(fact);
        else if (fact.Kind == StockFactKind.ReservationRefused) Refuse(fact);
        else if (fact.IsMovement) Move(fact);

        // What comes in or is given up covers a shortfall first.
        if (fact.Kind != StockFactKind.Shortfall) Shortfall = Math.Min(Shortfall, Math.Max(0, Reserved - OnHand));
        Forget(fact.At);
    }

    private void Reserve(StockFact fact)
    {
        var hold = new Hold(fact.ReservationId, fact.Quantity, CartOf(fact)) { ExpiresAt = fact.ExpiresAt };
        _holds[hold.Id] = hold;
        Reserved += fact.Quantity;
        Unconfirmed += fact.Quantity;
        if (_newest.Count > StaleHoldsMax + 2 * _holds.Count) _newest.RemoveAll(held => held.State != HoldState.Reserved);
        _newest.Add(hold);
    }

    private void Refuse(StockFact fact)
    {
        if (_refused.TryAdd(fact.ReservationId, fact.At)) _refusals.Enqueue((fact.At, fact.ReservationId));
    }

    private void Change(Hold hold, StockFact fact)
    {
        switch (fact.Kind)
        {
            case StockFactKind.Confirmed:
                if (hold.State == HoldState.Reserved) Unconfirmed -= hold.Open;
                hold.State = HoldState.Confirmed;
                break;
            case StockFactKind.Kept:
                break;
            case StockFactKind.Extended:
                hold.ExpiresAt = fact.ExpiresAt;
                break;
            case StockFactKind.Fulfilled:
                hold.Fulfilled += fact.Quantity;
                OnHand -= fact.Quantity;
                Totals.Fulfilled += fact.Quantity;
                GiveUp(hold, fact, HoldState.Fulfilled);
                break;
            case StockFactKind.Released:
                hold.Released += fact.Quantity;
                GiveUp(hold, fact, HoldState.Released);
                break;
            case StockFactKind.Displaced:
                hold.Released += fact.Quantity;
                Announce(fact).ReservedBeforeLastDisplacement = Reserved;
                GiveUp(hold, fact, HoldState.Released);
                break;
            default:
                GiveUp(hold, fact, HoldState.Expired);
                break;
        }
    }

    private void GiveUp(Hold hold, StockFact fact, HoldState end)
    {
        Reserved -= fact.Quantity;
        if (hold.State == HoldState.Reserved) Unconfirmed -= fact.Quantity;
        if (fact.CommandId is { } command) hold.Learn(command);
        if (end != HoldState.Expired && hold.Open > 0) return;
        hold.State = end == HoldState.Released && hold.Fulfilled > 0 ? HoldState.Fulfilled : end;
        hold.EndedAt = fact.At;
        _ended.Enqueue((fact.At, hold, null));
    }

    private void Declare(StockFact fact)
    {
        Announce(fact).Declare(fact);
        Shortfall += fact.Uncovered;
        Totals.Unrecorded += fact.Unrecorded;
    }

    private void Move(StockFact fact)
    {
        Totals.Add(fact, OnHand);
        OnHand += fact.OnHandDelta;
        Remember(fact);
    }

    private void Remember(StockFact fact)
    {
        _movements[fact.MovementId] = fact.At;
        if (IsStep(fact.MovementId)) _steps.Enqueue((fact.At, fact.MovementId));
        else _ended.Enqueue((fact.At, null, fact.MovementId));
    }

    private AnnouncedMovement Announce(StockFact fact)
    {
        Announced ??= new(fact.MovementId);
        Announced.EventsCount++;
        return Announced;
    }

    // Like the grid: an id is taken for a while after its end.
    private void Forget(DateTimeOffset at)
    {
        while (_ended.TryPeek(out var oldest) && !IsRemembered(oldest.At, at))
        {
            _ended.Dequeue();
            if (oldest.Hold is { } hold && _holds.GetValueOrDefault(hold.Id) == hold) _holds.Remove(hold.Id);
            if (oldest.Movement is { } movement) Forget(movement, oldest.At);
        }

        while (_refusals.TryPeek(out var refusal) && !IsRemembered(refusal.At, at)) _refused.Remove(_refusals.Dequeue().Reservation);

        while (_steps.TryPeek(out var step) && !IsRemembered(step.At, at, Promises.StepRememberedSeconds))
        {
            _steps.Dequeue();
            Forget(step.Step, step.At);
        }
    }

    // Unless it took place again since.
    private void Forget(string movement, DateTimeOffset movedAt)
    {
        if (_movements.TryGetValue(movement, out var last) && last == movedAt) _movements.Remove(movement);
    }

    // Anybody may write this reference; the id is of a form that carts alone make.
    private static string? CartOf(StockFact fact) =>
        fact.Reference?.StartsWith(CartReference, StringComparison.Ordinal) == true && IdOfCart().IsMatch(fact.ReservationId) ? fact.Reference[CartReference.Length..] : null;

    private static int RememberedSeconds(string movement) => IsStep(movement) ? Promises.StepRememberedSeconds : Promises.RememberedSeconds;

    private static bool IsStep(string movement) => movement.Contains('/');

    [GeneratedRegex(@"\Acart-[0-9a-f]{32}-[0-9]+-[0-9]+\z", RegexOptions.CultureInvariant)]
    private static partial Regex IdOfCart();
}
