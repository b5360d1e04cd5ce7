using Omnichannel.Audit.Customers;

namespace Omnichannel.Audit.Agreement;

/// <summary>A merge of customers is on both or on neither, carries all points over, and is known to who drives it.</summary>
internal sealed class CustomerMergesAgree : IAgreement
{
    public IEnumerable<Finding> Check(FeedAudit audit)
    {
        foreach (var merge in audit.All<MergeFold>().Where(static merge => !merge.IsStopped))
        {
            var id = merge.Entity[(merge.Entity.IndexOf('/') + 1)..];
            if (audit.Find<CustomerFold>($"customer/{merge.Survivor}") is not { IsStopped: false } survivor) continue;
            if (audit.Find<CustomerFold>($"customer/{merge.Absorbed}") is not { IsStopped: false } absorbed) continue;
            if (Odd(merge.Step, id, survivor.Customer, absorbed.Customer) is { } sentence)
                yield return new(merge.Entity, merge.Version, AuditCheck.CustomerMergesAgree, sentence);
        }

        foreach (var customer in audit.All<CustomerFold>().Where(static customer => !customer.IsStopped))
        {
            var merges = customer.Customer.Absorptions.Select(static absorption => absorption.MergeId);
            if (customer.Customer.Lock is { } held) merges = merges.Append(held.MergeId);
            foreach (var id in merges.Where(id => audit.Find<MergeFold>($"customer-merge/{id}") is null))
                yield return new(customer.Entity, customer.Version, AuditCheck.CustomerMergesAgree, $"merge {id} has it, and nobody drives that.");
        }
    }

    private static string? Odd(MergeStep step, string id, CustomerState survivor, CustomerState absorbed)
    {
        var (brought, held) = (survivor.FindAbsorption(id), absorbed.Lock is { } own && own.MergeId == id ? own : null);
        switch (step)
        {
            case MergeStep.Finished:
                if (brought is not { Step: AbsorptionStep.Settled } || held is not { IsMerged: true }) return "it has ended, and not on both customers.";
                return brought.PointsIn == held.PointsOut ? null : $"it took {held.PointsOut} points from one and gave {brought.PointsIn} to the other.";
            case MergeStep.Cleared or MergeStep.UndoFinished:
                return brought is null && held is null ? null : "it came to nothing, and one of the customers does not know.";
            default:
                return null;
        }
    }
}
