namespace Omnichannel.Audit.Carts.Checks;

/// <summary>A checkout is frozen once, one at a time, and only a frozen one ends.</summary>
internal sealed class CheckoutOnce : ICheck<CartState, CartFact>
{
    public AuditCheck Number => AuditCheck.CheckoutOnce;

    public string? Before(CartState state, CartFact fact) => fact switch
    {
        CartFact.CheckoutFrozen { Checkout.Id: var id } when state.FindCheckout(id) is not null => $"checkout {id} was frozen a second time.",
        CartFact.CheckoutFrozen { Checkout.Id: var id } when state.Frozen is { } other => $"checkout {id} was frozen beside {other.Id}.",
        CartFact.CheckoutCancelled { CheckoutId: var id } when state.Frozen?.Id != id => $"checkout {id} was cancelled and was not frozen.",
        CartFact.CheckoutLapsed { CheckoutId: var id } when state.Frozen?.Id != id => $"checkout {id} lapsed and was not frozen.",
        _ => null,
    };
}
