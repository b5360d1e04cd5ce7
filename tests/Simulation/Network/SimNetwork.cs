using Omnichannel.Simulation.Kernel;
using Omnichannel.Simulation.Nodes;
using Omnichannel.Simulation.Store;
using Orleans.Runtime;

namespace Omnichannel.Simulation.Network;

/// <summary>What became of one message to a node.</summary>
public enum Delivery
{
    None = 0,
    /// <summary>The node answered.</summary>
    Answered,
    /// <summary>Nobody listens there: the request was not taken.</summary>
    Unreachable,
    /// <summary>The node said that it has no answer, or the time was up: it may or may not have happened.</summary>
    Unknown,
}

/// <param name="Reply">Set when it was answered.</param>
/// <param name="Reason">Why the node had no answer.</param>
public readonly record struct Arrival<TReply>(Delivery Delivery, TReply? Reply, Unavailability Reason);

/// <summary>Carries calls from clients to nodes, and loses, doubles, delays and reorders them.</summary>
public sealed class SimNetwork(SimScheduler scheduler, SimLane clients, SimRandom random, FaultCounts counts)
{
    public NetworkFaults Faults { get; set; } = NetworkFaults.None;

    /// <summary>Sends one request and waits for its answer, not longer than the time given.</summary>
    /// <param name="onDoubled">Told when the request will arrive a second time: a try of its own, whose answer nobody waits for.</param>
    public Task<Arrival<TReply>> SendAsync<TReply>(SimNode node, Func<IGrainFactory, Task<TReply>> call, TimeSpan timeout, Action onDoubled)
    {
        var exchange = new Exchange<TReply>(this, call);
        exchange.Deadline = scheduler.At(scheduler.Now + timeout.Ticks, clients, exchange.TimeOut, null);
        if (Strikes(Faults.RequestLostPerMille, FaultKind.RequestLost)) return exchange.Done.Task;
        Carry(exchange, FaultKind.RequestSlow, node.Deliver);
        if (!Strikes(Faults.DuplicatedPerMille, FaultKind.RequestDuplicated)) return exchange.Done.Task;
        Carry(exchange, FaultKind.RequestSlow, node.Deliver);
        onDoubled();
        return exchange.Done.Task;
    }

    private void Carry<TReply>(Exchange<TReply> exchange, FaultKind slow, Action<SimExchange> deliver) =>
        scheduler.At(scheduler.Now + Latency(slow), clients, _ => deliver(exchange), null);

    private bool Strikes(int perMille, FaultKind kind)
    {
        if (!random.Chance(perMille)) return false;
        counts.Add(kind);
        return true;
    }

    private long Latency(FaultKind slow)
    {
        var milliseconds = Strikes(Faults.SlowPerMille, slow) ? Faults.SlowMillisecondsMax : Faults.LatencyMillisecondsMax;
        return random.Between(0, milliseconds * TimeSpan.TicksPerMillisecond);
    }

    /// <summary>One request and the first answer that comes back to it.</summary>
    private sealed class Exchange<TReply>(SimNetwork network, Func<IGrainFactory, Task<TReply>> call) : SimExchange
    {
        public TaskCompletionSource<Arrival<TReply>> Done { get; } = new();

        public SimEvent? Deadline { get; set; }

        public override async Task ServeAsync(IGrainFactory grains)
        {
            var arrival = await AnswerAsync(grains);
            if (network.Strikes(network.Faults.ReplyLostPerMille, FaultKind.ReplyLost)) return;
            network.Return(this, arrival);
        }

        public override void Refuse()
        {
            network.Strikes(1_000, FaultKind.NodeUnreachable);
            network.Return(this, new(Delivery.Unreachable, default, Unavailability.None));
        }

        public void TimeOut(object? _)
        {
            network.Strikes(1_000, FaultKind.ClientTimeout);
            Done.TrySetResult(new(Delivery.Unknown, default, Unavailability.None));
        }

        public void Arrive(Arrival<TReply> arrival)
        {
            if (Done.TrySetResult(arrival)) Deadline?.Cancel();
        }

        private async Task<Arrival<TReply>> AnswerAsync(IGrainFactory grains)
        {
            try
            {
                return new(Delivery.Answered, await call(grains), Unavailability.None);
            }
            catch (GridUnavailableException unavailable)
            {
                return new(Delivery.Unknown, default, unavailable.Reason);
            }
            catch (Exception failure) when (failure is OrleansException or TimeoutException)
            {
                return new(Delivery.Unknown, default, Unavailability.None);
            }
        }
    }

    private void Return<TReply>(Exchange<TReply> exchange, Arrival<TReply> arrival) =>
        scheduler.At(scheduler.Now + Latency(FaultKind.ReplySlow), clients, _ => exchange.Arrive(arrival), null);
}

/// <summary>A request as the node sees it.</summary>
public abstract class SimExchange
{
    public abstract Task ServeAsync(IGrainFactory grains);

    public abstract void Refuse();
}
