namespace Omnichannel.Audit.Carts;

/// <summary>Writes the events of carts, and of the stock and the prices behind them, the way the grid would.</summary>
internal sealed class CartJournal
{
    public const string Cart = "cart/c-1";

    /// <summary>A name of a reservation of the form that carts make.</summary>
    public const string OfCart = "cart-00112233445566778899aabbccddeeff-3-0";

    private const string Stock = "stock/MUG/shop";
    private int _commands;

    public Journal Journal { get; } = new();

    public object Quote => new { amount = 250, currency = "GBP", priceVersion = 1, rule = "Base", quotedAt = Journal.In(0), until = Journal.In(900) };

    public CartJournal Open(string cart = Cart, string? customer = "ada")
    {
        Journal.Write(cart, "cart-opened", new { cartId = KeyOf(cart), customer, token = customer is null ? "hash" : null, currency = "GBP", abandonAfterSeconds = 3600 });
        return this;
    }

    public CartJournal Priced()
    {
        Journal.Write("price/MUG", "base-price-set", new { command = Command(), currency = "GBP", amount = 250 });
        return this;
    }

    public CartJournal Shelved(long units = 100)
    {
        Journal.Write(Stock, "stock-received", new { movementId = "d-1", quantity = units, onHandDelta = units });
        return this;
    }

    public CartJournal Reserved(string id, long quantity, string cart = "c-1", int holdFor = 600)
    {
        Journal.Write(Stock, "stock-reserved", new { reservationId = id, quantity, expiresAt = Journal.In(holdFor), reference = $"cart:{cart}" });
        return this;
    }

    public object Command(string? id = null) => new { id = id ?? $"k-{++_commands}", body = "b" };

    public object Hold(string id, long quantity, string? madeFor = null) => new { id, quantity, expiresAt = Journal.In(600), madeFor };

    public object Line(string id, long quantity, params object[] holds) =>
        new { id, sku = "MUG", quantity, fulfilment = new { kind = "Ship", location = "shop" }, quote = Quote, changedAt = Journal.In(0), holds };

    public object Ask(string line, string reservation, long quantity, string? existing = null) =>
        new { lineId = line, sku = "MUG", location = "shop", reservationId = reservation, quantity, existing, until = Journal.In(600) };

    public static object Release(string reservation, long? quantity = null) =>
        new { reservationId = reservation, sku = "MUG", location = "shop", quantity, commandId = quantity is null ? null : "cart/c-1/9" };

    /// <summary>A line without a hold.</summary>
    public CartJournal Add(string line, long quantity, string cart = Cart)
    {
        Journal.Write(cart, "line-added", new { command = Command(), line = Line(line, quantity) });
        return this;
    }

    /// <summary>A line with a hold, asked for first.</summary>
    public CartJournal AddHeld(string line, string reservation, long quantity, string cart = Cart)
    {
        var command = Command();
        Journal.Write(cart, "line-add-started", new { command, line = Line(line, quantity), asks = new[] { Ask(line, reservation, quantity) } });
        Journal.Write(cart, "line-added", new { command, line = Line(line, quantity, Hold(reservation, quantity)) });
        return this;
    }

    public object Checkout(string id, long total, params object[] lines) =>
        new { id, cartId = "c-1", state = "Frozen", lines, currency = "GBP", total, frozenAt = Journal.In(0), expiresAt = Journal.In(600) };

    public object CheckoutLine(string line, long quantity, long amount, string reservation)
    {
        var reservations = new[] { new { reservationId = reservation, quantity } };
        return new { lineId = line, sku = "MUG", quantity, fulfilment = new { kind = "Ship", location = "shop" }, quote = Quote, amount, reservations };
    }

    /// <summary>Freezes a cart with one held line of two.</summary>
    public CartJournal Freeze(string checkout = "x-1", string line = "l-1", string reservation = "r-1")
    {
        Journal.Write(Cart, "checkout-started", new { checkoutId = checkout, asks = new[] { Ask(line, $"{reservation}-new", 2, reservation) } });
        Journal.Write(
            Cart,
            "checkout-frozen",
            new { checkout = Checkout(checkout, 500, CheckoutLine(line, 2, 500, reservation)), lines = new[] { new { lineId = line, holds = new[] { Hold(reservation, 2) } } } });
        return this;
    }

    public CartJournal Write(string tag, object? members = null, string cart = Cart)
    {
        Journal.Write(cart, tag, members);
        return this;
    }

    public CartJournal After(int seconds)
    {
        Journal.Seconds += seconds;
        return this;
    }

    private static string KeyOf(string entity) => entity[(entity.IndexOf('/') + 1)..];
}
