namespace Omnichannel.Audit.Carts.Checks;

/// <summary>A code is used once, and within its time.</summary>
internal sealed class CodeOnce : ICheck<CartState, CartFact>
{
    public AuditCheck Number => AuditCheck.CodeOnce;

    public string? Before(CartState state, CartFact fact) => fact switch
    {
        CartFact.CodeOffered { HandoverId: var id } when state.FindCode(id) is { TakenBy: not null } => $"hand-over {id} was taken, and offered again.",
        CartFact.CodeTaken { HandoverId: var id } when state.FindCode(id) is null => $"hand-over {id} was taken, and never offered.",
        CartFact.CodeTaken { HandoverId: var id } when state.FindCode(id) is { TakenBy: not null } => $"hand-over {id} was taken a second time.",
        CartFact.CodeTaken { HandoverId: var id, At: var at } when state.FindCode(id)!.ExpiresAt <= at => $"hand-over {id} was taken after its end.",
        _ => null,
    };
}
