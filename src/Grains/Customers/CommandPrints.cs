using Omnichannel.Inventory;

namespace Omnichannel.Customers;

/// <summary>What makes two commands of one id the same: computed from the command when it comes, and from its event when it is remembered.</summary>
internal static class CommandPrints
{
    public static string Of(IEnumerable<FieldChange> fields, Channel? channel) =>
        OfFields(fields.Select(static field => (field.Path, field.Value)), channel);

    public static string Of(ProfileChange[] fields, Channel? channel) =>
        OfFields(fields.Select(static field => (field.Path.Value ?? "", field.Value?.Value)), channel);

    public static string Of(DecideConsent command) => OfConsent(command.Purpose, command.Channel, command.State, command.TextVersion, command.By);

    public static string Of(ConsentDecided @event) => OfConsent(@event.Purpose, @event.Channel, @event.State, @event.TextVersion, @event.By.Value);

    public static string Of(EarnPoints command) => Fingerprint.Of("earn", command.Points, command.ExpiresAt, command.Reason, command.Reference);

    public static string Of(PointsEarned @event) => Fingerprint.Of("earn", @event.Points, @event.ExpiresAt, @event.Reason?.Value, @event.Reference?.Value);

    public static string Of(SpendPoints command) => Fingerprint.Of("spend", command.Points, command.Reason, command.Reference);

    public static string Of(PointsSpent @event) => Fingerprint.Of("spend", @event.Points, @event.Reason?.Value, @event.Reference?.Value);

    public static string Of(RecordPurchase command) =>
        Fingerprint.Of("purchase", command.Total.Amount, command.Total.Currency, command.Units, command.Channel, command.PurchasedAt);

    public static string Of(PurchaseRecorded @event) =>
        Fingerprint.Of("purchase", @event.Total.Amount, @event.Total.Currency, @event.Units, @event.Channel, @event.PurchasedAt);

    public static string Of(RecordTouchpoint command) =>
        Fingerprint.Of("touchpoint", command.Channel, command.Subject, command.Outcome, command.Reference, command.IsIssue);

    public static string Of(TouchpointRecorded @event) =>
        Fingerprint.Of("touchpoint", @event.Channel, @event.Subject.Value, @event.Outcome?.Value, @event.Reference?.Value, @event.IsIssue);

    public static string Of(GiveFeedback command) =>
        Fingerprint.Of("feedback", command.Type, command.Score, command.Channel, command.Reference, command.Comment);

    public static string Of(FeedbackGiven @event) =>
        Fingerprint.Of("feedback", @event.Type, @event.Score, @event.Channel, @event.Reference?.Value, @event.Comment?.Value);

    private static string OfConsent(string purpose, Channel channel, ConsentState state, string textVersion, string? by) =>
        Fingerprint.Of("consent", purpose, channel, state, textVersion, by);

    // The order in which fields are sent means nothing.
    private static string OfFields(IEnumerable<(string Path, string? Value)> fields, Channel? channel)
    {
        var parts = new List<object?> { "register", channel };
        foreach (var (path, value) in fields.OrderBy(static field => field.Path, StringComparer.Ordinal))
        {
            parts.Add(path);
            parts.Add(value);
        }

        return Fingerprint.Of([.. parts]);
    }
}
