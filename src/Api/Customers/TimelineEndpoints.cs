using System.Text.Json;
using Omnichannel.Http;
using Omnichannel.Journal;

namespace Omnichannel.Customers;

/// <summary>Everything that happened to a customer, in clear, for that customer and whoever serves them.</summary>
internal static class TimelineEndpoints
{
    private const string Tag = "Customers";
    private const string Of = "of";

    // What merges bring and take away belongs to more than one of them.
    private static readonly string[] Merges = ["customer-absorbed", "absorption-", "customer-merged", "customer-reopened"];

    private static readonly Dictionary<string, string[]> Subjects = new(StringComparer.Ordinal)
    {
        ["profile"] = ["customer-registered", "customer-patched", .. Merges],
        ["consents"] = ["consent-", .. Merges],
        ["points"] = ["points-", .. Merges],
        ["purchases"] = ["purchase-", .. Merges],
        ["contacts"] = ["touchpoint-", "issue-", "feedback-", .. Merges],
        ["identities"] = ["identity-", .. Merges],
        ["visits"] = ["session-", "cart-", .. Merges],
    };

    private static readonly string SubjectRule = $"{Of} is one of {string.Join(", ", Subjects.Keys)}, or left out for everything.";

    public static void MapTimeline(this IEndpointRouteBuilder routes)
    {
        routes.MapGet(CustomerEndpoints.Path + "/timeline", ReadAsync)
            .Says(Tag, "customerTimeline", "Page through the timeline", "What happened to this very id, oldest first, in clear, from the journal. What happened to an id that was merged into it is in the timeline of that id.")
            .OfCustomer()
            .TakesPage("Events after this version; 0 for the start. limit counts the rows that are looked at.", Limits.EventsPageMax, Limits.EventsPageDefault)
            .WithMetadata(new ParameterNote(Of, SubjectRule, "points") { Pattern = $"^({string.Join('|', Subjects.Keys)})$" })
            .GivesWritten(200, "A page; nextAfter is null at the end.", CustomerExamples.Timeline);
        routes.MapGet(CustomerEndpoints.Path + "/export", ExportAsync)
            .Says(Tag, "exportCustomer", "Export everything that is held on a person", "One JSON document: the customer, the story, the points, the visits, the carts, and the whole history, also of every id that was merged into this one.")
            .OfCustomer()
            .Gives<ExportAnswer>(200, "The document.", CustomerExamples.Export);
    }

    private static async Task<IResult> ReadAsync(string customer, HttpContext http, IGrainFactory grains)
    {
        var (grain, after, limit) = (grains.Customer(customer), Query.After(http), Query.Limit(http, Limits.EventsPageMax, Limits.EventsPageDefault));
        var types = TypesOf(Query.Text(http, Of));
        var page = await grain.History(after, limit);
        if (StatusProblems.Of(page.Status) is { } kind) return new Problem(kind);
        return EventsAnswer.Of(new EventPage([.. page.Events.Where(@event => IsOf(@event, types))], page.NextAfter));
    }

    private static string[]? TypesOf(string? subject)
    {
        if (subject is null) return null;
        return Subjects.TryGetValue(subject, out var types) ? types : throw new BadInputException(ProblemKinds.ParameterInvalid, Of, SubjectRule);
    }

    private static bool IsOf(EventView @event, string[]? types)
    {
        if (types is null) return true;
        using var json = JsonDocument.Parse(@event.Json);
        var name = json.RootElement.GetProperty("type").GetString()!;
        return types.Any(type => name.StartsWith(type, StringComparison.Ordinal));
    }

    private static Task<IResult> ExportAsync(string customer, IGrainFactory grains, TimeProvider clock) =>
        CustomerExport.OfAsync(Check.Identifier<CustomerId>("customer", customer), grains, clock);
}
