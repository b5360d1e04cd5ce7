using Omnichannel.Journal;

namespace Omnichannel.Inventory;

/// <summary>What the owners of the lines answered, in the order of the lines.</summary>
public sealed record LinesAnswered(LineOutcome[] Outcomes);

/// <summary>Every line of a rejected group has been given back.</summary>
public sealed record LinesCleared;

/// <summary>The rules of reservations over many lines. Pure.</summary>
public static class ReservationGroupDecider
{
    public static Decision<GroupStatus, ReservationGroupEvent> Decide(ReservationGroup group, ReserveGroup command, DateTimeOffset now)
    {
        if (command.Lines.Count is 0 or > Limits.ReservationLinesMax || !Enum.IsDefined(command.Policy) || command.Policy == GroupPolicy.None)
            return Reject(GroupStatus.LinesOutOfRange);
        if (Sum(command.Lines) is not { } lines) return Reject(GroupStatus.QuantityOutOfRange);
        if (!InRange.Hold(command.HoldFor)) return Reject(GroupStatus.HoldOutOfRange);
        if (!InRange.Text(command.Reference)) return Reject(GroupStatus.ReferenceOutOfRange);
        if (group.Order is { } order) return Reject(IsSame(order, command, lines) ? GroupStatus.Reserved : GroupStatus.ExistsWithDifferentBody);

        // After this point the reservation has begun, and will be driven to an end.
        return new(GroupStatus.None, [new GroupStarted(now, lines, command.Policy, now + command.HoldFor, command.Channel, command.Reference)]);
    }

    /// <summary>Keeps or gives back what is held. Answers that come late, to a group that is decided, change nothing.</summary>
    public static Decision<GroupStatus, ReservationGroupEvent> Decide(ReservationGroup group, LinesAnswered answered, DateTimeOffset now)
    {
        if (group.Step != GroupStep.Started) return Reject(GroupStatus.None);
        return ReservationGroup.IsKept(group.Order!.Policy, answered.Outcomes)
            ? new(GroupStatus.Reserved, [new GroupReserved(now, answered.Outcomes)])
            : new(GroupStatus.Rejected, [new GroupRejected(now, answered.Outcomes)]);
    }

    public static Decision<GroupStatus, ReservationGroupEvent> Decide(ReservationGroup group, LinesCleared cleared, DateTimeOffset now) =>
        group.Step == GroupStep.Rejected ? new(GroupStatus.Rejected, [new GroupCleared(now)]) : Reject(GroupStatus.None);

    // Demand is summed per owner before anything is checked: two lines of one SKU must not each pass alone.
    private static ReservationLine[]? Sum(IReadOnlyList<ReservationLine> lines)
    {
        var sums = new OrderedDictionary<(Sku, Location), long>();
        foreach (var line in lines)
        {
            if (line.Quantity is < Limits.QuantityMin or > Limits.QuantityMax) return null;
            var owner = (line.Sku, line.Location);
            sums[owner] = sums.GetValueOrDefault(owner) + line.Quantity;
            if (sums[owner] > Limits.QuantityMax) return null;
        }

        return [.. sums.Select(sum => new ReservationLine(sum.Key.Item1, sum.Key.Item2, sum.Value))];
    }

    private static bool IsSame(GroupStarted order, ReserveGroup command, ReservationLine[] lines) =>
        order.Policy == command.Policy && order.Channel == command.Channel && order.Reference == command.Reference && order.Lines.AsSpan().SequenceEqual(lines);

    private static Decision<GroupStatus, ReservationGroupEvent> Reject(GroupStatus status) => Decision<GroupStatus, ReservationGroupEvent>.Nothing(status);
}
