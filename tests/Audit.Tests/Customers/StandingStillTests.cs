namespace Omnichannel.Audit.Customers;

/// <summary>What may happen to a customer who stands still, because it was begun before or is only remembered.</summary>
public sealed class StandingStillTests
{
    private const string Ada = "customer/ada";
    private readonly Journal _journal = new();

    // What was asked of an identity before is answered until the erasure has ended, and by then means nothing.
    [Fact]
    public void Fold_WhenAnIdentityAnswersSomebodyWhoIsBeingErased_IsContent()
    {
        _journal.Write(Ada, "customer-registered", new { customerId = "ada", fields = Array.Empty<object>() });
        _journal.Write(Ada, "identity-claim-begun", new { identityId = "email:1", kind = "Email", value = "sealed" }).Write(Ada, "erasure-begun", new { commandId = "x" });
        _journal.Write(Ada, "identity-claim-done", new { identityId = "email:1" }).Write(Ada, "customer-erased");
        Assert.DoesNotContain(_journal.Findings.Kept, static finding => finding.Check == AuditCheck.CustomerStandsStill);
    }

    // It answers for itself again when the merge is taken back, and has to know its carts then.
    [Fact]
    public void Fold_WhenACustomerWhoWasMergedIsToldOfACart_IsContent()
    {
        _journal.Write(Ada, "customer-registered", new { customerId = "ada", fields = Array.Empty<object>() });
        _journal.Write("customer/bea", "customer-registered", new { customerId = "bea", fields = Array.Empty<object>() });
        _journal.Write(Ada, "merge-locked", new { mergeId = "m-1", survivor = "bea" }).Write(Ada, "customer-merged", new { mergeId = "m-1", survivor = "bea" });
        _journal.Write(Ada, "cart-kept", new { cartId = "c-1" });
        Assert.DoesNotContain(_journal.Findings.Kept, static finding => finding.Check == AuditCheck.CustomerStandsStill);
    }
}
