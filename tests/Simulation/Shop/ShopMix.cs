using Omnichannel.Carts;
using Omnichannel.Customers;
using Omnichannel.Simulation.Kernel;

namespace Omnichannel.Simulation.Shop;

/// <summary>Draws what a client of a shop wants next.</summary>
internal sealed class ShopMix(ShopWorld world, int client, SimRandom random, TextMix texts)
{
    private static readonly CartMergeStrategy[] _strategies = [CartMergeStrategy.Sum, CartMergeStrategy.KeepNewest, CartMergeStrategy.KeepCustomer];
    private string? _session;
    private int _count;

    public ShopAsk Next()
    {
        if (texts.Next() is { } personal) return personal;
        var draw = random.Below(100);
        if (draw < 12 && world.PickEarlier(random) is { } again) return again;
        if (world.Carts.Count == 0 || draw < 16) return Open();
        return draw < 72 ? OfCart(world.PickCart(random), draw) : draw < 92 ? OfCustomer(PickCustomer(), draw) : OfGoods(draw);
    }

    private ShopAsk OfCart(string cart, int draw)
    {
        var actor = ShopWorld.Owner(cart);
        return draw switch
        {
            < 34 => Add(cart, actor),
            < 38 when world.PickLine(cart, random) is { } line => CartAsks.ChangeQuantity(cart, actor, NewId("q"), line, Quantity()),
            < 44 when world.PickLine(cart, random) is { } line => CartAsks.Remove(cart, actor, NewId("d"), line),
            < 47 => CartAsks.Hold(cart, actor, NewId("h"), HoldSeconds()),
            < 53 => Checkout(cart, actor),
            < 56 when Last(world.Checkouts, cart) is { } id => CartAsks.Cancel(cart, actor, id),
            < 60 => Merge(cart, actor),
            < 62 when Last(world.CartMerges, cart) is { } id => CartAsks.Undo(cart, actor, id),
            < 64 => CartAsks.Offer(cart, actor, NewId("o"), world.Codes.Add),
            < 67 when world.Codes.Count > 0 => CartAsks.Take(world.Codes[^1], ShopWorld.Token($"device-{client}")),
            < 68 => CartAsks.Attach(cart, actor, NewId("t"), CustomerId.Create(ShopWorld.CustomerOf(cart)), world.HasTexts),
            _ => CartAsks.Read(cart, actor, view => world.Learn(cart, view)),
        };
    }

    private ShopAsk OfCustomer(string customer, int draw) => draw switch
    {
        < 76 => CustomerAsks.Claim(customer, ShopWorld.Email(random.Below(ShopWorld.CustomersCount))),
        < 77 when world.Identities.Count > 0 => CustomerAsks.Release(customer, random.Pick(world.Identities)),
        < 80 => CustomerAsks.Earn(customer, NewId("e"), random.Between(1, 20)),
        < 83 => CustomerAsks.Spend(customer, NewId("s"), random.Between(1, 20)),
        < 84 when world.Carts.Count > 0 => Adopt(customer, world.PickCart(random)),
        < 86 => MergeCustomers(customer),
        < 88 when world.CustomerMerges.Count > 0 => CustomerAsks.Undo(world.CustomerMerges[^1]),
        < 91 => Visit(customer),
        _ => CustomerAsks.Profile(customer, view => world.Identities.AddRange(view.Identities.Select(static identity => identity.Id).Except(world.Identities))),
    };

    private ShopAsk OfGoods(int draw) => draw switch
    {
        < 95 => GoodsAsks.Receive(PickSku(), NewId("r"), Quantity()),
        < 98 => GoodsAsks.Sell(PickSku(), NewId("m"), Quantity()),
        _ => GoodsAsks.Price(PickSku(), NewId("p"), random.Between(100, 103)),
    };

    private ShopAsk Open()
    {
        var cart = world.NewCart();
        var owner = ShopWorld.Owner(cart);
        return CartAsks.Open(cart, random.Chance(500) ? owner with { Customer = null } : owner, (int)random.Between(Limits.CartAbandonSecondsMin, 120), world.HasTexts);
    }

    private ShopAsk Add(string cart, CartActor actor)
    {
        var id = NewId("a");
        return CartAsks.Add(cart, actor, id, PickSku(), Quantity(), random.Chance(750) ? HoldSeconds() : null, texts.NoteOf(id));
    }

    private ShopAsk Checkout(string cart, CartActor actor)
    {
        var id = NewId("c");
        world.Checkouts.Add((cart, id));
        return CartAsks.Checkout(cart, actor, id, HoldSeconds());
    }

    private ShopAsk Merge(string target, CartActor actor)
    {
        var (source, id) = (world.PickCart(random), NewId("g"));
        world.CartMerges.Add((target, id));
        return CartAsks.Merge(target, actor, id, source, ShopWorld.Owner(source), random.Pick(_strategies));
    }

    private ShopAsk Adopt(string customer, string cart) => CustomerAsks.Adopt(customer, cart, NewId("k"), new(CustomerId.Create(customer), ShopWorld.Token(cart)));

    private ShopAsk MergeCustomers(string survivor)
    {
        world.CustomerMerges.Add(NewId("x"));
        return CustomerAsks.Merge(world.CustomerMerges[^1], survivor, PickCustomer(), random.Pick(_strategies));
    }

    // A visit begins, brings a cart along, is signed in on, and ends.
    private ShopAsk Visit(string customer)
    {
        if (_session is not { } session) return CustomerAsks.Start(_session = NewId("v"));
        var cart = world.PickCart(random);
        var draw = random.Below(4);
        if (draw == 0) return CustomerAsks.Bring(session, cart);
        if (draw < 3) return CustomerAsks.SignIn(session, NewId("i"), customer, random.Pick(_strategies), new(null, ShopWorld.Token(cart)));
        _session = null;
        return CustomerAsks.SignOut(session);
    }

    private static string? Last(List<(string Cart, string Id)> ids, string cart) => ids.FindLast(known => known.Cart == cart).Id;

    private string PickCustomer() => ShopWorld.Customer(random.Below(ShopWorld.CustomersCount));

    private string PickSku() => ShopWorld.Sku(random.Below(world.Plan.SkusCount));

    private string NewId(string prefix) => $"{prefix}{client}-{++_count}";

    private long Quantity() => random.Between(1, world.Plan.QuantityMax);

    private int HoldSeconds() => (int)random.Between(1, world.Plan.HoldSecondsMax);
}
