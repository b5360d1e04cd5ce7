using Omnichannel.Http;

namespace Omnichannel.Carts;

/// <summary>A cart goes on at another device: a till, a kiosk, a second phone.</summary>
internal static class HandoverEndpoints
{
    private const string Tag = "Hand-overs";

    public static void MapHandovers(this IEndpointRouteBuilder routes)
    {
        routes.MapPut("/v1/carts/{cart}/handovers/{handover}", OfferAsync)
            .Says(
                Tag,
                "offerHandover",
                "Make a code",
                "Another device takes the cart over by it, once, within minutes. A repeat makes a new code and ends the earlier one: only their hashes are kept.")
            .NeedsOwner()
            .Takes<OfferHandoverBody>("{}")
            .Gives<HandoverAnswer>(200, "The code, to be shown or scanned.", """{"code":"7K3M9-PQ2XA","expiresAt":"2026-11-22T10:05:00+00:00"}""")
            .Refuses(ProblemKinds.CartClosed, ProblemKinds.CartMerging, ProblemKinds.CodeUsed);
        routes.MapPost("/v1/carts/take-over", TakeAsync)
            .Says(Tag, "takeHandover", "Take a cart over", "The device that calls acts on the cart by its own token from now on. Lines, prices and holds stay as they are.")
            .NeedsOwner()
            .Takes<TakeHandoverBody>("""{"code":"7K3M9-PQ2XA","channel":"store"}""")
            .Gives<CartView>(200, "The cart.", CartExamples.Cart)
            .Refuses(
                ProblemKinds.ChannelInvalid, ProblemKinds.CodeUnknown, ProblemKinds.CodeExpired, ProblemKinds.CodeUsed, ProblemKinds.CartClosed, ProblemKinds.CartMerging,
                ProblemKinds.CartDevicesFull);
    }

    private static async Task<IResult> OfferAsync(string cart, string handover, HttpContext http, IGrainFactory grains)
    {
        var (grain, id, actor) = (grains.Cart(cart), Check.Identifier<HandoverId>("handover", handover), CartOwner.Of(http));
        await Body.ReadAsync(http, CartsJson.Strict.OfferHandoverBody);
        var reply = await grain.OfferHandover(new(actor, id));
        if (StatusProblems.Of(reply.Status) is { } kind) return new Problem(kind);

        // In two halves, as people read it aloud.
        var (half, code) = (Limits.HandoverCodeLength / 2, reply.Code!);
        return new JsonAnswer<HandoverAnswer>(StatusCodes.Status200OK, new($"{code[..half]}-{code[half..]}", reply.ExpiresAt!.Value), CartsJson.Default.HandoverAnswer);
    }

    private static async Task<IResult> TakeAsync(HttpContext http, IGrainFactory grains)
    {
        var device = CartOwner.Device(http);
        var (codeHash, channel) = (await Body.ReadAsync(http, CartsJson.Strict.TakeHandoverBody)).ToCode();
        return CartAnswer.Of(await grains.GetGrain<IHandoverGrain>(codeHash).Take(device, channel));
    }
}
