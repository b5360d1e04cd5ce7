using Omnichannel.Http;
using Omnichannel.Ids;

namespace Omnichannel.Customers;

/// <summary>A customer: profile, consents, points, purchases, erasure.</summary>
public static class CustomerEndpoints
{
    internal const string Path = "/v1/customers/{customer}";
    private const string Tag = "Customers";

    public static void MapCustomers(this IEndpointRouteBuilder routes)
    {
        MapProfile(routes);
        MapLoyalty(routes);
        routes.MapTouchpoints();
        routes.MapTimeline();
        routes.MapCustomerMerges();
        routes.MapIdentities();
        routes.MapSessions();
        routes.MapCustomerSessions();
    }

    private static void MapProfile(IEndpointRouteBuilder routes)
    {
        routes.MapPut(Path, RegisterAsync)
            .Says(Tag, "registerCustomer", "Register a customer", "The id is made by the caller and never anything personal. The same body again changes nothing.")
            .Takes<RegisterCustomerBody>("""{"profile":{"givenName":"Ada","familyName":"Lovelace","language":"en"},"channel":"web"}""")
            .Gives<CustomerAnswer>(201, "Registered.", CustomerExamples.Customer)
            .Gives<CustomerAnswer>(200, "Registered before, by the same body.", CustomerExamples.Customer)
            .RefusesProfiles()
            .Refuses(ProblemKinds.ExistsWithDifferentBody, ProblemKinds.ChannelInvalid, ProblemKinds.CustomerErased);
        routes.MapGet(Path, FindAsync)
            .Says(Tag, "customer", "Read a customer", "Everything that is known but the contacts, which the story has. The ETag is the version. An id that was merged answers with its survivor.")
            .OfCustomer()
            .Gives<CustomerAnswer>(200, "The customer.", CustomerExamples.Customer)
            .GivesText(304, "", "The version is the one of If-None-Match.", "");
        routes.MapPatch(Path, PatchAsync)
            .Says(
                Tag,
                "patchCustomer",
                "Change fields of a profile",
                "A JSON Merge Patch: null takes away. With If-Match it is taken when nobody has changed these very fields since; other fields do not matter. A 412 has the values of today.")
            .TakesIfMatch()
            .WithMetadata(new ParameterNote("channel", "Where it was changed.", "app") { Pattern = Check.ChannelPattern })
            .OfCustomer()
            .TakesPatch<PatchCustomerBody>("""{"profile":{"givenName":"Augusta","tags":{"vip":true},"preferences":{"size":null}}}""")
            .Gives<CustomerAnswer>(200, "The customer.", CustomerExamples.Customer)
            .RefusesProfiles()
            .Refuses(ProblemKinds.ChannelInvalid, ProblemKinds.CustomerMerged, ProblemKinds.CustomerMerging);
        routes.MapPut(Path + "/consents/{purpose}/{channel}", DecideConsentAsync)
            .Says(Tag, "decideConsent", "Write down a consent", "What a person said about one purpose on one channel: who took it down, when, and which text was shown. The last word counts; all of them stay in the timeline.")
            .Changes()
            .Takes<ConsentBody>("""{"state":"granted","textVersion":"2026-03","by":"in the app"}""")
            .Gives<ConsentView>(200, "The consent.", CustomerExamples.Consent)
            .Refuses(ProblemKinds.ChannelInvalid, ProblemKinds.ChoiceUnknown, ProblemKinds.TextOutOfRange, ProblemKinds.ConsentsFull);
        routes.MapPost(Path + "/erase", EraseAsync)
            .Says(Tag, "eraseCustomer", "Erase a person", "Destroys the key of everything that was held on this person, here and under every id that was merged into this one. It cannot be taken back.")
            .OfCustomer().NeedsKey()
            .Takes<EraseCustomerBody>("{}")
            .Gives<ErasedAnswer>(200, "Erased, now or before.", """{"id":"ada","isErased":true}""")
            .Refuses(ProblemKinds.CustomerMerging);
    }

