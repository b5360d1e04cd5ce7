using System.Globalization;
using Omnichannel.Ids;
using Omnichannel.Inventory;
using Omnichannel.Journal;
using Omnichannel.Privacy;

namespace Omnichannel.Customers;

/// <summary>The frozen form of one remembered command of a customer.</summary>
/// <param name="Body">A digest; what it was made of could be found by trying likely texts, so it is sealed like them.</param>
[GenerateSerializer, Immutable, Alias("remembered-body")]
public sealed record RememberedBody([property: Id(0)] CommandId Id, [property: Id(1)] PersonalText Body, [property: Id(2)] DateTimeOffset At)
{
    public static RememberedBody Of(CommandEntry entry) => new(entry.Command.Id, new(entry.Command.Body), entry.At);

    public CommandEntry Restore() => new(At, new(Id, Body.Value ?? ""));
}

/// <summary>What makes two commands of one id the same: computed from the command when it comes, and from its event when it is remembered.</summary>
internal static class CommandBodies
{
    private static readonly CommandId Registration = new("registration");

    public static string Of(IEnumerable<FieldChange> fields, Channel? channel) => OfFields(fields.Select(static leaf => (leaf.Path, leaf.Value)), channel);

    public static string Of(ProfileChange[] fields, Channel? channel) => OfFields(fields.Select(static leaf => (leaf.Path.Value ?? "", leaf.Value?.Value)), channel);

    public static RememberedCommand Of(DecideConsent command) =>
        OfConsent(command.Id, command.Purpose, command.Channel, command.State, command.TextVersion, command.By);

    public static RememberedCommand Of(ConsentDecided @event) =>
        OfConsent(@event.CommandId, @event.Purpose, @event.Channel, @event.State, @event.TextVersion, @event.By.Value);

    public static RememberedCommand Of(EarnPoints command) =>
        RememberedCommand.Of(command.Id, "earn", Text(command.Points), Text(command.ExpiresAt), command.Reason, command.Reference);

    public static RememberedCommand Of(PointsEarned @event) =>
        RememberedCommand.Of(@event.CommandId, "earn", Text(@event.Points), Text(@event.ExpiresAt), @event.Reason?.Value, @event.Reference?.Value);

    public static RememberedCommand Of(SpendPoints command) => RememberedCommand.Of(command.Id, "spend", Text(command.Points), command.Reason, command.Reference);

    public static RememberedCommand Of(PointsSpent @event) =>
        RememberedCommand.Of(@event.CommandId, "spend", Text(@event.Points), @event.Reason?.Value, @event.Reference?.Value);

    public static RememberedCommand Of(RecordPurchase command) => RememberedCommand.Of(
        command.Id, "purchase", Text(command.Total.Amount), command.Total.Currency.Value, Text(command.Units), command.Channel?.Value, Text(command.PurchasedAt));

    public static RememberedCommand Of(PurchaseRecorded @event) => RememberedCommand.Of(
        @event.CommandId, "purchase", Text(@event.Total.Amount), @event.Total.Currency.Value, Text(@event.Units), @event.Channel?.Value, Text(@event.PurchasedAt));

    public static RememberedCommand Of(RecordTouchpoint command) => RememberedCommand.Of(
        command.Id, "touchpoint", command.Channel.Value, command.Subject, command.Outcome, command.Reference, command.IsIssue.ToString());

    public static RememberedCommand Of(TouchpointRecorded @event) => RememberedCommand.Of(
        @event.CommandId, "touchpoint", @event.Channel.Value, @event.Subject.Value, @event.Outcome?.Value, @event.Reference?.Value, @event.IsIssue.ToString());

    public static RememberedCommand Of(ResolveIssue command) => OfResolution(command.Id, command.Outcome);

    public static RememberedCommand Of(IssueResolved @event) => OfResolution(@event.CommandId, @event.Outcome.Value);

    /// <summary>The id under which a resolution is remembered: that of the contact is taken by the contact.</summary>
    public static CommandId ResolutionOf(CommandId contact) => CommandId.Create($"{contact}/resolve");

    public static RememberedCommand Of(GiveFeedback command) => RememberedCommand.Of(
        command.Id, "feedback", command.Type.ToString(), Text(command.Score), command.Channel?.Value, command.Reference, command.Comment);

    public static RememberedCommand Of(FeedbackGiven @event) => RememberedCommand.Of(
        @event.CommandId, "feedback", @event.Scale.ToString(), Text(@event.Score), @event.Channel?.Value, @event.Reference?.Value, @event.Comment?.Value);

    private static RememberedCommand OfResolution(CommandId contact, string? outcome) => RememberedCommand.Of(ResolutionOf(contact), "resolve", outcome);

    private static RememberedCommand OfConsent(CommandId id, string purpose, Channel channel, ConsentState state, string textVersion, string? by) =>
        RememberedCommand.Of(id, "consent", purpose, channel.Value, state.ToString(), textVersion, by);

    // The order in which fields are sent means nothing.
    private static string OfFields(IEnumerable<(string Path, string? Value)> fields, Channel? channel)
    {
        var parts = new List<string?> { channel?.Value };
        foreach (var (path, value) in fields.OrderBy(static leaf => leaf.Path, StringComparer.Ordinal)) parts.AddRange([path, value]);
        return RememberedCommand.Of(Registration, [.. parts]).Body;
    }

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);

    private static string? Text(DateTimeOffset? at) => at?.ToUniversalTime().ToString("O", CultureInfo.InvariantCulture);
}
