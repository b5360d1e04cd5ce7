using Omnichannel.Http;

namespace Omnichannel.Carts;

/// <summary>A cart and its lines.</summary>
public static class CartEndpoints
{
    private const string Path = "/v1/carts/{cart}";
    private const string LinePath = Path + "/lines/{line}";
    private const string Tag = "Carts";

    /// <summary>What may be in the way of every change.</summary>
    internal static readonly ProblemKind[] InTheWay =
        [ProblemKinds.VersionMismatch, ProblemKinds.CartClosed, ProblemKinds.CartBusy, ProblemKinds.CartMerging, ProblemKinds.CartLocked];

    public static void MapCarts(this IEndpointRouteBuilder routes)
    {
        MapCart(routes);
        MapLines(routes);
        routes.MapCheckouts();
        routes.MapCartMerges();
        routes.MapHandovers();
        routes.MapCartLive();
    }

    private static void MapCart(IEndpointRouteBuilder routes)
    {
        routes.MapPut(Path, OpenAsync)
            .Says(Tag, "openCart", "Open a cart", "Whoever acts owns it. The same body again changes nothing.")
            .NeedsOwner()
            .Takes<OpenCartBody>("""{"currency":"EUR","channel":"web"}""")
            .Gives<CartView>(201, "Opened.", CartExamples.Cart)
            .Gives<CartView>(200, "It was opened before.", CartExamples.Cart)
            .Refuses(
                ProblemKinds.CurrencyUnknown, ProblemKinds.ChannelInvalid, ProblemKinds.AbandonmentOutOfRange, ProblemKinds.ExistsWithDifferentBody,
                ProblemKinds.CustomerMerged, ProblemKinds.CustomerMerging, ProblemKinds.CustomerErased);
        routes.MapGet(Path, FindAsync)
            .Says(Tag, "cart", "Read a cart", "Prices are looked up anew: a line whose price is another one than was quoted shows both. The ETag is the version.")
            .NeedsOwner()
            .Gives<CartView>(200, "The cart.", CartExamples.Cart);
        routes.MapPut(Path + "/note", WriteNoteAsync)
            .Says(Tag, "writeCartNote", "Write a note on the cart", "Null takes it away. Sealed in the journal, and unreadable once the customer is erased.")
            .Changes()
            .Takes<NoteBody>("""{"note":"ring twice"}""")
            .Gives<CartView>(200, "The cart.", CartExamples.Cart)
            .Refuses(ProblemKinds.TextOutOfRange);
        routes.MapPost(Path + "/hold", HoldAsync)
            .Says(Tag, "holdCart", "Hold lines", "Holds what is not held yet and extends what is, line by line, as far as stock allows.")
            .Changes()
            .Takes<HoldLinesBody>("""{"holdForSeconds":900}""")
            .Gives<HoldLinesAnswer>(200, "The cart, and the lines that could not be held.", CartExamples.Held)
            .Refuses(ProblemKinds.HoldOutOfRange, ProblemKinds.LinesOutOfRange, ProblemKinds.CartLineNotFound, ProblemKinds.CartHoldsFull, ProblemKinds.CartEmpty);
        routes.MapPost(Path + "/attach", AttachAsync)
            .Says(Tag, "attachCart", "Attach the cart to a customer", "The tokens of devices end: from now on the customer owns it, beside a cart that is open already. Signing in on a session merges the two.")
            .Changes()
            .Takes<AttachCartBody>("""{"customer":"ada"}""")
            .Gives<CartView>(200, "The cart.", CartExamples.Cart)
            .Refuses(ProblemKinds.CustomerMerged, ProblemKinds.CustomerMerging, ProblemKinds.CustomerErased);
        routes.MapGet(Path + "/events", ReadEventsAsync)
            .Says(Tag, "cartEvents", "Read the events", "What happened to the cart, in order, from the journal.")
            .NeedsOwner()
            .TakesPage("Events after this version; 0 for the start.", Limits.EventsPageMax, Limits.EventsPageDefault)
            .GivesWritten(200, "A page; nextAfter is null at the end.", CartExamples.Events);
    }