    private static void MapLoyalty(IEndpointRouteBuilder routes)
    {
        routes.MapPost(Path + "/points", ChangePointsAsync)
            .Says(Tag, "changePoints", "Earn or spend points", "Points that end first are spent first. What is left of them at expiresAt is lost, by an event.")
            .Changes()
            .Takes<PointsBody>("""{"type":"earn","points":120,"expiresAt":"2036-12-31T00:00:00Z","reason":"order-1"}""")
            .Gives<PointsView>(200, "The points.", CustomerExamples.Points)
            .Refuses(
                ProblemKinds.ChoiceUnknown, ProblemKinds.PointsOutOfRange, ProblemKinds.ExpiryOutOfRange, ProblemKinds.TextOutOfRange, ProblemKinds.InsufficientPoints,
                ProblemKinds.BalanceOutOfRange, ProblemKinds.PointLotsFull);
        routes.MapGet(Path + "/points", ReadPointsAsync)
            .Says(Tag, "points", "Read points and their ledger", "The newest entries, newest first; older ones are in the timeline (of=points).")
            .OfCustomer()
            .Gives<PointsAnswer>(200, "The points.", CustomerExamples.Ledger);
        routes.MapPut(Path + "/purchases/{purchase}", RecordPurchaseAsync)
            .Says(Tag, "recordPurchase", "Record a purchase", "Whatever the channel. It counts once, however often it is sent.")
            .OfCustomer()
            .Takes<PurchaseBody>("""{"total":3998,"currency":"EUR","units":2,"channel":"web","purchasedAt":"2026-11-22T10:00:00Z"}""")
            .Gives<PurchasesView>(201, "Recorded: the sums of all purchases.", CustomerExamples.Purchases)
            .Gives<PurchasesView>(200, "Recorded before, by the same body.", CustomerExamples.Purchases)
            .Refuses(
                ProblemKinds.AmountOutOfRange, ProblemKinds.CurrencyUnknown, ProblemKinds.QuantityOutOfRange, ProblemKinds.TimeOutOfRange, ProblemKinds.ChannelInvalid,
                ProblemKinds.ExistsWithDifferentBody, ProblemKinds.BalanceOutOfRange, ProblemKinds.CurrenciesFull, ProblemKinds.CommandsFull, ProblemKinds.CustomerMerging);
    }

    private static async Task<IResult> RegisterAsync(string customer, HttpContext http, IGrainFactory grains)
    {
        var grain = grains.Customer(customer);
        var body = await Body.ReadAsync(http, CustomersJson.Strict.RegisterCustomerBody);
        var reply = await grain.Register(body.ToCommand());
        return CustomerReplies.Of(reply, EtagOf(reply, customer), location: http.Request.Path);
    }

    private static async Task<IResult> FindAsync(string customer, HttpContext http, IGrainFactory grains)
    {
        var reply = await grains.Customer(customer).Profile();
        var etag = EtagOf(reply, customer);
        return etag is not null && IfNoneMatch.IsKnown(http, etag) ? IfNoneMatch.NotModified(http, etag) : CustomerReplies.Of(reply, etag);
    }

    private static async Task<IResult> PatchAsync(string customer, HttpContext http, IGrainFactory grains)
    {
        var (grain, version) = (grains.Customer(customer), IfMatch.Of(http));
        var channel = Check.Channel("channel", Query.Text(http, "channel"));
        var patch = (await Body.ReadPatchAsync(http, CustomersJson.Strict.PatchCustomerBody)).ToCommand(version, channel);
        var reply = await grain.Patch(patch);
        return CustomerReplies.Of(reply, EtagOf(reply, customer), patch);
    }

    private static async Task<IResult> DecideConsentAsync(string customer, string purpose, string channel, HttpContext http, IGrainFactory grains)
    {
        var (grain, named, where, key) = (grains.Customer(customer), Check.Identifier<CommandId>("purpose", purpose).Value, CustomerChecks.Channel("channel", channel), IdempotencyKey.Of(http));
        var body = await Body.ReadAsync(http, CustomersJson.Strict.ConsentBody);
        var reply = await grain.DecideConsent(body.ToCommand(key, named, where));
        return CustomerReplies.Of(reply.Status, () => new JsonAnswer<ConsentView>(StatusCodes.Status200OK, reply.Consent!, CustomersJson.Default.ConsentView), isKeyed: true);
    }

