using Omnichannel.Carts;
using Omnichannel.Http;

namespace Omnichannel.Customers;

/// <summary>Visits: who, where, with which cart, and how far on the way.</summary>
internal static class SessionEndpoints
{
    private const string Path = "/v1/sessions/{session}";
    private const string Tag = "Sessions";

    public static void MapSessions(this IEndpointRouteBuilder routes)
    {
        routes.MapPut(Path, StartAsync)
            .Says(Tag, "startSession", "Begin a visit", "With resumes it goes on with another live session: that one ends, and this one has its customer, cart and step.")
            .Takes<StartSessionBody>("""{"channel":"app","deviceId":"phone-1","idleForSeconds":1800}""")
            .Gives<SessionAnswer>(201, "Begun.", CustomerExamples.Session)
            .Gives<SessionAnswer>(200, "Begun before, by the same body.", CustomerExamples.Session)
            .Refuses(ProblemKinds.ChannelInvalid, ProblemKinds.IdleOutOfRange, ProblemKinds.SameSession, ProblemKinds.ExistsWithDifferentBody, ProblemKinds.ResumeRefused);
        routes.MapGet(Path, FindAsync)
            .Says(Tag, "session", "Read a visit", "Also after it has ended.")
            .Gives<SessionAnswer>(200, "The session.", CustomerExamples.Session)
            .Refuses(ProblemKinds.SessionNotFound);
        routes.MapPost(Path + "/seen", TouchAsync)
            .Says(Tag, "seeSession", "Give a sign of life", "With the step of the way, and the cart of an anonymous visitor, when they changed. Signs in quick succession are not all written down.")
            .Takes<SessionSeenBody>("""{"step":"basket"}""")
            .Gives<SessionAnswer>(200, "The session.", CustomerExamples.Session)
            .OfSession().Refuses(ProblemKinds.CartIsCustomers);
        routes.MapPost(Path + "/sign-in", SignInAsync)
            .Says(
                Tag,
                "signIn",
                "Sign in",
                "The cart of the visit becomes the customer's, merged into the one that is open already. Needs the Cart-Token of that cart: another person's is never taken.")
            .NeedsKey()
            .WithMetadata(new ParameterNote(CartOwner.TokenHeader, "The secret of the device whose cart it is.", "0d7f3c2a9b8e4f61a5c0e7d2") { IsHeader = true, Pattern = CartOwner.TokenPattern })
            .Takes<SignInBody>("""{"customer":"ada","strategy":"sum"}""")
            .Gives<SignInAnswer>(200, "Signed in, now or before by the same key.", CustomerExamples.SignIn)
            .OfSession()
            .Refuses(
                ProblemKinds.StrategyOutOfRange, ProblemKinds.CartOwnerInvalid, ProblemKinds.IdempotencyKeyReused, ProblemKinds.SignedInAsAnother, ProblemKinds.CustomerNotFound,
                ProblemKinds.CustomerErased, ProblemKinds.SessionsFull, ProblemKinds.CommandsFull);
        routes.MapPost(Path + "/sign-out", SignOutAsync)
            .Says(Tag, "signOut", "Sign out", "The visit goes on without a name and without the cart: the next one at this device does not inherit it.")
            .Takes<SignOutBody>("{}")
            .Gives<SessionAnswer>(200, "The session.", CustomerExamples.Session)
            .OfSession();
        routes.MapPost(Path + "/end", EndAsync)
            .Says(Tag, "endSession", "End a visit", "Repeating is harmless.")
            .Takes<EndSessionBody>("{}")
            .Gives<SessionAnswer>(200, "The session.", CustomerExamples.EndedSession)
            .OfSession();
        routes.MapGet(Path + "/events", ReadEventsAsync)
            .Says(Tag, "sessionEvents", "Read the events", "What happened on the visit, in order, from the journal.")
            .TakesPage("Events after this version; 0 for the start.", Limits.EventsPageMax, Limits.EventsPageDefault)
            .GivesWritten(200, "A page; nextAfter is null at the end.", CustomerExamples.SessionEvents)
            .Refuses(ProblemKinds.SessionNotFound);
        routes.MapGet("/v1/presence/{channel}", ReadPresenceAsync)
            .Says(Tag, "presence", "Count the live visits of a channel", "Exact but for sessions whose process died before it had told, until they are asked.")
            .Gives<PresenceAnswer>(200, "The count.", """{"channel":"web","sessions":1,"isFull":false}""")
            .Refuses(ProblemKinds.ChannelInvalid);
    }

    private static async Task<IResult> StartAsync(string session, HttpContext http, IGrainFactory grains)
    {
        var grain = grains.Session(session);
        var body = await Body.ReadAsync(http, CustomersJson.Strict.StartSessionBody);
        var reply = await grain.Start(body.ToCommand());
        return Answer(reply, reply.Status == SessionStatus.Done ? http.Request.Path.Value : null);
    }

