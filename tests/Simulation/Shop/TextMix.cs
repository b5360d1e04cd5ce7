using Omnichannel.Simulation.Kernel;

namespace Omnichannel.Simulation.Shop;

/// <summary>Draws what a client of a shop says about people, and whom it wants forgotten: from a source of its own, and before anything else is drawn.</summary>
internal sealed class TextMix(ShopWorld world, int client, SimRandom random)
{
    private const int ClearedPerMille = 100;
    private const int ContactsPerMille = 250;
    private int _count;

    /// <summary>Null when it is about nobody.</summary>
    public ShopAsk? Next()
    {
        if (world.Carts.Count == 0) return null;
        if (random.Chance(world.Plan.TextsPerMille)) return random.Chance(ContactsPerMille) ? Contact() : Note(world.PickCart(random));
        return random.Chance(world.Plan.ErasePerMille) && world.Texts.MayErase ? world.Texts.Erase(PickCustomer(), NewId("z")) : null;
    }

    /// <summary>What a line that is added says of whom it is for; null for most of them.</summary>
    public string? NoteOf(string id) => random.Chance(world.Plan.TextsPerMille) ? world.Texts.Write(id) : null;

    private ShopAsk Note(string cart)
    {
        var (id, line) = (NewId("n"), random.Chance(500) ? world.PickLine(cart, random) : null);
        return CartAsks.WriteNote(cart, ShopWorld.Owner(cart), id, line, random.Chance(ClearedPerMille) ? null : world.Texts.Write(id));
    }

    private ShopAsk Contact()
    {
        var id = NewId("w");
        return CustomerAsks.Contact(PickCustomer(), id, world.Texts.Write(id));
    }

    private string PickCustomer() => ShopWorld.Customer(random.Below(ShopWorld.CustomersCount));

    private string NewId(string prefix) => $"{prefix}{client}-{++_count}";
}
