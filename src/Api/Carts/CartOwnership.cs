using Omnichannel.Customers;
using Omnichannel.Http;

namespace Omnichannel.Carts;

/// <summary>What a cart and the customer it belongs to tell each other.</summary>
internal static class CartOwnership
{
    /// <summary>Why a cart cannot become this customer's; null when nothing speaks against it. An id that nobody has registered may own carts.</summary>
    public static async Task<Problem?> RefuseOwnerAsync(this IGrainFactory grains, CustomerId customer, CartId cart, string field)
    {
        var found = await grains.GetGrain<ICustomerGrain>(customer.Value).Profile();
        if (found.Status == CustomerStatus.Erased) return new(ProblemKinds.CustomerErased, Field: field);
        if (found.Customer is not { } answering || answering.Id == customer) return null;

        // It may have come to the old id while that was being merged, and nobody lived to say so: this is the retry.
        if ((await grains.GetGrain<ICartGrain>(cart.Value).Cart(CartActor.Of(customer))).Cart is { } own && own.Customer == customer)
            await grains.GetGrain<ICustomerGrain>(customer.Value).AdoptCart(new(cart));
        return CartOwner.Merged(answering.Id, field);
    }

    /// <summary>A customer who has no cart open has this one now. Told before the answer is given: whoever dies in between is asked again by the retry.</summary>
    /// <returns>Null when the owner knows of it.</returns>
    public static async Task<Problem?> TellOwnerAsync(this IGrainFactory grains, CartReply reply, string field)
    {
        if (reply is not { Status: CartStatus.Done or CartStatus.Exists, Cart: { Customer: { } owner, State: CartState.Open } cart }) return null;
        var customer = grains.GetGrain<ICustomerGrain>(owner.Value);
        var told = await customer.AdoptCart(new(cart.Id));
        if (told.OpenCart is { } open && open != cart.Id && told.Customer is { } owning && !await grains.IsOpenAsync(open, owning))
        {
            // Nobody had told the customer that it is paid for, or merged away.
            await customer.DropCart(new(open));
            told = await customer.AdoptCart(new(cart.Id));
        }

        // Erased since it was asked: what came to that customer meanwhile ends like all the rest.
        if (told.Status == CustomerStatus.Erased) await grains.GetGrain<ICartGrain>(cart.Id.Value).Erase(new([owner]));
        return told.Status switch
        {
            CustomerStatus.MergeUnderWay => new(ProblemKinds.CustomerMerging, Field: field),
            CustomerStatus.Erased => new(ProblemKinds.CustomerErased, Field: field),
            _ => told.Customer is { } answering && answering != owner ? CartOwner.Merged(answering, field) : null,
        };
    }

    private static async Task<bool> IsOpenAsync(this IGrainFactory grains, CartId cart, CustomerId owner) =>
        (await grains.GetGrain<ICartGrain>(cart.Value).Cart(CartActor.Of(owner))).Cart is { State: CartState.Open or CartState.Merging };
}
