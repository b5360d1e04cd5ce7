using Omnichannel.Carts;
using Omnichannel.Http;
using Omnichannel.Ids;

namespace Omnichannel.Customers;

/// <summary>Contacts and opinions of a person, and the story they tell whoever serves next.</summary>
internal static class TouchpointEndpoints
{
    private const string Tag = "Touchpoints";

    public static void MapTouchpoints(this IEndpointRouteBuilder routes)
    {
        routes.MapGet(CustomerEndpoints.Path + "/story", TellAsync)
            .Says(Tag, "customerStory", "Read the story", "The last contacts, the open cart with its lines and holds, the open issues, the last opinions and the live sessions in one read.")
            .OfCustomer()
            .Gives<StoryAnswer>(200, "The story, newest first.", CustomerExamples.Story);
        routes.MapGet(CustomerEndpoints.Path + "/touchpoints", ReadAsync)
            .Says(Tag, "touchpoints", "Page through all contacts", "As they were written down, from the journal; the story has the newest with what became of them.")
            .OfCustomer()
            .TakesPage("Contacts after this version of the customer; 0 for the start. limit counts the rows that are looked at.", Limits.EventsPageMax, Limits.EventsPageDefault)
            .Gives<TouchpointsAnswer>(200, "A page, oldest first; nextAfter is null at the end.", CustomerExamples.Touchpoints);
        routes.MapPut(CustomerEndpoints.Path + "/touchpoints/{touchpoint}", RecordAsync)
            .Says(Tag, "recordTouchpoint", "Record a contact", "From any channel. An issue stays open until it is resolved.")
            .OfCustomer()
            .Takes<TouchpointBody>("""{"channel":"phone","subject":"Handle is loose","outcome":"replacement promised","reference":"order-1","isIssue":true}""")
            .Gives<TouchpointView>(201, "Recorded.", CustomerExamples.Touchpoint)
            .Gives<TouchpointView>(200, "Recorded before, by the same body.", CustomerExamples.Touchpoint)
            .RefusesCommands().Refuses(ProblemKinds.IssuesFull);
        routes.MapPost(CustomerEndpoints.Path + "/touchpoints/{touchpoint}/resolve", ResolveAsync)
            .Says(Tag, "resolveIssue", "Resolve an issue", "The same outcome again changes nothing.")
            .OfCustomer()
            .Takes<ResolveIssueBody>("""{"outcome":"replaced"}""")
            .Gives<TouchpointView>(200, "The contact.", CustomerExamples.Resolved)
            .RefusesCommands().Refuses(ProblemKinds.IssueNotFound);
        routes.MapPut(CustomerEndpoints.Path + "/feedback/{feedback}", GiveAsync)
            .Says(Tag, "giveFeedback", "Give an opinion", "Would you recommend us (nps, 0 to 10), or how good was it (rating, 1 to 5); with the contact or order that it belongs to.")
            .OfCustomer()
            .Takes<FeedbackBody>("""{"type":"nps","score":9,"channel":"e-mail","reference":"order-1","comment":"Quick."}""")
            .Gives<FeedbackView>(201, "Given.", CustomerExamples.Feedback)
            .Gives<FeedbackView>(200, "Given before, by the same body.", CustomerExamples.Feedback)
            .RefusesCommands().Refuses(ProblemKinds.ChoiceUnknown, ProblemKinds.ScoreOutOfRange);
    }

    private static async Task<IResult> TellAsync(string customer, IGrainFactory grains)
    {
        var reply = await grains.Customer(customer).Story();
        if (reply.Story is not { } story) return new Problem(StatusProblems.Of(reply.Status)!);
        var cart = story.OpenCart is { } open ? await CartOfAsync(open, story.Id, grains) : null;
        var told = new StoryAnswer(story.Id, story.Version, story.Touchpoints, story.OpenIssues, cart, story.Feedback, story.Sessions, story.LastPurchaseAt);
        return new JsonAnswer<StoryAnswer>(StatusCodes.Status200OK, told, CustomersJson.Default.StoryAnswer);
    }

    // The customer knows which cart is open; what is in it, the cart knows. One that was merged into another since leads there.
    private static async Task<CartView?> CartOfAsync(CartId id, CustomerId owner, IGrainFactory grains)
    {
        var cart = (await grains.GetGrain<ICartGrain>(id.Value).Cart(CartActor.Of(owner))).Cart;
        return cart?.MergedInto is { } target ? (await grains.GetGrain<ICartGrain>(target.Value).Cart(CartActor.Of(owner))).Cart : cart;
    }

    private static async Task<IResult> ReadAsync(string customer, HttpContext http, IGrainFactory grains)
    {
        var grain = grains.Customer(customer);
        var reply = await grain.Touchpoints(Query.After(http), Query.Limit(http, Limits.EventsPageMax, Limits.EventsPageDefault));
        return CustomerReplies.Of(
            reply.Status,
            () => new JsonAnswer<TouchpointsAnswer>(StatusCodes.Status200OK, new(reply.Touchpoints, reply.NextAfter), CustomersJson.Default.TouchpointsAnswer));
    }

    private static async Task<IResult> RecordAsync(string customer, string touchpoint, HttpContext http, IGrainFactory grains)
    {
        var (grain, id) = (grains.Customer(customer), Check.Identifier<CommandId>("touchpoint", touchpoint));
        var body = await Body.ReadAsync(http, CustomersJson.Strict.TouchpointBody);
        return Answer(await grain.RecordTouchpoint(body.ToCommand(id)), CustomerReplies.StatusOf);
    }

    private static async Task<IResult> ResolveAsync(string customer, string touchpoint, HttpContext http, IGrainFactory grains)
    {
        var (grain, id) = (grains.Customer(customer), Check.Identifier<CommandId>("touchpoint", touchpoint));
        var body = await Body.ReadAsync(http, CustomersJson.Strict.ResolveIssueBody);
        return Answer(await grain.ResolveIssue(body.ToCommand(id)), static _ => StatusCodes.Status200OK);
    }

    private static async Task<IResult> GiveAsync(string customer, string feedback, HttpContext http, IGrainFactory grains)
    {
        var (grain, id) = (grains.Customer(customer), Check.Identifier<CommandId>("feedback", feedback));
        var body = await Body.ReadAsync(http, CustomersJson.Strict.FeedbackBody);
        var reply = await grain.GiveFeedback(body.ToCommand(id));
        return CustomerReplies.Of(
            reply.Status, () => new JsonAnswer<FeedbackView>(CustomerReplies.StatusOf(reply.Status), reply.Feedback!, CustomersJson.Default.FeedbackView));
    }

    private static IResult Answer(TouchpointReply reply, Func<CustomerStatus, int> statusOf) => CustomerReplies.Of(
        reply.Status, () => new JsonAnswer<TouchpointView>(statusOf(reply.Status), reply.Touchpoint!, CustomersJson.Default.TouchpointView));

    private static RouteHandlerBuilder RefusesCommands(this RouteHandlerBuilder route) => route.Refuses(
        ProblemKinds.ChannelInvalid, ProblemKinds.TextOutOfRange, ProblemKinds.ExistsWithDifferentBody, ProblemKinds.CommandsFull, ProblemKinds.CustomerMerging);
}