    private static void MapLines(IEndpointRouteBuilder routes)
    {
        routes.MapPut(LinePath, AddAsync)
            .Says(Tag, "addCartLine", "Add a line", "The price is quoted and promised. With holdForSeconds the units are held at once, or the line is refused.")
            .Changes()
            .Takes<AddLineBody>("""{"sku":"MUG-1","quantity":2,"fulfilment":{"kind":"ship","location":"london"},"holdForSeconds":900}""")
            .Gives<CartView>(201, "Added.", CartExamples.Cart)
            .Gives<CartView>(200, "It was added before, by the same key and body.", CartExamples.Cart)
            .Refuses(
                ProblemKinds.QuantityOutOfRange, ProblemKinds.HoldOutOfRange, ProblemKinds.TextOutOfRange, ProblemKinds.FulfilmentOutOfRange, ProblemKinds.CartLineExists,
                ProblemKinds.CartLinesFull, ProblemKinds.CartUnitsFull, ProblemKinds.NoPrice, ProblemKinds.InsufficientStock);
        routes.MapPut(LinePath + "/quantity", ChangeQuantityAsync)
            .Says(Tag, "changeCartLine", "Change a quantity", "What a held line gains is held too, or nothing changes; what it loses is given back at once.")
            .Changes()
            .Takes<LineQuantityBody>("""{"quantity":3}""")
            .Gives<CartView>(200, "The cart.", CartExamples.Cart)
            .Refuses(ProblemKinds.QuantityOutOfRange, ProblemKinds.CartLineNotFound, ProblemKinds.CartUnitsFull, ProblemKinds.CartHoldsFull, ProblemKinds.InsufficientStock);
        routes.MapPut(LinePath + "/note", WriteLineNoteAsync)
            .Says(Tag, "writeLineNote", "Write a note on a line", "Null takes it away. Sealed in the journal, and unreadable once the customer is erased.")
            .Changes()
            .Takes<NoteBody>("""{"note":"a gift"}""")
            .Gives<CartView>(200, "The cart.", CartExamples.Cart)
            .Refuses(ProblemKinds.TextOutOfRange, ProblemKinds.CartLineNotFound);
        routes.MapDelete(LinePath, RemoveAsync)
            .Says(Tag, "removeCartLine", "Remove a line", "Its holds are given back at once.")
            .Changes()
            .Gives<CartView>(200, "The cart.", CartExamples.Cart)
            .Refuses(ProblemKinds.CartLineNotFound);
    }

    private static async Task<IResult> OpenAsync(string cart, HttpContext http, IGrainFactory grains)
    {
        var (grain, actor) = (grains.Cart(cart), CartOwner.Of(http));
        var body = await Body.ReadAsync(http, CartsJson.Strict.OpenCartBody);
        if (actor.Customer is { } customer && await grains.RefuseOwnerAsync(customer, Id(cart), CartOwner.CustomerHeader) is { } refusal) return refusal;
        var reply = await grain.Open(body.ToCommand(actor));
        return await grains.TellOwnerAsync(reply, CartOwner.CustomerHeader) ?? CartAnswer.Of(reply, location: http.Request.Path);
    }

    private static async Task<IResult> FindAsync(string cart, HttpContext http, IGrainFactory grains) => CartAnswer.Of(await grains.Cart(cart).Cart(CartOwner.Of(http)));

    private static async Task<IResult> AddAsync(string cart, string line, HttpContext http, IGrainFactory grains)
    {
        var (grain, id, command) = (grains.Cart(cart), Line(line), Command(http));
        var body = await Body.ReadAsync(http, CartsJson.Strict.AddLineBody);
        return CartAnswer.Of(await grain.Add(body.ToCommand(command, id)), command.ExpectedVersion, http.Request.Path);
    }

