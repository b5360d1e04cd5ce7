using Omnichannel.Ids;
using Omnichannel.Journal;
using static Omnichannel.Customers.CustomerGate;

namespace Omnichannel.Customers;

/// <summary>The rules of consents. Pure.</summary>
public static class ConsentDecider
{
    public static Decision<CustomerStatus, CustomerEvent> Decide(Customer customer, DecideConsent command, DateTimeOffset now)
    {
        if (command.State is not (ConsentState.Granted or ConsentState.Withdrawn)) return Reject(CustomerStatus.TypeOutOfRange);
        if (!Identifier.IsValid(command.Purpose) || !Identifier.IsValid(command.TextVersion)) return Reject(CustomerStatus.PurposeOutOfRange);
        if (!PersonalRules.IsLine(command.By)) return Reject(CustomerStatus.TextOutOfRange);
        var status = Check(customer, CommandBodies.Of(command), now, command.Through);
        if (status != CustomerStatus.None) return Reject(status);

        // What is in the book already can always be changed, also when it is full.
        if (customer.Consents.Find(command.Purpose, command.Channel) is null && customer.Consents.Count >= Limits.ConsentsMax) return Reject(CustomerStatus.TooManyConsents);

        // After this point the decision must succeed.
        return new(
            CustomerStatus.Done,
            [new ConsentDecided(now, command.Id, command.Purpose, command.Channel, command.State, command.TextVersion, new(command.By))]);
    }
}
