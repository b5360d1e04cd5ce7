using Omnichannel.Carts;
using Omnichannel.Http;
using Omnichannel.Inventory;

namespace Omnichannel.Customers;

/// <summary>Two customers who were found to be one person.</summary>
internal static class CustomerMergeEndpoints
{
    private const string Path = CustomerEndpoints.Path + "/merges/{merge}";
    private const string Tag = "Customer merges";

    public static void MapCustomerMerges(this IEndpointRouteBuilder routes)
    {
        routes.MapPut(Path, MergeAsync)
            .Says(
                Tag,
                "mergeCustomers",
                "Make another customer part of this one",
                "Identities, points, history, consents, sessions and the open cart are carried over; what both have, differently, stays as it is here. The other id goes on answering.")
            .Takes<MergeCustomersBody>("""{"absorbed":"ada-2","strategy":"sum"}""")
            .Gives<CustomerMergeAnswer>(201, "Merged.", CustomerExamples.Merge)
            .Gives<CustomerMergeAnswer>(200, "Merged before, by the same body.", CustomerExamples.Merge)
            .Gives<CustomerMergeAnswer>(202, "Begun: the grid drives it to its end.", CustomerExamples.Merge)
            .RefusesMerges()
            .Refuses(
                ProblemKinds.SameCustomer, ProblemKinds.StrategyOutOfRange, ProblemKinds.ExistsWithDifferentBody, ProblemKinds.CustomerNotFound, ProblemKinds.CustomerMerged);
        routes.MapGet(Path, FindAsync)
            .Says(Tag, "customerMerge", "Read a merge", "Its report stands until it is undone.")
            .Gives<CustomerMergeAnswer>(200, "The merge.", CustomerExamples.Merge)
            .Gives<CustomerMergeAnswer>(202, "The merge, which has not ended.", CustomerExamples.Merge)
            .RefusesMerges();
        routes.MapPost(Path + "/undo", UndoAsync)
            .Says(Tag, "undoCustomerMerge", "Take a merge back", "The other one gets back what is left of what it brought. What happened to this customer since stays. The merge that came last goes first.")
            .Takes<UndoCustomerMergeBody>("{}")
            .Gives<CustomerMergeAnswer>(200, "Taken back, now or before.", CustomerExamples.UndoneMerge)
            .Gives<CustomerMergeAnswer>(202, "Begun: the grid drives it to its end.", CustomerExamples.UndoneMerge)
            .RefusesMerges().Refuses(ProblemKinds.LaterMergeExists);
    }

    private static async Task<IResult> MergeAsync(string customer, string merge, HttpContext http, IGrainFactory grains)
    {
        var (survivor, id) = (Check.Identifier<CustomerId>("customer", customer), Id(merge));
        var body = await Body.ReadAsync(http, CustomersJson.Strict.MergeCustomersBody);
        var command = body.ToCommand(survivor);
        var reply = await grains.Merge(id).Merge(command);

        // An id that was merged answers for its survivor everywhere else; here it would hide who is meant.
        if (reply.Status is not (CustomerMergeStatus.CustomerNotFound or CustomerMergeStatus.AlreadyMerged or CustomerMergeStatus.CustomerErased))
            return Answer(id, reply, http.Request.Path);
        var isHere = (await grains.Customer(customer).Profile()).Customer is { } found && found.Id == survivor;
        var answering = reply.Status == CustomerMergeStatus.AlreadyMerged ? (await grains.Customer((isHere ? command.Absorbed : survivor).Value).Profile()).Customer : null;
        return new Problem(StatusProblems.Of(reply.Status)!, Field: isHere ? "/absorbed" : "customer", Facts: writer =>
        {
            if (answering is not null) writer.WriteString("survivor", answering.Id.Value);
        });
    }

    private static async Task<IResult> FindAsync(string customer, string merge, IGrainFactory grains)
    {
        var (survivor, id) = (Check.Identifier<CustomerId>("customer", customer), Id(merge));
        return Answer(id, Of(survivor, await grains.Merge(id).Find()));
    }

    private static async Task<IResult> UndoAsync(string customer, string merge, HttpContext http, IGrainFactory grains)
    {
        var (survivor, id) = (Check.Identifier<CustomerId>("customer", customer), Id(merge));
        await Body.ReadAsync(http, CustomersJson.Strict.UndoCustomerMergeBody);
        var found = Of(survivor, await grains.Merge(id).Find());
        if (StatusProblems.Of(found.Status) is not null) return Answer(id, found);
        var reply = await grains.Merge(id).Undo();

        // Unlike a merge, its undoing may be asked for again.
        return reply.Status == CustomerMergeStatus.Busy ? new Problem(ProblemKinds.CustomerMerging) : Answer(id, reply);
    }

    // A merge of somebody else is none of this customer's.
    private static CustomerMergeReply Of(CustomerId survivor, CustomerMergeReply reply) =>
        reply.Merge is { } order && order.Survivor == survivor ? reply : new(CustomerMergeStatus.NotFound, null, null);

    private static IResult Answer(CustomerMergeId id, CustomerMergeReply reply, string? location = null)
    {
        if (StatusProblems.Of(reply.Status) is { } kind) return new Problem(kind);
        var (order, isUnderWay) = (reply.Merge!, reply.Status == CustomerMergeStatus.UnderWay);
        var told = new CustomerMergeAnswer(id, reply.Status, order.Survivor, order.Absorbed, order.Strategy, reply.Report is { } report ? Tell(report) : null);
        var isNew = location is not null && !reply.IsRepeat;
        return new JsonAnswer<CustomerMergeAnswer>(Coordinated.StatusOf(isUnderWay, !isNew), told, CustomersJson.Default.CustomerMergeAnswer)
        {
            Location = isNew ? location : null,
        };
    }

    private static CustomerMergeReportAnswer Tell(CustomerMergeReport report) => new(
        report.MergedAt,
        [.. report.FieldsTaken.Select(ProfileTree.PointerOf)],
        [.. report.FieldsKept.Select(ProfileTree.PointerOf)],
        [.. report.FieldsDropped.Select(ProfileTree.PointerOf)],
        report.Identities,
        report.Consents,
        report.Points,
        report.Purchases,
        report.Touchpoints,
        report.Feedback,
        report.OpenCart,
        report.CartStatus == CartStatus.None ? null : report.CartStatus);

    private static ICustomerMergeGrain Merge(this IGrainFactory grains, CustomerMergeId id) => grains.GetGrain<ICustomerMergeGrain>(id.Value);

    private static CustomerMergeId Id(string merge) => Check.Identifier<CustomerMergeId>("merge", merge);

    private static RouteHandlerBuilder RefusesMerges(this RouteHandlerBuilder route) =>
        route.Refuses(ProblemKinds.CustomerMergeNotFound, ProblemKinds.CustomerErased, ProblemKinds.CustomerMerging, ProblemKinds.MergeCollided, ProblemKinds.MergeTooLarge);
}
