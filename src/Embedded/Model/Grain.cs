using Omnichannel.Embedded;
using Orleans.Runtime;

namespace Orleans;

/// <summary>A virtual actor: the host creates it on the first call and drops it when it is idle, one turn at a time in between.</summary>
public abstract class Grain : IGrainBase, IAddressable
{
    private readonly Activation _context = Activation.Creating
        ?? throw new InvalidOperationException("A grain is created by its host, never by hand.");

    public IGrainContext GrainContext => _context;

    protected IGrainFactory GrainFactory => _context.Class.Host;

    protected IServiceProvider ServiceProvider => _context.ActivationServices;

    internal Activation Activation => _context;

    public virtual Task OnActivateAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public virtual Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Drops this activation once its running calls have ended. Others, also those that wait in its queue, get a new one.</summary>
    protected void DeactivateOnIdle() => _context.Deactivate(new(DeactivationReasonCode.ApplicationRequested, "DeactivateOnIdle was called."));
}
