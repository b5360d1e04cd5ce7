using Omnichannel.Carts;
using Omnichannel.Customers;
using Omnichannel.Ids;
using Omnichannel.Inventory;

namespace Omnichannel.Simulation.Shop;

/// <summary>What a cart can be asked.</summary>
internal static class CartAsks
{
    private static readonly Location _location = Location.Create("loc-0");

    /// <param name="isTold">Whether the customer whose it is hears of it before the answer, as with every channel.</param>
    public static ShopAsk Open(string cart, CartActor actor, int abandonSeconds, bool isTold)
    {
        var command = new OpenCart(actor, new("EUR"), AbandonAfter: TimeSpan.FromSeconds(abandonSeconds));
        return new($"open {cart}", null, async grains => await Told(grains, await At(grains, cart).Open(command), isTold));
    }

    public static ShopAsk Add(string cart, CartActor actor, string id, string sku, long quantity, int? holdSeconds, string? note)
    {
        var holdFor = holdSeconds is { } seconds ? TimeSpan.FromSeconds(seconds) : (TimeSpan?)null;
        var command = new AddLine(Header(id, actor), CartLineId.Create($"line-{id}"), Sku.Create(sku), quantity, new(FulfilmentKind.Ship, _location), holdFor, note);
        return new($"add {id} to {cart}", new(id, "line-added"), async grains => Of(await At(grains, cart).Add(command)));
    }

    /// <param name="line">Null for a note on the cart itself.</param>
    public static ShopAsk WriteNote(string cart, CartActor actor, string id, CartLineId? line, string? note)
    {
        var command = new WriteNote(Header(id, actor), line, note);
        return new($"note {id} on {line?.Value ?? "all"} of {cart}", new(id, "note-written"), async grains => Of(await At(grains, cart).WriteNote(command)));
    }

    public static ShopAsk ChangeQuantity(string cart, CartActor actor, string id, CartLineId line, long quantity)
    {
        var command = new ChangeQuantity(Header(id, actor), line, quantity);
        return new($"change {line} of {cart}", new(id, "quantity-changed"), async grains => Of(await At(grains, cart).ChangeQuantity(command)));
    }

    public static ShopAsk Remove(string cart, CartActor actor, string id, CartLineId line)
    {
        var command = new RemoveLine(Header(id, actor), line);
        return new($"remove {line} of {cart}", new(id, "line-removed"), async grains => Of(await At(grains, cart).Remove(command)));
    }

    public static ShopAsk Hold(string cart, CartActor actor, string id, int holdSeconds)
    {
        var command = new HoldLines(Header(id, actor), TimeSpan.FromSeconds(holdSeconds));
        return new($"hold {cart}", new(id, "lines-held"), async grains => Of(await At(grains, cart).Hold(command)));
    }

    /// <param name="isTold">As with <see cref="Open"/>.</param>
    public static ShopAsk Attach(string cart, CartActor actor, string id, CustomerId customer, bool isTold)
    {
        var command = new AttachCart(Header(id, actor), customer);
        return new($"attach {cart} to {customer}", null, async grains => await Told(grains, await At(grains, cart).Attach(command), isTold));
    }

    /// <param name="learn">Told every answer that shows the cart: which lines there are to act on.</param>
    public static ShopAsk Read(string cart, CartActor actor, Action<CartView> learn) => new($"read {cart}", null, async grains =>
    {
        var reply = await At(grains, cart).Cart(actor);
        if (reply.Cart is { } view) learn(view);
        return Of(reply);
    });

    /// <summary>What the cart says of its past to whoever owns it.</summary>
    /// <param name="learn">Told what it said.</param>
    public static ShopAsk Story(string cart, CartActor actor, Action<IReadOnlyList<string>> learn) => new($"story of {cart}", null, async grains =>
    {
        var texts = new List<string>();
        for (long? after = 0; ;)
        {
            var page = await At(grains, cart).Events(actor, after.Value, Limits.EventsPageMax);
            texts.AddRange(page.Events.Events.Select(static past => past.Json));
            after = page.Events.NextAfter;
            if (after is not null) continue;
            learn(texts);
            return Of(page.Status);
        }
    });

