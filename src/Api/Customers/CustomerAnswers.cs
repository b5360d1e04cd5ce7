using System.Text.Json;
using Omnichannel.Carts;
using Omnichannel.Http;

namespace Omnichannel.Customers;

/// <summary>A customer, as of its last durable event.</summary>
/// <param name="Id">Who answers: another one than was asked, when that one was merged.</param>
/// <param name="Absorbed">The ids that were merged into this one and still answer.</param>
public sealed record CustomerAnswer(
    CustomerId Id,
    long Version,
    DateTimeOffset RegisteredAt,
    ProfileTree Profile,
    IReadOnlyList<IdentityView> Identities,
    IReadOnlyList<ConsentView> Consents,
    PointsView Points,
    PurchasesView Purchases,
    CartId? OpenCart,
    IReadOnlyList<CustomerId> Absorbed)
{
    internal static CustomerAnswer Of(CustomerView customer) => new(
        customer.Id,
        customer.Version,
        customer.RegisteredAt,
        ProfileTree.Of(customer.Profile),
        customer.Identities,
        customer.Consents,
        customer.Points,
        customer.Purchases,
        customer.OpenCart,
        customer.Absorbed);
}

/// <summary>Points, and the newest entries of their ledger, newest first.</summary>
public sealed record PointsAnswer(PointsView Points, IReadOnlyList<PointsEntryView> Entries);

/// <summary>What whoever serves next should know, newest first.</summary>
/// <param name="OpenCart">The cart with its lines and holds; null when none is open.</param>
public sealed record StoryAnswer(
    CustomerId Id,
    long Version,
    IReadOnlyList<TouchpointView> Touchpoints,
    IReadOnlyList<TouchpointView> OpenIssues,
    CartView? OpenCart,
    IReadOnlyList<FeedbackView> Feedback,
    IReadOnlyList<LiveSessionView> Sessions,
    DateTimeOffset? LastPurchaseAt);

/// <summary>Everything that is held on a person. It is written page by page: nobody has one of these.</summary>
public sealed record ExportAnswer(
    CustomerId Id,
    DateTimeOffset ExportedAt,
    CustomerAnswer Customer,
    PointsAnswer Points,
    StoryAnswer Story,
    IReadOnlyList<SessionAnswer> Sessions,
    IReadOnlyList<ExportedHistory> History,
    IReadOnlyList<ExportedCart> Carts);

/// <summary>What happened to one id, oldest first, each event with the members of its type.</summary>
public sealed record ExportedHistory(CustomerId Customer, IReadOnlyList<JsonElement> Events);

/// <summary>A cart, and what happened to it.</summary>
public sealed record ExportedCart(CartView Cart, IReadOnlyList<JsonElement> Events);

/// <summary>Contacts of the past, oldest first.</summary>
public sealed record TouchpointsAnswer(IReadOnlyList<TouchpointView> Touchpoints, long? NextAfter);

/// <summary>Where a customer is signed in.</summary>
public sealed record LiveSessionsAnswer(IReadOnlyList<LiveSessionView> Sessions);

/// <summary>Nothing is held on this person any more.</summary>
public sealed record ErasedAnswer(CustomerId Id, bool IsErased);

/// <summary>What a merge of two customers did.</summary>
/// <param name="Status">merged, undone, or under-way.</param>
/// <param name="Report">Null while it is under way, and once it was undone.</param>
public sealed record CustomerMergeAnswer(
    CustomerMergeId Id, CustomerMergeStatus Status, CustomerId Survivor, CustomerId Absorbed, CartMergeStrategy Strategy, CustomerMergeReportAnswer? Report);

/// <param name="FieldsTaken">Fields that the survivor lacked and has now, by their pointers.</param>
/// <param name="FieldsKept">Fields that both had, differently: as the survivor had them.</param>
/// <param name="FieldsDropped">Fields that the survivor lacked and has no room for.</param>
/// <param name="CartStatus">What the carts said, when both had one open.</param>
public sealed record CustomerMergeReportAnswer(
    DateTimeOffset MergedAt,
    IReadOnlyList<string> FieldsTaken,
    IReadOnlyList<string> FieldsKept,
    IReadOnlyList<string> FieldsDropped,
    int Identities,
    int Consents,
    long Points,
    PurchasesView Purchases,
    int Touchpoints,
    int Feedback,
    CartId? OpenCart,
    CartStatus? CartStatus);

