namespace Omnichannel.Audit.Carts.Checks;

/// <summary>A cart is opened once, before anything else happens to it.</summary>
internal sealed class CartOpenedOnce : ICheck<CartState, CartFact>
{
    public AuditCheck Number => AuditCheck.CartOpenedOnce;

    public string? Before(CartState state, CartFact fact) => (state.Id, fact) switch
    {
        (null, not CartFact.Opened) => $"{fact.GetType().Name} comes before the cart was opened.",
        (not null, CartFact.Opened) => "it was opened a second time.",
        _ => null,
    };
}
