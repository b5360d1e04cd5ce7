using Omnichannel.Customers;

namespace Omnichannel.Carts;

/// <summary>Who acts on a cart: a customer that the channel has signed in, or a device with a token. Only the owner of a cart may read or change it.</summary>
[GenerateSerializer, Immutable, Alias("cart-actor")]
public sealed record CartActor([property: Id(0)] CustomerId? Customer, [property: Id(1)] CartTokenHash? Token)
{
    public static CartActor Of(CustomerId customer) => new(customer, null);

    public static CartActor Of(CartToken token) => new(null, token.Hash());
}
