namespace Omnichannel.Audit.Carts.Checks;

internal sealed class CartCommandOnce : ICheck<CartState, CartFact>
{
    public AuditCheck Number => AuditCheck.CommandIdOnce;

    public string? Before(CartState state, CartFact fact) =>
        fact.Effect is { } command && state.Commands.Has(command.Id, fact.At) ? $"command {command.Id} had its effect a second time." : null;
}
