namespace Omnichannel.Audit.Customers.Checks;

/// <summary>A customer has one open cart at a time.</summary>
internal sealed class OneOpenCart : ICheck<CustomerState, CustomerFact>
{
    public AuditCheck Number => AuditCheck.OneOpenCart;

    public string? Before(CustomerState state, CustomerFact fact) => fact switch
    {
        CustomerFact.CartAdopted adopted when state.OpenCart is { } open => $"cart {adopted.CartId} was adopted beside {open}.",
        CustomerFact.CartDropped dropped when state.OpenCart != dropped.CartId => $"cart {dropped.CartId} was dropped, {state.OpenCart ?? "none"} was open.",
        CustomerFact.Absorbed { TakesCart: true } absorbed when state.OpenCart is { } open => $"cart {absorbed.OpenCart} was taken over beside {open}.",
        _ => null,
    };
}
