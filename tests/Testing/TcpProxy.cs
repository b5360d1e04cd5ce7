using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace Omnichannel.Testing;

/// <summary>What a proxy does with bytes it was given to pass on.</summary>
public enum Passage
{
    None = 0,
    Pass,

    /// <summary>Passes the first half of them, then breaks both connections.</summary>
    CutInside,

    /// <summary>Passes nothing of them, and breaks both connections.</summary>
    CutBefore,
}

/// <summary>A wire of ours between two parties, with latency, and with scissors.</summary>
public sealed class TcpProxy : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly int _targetPort;
    private readonly CancellationTokenSource _stopping = new();
    private readonly ConcurrentDictionary<TcpClient, byte> _open = [];
    private readonly Task _accepting;
    private long _cuts;

    public TcpProxy(int targetPort)
    {
        _targetPort = targetPort;
        _listener.Start();
        _accepting = AcceptAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>Decides about bytes on their way to the target (a call, a COMMIT).</summary>
    public Func<int, Passage> Towards { get; set; } = static _ => Passage.Pass;

    /// <summary>Decides about bytes on their way back (an answer, the word that it was committed).</summary>
    public Func<int, Passage> Back { get; set; } = static _ => Passage.Pass;

    /// <summary>Added to every passage, each way.</summary>
    public TimeSpan Latency { get; set; }

    public long CutsCount => Interlocked.Read(ref _cuts);

    /// <summary>From now on the next answer of the target is swallowed, and its connection cut. The task ends when that has happened.</summary>
    public Task SwallowNextAnswer()
    {
        var swallowed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Back = _ => swallowed.TrySetResult() ? Passage.CutBefore : Passage.Pass;
        return swallowed.Task;
    }

    /// <summary>Resets every connection that is open now.</summary>
    public void ResetAll()
    {
        foreach (var client in _open.Keys) Break(client);
    }

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        _listener.Stop();
        ResetAll();
        await _accepting;
        _stopping.Dispose();
    }

    private async Task AcceptAsync()
    {
        var wires = new List<Task>();
        try
        {
            while (true) wires.Add(PassAsync(await _listener.AcceptTcpClientAsync(_stopping.Token)));
        }
        catch (Exception stopped) when (stopped is OperationCanceledException or SocketException)
        {
            await Task.WhenAll(wires);
        }
    }

    private async Task PassAsync(TcpClient client)
    {
        using var target = new TcpClient { NoDelay = true };
        _open[client] = 0;
        try
        {
            client.NoDelay = true;
            await target.ConnectAsync(IPAddress.Loopback, _targetPort, _stopping.Token);
            _open[target] = 0;
            await Task.WhenAny(
                CopyAsync(client, target, size => Towards(size)),
                CopyAsync(target, client, size => Back(size)));
        }
        catch (Exception broken) when (broken is SocketException or IOException or OperationCanceledException)
        {
            // A wire that breaks is what this is for.
        }
        finally
        {
            Break(client);
            Break(target);
            _open.TryRemove(client, out _);
            _open.TryRemove(target, out _);
        }
    }

    private async Task CopyAsync(TcpClient from, TcpClient to, Func<int, Passage> decide)
    {
        var buffer = new byte[64 * 1024];
        try
        {
            while (await from.GetStream().ReadAsync(buffer, _stopping.Token) is > 0 and var count)
            {
                if (Latency > TimeSpan.Zero) await Task.Delay(Latency, TimeProvider.System, _stopping.Token);
                var passage = decide(count);
                if (passage != Passage.Pass) Interlocked.Increment(ref _cuts);
                if (passage == Passage.CutBefore) return;
                await to.GetStream().WriteAsync(buffer.AsMemory(0, passage == Passage.CutInside ? count / 2 : count), _stopping.Token);
                if (passage == Passage.CutInside) return;
            }
        }
        catch (Exception broken) when (broken is SocketException or IOException or OperationCanceledException or ObjectDisposedException or InvalidOperationException)
        {
            // The other direction, or the test, broke it.
        }
    }

    // A reset, not an orderly end: the other side must not mistake it for one.
    private static void Break(TcpClient client)
    {
        if (client.Client is { Connected: true } socket)
        {
            try
            {
                socket.LingerState = new(true, 0);
            }
            catch (SocketException)
            {
                // The other side was faster.
            }
        }

        client.Dispose();
    }
}