/// <summary>From the replies of a customer to what is told on the wire.</summary>
internal static class CustomerReplies
{
    public static IResult Of(CustomerReply reply, string? etag, PatchCustomer? patch = null, string? location = null)
    {
        if (StatusProblems.Of(reply.Status) is { } kind) return Refusal(kind, reply, patch);
        return new JsonAnswer<CustomerAnswer>(
            location is not null && reply.Status == CustomerStatus.Done ? StatusCodes.Status201Created : StatusCodes.Status200OK,
            CustomerAnswer.Of(reply.Customer!),
            CustomersJson.Default.CustomerAnswer)
        {
            ETag = etag,
            Location = reply.Status == CustomerStatus.Done ? location : null,
        };
    }

    /// <summary>A success with a body, or the problem that the status stands for. The conflict of an id is told of the key, where the call has one.</summary>
    public static IResult Of<T>(CustomerStatus status, Func<JsonAnswer<T>> answer, bool isKeyed = false)
    {
        if (status == CustomerStatus.ExistsWithDifferentBody && isKeyed) return new Problem(ProblemKinds.IdempotencyKeyReused);
        return StatusProblems.Of(status) is { } kind ? new Problem(kind) : answer();
    }

    /// <summary>201 for what is new, 200 for its repeat.</summary>
    public static int StatusOf(CustomerStatus status) => status == CustomerStatus.Done ? StatusCodes.Status201Created : StatusCodes.Status200OK;

    private static Problem Refusal(ProblemKind kind, CustomerReply reply, PatchCustomer? patch)
    {
        if (reply.Field is { } path) return new(kind, DetailOf(kind, path), ProfileTree.PointerOf(path));
        if (reply.Status == CustomerStatus.Merged && reply.Survivor is { } survivor)
            return new(kind, "A version of the old id cannot be compared with one of the survivor's: read it, and patch that one.", Facts: writer => writer.WriteString("survivor", survivor.Value));
        if (reply is not { Status: CustomerStatus.VersionMismatch, Customer: { } customer }) return new(kind);
        var field = reply.Conflicts.Count > 0 ? ProfileTree.PointerOf(reply.Conflicts[0].Path) : IfMatch.Header;
        return new(kind, Field: field, Facts: writer => WriteConflicts(writer, reply, patch, customer));
    }

    private static string DetailOf(ProblemKind kind, string path) =>
        kind == ProblemKinds.FieldOutOfRange ? $"{ProfileTree.PointerOf(path)} is {ProfileTree.RuleOf(path)}."
        : kind == ProblemKinds.AddressIncomplete ? $"{ProfileTree.PointerOf(path)} needs line1, city and country."
        : $"The profile has no {ProfileTree.PointerOf(path)}, or it stands for more than one field.";

    // Whoever patches may read: the current values are theirs to see.
    private static void WriteConflicts(Utf8JsonWriter writer, CustomerReply reply, PatchCustomer? patch, CustomerView customer)
    {
        writer.WriteNumber("expected", patch?.IfVersion ?? 0);
        writer.WriteNumber("actual", customer.Version);
        writer.WriteStartArray("conflicts");
        foreach (var conflict in reply.Conflicts)
        {
            writer.WriteStartObject();
            writer.WriteString("field", ProfileTree.PointerOf(conflict.Path));
            if (conflict.Value is null) writer.WriteNull("value");
            else if (conflict.Path.StartsWith(ProfileTree.Tags + "/", StringComparison.Ordinal)) writer.WriteBoolean("value", true);
            else writer.WriteString("value", conflict.Value);
            writer.WriteNumber("version", conflict.Version);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }
}
