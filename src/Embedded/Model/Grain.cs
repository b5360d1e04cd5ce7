using Orleans.Runtime;

namespace Orleans;

/// <summary>A virtual actor: the host creates it on the first call and drops it when it is idle, one turn at a time in between.</summary>
public abstract class Grain : IAddressable
{
    private readonly IGrainContext _context = Orleans.Runtime.GrainContext.Creating
        ?? throw new InvalidOperationException("A grain is created by its host, never by hand.");

    public IGrainContext GrainContext => _context;

    protected IGrainFactory GrainFactory => _context.GrainFactory;

    public virtual Task OnActivateAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public virtual Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Asks the host to drop this activation once its running turns have ended. The next call makes a new one.</summary>
    protected void DeactivateOnIdle() => _context.Deactivate(new DeactivationReason(DeactivationReasonCode.ApplicationRequested, "DeactivateOnIdle"));
}
