namespace Omnichannel.Audit.Carts.Checks;

/// <summary>A cart waits for one thing at a time, and only what it waits for can be answered.</summary>
internal sealed class OnePlan : ICheck<CartState, CartFact>
{
    public AuditCheck Number => AuditCheck.OnePlan;

    public string? Before(CartState state, CartFact fact)
    {
        if (fact is CartFact.Plan) return IsNext(state.Plan, fact) ? null : $"{fact.GetType().Name} begins while {NameOf(state.Plan)} is under way.";
        return IsFitting(state.Plan, fact) ? null : $"{fact.GetType().Name} is no answer to {NameOf(state.Plan)}.";
    }

    // A merge alone goes from plan to plan.
    private static bool IsNext(CartFact.Plan? current, CartFact next) => next switch
    {
        CartFact.MergePlanned planned => current is CartFact.MergeStarted started && started.MergeId == planned.Started.MergeId,
        CartFact.Merged merged => current is CartFact.MergePlanned planned && planned.Started.MergeId == merged.MergeId,
        _ => current is null,
    };

    private static bool IsFitting(CartFact.Plan? plan, CartFact fact) => fact switch
    {
        CartFact.Added added when plan is CartFact.AddStarted add => add.Line.Id == added.Line.Id && add.Command == added.Command,
        CartFact.Changed changed when plan is CartFact.ChangeStarted change => change.LineId == changed.LineId && change.Quantity == changed.Quantity,
        CartFact.Held held => plan is CartFact.HoldStarted hold && hold.Command == held.Command,
        CartFact.Refused refused => plan switch
        {
            CartFact.AddStarted add => add.Command == refused.Command,
            CartFact.ChangeStarted change => change.Command == refused.Command,
            _ => false,
        },
        CartFact.CheckoutFrozen frozen => plan is CartFact.CheckoutStarted started && started.CheckoutId == frozen.Checkout.Id,
        CartFact.CheckoutRefused refused => plan is CartFact.CheckoutStarted started && started.CheckoutId == refused.CheckoutId,
        CartFact.MergeRefused refused => plan is CartFact.MergeStarted started && started.MergeId == refused.MergeId,
        CartFact.Settled settled => plan switch
        {
            CartFact.Merged merged => merged.MergeId == settled.MergeId,
            CartFact.UndoStarted undo => undo.MergeId == settled.MergeId,
            _ => false,
        },
        CartFact.Released or CartFact.CodeOffered or CartFact.CodeTaken => true,
        _ => plan is null,
    };

    private static string NameOf(CartFact.Plan? plan) => plan?.GetType().Name ?? "nothing";
}
