using Omnichannel.Carts;
using Omnichannel.Http;

namespace Omnichannel.Customers;

/// <summary>Where a customer is signed in, and how that is ended from elsewhere.</summary>
internal static class CustomerSessionEndpoints
{
    private const string Path = CustomerEndpoints.Path + "/sessions";
    private const string Tag = "Sessions";

    public static void MapCustomerSessions(this IEndpointRouteBuilder routes)
    {
        routes.MapGet(Path, ReadAsync)
            .Says(Tag, "customerSessions", "List live sessions", "Every visit on which the customer is signed in.")
            .OfCustomer()
            .Gives<LiveSessionsAnswer>(200, "The sessions.", CustomerExamples.LiveSessions);
        routes.MapDelete(Path + "/{session}", RevokeAsync)
            .Says(Tag, "revokeSession", "Revoke a session", "Ends it, wherever it is. Only a session of this very customer; repeating is harmless.")
            .OfCustomer()
            .Gives<LiveSessionsAnswer>(200, "The sessions that are left.", """{"sessions":[]}""")
            .Refuses(ProblemKinds.SessionNotFound, ProblemKinds.CustomerMerging);
    }

    private static async Task<IResult> ReadAsync(string customer, IGrainFactory grains) => Answer(await grains.Customer(customer).LiveSessions());

    private static async Task<IResult> RevokeAsync(string customer, string session, IGrainFactory grains)
    {
        var (grain, id) = (grains.Customer(customer), Check.Identifier<SessionId>("session", session));
        var reply = await grain.RevokeSession(id);
        return Answer(reply.Status == CustomerStatus.SessionNotFound && await WasRevokedAsync(id, customer, grains) ? reply with { Status = CustomerStatus.AlreadyDone } : reply);
    }

    // The answer of the first call may have been lost. A session that came with a merge still names the one who signed in.
    private static async Task<bool> WasRevokedAsync(SessionId id, string customer, IGrainFactory grains) =>
        (await grains.GetGrain<ISessionGrain>(id.Value).Find()).Session is { End: SessionEnd.Revoked, Customer: { } owner }
            && await AnsweringAsync(owner, grains) == await AnsweringAsync(new(customer), grains);

    private static async Task<CustomerId> AnsweringAsync(CustomerId customer, IGrainFactory grains) =>
        await CartOwner.SurvivorOfAsync(customer, grains) ?? customer;

    private static IResult Answer(LiveSessionsReply reply) => CustomerReplies.Of(
        reply.Status, () => new JsonAnswer<LiveSessionsAnswer>(StatusCodes.Status200OK, new(reply.Sessions), CustomersJson.Default.LiveSessionsAnswer));
}
