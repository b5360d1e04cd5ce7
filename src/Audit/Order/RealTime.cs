using Omnichannel.Audit.History;
using Omnichannel.Audit.Stock;

namespace Omnichannel.Audit.Order;

/// <summary>What ended before something else was sent comes before it in the order of versions.</summary>
internal sealed class RealTime(string entity, Findings findings, IReadOnlyList<StockFact> facts, IReadOnlyList<Operation> operations)
{
    private readonly Operation[] _answered =
        [.. operations.Where(operation => operation.Answered?.Version is not null).OrderBy(operation => operation.Answered!.Version!.Value)];

    public void Check(OrderPromise promise)
    {
        CheckFuture();
        CheckPast(_answered, operation => promise == OrderPromise.Strict || MustBeFresh(operation), AuditCheck.RealTimeOrder);
        if (promise != OrderPromise.PerTarget) return;
        foreach (var target in _answered.GroupBy(operation => operation.Sent.Target))
            CheckPast([.. target], static _ => true, AuditCheck.SessionsForward);
    }

    // Nobody is answered at a version whose event nobody has asked for yet.
    private void CheckFuture()
    {
        var sentOf = SentAtOfEffects();
        var (latest, next) = (long.MinValue, 0);
        foreach (var operation in _answered)
        {
            for (; next < facts.Count && facts[next].Version <= operation.Answered!.Version; next++)
                latest = Math.Max(latest, sentOf.GetValueOrDefault(facts[next].Version, long.MinValue));
            if (operation.Answered!.AnsweredAt < latest)
                Found(operation, AuditCheck.RealTimeOrder, "was answered at a version that holds an effect which was asked for only later");
        }
    }

    // Nobody is answered at an older version than one that somebody had been answered at before this was sent.
    private void CheckPast(Operation[] answered, Func<Operation, bool> isHeldToIt, AuditCheck check)
    {
        var earliest = long.MaxValue;
        for (var last = answered.Length - 1; last >= 0;)
        {
            var version = answered[last].Answered!.Version!.Value;
            var first = last;
            while (first > 0 && answered[first - 1].Answered!.Version == version) first--;
            for (var index = first; index <= last; index++)
            {
                var operation = answered[index];
                if (earliest < operation.Sent.SentAt && !IsOldRepeat(operation) && isHeldToIt(operation))
                    Found(operation, check, "was answered at a version that was known to be old before it was sent");
            }

            for (var index = first; index <= last; index++) earliest = Math.Min(earliest, answered[index].Answered!.AnsweredAt);
            last = first - 1;
        }
    }

    private static bool MustBeFresh(Operation operation) =>
        operation.Answered!.Verdict == Verdict.Done || operation.Sent.Kind == OperationKind.ReadStockStrong;

    // The repeat of a movement is told the version that the movement had; not every client can tell it from a first answer.
    private static bool IsOldRepeat(Operation operation) =>
        operation.Answered!.Verdict is Verdict.Repeat or Verdict.None && StockCall.Of(operation.Sent).IsMovement;

    // An effect was asked for by the try that was told of it, else by the first of those that may have had it.
    private Dictionary<long, long> SentAtOfEffects()
    {
        var sentAt = new Dictionary<long, long>();
        var tries = operations.Where(operation => operation.Outcome != Outcome.Fail).ToLookup(operation => IntentOf(StockCall.Of(operation.Sent)));
        foreach (var fact in facts)
        {
            if (StockCall.Of(fact) is { } call)
                sentAt[fact.Version] = tries[IntentOf(call)].Select(operation => operation.Sent.SentAt).DefaultIfEmpty(long.MinValue).Min();
        }

        return sentAt;
    }

    private static (OperationKind, string, string?) IntentOf(StockCall call) => (call.Kind, call.Id, call.CommandId);

    private void Found(Operation operation, AuditCheck check, string what) =>
        findings.Add(new(
            entity,
            operation.Answered!.Version!.Value,
            check,
            $"{StockCall.Of(operation.Sent)} of {operation.Sent.Client} at {operation.Sent.Target} {what}."));
}