    private static async Task<IResult> EraseAsync(string customer, HttpContext http, IGrainFactory grains)
    {
        var (grain, key) = (grains.Customer(customer), IdempotencyKey.Of(http));
        await Body.ReadAsync(http, CustomersJson.Strict.EraseCustomerBody);
        var reply = await grain.Erase(new(key));
        return CustomerReplies.Of(reply.Status, () => new JsonAnswer<ErasedAnswer>(StatusCodes.Status200OK, new(new(customer), true), CustomersJson.Default.ErasedAnswer));
    }

    private static async Task<IResult> ChangePointsAsync(string customer, HttpContext http, IGrainFactory grains)
    {
        var (grain, key) = (grains.Customer(customer), IdempotencyKey.Of(http));
        var body = await Body.ReadAsync(http, CustomersJson.Strict.PointsBody);
        var reply = body.IsEarned ? await grain.EarnPoints(body.ToEarn(key)) : await grain.SpendPoints(body.ToSpend(key));
        if (reply.Status == CustomerStatus.InsufficientPoints) return new Problem(ProblemKinds.InsufficientPoints, Facts: writer => writer.WriteNumber("balance", reply.Points!.Balance));
        return CustomerReplies.Of(reply.Status, () => new JsonAnswer<PointsView>(StatusCodes.Status200OK, reply.Points!, CustomersJson.Default.PointsView), isKeyed: true);
    }

    private static async Task<IResult> ReadPointsAsync(string customer, IGrainFactory grains)
    {
        var reply = await grains.Customer(customer).PointsLedger();
        return CustomerReplies.Of(
            reply.Status, () => new JsonAnswer<PointsAnswer>(StatusCodes.Status200OK, new(reply.Points!, reply.Entries), CustomersJson.Default.PointsAnswer));
    }

    private static async Task<IResult> RecordPurchaseAsync(string customer, string purchase, HttpContext http, IGrainFactory grains)
    {
        var (grain, order) = (grains.Customer(customer), Check.Identifier<CommandId>("purchase", purchase));
        var body = await Body.ReadAsync(http, CustomersJson.Strict.PurchaseBody);
        var reply = await grain.RecordPurchase(body.ToCommand(order));
        return CustomerReplies.Of(
            reply.Status, () => new JsonAnswer<PurchasesView>(CustomerReplies.StatusOf(reply.Status), reply.Purchases!, CustomersJson.Default.PurchasesView));
    }

    // Only of the id that was asked: versions of a survivor mean nothing at an id that was merged into it.
    private static string? EtagOf(CustomerReply reply, string customer) =>
        reply.Customer is { } found && found.Id.Value == customer ? IfMatch.ETag(found.Version) : null;

    internal static ICustomerGrain Customer(this IGrainFactory grains, string customer) =>
        grains.GetGrain<ICustomerGrain>(Check.Identifier<CustomerId>("customer", customer).Value);

    /// <summary>What every call about a customer may be told.</summary>
    internal static RouteHandlerBuilder OfCustomer(this RouteHandlerBuilder route) => route.Refuses(ProblemKinds.CustomerNotFound, ProblemKinds.CustomerErased);

    private static RouteHandlerBuilder Changes(this RouteHandlerBuilder route) =>
        route.OfCustomer().NeedsKey().Refuses(ProblemKinds.CustomerMerging, ProblemKinds.IdempotencyKeyReused, ProblemKinds.CommandsFull);

    private static RouteHandlerBuilder RefusesProfiles(this RouteHandlerBuilder route) =>
        route.Refuses(ProblemKinds.FieldOutOfRange, ProblemKinds.ChangesOutOfRange, ProblemKinds.AddressIncomplete, ProblemKinds.ProfileFull);
}
