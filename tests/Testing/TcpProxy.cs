using System.Net;
using System.Net.Sockets;

namespace Omnichannel.Testing;

/// <summary>Stands between a client and a server on this machine, and can lose the server's answers at a moment of the test's choice.</summary>
public sealed class TcpProxy : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly int _serverPort;
    private readonly CancellationTokenSource _closing = new();
    private readonly List<Task> _connections = [];
    private readonly Task _accepting;
    private TaskCompletionSource? _swallowed;

    public TcpProxy(int serverPort)
    {
        _serverPort = serverPort;
        _listener.Start();
        _accepting = AcceptAllAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>From now on the next answer of the server is swallowed, and its connection cut. The task ends when that has happened.</summary>
    public Task SwallowNextAnswer()
    {
        var swallowed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Volatile.Write(ref _swallowed, swallowed);
        return swallowed.Task;
    }

    public async ValueTask DisposeAsync()
    {
        await _closing.CancelAsync();
        _listener.Stop();
        await _accepting;
        await Task.WhenAll(_connections);
        _closing.Dispose();
    }

    private async Task AcceptAllAsync()
    {
        try
        {
            while (true) _connections.Add(ServeAsync(await _listener.AcceptTcpClientAsync(_closing.Token)));
        }
        catch (OperationCanceledException)
        {
            // Disposed.
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        using var cut = CancellationTokenSource.CreateLinkedTokenSource(_closing.Token);
        using (client)
        using (var server = new TcpClient())
        {
            await server.ConnectAsync(IPAddress.Loopback, _serverPort, cut.Token);
            var asking = PumpAsync(client.GetStream(), server.GetStream(), isAnswer: false, cut);
            await PumpAsync(server.GetStream(), client.GetStream(), isAnswer: true, cut);
            await asking;
        }
    }

    // Ends both directions when one ends.
    private async Task PumpAsync(NetworkStream from, NetworkStream to, bool isAnswer, CancellationTokenSource cut)
    {
        var buffer = new byte[64 * 1024];
        try
        {
            int count;
            while ((count = await from.ReadAsync(buffer, cut.Token)) > 0)
            {
                if (isAnswer && Interlocked.Exchange(ref _swallowed, null) is { } swallowed)
                {
                    swallowed.SetResult();
                    return;
                }

                await to.WriteAsync(buffer.AsMemory(0, count), cut.Token);
            }
        }
        catch (Exception failure) when (failure is IOException or OperationCanceledException)
        {
            // Either side has hung up.
        }
        finally
        {
            await cut.CancelAsync();
        }
    }
}
