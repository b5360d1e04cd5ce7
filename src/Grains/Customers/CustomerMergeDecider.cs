using Omnichannel.Carts;
using Omnichannel.Journal;

namespace Omnichannel.Customers;

public sealed record UndoMerge;

/// <summary>What one step of a merge was answered: the event it leads to, if the merge still stands where the question was asked.</summary>
/// <param name="Next">Makes the event of a time.</param>
public sealed record MergeStepTaken(CustomerMergeStep Step, Func<DateTimeOffset, CustomerMergeEvent> Next);

/// <summary>The rules of merges of customers. Pure.</summary>
public static class CustomerMergeDecider
{
    public static Decision<CustomerMergeStatus, CustomerMergeEvent> Decide(CustomerMerge merge, MergeCustomers command, DateTimeOffset now)
    {
        if (command.Survivor == command.Absorbed) return Reject(CustomerMergeStatus.SameCustomer);
        if (command.Strategy == CartMergeStrategy.None || !Enum.IsDefined(command.Strategy)) return Reject(CustomerMergeStatus.StrategyOutOfRange);
        if (merge.Order is { } order) return Reject(order == command ? CustomerMergeStatus.Merged : CustomerMergeStatus.ExistsWithDifferentBody);

        // After this point the merge has begun, and will be driven to an end.
        return new(CustomerMergeStatus.None, [new MergeStarted(now, command.Survivor, command.Absorbed, command.Strategy)]);
    }

    public static Decision<CustomerMergeStatus, CustomerMergeEvent> Decide(CustomerMerge merge, UndoMerge command, DateTimeOffset now) => merge.Step switch
    {
        CustomerMergeStep.None => Reject(CustomerMergeStatus.NotFound),
        CustomerMergeStep.Refused or CustomerMergeStep.Cleared => Reject(StatusOf(merge.Refusal)),
        CustomerMergeStep.Finished => new(CustomerMergeStatus.None, [new UndoStarted(now)]),
        CustomerMergeStep.UndoFinished => Reject(CustomerMergeStatus.Undone),
        _ => Reject(CustomerMergeStatus.UnderWay),
    };

    /// <summary>Takes the next step. An answer to a step that was taken already (by a retry, by a wake-up) changes nothing.</summary>
    public static Decision<CustomerMergeStep, CustomerMergeEvent> Decide(CustomerMerge merge, MergeStepTaken taken, DateTimeOffset now) =>
        merge.Step == taken.Step ? new(merge.Step, [taken.Next(now)]) : Decision<CustomerMergeStep, CustomerMergeEvent>.Nothing(merge.Step);

    public static CustomerMergeStatus StatusOf(CustomerStatus refusal) => refusal switch
    {
        CustomerStatus.NotFound => CustomerMergeStatus.CustomerNotFound,
        CustomerStatus.Erased => CustomerMergeStatus.CustomerErased,
        CustomerStatus.Merged => CustomerMergeStatus.AlreadyMerged,
        CustomerStatus.MergeUnderWay => CustomerMergeStatus.Busy,
        CustomerStatus.LaterMergeExists => CustomerMergeStatus.LaterMergeExists,
        _ => CustomerMergeStatus.TooMuch,
    };

    private static Decision<CustomerMergeStatus, CustomerMergeEvent> Reject(CustomerMergeStatus status) => Decision<CustomerMergeStatus, CustomerMergeEvent>.Nothing(status);
}
