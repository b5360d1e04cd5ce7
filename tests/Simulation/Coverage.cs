using Omnichannel.Audit.History;
using Omnichannel.Simulation.Store;
using Omnichannel.Simulation.Workload;

namespace Omnichannel.Simulation;

/// <summary>Whether a seed, or many together, tried anything hard.</summary>
/// <param name="Operations">Requests that clients sent to nodes, each try and each copy for itself; what grains ask each other is not counted.</param>
/// <param name="Contended">Answers that said no because somebody else had been there first.</param>
/// <param name="Unknown">Tries without an answer.</param>
/// <param name="InCommit">Faults that struck while a transaction was on its way.</param>
public sealed record Coverage(
    long Operations, long Answered, long Refused, long Contended, long Unknown, long Rows, long Events, long Snapshots, long InCommit)
{
    private const int ContendedPercentMin = 5;
    private static readonly FaultKind[] _inCommit =
        [FaultKind.CrashInCommit, FaultKind.PauseInCommit, FaultKind.AppendFailed, FaultKind.AppendUnknown, FaultKind.AppendLate];

    /// <summary>Histories of one SKU at one location for which an order was found without believing any version.</summary>
    public long BlindProved { get; init; }

    /// <summary>Those for which the search was given up.</summary>
    public long BlindUnknown { get; init; }

    /// <summary>Answers by their status, where clients count them.</summary>
    public IReadOnlyDictionary<string, long> Codes { get; init; } = new Dictionary<string, long>();

    /// <summary>Holds of carts that were alive when everything else had come to its end.</summary>
    public long HoldsAtRest { get; init; }

    public static Coverage None { get; } = new(0, 0, 0, 0, 0, 0, 0, 0, 0);

    public bool IsVoid => Contended * 100 < Answered * ContendedPercentMin;

    public static Coverage Of(World world, SimStore store, FaultCounts faults)
    {
        var operations = world.History.Operations;
        return new(
            world.History.RequestsCount,
            operations.Count(operation => operation.Answered is not null),
            operations.Count(operation => operation.Outcome == Outcome.Fail),
            operations.Count(IsContended),
            operations.Count(operation => operation.Outcome == Outcome.Info),
            store.Committed.Count,
            store.Committed.Sum(row => (long)row.Append.EventCount),
            store.Committed.Count(row => row.Append.Snapshot is not null) + store.SnapshotsApartCount,
            _inCommit.Sum(kind => faults[kind]));
    }

    private static bool IsContended(Operation operation) =>
        operation.Answered?.Code is "insufficient-stock" or "expired" or "reservation-closed" or "version-mismatch";

    public static Coverage operator +(Coverage left, Coverage right) => new(
        left.Operations + right.Operations,
        left.Answered + right.Answered,
        left.Refused + right.Refused,
        left.Contended + right.Contended,
        left.Unknown + right.Unknown,
        left.Rows + right.Rows,
        left.Events + right.Events,
        left.Snapshots + right.Snapshots,
        left.InCommit + right.InCommit)
    {
        BlindProved = left.BlindProved + right.BlindProved,
        BlindUnknown = left.BlindUnknown + right.BlindUnknown,
        Codes = left.Codes.Concat(right.Codes).GroupBy(code => code.Key, code => code.Value).ToDictionary(code => code.Key, code => code.Sum()),
        HoldsAtRest = left.HoldsAtRest + right.HoldsAtRest,
    };
}
