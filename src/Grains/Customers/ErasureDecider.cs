using Omnichannel.Ids;
using Omnichannel.Journal;
using static Omnichannel.Customers.CustomerGate;

namespace Omnichannel.Customers;

/// <summary>The rules of erasing. Pure.</summary>
public static class ErasureDecider
{
    /// <param name="IsPart">It was merged into a customer who is being erased: then it is erased as well, instead of pointing there.</param>
    /// <param name="Through">The id that passed it on: whoever is not one with it any more is not meant.</param>
    public sealed record Order(CommandId Id, bool IsPart, CustomerId? Through = null);

    /// <summary>The key is gone, and everything that pointed here.</summary>
    public sealed record Done;

    public static Decision<CustomerStatus, CustomerEvent> Decide(Customer customer, Order order, DateTimeOffset now)
    {
        if (customer.Id is null) return Reject(CustomerStatus.NotFound);
        if (IsStray(customer, order.Through)) return Reject(CustomerStatus.MergeUnderWay);
        if (customer.Erasure != ErasureStep.None) return Reject(CustomerStatus.AlreadyDone);
        if (customer.Lock is { IsMerged: true } && !order.IsPart) return Reject(CustomerStatus.Merged);
        if (customer.Lock is { IsMerged: false } || customer.Unsettled is not null) return Reject(CustomerStatus.MergeUnderWay);

        // After this point the erasure has begun, and will be driven to its end.
        return new(CustomerStatus.Done, [new ErasureBegun(now, order.Id)]);
    }

    public static Decision<CustomerStatus, CustomerEvent> Decide(Customer customer, Done done, DateTimeOffset now) =>
        customer.Erasure == ErasureStep.Begun ? new(CustomerStatus.Done, [new CustomerErased(now)]) : Reject(CustomerStatus.AlreadyDone);
}
