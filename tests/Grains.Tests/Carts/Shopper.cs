using Omnichannel.Customers;
using Omnichannel.Inventory;

namespace Omnichannel.Carts;

/// <summary>Somebody with a cart, and the commands that he sends.</summary>
internal sealed class Shopper(CartGrid grid, string cart, CartActor actor)
{
    public static readonly TimeSpan Hold = TimeSpan.FromSeconds(900);

    public CartActor Actor => actor;

    public ICartGrain Cart => grid.Cart(cart);

    public static CartActor Anonymous(string device) => CartActor.Of(new CartToken(device.PadRight(Limits.CartTokenLengthMin, '.')));

    public static CartActor SignedIn(string customer) => CartActor.Of(new CustomerId(customer));

    public Task<CartReply> OpenAsync(string? channel = null) => Cart.Open(new(actor, CartGrid.Euro, channel is null ? null : new Channel(channel)));

    public Task<CartReply> AddAsync(string line, string sku, long quantity = 1, bool isHeld = false, string? command = null, string location = "london") => Cart.Add(
        new(Command(command ?? $"add-{line}"), new(line), new(sku), quantity, new(FulfilmentKind.Ship, new(location)), isHeld ? Hold : null));

    public Task<CartReply> ChangeAsync(string line, long quantity, string? command = null) =>
        Cart.ChangeQuantity(new(Command(command ?? $"change-{line}-{quantity}"), new(line), quantity));

    public Task<CartReply> RemoveAsync(string line, string? command = null) => Cart.Remove(new(Command(command ?? $"remove-{line}"), new(line)));

    public Task<CartReply> HoldAsync(string command, TimeSpan? holdFor = null, params string[] lines) =>
        Cart.Hold(new(Command(command), holdFor ?? Hold, lines.Length == 0 ? null : [.. lines.Select(static line => new CartLineId(line))]));

    public Task<CheckoutReply> CheckOutAsync(string id, long? expectedTotal = null) => Cart.StartCheckout(new(actor, new(id), Hold, expectedTotal));

    public Task<CheckoutReply> CancelAsync(string id) => Cart.CancelCheckout(new(actor, new(id)));

    public Task<CartMergeReply> MergeAsync(string source, CartActor sourceActor, CartMergeStrategy strategy = CartMergeStrategy.Sum, string id = "merge") =>
        Cart.Merge(new(actor, new(id), new(source), sourceActor, strategy));

    public Task<CartMergeReply> UndoAsync(string id = "merge") => Cart.UndoMerge(new(actor, new(id)));

    public async Task<CartView> SeeAsync()
    {
        var reply = await Cart.Cart(actor);
        Assert.Equal(CartStatus.Done, reply.Status);
        return reply.Cart!;
    }

    private CartCommand Command(string id) => new(new(id), actor);
}
