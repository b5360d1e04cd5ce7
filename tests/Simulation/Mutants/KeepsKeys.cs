using Omnichannel.Audit;
using Omnichannel.Privacy;

namespace Omnichannel.Simulation.Mutants;

/// <summary>A key that was to be destroyed is still there.</summary>
internal sealed class KeepsKeys : Mutant
{
    public override bool IsOfShop => true;

    public override AuditCheck CaughtBy => AuditCheck.ErasedIsGone;

    public override IDataKeys OfKeys(IDataKeys keys) => new Hoard(keys);

    private sealed class Hoard(IDataKeys keys) : IDataKeys
    {
        public ValueTask<DataKey?> FindAsync(string owner, CancellationToken cancellationToken) => keys.FindAsync(owner, cancellationToken);

        public ValueTask<DataKey> GetOrCreateAsync(string owner, CancellationToken cancellationToken) => keys.GetOrCreateAsync(owner, cancellationToken);

        public ValueTask DestroyAsync(string owner, CancellationToken cancellationToken) => ValueTask.CompletedTask;

        public ValueTask<RewrapPage> RewrapAsync(string afterOwner, int keysMax, CancellationToken cancellationToken) => keys.RewrapAsync(afterOwner, keysMax, cancellationToken);

        public ValueTask<IReadOnlyList<MasterKeyUse>> CountAsync(CancellationToken cancellationToken) => keys.CountAsync(cancellationToken);
    }
}
