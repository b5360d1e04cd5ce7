using Omnichannel.Http;

namespace Omnichannel.Carts;

/// <summary>Two carts that become one, and two again.</summary>
internal static class CartMergeEndpoints
{
    private const string Path = "/v1/carts/{cart}/merges/{merge}";
    private const string Tag = "Merges of carts";

    public static void MapCartMerges(this IEndpointRouteBuilder routes)
    {
        routes.MapPut(Path, MergeAsync)
            .Says(
                Tag,
                "mergeCart",
                "Merge another cart into this one",
                "All of it or nothing, with its holds. sum adds quantities, keep-newest lets the line that was changed last count, keep-customer leaves this cart as it is. The report says of every line of both what became of it, and why.")
            .NeedsOwner()
            .Takes<MergeCartBody>("""{"source":"cart-8","sourceToken":"5b1e8a7c3d9f2046e8b1a7c3","strategy":"sum"}""")
            .Gives<MergeAnswer>(201, "Merged.", CartExamples.Merge)
            .Gives<MergeAnswer>(200, "It was merged before, by the same id.", CartExamples.Merge)
            .Refuses(CartEndpoints.InTheWay)
            .Refuses(
                ProblemKinds.StrategyOutOfRange, ProblemKinds.ExistsWithDifferentBody, ProblemKinds.SameCart, ProblemKinds.SourceNotYourCart, ProblemKinds.SourceCartNotFound,
                ProblemKinds.SourceCartClosed, ProblemKinds.SourceCartLocked, ProblemKinds.CurrencyMismatch, ProblemKinds.MergeUndone);
        routes.MapGet(Path, FindAsync)
            .Says(Tag, "cartMerge", "Read a merge", "Its report, also after it was taken back.")
            .NeedsOwner()
            .Gives<MergeAnswer>(200, "The merge.", CartExamples.Merge)
            .Refuses(ProblemKinds.CartMergeNotFound);
        routes.MapPost(Path + "/undo", UndoAsync)
            .Says(Tag, "undoCartMerge", "Take a merge back", "Restores both carts with the holds that still exist: within a day, and while no line was changed since.")
            .NeedsOwner()
            .Takes<UndoMergeBody>("{}")
            .Gives<MergeAnswer>(200, "Taken back, now or before.", CartExamples.Merge)
            .Refuses(CartEndpoints.InTheWay)
            .Refuses(ProblemKinds.CartMergeNotFound, ProblemKinds.ChangedSinceMerge, ProblemKinds.UndoTooLate);
    }

    private static async Task<IResult> MergeAsync(string cart, string merge, HttpContext http, IGrainFactory grains)
    {
        var (grain, id, actor) = (grains.Cart(cart), Id(merge), CartOwner.Of(http));
        var body = await Body.ReadAsync(http, CartsJson.Strict.MergeCartBody);
        return Answer(await grain.Merge(body.ToCommand(actor, id)), http.Request.Path);
    }

    private static async Task<IResult> FindAsync(string cart, string merge, HttpContext http, IGrainFactory grains) =>
        Answer(await grains.Cart(cart).FindMerge(CartOwner.Of(http), Id(merge)));

    private static async Task<IResult> UndoAsync(string cart, string merge, HttpContext http, IGrainFactory grains)
    {
        var (grain, id, actor) = (grains.Cart(cart), Id(merge), CartOwner.Of(http));
        await Body.ReadAsync(http, CartsJson.Strict.UndoMergeBody);
        return Answer(await grain.UndoMerge(new(actor, id)));
    }

    private static IResult Answer(CartMergeReply reply, string? location = null)
    {
        if (StatusProblems.Of(reply.Status) is { } kind) return CartAnswer.Refusal(kind, reply.Cart);
        var isNew = location is not null && reply.Status == CartStatus.Done;
        return new JsonAnswer<MergeAnswer>(
            isNew ? StatusCodes.Status201Created : StatusCodes.Status200OK, new(reply.Report!, reply.Cart!), CartsJson.Default.MergeAnswer)
        {
            Location = isNew ? location : null,
        };
    }

    private static CartMergeId Id(string merge) => Check.Identifier<CartMergeId>("merge", merge);
}