    public static ShopAsk Checkout(string cart, CartActor actor, string id, int holdSeconds)
    {
        var command = new StartCheckout(actor, CheckoutId.Create(id), TimeSpan.FromSeconds(holdSeconds));
        return new($"check {cart} out as {id}", new(id, "checkout-frozen"), async grains =>
        {
            var reply = await At(grains, cart).StartCheckout(command);
            var isDone = reply.Status is CartStatus.Done or CartStatus.Exists;
            return new(reply.Status.ToString(), isDone, isDone && reply.Checkout is { } checkout ? Text(checkout) : null);
        });
    }

    public static ShopAsk Cancel(string cart, CartActor actor, string id)
    {
        var command = new CancelCheckout(actor, CheckoutId.Create(id));
        return new($"cancel {id} of {cart}", new(id, "checkout-cancelled"), async grains => Of((await At(grains, cart).CancelCheckout(command)).Status));
    }

    public static ShopAsk Merge(string target, CartActor actor, string id, string source, CartActor sourceActor, CartMergeStrategy strategy)
    {
        var command = new MergeCart(actor, CartMergeId.Create(id), CartId.Create(source), sourceActor, strategy);
        return new($"merge {source} into {target} as {id}", new(id, "cart-merged"), async grains =>
        {
            var reply = await At(grains, target).Merge(command);
            var isDone = reply.Status is CartStatus.Done or CartStatus.Exists;
            return new(reply.Status.ToString(), isDone, isDone && reply.Report is { } report ? string.Join(' ', report.Entries) : null);
        });
    }

    public static ShopAsk Undo(string target, CartActor actor, string id)
    {
        var command = new UndoCartMerge(actor, CartMergeId.Create(id));
        return new($"undo {id} of {target}", new(id, "cart-merge-undo-started"), async grains => Of((await At(grains, target).UndoMerge(command)).Status));
    }

    /// <param name="learn">Told the code.</param>
    public static ShopAsk Offer(string cart, CartActor actor, string id, Action<string> learn)
    {
        var command = new OfferHandover(actor, HandoverId.Create(id));
        return new($"offer {cart} as {id}", null, async grains =>
        {
            var reply = await At(grains, cart).OfferHandover(command);
            if (reply.Code is { } code) learn(code);
            return Of(reply.Status);
        });
    }

    /// <param name="token">Of a device that does not own the cart anyway.</param>
    public static ShopAsk Take(string code, CartTokenHash token) => new(
        $"take {code}",
        null,
        async grains => Of((await grains.GetGrain<IHandoverGrain>(HandoverCode.Hash(code)).Take(token, null)).Status),
        (code, token.Value));

    public static ICartGrain At(IGrainFactory grains, string cart) => grains.GetGrain<ICartGrain>(cart);

    private static async Task<ShopAnswer> Told(IGrainFactory grains, CartReply reply, bool isTold)
    {
        if (isTold && reply is { Status: CartStatus.Done or CartStatus.Exists, Cart: { Customer: { } owner, State: CartState.Open } cart })
            await CustomerAsks.TellAsync(grains, owner.Value, cart.Id.Value);
        return Of(reply);
    }

    private static CartCommand Header(string id, CartActor actor) => new(CommandId.Create(id), actor);

    private static ShopAnswer Of(CartReply reply) => Of(reply.Status);

    private static ShopAnswer Of(CartStatus status) => new(status.ToString(), status is CartStatus.Done or CartStatus.Exists);

    private static string Text(Checkout checkout) =>
        $"{checkout.CartId} {checkout.Total} {checkout.FrozenAt:O} {string.Join(' ', checkout.Lines.Select(line => $"{line.LineId}:{line.Quantity}x{line.Quote.Amount}"))}";
}
