using Omnichannel.Journal;

namespace Omnichannel.Customers;

/// <summary>What stands before every rule: whether there is such a customer, whether this was asked before, and whether somebody else answers.</summary>
internal static class CustomerGate
{
    /// <summary>None when the rules may be asked.</summary>
    public static CustomerStatus Check(Customer customer)
    {
        var status = CheckPresence(customer);
        return status != CustomerStatus.None ? status : CheckMerge(customer);
    }

    /// <summary>As above, for what is passed on: by an id that is not one with this customer, or not any more, whoever passed it on has to be asked again.</summary>
    public static CustomerStatus Check(Customer customer, CustomerId? through) => IsStray(customer, through) ? CustomerStatus.MergeUnderWay : Check(customer);

    /// <summary>As above, for a command that is remembered by its id. A retry is answered before any rule is checked, also by an id that was merged since.</summary>
    public static CustomerStatus Check(Customer customer, RememberedCommand command, DateTimeOffset now, CustomerId? through)
    {
        var status = CheckPresence(customer);
        if (status != CustomerStatus.None) return status;
        if (customer.Commands.IsRepeat(command) is { } isRepeat) return isRepeat ? CustomerStatus.AlreadyDone : CustomerStatus.ExistsWithDifferentBody;

        // I11: it has its effect there.
        if (IsStray(customer, through)) return CustomerStatus.MergeUnderWay;
        status = CheckMerge(customer);
        return status == CustomerStatus.None && customer.Commands.IsFull(Limits.CustomerRememberedIdsMax, now) ? CustomerStatus.TooManyCommands : status;
    }

    public static CustomerStatus CheckPresence(Customer customer) =>
        customer.Id is null ? CustomerStatus.NotFound
        : customer.Erasure != ErasureStep.None ? CustomerStatus.Erased
        : CustomerStatus.None;

    public static Decision<CustomerStatus, CustomerEvent> Reject(CustomerStatus status) => Decision<CustomerStatus, CustomerEvent>.Nothing(status);

    /// <summary>Whether it was passed on by an id that is not one with this customer, or not any more.</summary>
    public static bool IsStray(Customer customer, CustomerId? through) => through is { } merged && !customer.IsOneWith(merged);

    private static CustomerStatus CheckMerge(Customer customer) =>
        customer.Lock is not { } held ? CustomerStatus.None
        : held.IsMerged ? CustomerStatus.Merged
        : CustomerStatus.MergeUnderWay;
}
