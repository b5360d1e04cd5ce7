using Omnichannel.Audit.Customers;

namespace Omnichannel.Audit.Agreement;

/// <summary>Customers of whom something is still being carried out.</summary>
internal sealed class CustomersUnderWay
{
    private const int ChainMax = 1_000;
    private readonly FeedAudit _audit;
    private readonly HashSet<string> _merging;

    public CustomersUnderWay(FeedAudit audit)
    {
        _audit = audit;
        _merging = audit.All<MergeFold>()
            .Where(static merge => merge.IsStopped || merge.Step is not (MergeStep.None or MergeStep.Cleared or MergeStep.Finished or MergeStep.UndoFinished))
            .SelectMany(static merge => new[] { merge.Survivor, merge.Absorbed })
            .ToHashSet(StringComparer.Ordinal);
    }

    public bool Has(string customer) =>
        _merging.Contains(customer) || (_audit.Find<CustomerFold>($"customer/{customer}") is { } fold && (fold.IsStopped || fold.Customer.IsPending));

    /// <summary>Who answers for this id now; null when there is no such customer.</summary>
    public CustomerFold? Survivor(string customer)
    {
        var fold = _audit.Find<CustomerFold>($"customer/{customer}");
        for (var i = 0; fold?.Customer.Lock is { IsMerged: true } merged && i < ChainMax; i++) fold = _audit.Find<CustomerFold>($"customer/{merged.Survivor}");
        return fold;
    }
}
