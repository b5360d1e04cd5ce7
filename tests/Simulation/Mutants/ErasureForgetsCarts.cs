using Omnichannel.Audit;
using Omnichannel.Customers;
using Omnichannel.Journal;

namespace Omnichannel.Simulation.Mutants;

/// <summary>An erasure does not find the carts that its customer was told of.</summary>
internal sealed class ErasureForgetsCarts : Mutant
{
    public override bool IsOfShop => true;

    public override AuditCheck CaughtBy => AuditCheck.ErasedIsGone;

    public override IJournal OfNode(IJournal connection) => new Forgetful(connection);

    private sealed class Forgetful(IJournal journal) : Passing(journal)
    {
        private static readonly Func<string, string> _forget = Rows.Each(["cart-adopted", "cart-kept"], static happened => happened["cartId"] = "forgotten");

        // All of the past at once: only then does the chain of what is made of it hold together.
        public override async ValueTask<IReadOnlyList<JournalRow>> ReadRowsAsync(EntityKey entity, long afterVersion, int rowsMax, CancellationToken cancellationToken)
        {
            if (entity.Kind != CustomerGrain.Kind) return await Inner.ReadRowsAsync(entity, afterVersion, rowsMax, cancellationToken);
            var rows = await Inner.ReadRowsAsync(entity, 0, int.MaxValue, cancellationToken);
            var past = Rows.Rewritten(entity, new(rows.Count == 0 ? 0 : rows[^1].Version, null, rows), _forget);
            return [.. past.Rows.Where(row => row.Version > afterVersion).Take(rowsMax)];
        }
    }
}