    private static async Task<IResult> FindAsync(string session, IGrainFactory grains) => Answer(await grains.Session(session).Find());

    private static async Task<IResult> TouchAsync(string session, HttpContext http, IGrainFactory grains)
    {
        var grain = grains.Session(session);
        var body = await Body.ReadAsync(http, CustomersJson.Strict.SessionSeenBody);
        return Answer(await grain.Touch(body.ToCommand()));
    }

    private static async Task<IResult> SignInAsync(string session, HttpContext http, IGrainFactory grains)
    {
        var (grain, key, actor) = (grains.Session(session), IdempotencyKey.Of(http), CartOwner.TokenOrNull(http));
        var body = await Body.ReadAsync(http, CustomersJson.Strict.SignInBody);
        var reply = await grain.SignIn(body.ToCommand(key, actor));
        if (reply.Status == SessionStatus.ExistsWithDifferentBody) return new Problem(ProblemKinds.IdempotencyKeyReused);
        if (StatusProblems.Of(reply.Status) is { } kind) return Refusal(kind, reply, kind == ProblemKinds.CustomerNotFound || kind == ProblemKinds.CustomerErased ? "/customer" : null);
        var told = new SignInAnswer(
            SessionAnswer.Of(reply.Session!), reply.CartStatus == CartStatus.None ? null : reply.CartStatus, await ReportOfAsync(reply, grains));
        return new JsonAnswer<SignInAnswer>(StatusCodes.Status200OK, told, CustomersJson.Default.SignInAnswer);
    }

    private static async Task<CartMergeReport?> ReportOfAsync(SessionReply reply, IGrainFactory grains)
    {
        if (reply is not { CartMerge: { } merge, Session: { CartId: { } cart, Customer: { } customer } }) return null;
        return (await grains.GetGrain<ICartGrain>(cart.Value).FindMerge(CartActor.Of(customer), merge)).Report;
    }

    private static async Task<IResult> SignOutAsync(string session, HttpContext http, IGrainFactory grains)
    {
        var grain = grains.Session(session);
        await Body.ReadAsync(http, CustomersJson.Strict.SignOutBody);
        return Answer(await grain.SignOut(new()));
    }

    private static async Task<IResult> EndAsync(string session, HttpContext http, IGrainFactory grains)
    {
        var grain = grains.Session(session);
        await Body.ReadAsync(http, CustomersJson.Strict.EndSessionBody);
        return Answer(await grain.End(new(SessionEnd.Ended)));
    }

    private static async Task<IResult> ReadEventsAsync(string session, HttpContext http, IGrainFactory grains)
    {
        var (grain, after, limit) = (grains.Session(session), Query.After(http), Query.Limit(http, Limits.EventsPageMax, Limits.EventsPageDefault));
        var found = await grain.Find();
        return found.Status == SessionStatus.NotFound ? Answer(found) : EventsAnswer.Of(await grain.Events(after, limit));
    }

    private static async Task<IResult> ReadPresenceAsync(string channel, IGrainFactory grains)
    {
        var presence = await grains.GetGrain<IPresenceGrain>(CustomerChecks.Channel("channel", channel).Value).Presence();
        return new JsonAnswer<PresenceAnswer>(StatusCodes.Status200OK, new(presence.Channel, presence.Sessions, presence.IsFull), CustomersJson.Default.PresenceAnswer);
    }

    private static IResult Answer(SessionReply reply, string? location = null)
    {
        if (StatusProblems.Of(reply.Status) is { } kind) return Refusal(kind, reply);
        return new JsonAnswer<SessionAnswer>(
            location is null ? StatusCodes.Status200OK : StatusCodes.Status201Created, SessionAnswer.Of(reply.Session!), CustomersJson.Default.SessionAnswer)
        {
            ETag = IfMatch.ETag(reply.Session!.Version),
            Location = location,
        };
    }

    private static Problem Refusal(ProblemKind kind, SessionReply reply, string? field = null) => new(kind, Field: field, Facts: writer =>
    {
        if (kind != ProblemKinds.SessionClosed || reply.Session is not { } session) return;
        writer.WriteString("end", Inventory.WireNames.Of(session.End));
        if (session.Successor is { } successor) writer.WriteString("successor", successor.Value);
    });

    private static ISessionGrain Session(this IGrainFactory grains, string session) => grains.GetGrain<ISessionGrain>(Check.Identifier<SessionId>("session", session).Value);

    private static RouteHandlerBuilder OfSession(this RouteHandlerBuilder route) =>
        route.Refuses(ProblemKinds.SessionNotFound, ProblemKinds.SessionClosed, ProblemKinds.SessionBusy);
}
