using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Omnichannel.Bench;

/// <summary>A process that serves something until it is disposed.</summary>
internal sealed class PeerProcess : IAsyncDisposable
{
    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(120);
    private readonly Process _process;
    private readonly StringBuilder _output = new();

    private PeerProcess(Process process)
    {
        _process = process;
        process.OutputDataReceived += (_, line) => Keep(line.Data);
        process.ErrorDataReceived += (_, line) => Keep(line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    public int Id => _process.Id;

    /// <summary>From its start to the first answer that the probe took.</summary>
    public TimeSpan StartedIn { get; private set; }

    public static Task<PeerProcess> StartOwnAsync(string program, Func<Task<bool>> probe, params string[] arguments) =>
        StartAsync("dotnet", probe, [program, .. arguments]);

    /// <summary>Starts it, and returns when the probe says yes.</summary>
    public static async Task<PeerProcess> StartAsync(string program, Func<Task<bool>> probe, params string[] arguments)
    {
        var started = Stopwatch.GetTimestamp();
        var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })
            ?? throw new InvalidOperationException($"{program} did not start.");
        var peer = new PeerProcess(process);

        // There is nothing to await in another process: ask until it answers.
        using var ticks = new PeriodicTimer(TimeSpan.FromMilliseconds(5));
        while (await ticks.WaitForNextTickAsync())
        {
            if (process.HasExited || Stopwatch.GetElapsedTime(started) > StartLimit)
            {
                await peer.DisposeAsync();
                throw new InvalidOperationException($"{program} {string.Join(' ', arguments)} does not serve: {peer.Output()}");
            }

            try
            {
                if (await probe()) break;
            }
            catch (Exception early) when (early is HttpRequestException or SocketException or TaskCanceledException)
            {
                // Not listening yet.
            }
        }

        peer.StartedIn = Stopwatch.GetElapsedTime(started);
        return peer;
    }

    public static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    public static string Url(int port) => string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{port}");

    public string Output()
    {
        lock (_output) return _output.ToString();
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited) _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    private void Keep(string? line)
    {
        if (line is null) return;
        lock (_output) _output.AppendLine(line);
    }
}