    private static async Task<IResult> ChangeQuantityAsync(string cart, string line, HttpContext http, IGrainFactory grains)
    {
        var (grain, id, command) = (grains.Cart(cart), Line(line), Command(http));
        var body = await Body.ReadAsync(http, CartsJson.Strict.LineQuantityBody);
        return CartAnswer.Of(await grain.ChangeQuantity(body.ToCommand(command, id)), command.ExpectedVersion);
    }

    private static async Task<IResult> RemoveAsync(string cart, string line, HttpContext http, IGrainFactory grains)
    {
        var (grain, id, command) = (grains.Cart(cart), Line(line), Command(http));
        return CartAnswer.Of(await grain.Remove(new(command, id)), command.ExpectedVersion);
    }

    private static Task<IResult> WriteNoteAsync(string cart, HttpContext http, IGrainFactory grains) => WriteAsync(cart, null, http, grains);

    private static Task<IResult> WriteLineNoteAsync(string cart, string line, HttpContext http, IGrainFactory grains) => WriteAsync(cart, Line(line), http, grains);

    private static async Task<IResult> WriteAsync(string cart, CartLineId? line, HttpContext http, IGrainFactory grains)
    {
        var (grain, command) = (grains.Cart(cart), Command(http));
        var body = await Body.ReadAsync(http, CartsJson.Strict.NoteBody);
        return CartAnswer.Of(await grain.WriteNote(body.ToCommand(command, line)), command.ExpectedVersion);
    }

    private static async Task<IResult> HoldAsync(string cart, HttpContext http, IGrainFactory grains)
    {
        var (grain, command) = (grains.Cart(cart), Command(http));
        var body = await Body.ReadAsync(http, CartsJson.Strict.HoldLinesBody);
        var reply = await grain.Hold(body.ToCommand(command));
        if (reply.Status == CartStatus.LineNotFound) return new Problem(ProblemKinds.CartLineNotFound, Field: "/lines");
        if (reply.Cart is not { } held || StatusProblems.Of(reply.Status) is not null) return CartAnswer.Of(reply, command.ExpectedVersion);
        return new JsonAnswer<HoldLinesAnswer>(StatusCodes.Status200OK, new(held, reply.Shortages), CartsJson.Default.HoldLinesAnswer)
        {
            ETag = IfMatch.ETag(held.Version),
        };
    }

    private static async Task<IResult> AttachAsync(string cart, HttpContext http, IGrainFactory grains)
    {
        var (grain, command) = (grains.Cart(cart), Command(http));
        var attach = (await Body.ReadAsync(http, CartsJson.Strict.AttachCartBody)).ToCommand(command);
        if (await grains.RefuseOwnerAsync(attach.Customer, Id(cart), "/customer") is { } refusal) return refusal;
        var reply = await grain.Attach(attach);
        return await grains.TellOwnerAsync(reply, "/customer") ?? CartAnswer.Of(reply, command.ExpectedVersion);
    }

    private static async Task<IResult> ReadEventsAsync(string cart, HttpContext http, IGrainFactory grains)
    {
        var (grain, actor) = (grains.Cart(cart), CartOwner.Of(http));
        var (after, limit) = (Query.After(http), Query.Limit(http, Limits.EventsPageMax, Limits.EventsPageDefault));
        var reply = await grain.Events(actor, after, limit);
        return StatusProblems.Of(reply.Status) is { } kind ? new Problem(kind) : EventsAnswer.Of(reply.Events);
    }

    internal static ICartGrain Cart(this IGrainFactory grains, string cart) => grains.GetGrain<ICartGrain>(Id(cart).Value);

    private static CartId Id(string cart) => Check.Identifier<CartId>("cart", cart);

    private static CartLineId Line(string line) => Check.Identifier<CartLineId>("line", line);

    private static CartCommand Command(HttpContext http) => new(IdempotencyKey.Of(http), CartOwner.Of(http), IfMatch.Of(http));

    private static RouteHandlerBuilder Changes(this RouteHandlerBuilder route) =>
        route.NeedsKey().NeedsOwner().TakesIfMatch().Refuses(InTheWay).Refuses(ProblemKinds.IdempotencyKeyReused, ProblemKinds.CommandsFull);
}
