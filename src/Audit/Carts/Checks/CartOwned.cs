namespace Omnichannel.Audit.Carts.Checks;

/// <summary>A cart has an owner, and goes from one to the next only by the hand of the one who has it.</summary>
internal sealed class CartOwned : ICheck<CartState, CartFact>
{
    public AuditCheck Number => AuditCheck.CartOwned;

    public string? Before(CartState state, CartFact fact) => fact switch
    {
        CartFact.Attached attached when state.Customer is { } owner => $"it was attached to {attached.Customer}, and was {owner}'s.",
        CartFact.Reassigned reassigned when state.Customer != reassigned.Previous => $"it was taken from {reassigned.Previous}, and was {state.Customer}'s.",
        _ => null,
    };

    public string? After(CartState state, CartFact fact) => state.Id is null || state.Customer is not null || state.HasToken ? null : "nobody owns it.";
}
