using Omnichannel.Audit.History;

namespace Omnichannel.Audit.Order.Blind;

/// <summary>Whether what clients saw of one SKU at one location could have happened one call after the other. It believes no version: it guards
/// against a grid whose versions lie.</summary>
/// <remarks>Each SKU at a location is checked alone: a history is linearizable exactly when each of its objects is. With <see cref="OrderPromise.PerTarget"/>
/// only effects and
/// strong reads are held to it, because other answers may be outdated. What coordinators do for a client has to be among the operations, without an
/// answer.</remarks>
public sealed class BlindAudit(Findings findings, OrderPromise promise, int stepsMax)
{
    private readonly Dictionary<string, List<Operation>> _operations = new(StringComparer.Ordinal);

    public int LinearizableCount { get; private set; }

    public int UnknownCount { get; private set; }

    public void Add(Operation operation)
    {
        if (!_operations.TryGetValue(operation.Sent.Entity, out var operations)) _operations.Add(operation.Sent.Entity, operations = []);
        operations.Add(operation);
    }

    public void Check()
    {
        foreach (var (entity, operations) in _operations)
        {
            var verdict = new BlindSearch(CallsOf(operations), stepsMax).Run();
            if (verdict == BlindVerdict.Linearizable) LinearizableCount++;
            else if (verdict == BlindVerdict.Unknown) UnknownCount++;
            else findings.Add(new(entity, 0, AuditCheck.Linearizable, $"no order explains what clients were told in {operations.Count} tries."));
        }
    }

    private IEnumerable<BlindCall> CallsOf(List<Operation> operations)
    {
        foreach (var operation in operations.Where(IsHeldToIt))
            yield return new(StockCall.Of(operation.Sent), operation.Sent.SentAt, operation.Answered!.AnsweredAt, operation.Answered);
        foreach (var intent in operations.Where(operation => !StockCall.Of(operation.Sent).IsRead).GroupBy(operation => StockCall.Of(operation.Sent)))
        {
            // What has one effect and told of it has no other; else it may have had it at any time after it was first sent.
            var isRepeatable = intent.Key.Kind is OperationKind.Extend or OperationKind.SetSafetyStock;
            if (!isRepeatable && intent.Any(operation => operation.Answered?.Verdict == Verdict.Done)) continue;
            var silent = intent.Where(operation =>
                operation.Outcome == Outcome.Info || (operation.Answered?.Verdict == Verdict.Repeat && !IsHeldToIt(operation)));
            foreach (var operation in isRepeatable ? silent : silent.OrderBy(operation => operation.Sent.SentAt).Take(1))
                yield return new(intent.Key, operation.Sent.SentAt, long.MaxValue, null);
        }

        var reserves = operations.Where(operation => operation.Sent.Kind == OperationKind.Reserve && operation.Outcome != Outcome.Fail);
        foreach (var reserved in reserves.GroupBy(operation => operation.Sent.Id))
        {
            var sentAt = reserved.Min(operation => operation.Sent.SentAt);
            yield return new(StockCall.Of(reserved.First().Sent), sentAt, long.MaxValue, null) { IsExpiry = true };
        }
    }

    private bool IsHeldToIt(Operation operation) => operation.Answered is { } answered && operation.Outcome != Outcome.Info
        && answered.Code?.EndsWith("-out-of-range", StringComparison.Ordinal) != true
        && (promise == OrderPromise.Strict || answered.Verdict == Verdict.Done || operation.Sent.Kind == OperationKind.ReadStockStrong);
}
