using Omnichannel.Journal;
using Omnichannel.Privacy;
using static Omnichannel.Customers.CustomerGate;

namespace Omnichannel.Customers;

/// <summary>The rules of contacts and opinions. Pure.</summary>
public static class ContactDecider
{
    public static Decision<CustomerStatus, CustomerEvent> Decide(Customer customer, RecordTouchpoint command, DateTimeOffset now)
    {
        var isText = PersonalRules.IsLine(command.Subject) && PersonalRules.IsLineOrAbsent(command.Outcome) && PersonalRules.IsLineOrAbsent(command.Reference);
        if (!isText) return Reject(CustomerStatus.TextOutOfRange);
        var status = Check(customer, CommandBodies.Of(command), now, command.Through);
        if (status != CustomerStatus.None) return Reject(status);

        if (command.IsIssue && customer.OpenIssuesCount >= Limits.OpenIssuesMax) return Reject(CustomerStatus.TooManyIssues);

        // An id outlives the memory for commands as long as its contact is shown.
        if (customer.Contacts.Find(command.Id) is not null) return Reject(CustomerStatus.ExistsWithDifferentBody);

        // After this point the contact must be recorded.
        return new(
            CustomerStatus.Done,
            [new TouchpointRecorded(
                now, command.Id, command.Channel, new(command.Subject), command.IsIssue, PersonalText.Of(command.Outcome), PersonalText.Of(command.Reference))]);
    }

    public static Decision<CustomerStatus, CustomerEvent> Decide(Customer customer, ResolveIssue command, DateTimeOffset now)
    {
        if (!PersonalRules.IsLine(command.Outcome)) return Reject(CustomerStatus.TextOutOfRange);
        var status = Check(customer, CommandBodies.Of(command), now, command.Through);
        if (status != CustomerStatus.None) return Reject(status);

        // A resolution outlives the memory for commands as long as its contact is shown.
        if (customer.FindTouchpoint(command.Id) is not { } touchpoint || touchpoint.Issue == IssueState.NoIssue) return Reject(CustomerStatus.IssueNotFound);
        if (touchpoint.Issue == IssueState.Resolved)
            return Reject(touchpoint.Outcome?.Value == command.Outcome ? CustomerStatus.AlreadyDone : CustomerStatus.ExistsWithDifferentBody);

        // After this point the issue must be resolved.
        var isOwn = customer.Contacts.Find(command.Id) is not null;
        var absorbed = isOwn ? null : customer.Absorptions.Last(absorption => absorption.Contacts.Touchpoints.Contains(touchpoint));
        return new(CustomerStatus.Done, [new IssueResolved(now, command.Id, new(command.Outcome, touchpoint.Subject.Owner), absorbed?.Customer)]);
    }

    public static Decision<CustomerStatus, CustomerEvent> Decide(Customer customer, GiveFeedback command, DateTimeOffset now)
    {
        if (!PersonalRules.IsLineOrAbsent(command.Reference) || !PersonalRules.IsNoteOrAbsent(command.Comment)) return Reject(CustomerStatus.TextOutOfRange);
        if (command.Type is not (FeedbackType.Nps or FeedbackType.Rating)) return Reject(CustomerStatus.TypeOutOfRange);
        var isScore = command.Type == FeedbackType.Nps ? command.Score is >= 0 and <= Limits.NpsMax : command.Score is >= Limits.RatingMin and <= Limits.RatingMax;
        if (!isScore) return Reject(CustomerStatus.ScoreOutOfRange);
        var status = Check(customer, CommandBodies.Of(command), now, command.Through);
        if (status != CustomerStatus.None) return Reject(status);

        // After this point the opinion must be taken.
        return new(
            CustomerStatus.Done,
            [new FeedbackGiven(
                now, command.Id, command.Type, command.Score, command.Channel, PersonalText.Of(command.Reference), PersonalText.Of(command.Comment))]);
    }
}
