using System.ComponentModel.DataAnnotations;
using Omnichannel.Http;

namespace Omnichannel.Customers;

/// <summary>Who wants to be known by what. A value never stands in an address: addresses end up in logs.</summary>
public sealed record ClaimIdentityBody
{
    [Required, RegularExpression(Check.IdentifierPattern)]
    public string? Customer { get; init; }

    [Required, AllowedValues("email", "phone", "loyalty-card", "device", "till-number", "social-handle")]
    public string? Kind { get; init; }

    [Required, MaxLength(Limits.IdentityLengthMax)]
    public string? Value { get; init; }

    /// <summary>Whether the person has shown that it is theirs.</summary>
    public bool? IsVerified { get; init; }

    internal (CustomerId Customer, ClaimIdentity Claim) ToCommand() =>
        (Check.Identifier<CustomerId>("/customer", Customer), new(CustomerChecks.Choice<IdentityKind>("/kind", Kind), Value ?? throw Check.Missing("/value"), IsVerified ?? false));
}

/// <summary>What somebody says they are known by.</summary>
public sealed record FindIdentityBody
{
    [Required, AllowedValues("email", "phone", "loyalty-card", "device", "till-number", "social-handle")]
    public string? Kind { get; init; }

    [Required, MaxLength(Limits.IdentityLengthMax)]
    public string? Value { get; init; }

    internal (IdentityKind Kind, string Value) ToQuestion() => (CustomerChecks.Choice<IdentityKind>("/kind", Kind), Value ?? throw Check.Missing("/value"));
}

/// <summary>Whose identity it is.</summary>
public sealed record IdentityOwnerBody
{
    [Required, RegularExpression(Check.IdentifierPattern)]
    public string? Customer { get; init; }

    internal CustomerId Owner => Check.Identifier<CustomerId>("/customer", Customer);
}

/// <summary>Who has an identity. The value is not in it: the customer has that.</summary>
public sealed record IdentityOwnerAnswer(IdentityId Id, CustomerId Customer, bool IsVerified);

/// <summary>Nobody has it any more.</summary>
public sealed record ReleasedIdentityAnswer(IdentityId Id, bool IsReleased);

/// <summary>What people are known by: each owned by one customer at most.</summary>
internal static class IdentityEndpoints
{
    private const string Path = "/v1/identities";
    private const string OnePath = Path + "/{identity}";
    private const string Tag = "Identities";

    public static void MapIdentities(this IEndpointRouteBuilder routes)
    {
        routes.MapPost(Path + "/claim", ClaimAsync)
            .Says(Tag, "claimIdentity", "Claim an identity", "Of all customers that claim one, exactly one gets it. Whoever has it already is told so again; the answer's id stands for it without telling it.")
            .Takes<ClaimIdentityBody>("""{"customer":"ada","kind":"email","value":"Ada@Example.com","isVerified":false}""")
            .Gives<IdentityView>(201, "It is theirs now.", CustomerExamples.Identity)
            .Gives<IdentityView>(200, "It was theirs already.", CustomerExamples.Identity)
            .Gives<IdentityView>(202, "Asked for, and not answered yet: the grid goes on by itself.", CustomerExamples.Identity)
            .RefusesChanges()
            .Refuses(ProblemKinds.IdentifierInvalid, ProblemKinds.ChoiceUnknown, ProblemKinds.IdentityInvalid, ProblemKinds.IdentityTaken, ProblemKinds.IdentitiesFull);
        routes.MapPost(Path + "/look-up", LookUpAsync)
            .Says(Tag, "lookUpIdentity", "Find who has an identity", "Written in any way that its kind allows. A POST, so that what a person is known by is in no address and no log.")
            .Takes<FindIdentityBody>("""{"kind":"email","value":"ada@example.com"}""")
            .Gives<IdentityOwnerAnswer>(200, "Who has it.", CustomerExamples.IdentityOwner)
            .Refuses(ProblemKinds.ChoiceUnknown, ProblemKinds.IdentityInvalid, ProblemKinds.IdentityNotFound);
        routes.MapGet(OnePath, FindAsync)
            .Says(Tag, "identity", "Read who has an identity", "By the id that a claim or a look-up gave.")
            .Gives<IdentityOwnerAnswer>(200, "Who has it.", CustomerExamples.IdentityOwner)
            .Refuses(ProblemKinds.IdentityNotFound);
        routes.MapPost(OnePath + "/verify", VerifyAsync)
            .Says(Tag, "verifyIdentity", "Verify an identity", "The person has shown that it is theirs. Repeating is harmless.")
            .Takes<IdentityOwnerBody>("""{"customer":"ada"}""")
            .Gives<IdentityView>(200, "The identity.", CustomerExamples.Verified)
            .RefusesChanges().Refuses(ProblemKinds.IdentityNotFound);
        routes.MapPost(OnePath + "/release", ReleaseAsync)
            .Says(Tag, "releaseIdentity", "Give an identity up", "From then on another customer may claim it.")
            .Takes<IdentityOwnerBody>("""{"customer":"ada"}""")
            .Gives<ReleasedIdentityAnswer>(200, "Given up.", CustomerExamples.Released)
            .RefusesChanges().Refuses(ProblemKinds.IdentityNotFound);
        routes.MapGet(OnePath + "/events", ReadEventsAsync)
            .Says(Tag, "identityEvents", "Read the events", "Who had it when, in order, from the journal.")
            .TakesPage("Events after this version; 0 for the start.", Limits.EventsPageMax, Limits.EventsPageDefault)
            .GivesWritten(200, "A page; nextAfter is null at the end.", CustomerExamples.IdentityEvents);
    }

