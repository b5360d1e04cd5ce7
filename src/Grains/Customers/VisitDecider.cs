using Omnichannel.Journal;
using static Omnichannel.Customers.CustomerGate;

namespace Omnichannel.Customers;

/// <summary>The rules of what a customer has open: a cart, and sessions. Pure.</summary>
public static class VisitDecider
{
    public static Decision<CustomerStatus, CustomerEvent> Decide(Customer customer, AdoptCart command, DateTimeOffset now)
    {
        var status = Check(customer);
        if (status != CustomerStatus.None) return Reject(status);
        if (customer.OpenCart is null) return new(CustomerStatus.Done, [new CartAdopted(now, command.CartId)]);

        // Not the open one, and still theirs: whoever asks what is held on a person has to find it.
        return customer.HasCart(command.CartId) ? Reject(CustomerStatus.AlreadyDone) : new(CustomerStatus.Done, [new CartKept(now, command.CartId)]);
    }

    public static Decision<CustomerStatus, CustomerEvent> Decide(Customer customer, KeepCart command, DateTimeOffset now)
    {
        // I67: also known to an id that is merged, which answers for itself again some day, and may be erased then.
        var status = Check(customer);
        if (status is not (CustomerStatus.None or CustomerStatus.Merged)) return Reject(status);
        var isKnown = customer.HasCart(command.CartId);
        if (status == CustomerStatus.None) status = isKnown ? CustomerStatus.AlreadyDone : CustomerStatus.Done;
        return isKnown ? Reject(status) : new(status, [new CartKept(now, command.CartId)]);
    }

    public static Decision<CustomerStatus, CustomerEvent> Decide(Customer customer, DropCart command, DateTimeOffset now)
    {
        var status = Check(customer, command.Through);
        if (status != CustomerStatus.None) return Reject(status);
        return customer.OpenCart == command.CartId ? new(CustomerStatus.Done, [new CartDropped(now, command.CartId)]) : Reject(CustomerStatus.AlreadyDone);
    }

    public static Decision<CustomerStatus, CustomerEvent> Decide(Customer customer, AttachSession command, DateTimeOffset now)
    {
        var status = Check(customer, command.Through);
        if (status != CustomerStatus.None) return Reject(status);
        if (customer.Sessions.Any(session => session.Id == command.SessionId)) return Reject(CustomerStatus.AlreadyDone);
        if (customer.Sessions.Count >= Limits.LiveSessionsMax) return Reject(CustomerStatus.TooManySessions);

        // I72: whoever's id it came by takes it along, and is erased with it.
        var device = DeviceText.Of(command.DeviceId);
        if (command.Through is { } through) device = device?.OwnedBy(CustomerGrain.KeyOwner(through));
        return new(CustomerStatus.Done, [new SessionAttached(now, command.SessionId, command.Channel, device, command.Through)]);
    }

    // A session that ends is let go in any state but one: a customer who stands still for a merge, or is being given back, is asked again.
    public static Decision<CustomerStatus, CustomerEvent> Decide(Customer customer, DetachSession command, DateTimeOffset now)
    {
        var status = Check(customer, command.Through);
        if (status != CustomerStatus.None) return Reject(status);
        return customer.Sessions.Any(session => session.Id == command.SessionId)
            ? new(CustomerStatus.Done, [new SessionDetached(now, command.SessionId)])
            : Reject(CustomerStatus.AlreadyDone);
    }
}
