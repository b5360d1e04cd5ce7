using Omnichannel.Carts;

namespace Omnichannel.Customers;

/// <summary>What is told of a customer.</summary>
internal static class CustomerViews
{
    public static CustomerView Profile(Customer customer) => new(
        customer.Id!.Value,
        customer.Version,
        [.. customer.Profile.Fields.Select(static field => new ProfileFieldView(field.Path, field.Value!, field.Version))],
        [.. customer.Identities.Identities.Select(static identity => identity.View())],
        [.. customer.Consents.Consents.Select(static consent => consent.View())],
        customer.Points.View(),
        customer.Purchases.View(),
        customer.OpenCart,
        [.. customer.Absorptions.SelectMany(static absorption => absorption.Absorbed.Append(absorption.Customer))],
        customer.RegisteredAt);

    public static StoryView Story(Customer customer) => new(
        customer.Id!.Value,
        customer.Version,
        [.. customer.AllTouchpoints.Reverse().Take(Limits.TouchpointsKept).Select(static touchpoint => touchpoint.View())],
        [.. customer.AllTouchpoints.Reverse().Where(static touchpoint => touchpoint.Issue == IssueState.Open).Select(static touchpoint => touchpoint.View())],
        customer.OpenCart,
        [.. customer.AllFeedback.Reverse().Take(Limits.FeedbackKept).Select(static feedback => feedback.View())],
        [.. customer.Sessions.Select(static session => session.View())],
        customer.Purchases.LastAt);

    /// <summary>A contact as it was written down; what became of it since is in later events.</summary>
    public static TouchpointView Past(TouchpointRecorded recorded) => Contact(recorded).View();

    public static Touchpoint Contact(TouchpointRecorded recorded) => new(
        recorded.CommandId, recorded.At, recorded.Channel, recorded.Subject, recorded.IsIssue ? IssueState.Open : IssueState.NoIssue, recorded.Outcome, recorded.Reference);

    /// <summary>The contact that a command has recorded; as it was written down when it is no longer among the newest.</summary>
    public static TouchpointView? Recorded(Customer customer, RecordTouchpoint command) => customer.FindTouchpoint(command.Id)?.View() ?? (
        customer.Commands.AtOf(command.Id) is { } at
            ? new(command.Id, at, command.Channel, command.Subject, command.Outcome, command.Reference, command.IsIssue ? IssueState.Open : IssueState.NoIssue, null)
            : null);

    /// <summary>The opinion that a command has given, also when it is no longer among the newest.</summary>
    public static FeedbackView? Given(Customer customer, GiveFeedback command) => customer.AllFeedback.FirstOrDefault(given => given.Id == command.Id)?.View() ?? (
        customer.Commands.AtOf(command.Id) is { } at
            ? new(command.Id, at, command.Type, command.Score, command.Channel, command.Reference, command.Comment)
            : null);

    public static AbsorbReply Absorb(Customer customer, AbsorbCustomer command, CustomerStatus status)
    {
        IdentityId[] identities = [.. customer.Identities.Identities.Where(identity => identity.Origin == command.Id).Select(static identity => identity.Id)];
        return new(status, customer.Version, identities, customer.FindAbsorption(command.Id)?.OpenCart, customer.OpenCart);
    }

    public static CustomerMergeReport? Report(Customer customer, CustomerMergeId id)
    {
        if (customer.Erasure != ErasureStep.None || customer.FindAbsorption(id) is not { } absorption) return null;
        return new(
            id,
            customer.Id!.Value,
            absorption.Customer,
            absorption.At,
            [.. absorption.FieldsTaken.Select(static path => path.Value ?? "")],
            [.. absorption.FieldsKept.Select(static path => path.Value ?? "")],
            [.. absorption.FieldsDropped.Select(static path => path.Value ?? "")],
            absorption.IdentitiesCount,
            absorption.ConsentsTaken.Length,
            absorption.Points,
            absorption.Purchases.View(),
            absorption.Contacts.Touchpoints.Length,
            absorption.Contacts.Feedback.Length,
            customer.OpenCart,
            CartStatus.None);
    }
}

/// <summary>What has to be ended before a customer is erased.</summary>
/// <param name="Ids">All ids that this person has had.</param>
internal sealed record ErasureWork(CustomerId[] Ids, CustomerId[] Absorbed, SessionId[] Sessions, IdentityId[] Identities, long Version)
{
    public static ErasureWork Of(Customer customer) => new(
        [customer.Id!.Value, .. customer.Absorptions.SelectMany(static absorption => absorption.Absorbed.Append(absorption.Customer))],
        [.. customer.Absorptions.Select(static absorption => absorption.Customer)],
        [.. customer.Sessions.Select(static session => session.Id)],
        [.. customer.Identities.Identities.Select(static identity => identity.Id)],
        customer.Version);
}
