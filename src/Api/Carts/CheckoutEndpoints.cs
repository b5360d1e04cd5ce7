using Omnichannel.Http;

namespace Omnichannel.Carts;

/// <summary>Checkouts of a cart: lines, prices and holds that stand still.</summary>
internal static class CheckoutEndpoints
{
    private const string Path = "/v1/carts/{cart}/checkouts/{checkout}";
    private const string Tag = "Checkouts";

    public static void MapCheckouts(this IEndpointRouteBuilder routes)
    {
        routes.MapPut(Path, StartAsync)
            .Says(
                Tag,
                "startCheckout",
                "Check out",
                "Freezes lines, prices and holds. However often it is pressed, and on however many devices, there is one: another id is told which was first. Whoever retries is given the same document.")
            .NeedsOwner().TakesIfMatch()
            .Takes<StartCheckoutBody>("""{"holdForSeconds":900}""")
            .Gives<Checkout>(201, "Frozen: all lines are held.", CartExamples.Checkout)
            .Gives<Checkout>(200, "It was frozen before, by the same id.", CartExamples.Checkout)
            .Refuses(CartEndpoints.InTheWay)
            .Refuses(
                ProblemKinds.HoldOutOfRange, ProblemKinds.AmountOutOfRange, ProblemKinds.CheckoutClosed, ProblemKinds.CartEmpty, ProblemKinds.NoPrice,
                ProblemKinds.PricesChanged, ProblemKinds.TotalMismatch, ProblemKinds.InsufficientStock);
        routes.MapGet(Path, FindAsync)
            .Says(Tag, "checkout", "Read a checkout", "The document never changes; its state does: frozen, cancelled, or lapsed when nobody made an order of it in time.")
            .NeedsOwner()
            .Gives<Checkout>(200, "The checkout.", CartExamples.Checkout)
            .Refuses(ProblemKinds.CheckoutNotFound);
        routes.MapPost(Path + "/cancel", CancelAsync)
            .Says(Tag, "cancelCheckout", "Cancel a checkout", "Unlocks the cart. What was held for the checkout alone is given back.")
            .NeedsOwner()
            .Takes<CancelCheckoutBody>("{}")
            .Gives<Checkout>(200, "Cancelled, now or before.", CartExamples.Checkout)
            .Refuses(ProblemKinds.CheckoutNotFound, ProblemKinds.CheckoutClosed);
    }

    private static async Task<IResult> StartAsync(string cart, string checkout, HttpContext http, IGrainFactory grains)
    {
        var (grain, id, actor, version) = (grains.Cart(cart), Id(checkout), CartOwner.Of(http), IfMatch.Of(http));
        var body = await Body.ReadAsync(http, CartsJson.Strict.StartCheckoutBody);
        return Answer(await grain.StartCheckout(body.ToCommand(actor, id, version)), version, http.Request.Path);
    }

    private static async Task<IResult> FindAsync(string cart, string checkout, HttpContext http, IGrainFactory grains) =>
        Answer(await grains.Cart(cart).FindCheckout(CartOwner.Of(http), Id(checkout)));

    private static async Task<IResult> CancelAsync(string cart, string checkout, HttpContext http, IGrainFactory grains)
    {
        var (grain, id, actor) = (grains.Cart(cart), Id(checkout), CartOwner.Of(http));
        await Body.ReadAsync(http, CartsJson.Strict.CancelCheckoutBody);
        return Answer(await grain.CancelCheckout(new(actor, id)));
    }

    private static IResult Answer(CheckoutReply reply, long? expectedVersion = null, string? location = null)
    {
        if (StatusProblems.Of(reply.Status) is { } kind)
        {
            var refusal = CartAnswer.Refusal(kind, reply.Cart, expectedVersion, reply.Shortages);

            // What a line lacks is blamed on a field of the line; here the body has none of them.
            return reply.Status is CartStatus.InsufficientStock or CartStatus.NoPrice ? refusal with { Field = "cart" } : refusal;
        }

        var isNew = location is not null && reply.Status == CartStatus.Done;
        return new JsonAnswer<Checkout>(isNew ? StatusCodes.Status201Created : StatusCodes.Status200OK, reply.Checkout!, CartsJson.Default.Checkout)
        {
            Location = isNew ? location : null,
        };
    }

    private static CheckoutId Id(string checkout) => Check.Identifier<CheckoutId>("checkout", checkout);
}