    private static async Task<IResult> ClaimAsync(HttpContext http, IGrainFactory grains)
    {
        var (customer, claim) = (await Body.ReadAsync(http, CustomersJson.Strict.ClaimIdentityBody)).ToCommand();
        var reply = await grains.GetGrain<ICustomerGrain>(customer.Value).ClaimIdentity(claim);
        if (reply.Status == CustomerStatus.IdentityInvalid) return Invalid(claim.Kind);
        return Answer(reply, reply.Identity?.State == IdentityState.Owned ? CustomerReplies.StatusOf(reply.Status) : StatusCodes.Status202Accepted);
    }

    private static async Task<IResult> LookUpAsync(HttpContext http, IGrainFactory grains)
    {
        var (kind, value) = (await Body.ReadAsync(http, CustomersJson.Strict.FindIdentityBody)).ToQuestion();
        var reply = await grains.GetGrain<IIdentityDirectoryGrain>(Inventory.WireNames.Of(kind)).Find(value);
        return reply.Status == FindIdentityStatus.IdentityInvalid ? Invalid(kind) : Answer(reply, "/value");
    }

    private static async Task<IResult> FindAsync(string identity, IGrainFactory grains) => Answer(await grains.Identity(identity).Find(), "identity");

    private static async Task<IResult> VerifyAsync(string identity, HttpContext http, IGrainFactory grains)
    {
        var (id, owner) = (Id(identity), (await Body.ReadAsync(http, CustomersJson.Strict.IdentityOwnerBody)).Owner);
        return Answer(await grains.GetGrain<ICustomerGrain>(owner.Value).VerifyIdentity(id), StatusCodes.Status200OK);
    }

    private static async Task<IResult> ReleaseAsync(string identity, HttpContext http, IGrainFactory grains)
    {
        var (id, owner) = (Id(identity), (await Body.ReadAsync(http, CustomersJson.Strict.IdentityOwnerBody)).Owner);
        var reply = await grains.GetGrain<ICustomerGrain>(owner.Value).ReleaseIdentity(id);
        return StatusProblems.Of(reply.Status) is { } kind
            ? Refusal(kind)
            : new JsonAnswer<ReleasedIdentityAnswer>(StatusCodes.Status200OK, new(id, true), CustomersJson.Default.ReleasedIdentityAnswer);
    }

    private static async Task<IResult> ReadEventsAsync(string identity, HttpContext http, IGrainFactory grains)
    {
        var (grain, after, limit) = (grains.Identity(identity), Query.After(http), Query.Limit(http, Limits.EventsPageMax, Limits.EventsPageDefault));
        return EventsAnswer.Of(await grain.Events(after, limit));
    }

    private static Problem Invalid(IdentityKind kind) => new(ProblemKinds.IdentityInvalid, $"/value is {CustomerChecks.IdentityRule(kind)}.");

    private static IResult Answer(FindIdentityReply reply, string field) => StatusProblems.Of(reply.Status) is { } kind
        ? new Problem(kind, Field: field)
        : new JsonAnswer<IdentityOwnerAnswer>(StatusCodes.Status200OK, new(reply.Id!.Value, reply.Owner!.Value, reply.IsVerified), CustomersJson.Default.IdentityOwnerAnswer);

    private static IResult Answer(IdentityReply reply, int status) => StatusProblems.Of(reply.Status) is { } kind
        ? Refusal(kind)
        : new JsonAnswer<IdentityView>(status, reply.Identity!, CustomersJson.Default.IdentityView);

    // Here the customer is named in the body, and the identity in the address.
    private static Problem Refusal(ProblemKind kind) => new(kind, Field: kind switch
    {
        _ when kind == ProblemKinds.CustomerNotFound || kind == ProblemKinds.CustomerErased || kind == ProblemKinds.CustomerMerging => "/customer",
        _ when kind == ProblemKinds.IdentityNotFound => "identity",
        _ => null,
    });

    private static IIdentityGrain Identity(this IGrainFactory grains, string identity) => grains.GetGrain<IIdentityGrain>(Id(identity).Value);

    private static IdentityId Id(string identity) => Check.Identifier<IdentityId>("identity", identity);

    private static RouteHandlerBuilder RefusesChanges(this RouteHandlerBuilder route) => route.OfCustomer().Refuses(ProblemKinds.CustomerMerging);
}
