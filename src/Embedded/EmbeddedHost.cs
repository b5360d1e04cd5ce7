using System.Collections.Frozen;
using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Orleans;
using Orleans.Runtime;

namespace Omnichannel.Embedded;

/// <summary>Hosts grains in this process: no network, no membership, no placement.</summary>
/// <remarks>
/// <para>One activation of a grain class and key at a time, created by its first call; one turn at a time inside it.</para>
/// <para>Errors of a call: what the grain threw, as it was thrown; <see cref="LimitExceededException"/> and
/// <see cref="SiloUnavailableException"/> when nothing was done; <see cref="TimeoutException"/> when the outcome is not known.</para>
/// </remarks>
public sealed class EmbeddedHost : IGrainFactory, IDisposable
{
    internal static readonly DeactivationReason ShuttingDown = new(DeactivationReasonCode.ShuttingDown, "The host is stopping.");

    private readonly FrozenDictionary<Type, GrainInterface> _interfaces;
    private readonly TaskCompletionSource _stopped = new();
    private readonly Meter _meter = new("Omnichannel");
    private ITimer? _sweeper;
    private CancellationTokenRegistration _cut;
    private int _sweeping;
    private int _state = (int)HostState.Created;

    internal EmbeddedHost(IServiceProvider services, EmbeddedHostOptions options, GrainCatalog catalog)
    {
        (Services, Options) = (services, options);
        Log = (services.GetService<ILoggerFactory>() ?? NullLoggerFactory.Instance).CreateLogger<EmbeddedHost>();
        Ages = new(this);
        Calls = new(this);
        var classes = catalog.Classes.ToDictionary(type => type, type => new GrainClass(this, type));
        _interfaces = catalog.Interfaces.ToFrozenDictionary(
            entry => entry.Key, entry => new GrainInterface(entry.Key, [.. entry.Value.Select(type => classes[type])]));
        _meter.CreateObservableGauge("omnichannel.activations", () => ActivationsCount, "{activation}", "Grains in memory.");
        _meter.CreateObservableGauge("omnichannel.calls.inflight", () => CallsInFlightCount, "{call}", "Grain calls that wait for their answer.");
    }

    private enum HostState
    {
        Created,
        Running,
        /// <summary>Calls from outside are refused; those in flight end, with all they call.</summary>
        Draining,
        /// <summary>Every activation is asked to end.</summary>
        Stopping,
        Stopped,
    }

    /// <summary>Grains in memory, also those that are starting or ending.</summary>
    public int ActivationsCount => Ages.Count;

    /// <summary>Calls that wait for their answer, from outside and between grains.</summary>
    public int CallsInFlightCount => Calls.Count;

    internal IServiceProvider Services { get; }

    internal EmbeddedHostOptions Options { get; }

    internal ILogger Log { get; }

    internal ActivationAges Ages { get; }

    internal CallsInFlight Calls { get; }

    internal bool IsRunning => Volatile.Read(ref _state) == (int)HostState.Running;

    internal bool IsStopping => Volatile.Read(ref _state) == (int)HostState.Stopping;

    internal bool IsStopped => Volatile.Read(ref _state) == (int)HostState.Stopped;

    /// <summary>From here on calls are taken.</summary>
    public Task StartAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (!TryGo(HostState.Created, HostState.Running)) throw new InvalidOperationException("A host is started once.");
        using (ExecutionContext.SuppressFlow())
        {
            _sweeper = Options.Clock.CreateTimer(static host => ((EmbeddedHost)host!).Sweep(), this, Options.SweepEvery, Options.SweepEvery);
        }

        return Task.CompletedTask;
    }

    /// <summary>Refuses new calls from outside, lets those in flight end with all they call, then ends every activation.</summary>
    /// <param name="cancellationToken">Cuts it short: whoever still waits is told <see cref="TimeoutException"/>, and the task is cancelled.</param>
    public Task StopAsync(CancellationToken cancellationToken)
    {
        if (TryGo(HostState.Created, HostState.Stopping)) OnActivationsEnded();
        TryGo(HostState.Running, HostState.Draining);
        _cut = cancellationToken.UnsafeRegister(static (host, token) => ((EmbeddedHost)host!).CutStop(token), this);
        if (Calls.Count == 0) OnCallsEnded();
        return _stopped.Task;
    }

    /// <summary>Frees what was not stopped in order: the clock's timer and the meter.</summary>
    public void Dispose() => EndStop();

    /// <inheritdoc/>
    /// <param name="grainClassNamePrefix">Chooses among several classes of one interface by the start of their full name.</param>
    public TGrainInterface GetGrain<TGrainInterface>(string primaryKey, string? grainClassNamePrefix = null)
        where TGrainInterface : IGrainWithStringKey
    {
        ArgumentException.ThrowIfNullOrEmpty(primaryKey);
        if (!_interfaces.TryGetValue(typeof(TGrainInterface), out var found))
            throw new ArgumentException($"No grain class implements {typeof(TGrainInterface).FullName}.");
        return (TGrainInterface)(object)found.Refer(primaryKey, grainClassNamePrefix);
    }

    internal void OnCallsEnded()
    {
        if (Volatile.Read(ref _state) != (int)HostState.Draining || !TryGo(HostState.Draining, HostState.Stopping)) return;
        foreach (var activation in Ages.Snapshot()) activation.Deactivate(ShuttingDown);
        if (Ages.Count == 0) OnActivationsEnded();
    }

    internal void Forget(Activation activation)
    {
        if (Ages.Remove(activation)) OnActivationsEnded();
    }

    /// <summary>Runs what grains have registered on a token, and logs what they throw there.</summary>
    internal void Cancel(CancellationTokenSource source)
    {
        try
        {
            source.Cancel();
        }
        catch (AggregateException failure)
        {
            HostLog.CancelFailed(Log, failure);
        }
    }

    private void OnActivationsEnded()
    {
        if (!TryGo(HostState.Stopping, HostState.Stopped)) return;
        EndStop();
        Options.Executor.Queue(new StopAnswer(_stopped, CancellationToken.None));
    }

    private void CutStop(CancellationToken token)
    {
        if (!TryGo(HostState.Draining, HostState.Stopped) && !TryGo(HostState.Stopping, HostState.Stopped)) return;
        EndStop();
        Ages.CancelTransitions();
        Calls.FailAll();
        Options.Executor.Queue(new StopAnswer(_stopped, token));
    }

    private void EndStop()
    {
        _cut.Unregister();
        _sweeper?.Dispose();
        _meter.Dispose();
    }

    private bool TryGo(HostState from, HostState to) => Interlocked.CompareExchange(ref _state, (int)to, (int)from) == (int)from;

    private void Sweep()
    {
        if (Interlocked.Exchange(ref _sweeping, 1) != 0) return; // The one before takes long; it does for both.
        try
        {
            var now = Options.Clock.GetTimestamp();
            Ages.Sweep(now);
            Calls.Sweep(now);
        }
        finally
        {
            Volatile.Write(ref _sweeping, 0);
        }
    }

    /// <summary>Whoever waits for the end goes on in a work item of its own, like the caller of a grain.</summary>
    private sealed class StopAnswer(TaskCompletionSource stopped, CancellationToken cut) : IThreadPoolWorkItem
    {
        public void Execute()
        {
            if (cut.IsCancellationRequested) stopped.SetCanceled(cut);
            else stopped.SetResult();
        }
    }
}
