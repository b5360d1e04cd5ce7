namespace Omnichannel.Audit.Customers.Checks;

/// <summary>A customer is in one merge at a time, and a merge takes its steps in order.</summary>
internal sealed class CustomerMergeSteps : ICheck<CustomerState, CustomerFact>
{
    public AuditCheck Number => AuditCheck.CustomerMergeSteps;

    public string? Before(CustomerState state, CustomerFact fact) => fact switch
    {
        CustomerFact.Locked locked when state.Lock is { } held => $"merge {locked.MergeId} took a customer whom merge {held.MergeId} had.",
        CustomerFact.Absorbed absorbed when state.Unsettled is { } other => $"merge {absorbed.MergeId} came before {other.MergeId} was settled.",
        CustomerFact.Absorbed absorbed when state.FindAbsorption(absorbed.MergeId) is not null => $"merge {absorbed.MergeId} took place a second time.",
        CustomerFact.Settled settled when state.FindAbsorption(settled.MergeId) is null or { Step: AbsorptionStep.Settled } =>
            $"merge {settled.MergeId} was settled, and was not to be.",
        CustomerFact.Returned returned when state.FindAbsorption(returned.MergeId) is not { Step: AbsorptionStep.Settled } =>
            $"merge {returned.MergeId} was taken back, and was not there to be.",
        CustomerFact.Returned returned when state.Absorptions[^1].MergeId != returned.MergeId => $"merge {returned.MergeId} was taken back before a later one.",
        CustomerFact.Merged merged when state.Lock is not { IsMerged: false } held || (held.MergeId, held.Survivor) != (merged.MergeId, merged.Survivor) =>
            $"merge {merged.MergeId} was carried out on a customer who did not stand still for it.",
        CustomerFact.Reopened reopened when state.Lock is not { IsMerged: true } held || held.MergeId != reopened.MergeId =>
            $"merge {reopened.MergeId} gave back a customer whom it did not have.",
        _ => null,
    };
}
