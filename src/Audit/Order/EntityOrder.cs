using Omnichannel.Audit.History;
using Omnichannel.Audit.Stock;

namespace Omnichannel.Audit.Order;

/// <summary>One SKU at one location: its events in the order of their versions, and every answer at the version it names.</summary>
internal sealed class EntityOrder(string entity, Findings findings)
{
    private readonly List<StockFact> _facts = [];
    private readonly List<Operation> _operations = [];
    private readonly Queue<(DateTimeOffset At, string? Hold, string? Movement)> _ended = [];
    private readonly List<StockFact> _announced = [];
    private StockModel _model = StockModel.Empty;
    private bool _isLost;

    public IReadOnlyList<Operation> Operations => _operations;

    public IReadOnlyList<StockFact> Facts => _facts;

    public void Add(StockFact fact) => _facts.Add(fact);

    public void Add(Operation operation) => _operations.Add(operation);

    public void Check(OrderPromise promise)
    {
        var answered = _operations.Where(operation => operation.Answered?.Version is not null)
            .OrderBy(operation => operation.Answered!.Version!.Value)
            .ToArray();
        var next = 0;
        for (; next < answered.Length && answered[next].Answered!.Version == 0; next++) CheckAnswer(answered[next], null);
        foreach (var fact in _facts)
        {
            Follow(fact);
            if (_isLost) return;
            for (; next < answered.Length && answered[next].Answered!.Version == fact.Version; next++) CheckAnswer(answered[next], fact);
        }

        for (; next < answered.Length; next++)
        {
            var version = answered[next].Answered!.Version!.Value;
            var call = StockCall.Of(answered[next].Sent);
            Found(version, AuditCheck.AcknowledgedIsKept, $"{call} was answered at version {version}, the journal ends at {_facts.Count}.");
        }

        new RealTime(entity, findings, _facts, _operations).Check(promise);
    }

    // An event is the effect of a call: the model has to allow it, in the state that all earlier events led to.
    private void Follow(StockFact fact)
    {
        _model = _model with { Version = fact.Version - 1 };
        if (fact.Kind is StockFactKind.Displaced or StockFactKind.Shortfall) _announced.Add(fact);
        else if (fact.Kind == StockFactKind.Expired) Expire(fact);
        else if (StockCall.Of(fact) is { } call) Do(call, fact);
        _model = _model with { Version = fact.Version };
        Forget(fact.At);
    }

    private void Expire(StockFact fact)
    {
        if (_model.Expire(fact.ReservationId) is { } expired) _model = expired;
        else Lose(fact, $"reservation {fact.ReservationId} expired, the model does not let it.");
        _ended.Enqueue((fact.At, fact.ReservationId, null));
    }

    private void Do(StockCall call, StockFact fact)
    {
        var before = _model with { Version = fact.Version - 1 - _announced.Count };
        var answer = before.Ask(call);
        if (!answer.IsEffect)
        {
            Lose(fact, $"{call} had its effect, the model answers: {answer}.");
            return;
        }

        if (call.IsMovement) CheckGivingWay(before, call, fact);
        _model = before.Do(call, fact.ExpiresAt);
        if (call.IsMovement) _ended.Enqueue((fact.At, null, call.Id));
        else if (_model.Holds.TryGetValue(call.Id, out var hold) && !hold.IsOpen) _ended.Enqueue((fact.At, call.Id, null));
    }

    private void CheckGivingWay(StockModel before, StockCall call, StockFact fact)
    {
        var told = _announced.Where(announced => announced.Kind == StockFactKind.Displaced).Select(announced => announced.ReservationId).ToArray();
        var expected = before.GivingWay(call).Select(hold => hold.Id).ToArray();
        if (!told.SequenceEqual(expected))
            Lose(fact, $"{call} displaced [{string.Join(", ", told)}], the model displaces [{string.Join(", ", expected)}].");
        foreach (var hold in told) _ended.Enqueue((fact.At, hold, null));
        _announced.Clear();
    }

    private void CheckAnswer(Operation operation, StockFact? fact)
    {
        var (call, answered) = (StockCall.Of(operation.Sent), operation.Answered!);
        if (Broken(call, answered, fact) is { } sentence) Found(answered.Version!.Value, AuditCheck.AnswersInOrder, $"{call} was {sentence}.");
    }

    private string? Broken(StockCall call, OperationAnswered answered, StockFact? fact)
    {
        if (_announced.Count > 0) return "answered in the middle of a movement";
        var isOwnEffect = answered.Verdict == Verdict.Done || (call.IsMovement && answered.Verdict == Verdict.Repeat);
        if (isOwnEffect && (fact is null || StockCall.Of(fact) is not { } effect || !effect.IsSameIntent(call)))
            return $"told that its effect has this version, which is {(fact is null ? "nothing" : fact.Kind)} in the journal";
        if (!isOwnEffect && !IsAboutTheBodyAlone(answered))
        {
            var expected = _model.Ask(call);
            if (!IsSame(expected, answered)) return $"answered {answered.Code ?? answered.Verdict.ToString()}, the model answers: {expected}";
        }

        return Figures.Differ(_model, call, answered.Told) is { } difference ? $"told {difference}" : null;
    }

    // Such a refusal rests on nothing that was before it.
    private static bool IsAboutTheBodyAlone(OperationAnswered answered) => answered.Code?.EndsWith("-out-of-range", StringComparison.Ordinal) == true;

    private static bool IsSame(ModelAnswer expected, OperationAnswered answered) => expected.Code == answered.Code && expected.Verdict switch
    {
        Verdict.None or Verdict.Repeat => answered.Verdict is Verdict.Repeat or Verdict.None,
        var verdict => answered.Verdict == verdict,
    };

    // Like the grid: an id is taken until a day after its end, and forgotten by the next event.
    private void Forget(DateTimeOffset at)
    {
        while (_ended.TryPeek(out var oldest) && at - oldest.At >= TimeSpan.FromSeconds(Promises.RememberedSeconds))
        {
            _ended.Dequeue();
            if (oldest.Hold is { } hold) _model = _model.ForgetHold(hold);
            if (oldest.Movement is { } movement) _model = _model.ForgetMovement(movement);
        }
    }

    // After an event that the rules forbid, every further difference would be a consequence of it.
    private void Lose(StockFact fact, string sentence)
    {
        _isLost = true;
        Found(fact.Version, AuditCheck.AnswersInOrder, sentence);
    }

    private void Found(long version, AuditCheck check, string sentence) => findings.Add(new(entity, version, check, sentence));
}
