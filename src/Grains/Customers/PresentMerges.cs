namespace Omnichannel.Customers;

/// <summary>I72: who is merged into a customer now. What somebody brought is told under the survivor's id for as long as the two are one, and not once they are two again.</summary>
internal sealed record PresentMerges(CustomerMergeId[] Merges, CustomerId[] Customers)
{
    public static PresentMerges Of(Customer customer)
    {
        var present = customer.Absorptions.Where(static absorption => absorption.Step != AbsorptionStep.Returned).ToArray();
        return new([.. present.Select(static absorption => absorption.Id)], [.. present.SelectMany(static absorption => absorption.Absorbed.Append(absorption.Customer))]);
    }

    /// <summary>That it happened stays; whose it was before and is again is left out.</summary>
    public CustomerEvent Redact(CustomerEvent @event) => @event switch
    {
        CustomerAbsorbed absorbed when !Merges.Contains(absorbed.MergeId) => absorbed with
        {
            FieldsTaken = [],
            FieldsKept = [],
            FieldsDropped = [],
            ConsentsTaken = [],
            Identities = [],
            Lots = [],
            Purchases = PurchaseTotals.None,
            Contacts = new([], []),
            Sessions = [],
            OpenCart = null,
        },
        AbsorptionReturned returned => returned with { Estate = new([], [], [], []) },
        SessionAttached { Through: { } other } attached when !Customers.Contains(other) => attached with { DeviceId = null },
        IssueResolved { Customer: { } other } resolved when !Customers.Contains(other) => resolved with { Outcome = new((string?)null) },
        _ => @event,
    };
}
