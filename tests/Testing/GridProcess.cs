using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using System.Text;

namespace Omnichannel.Testing;

/// <summary>What to run as a grid.</summary>
/// <param name="Name">The assembly, without its ending, beside the tests.</param>
/// <param name="Host">Where it listens.</param>
/// <param name="Launcher">What starts it, when not the system itself: a command that becomes the program.</param>
public sealed record GridProgram(string Name, string Host, IReadOnlyList<string> Launcher)
{
    /// <summary>The front end, on this machine.</summary>
    public static GridProgram Api { get; } = new("Omnichannel.Api", "127.0.0.1", []);

    /// <summary>What it answers with success as soon as a test may go on.</summary>
    public string IsReadyAt { get; init; } = "/health/ready";
}

/// <summary>The served grid as an operator runs it: a process of its own, which the test may kill.</summary>
public sealed partial class GridProcess : IAsyncDisposable
{
    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(120);
    private readonly Dictionary<string, string> _settings;
    private readonly StringBuilder _output = new();
    private Process? _process;

    private readonly IReadOnlyDictionary<string, string> _environment;
    private readonly GridProgram _program;

    private GridProcess(GridProgram program, int port, Dictionary<string, string> settings, IReadOnlyDictionary<string, string> environment)
    {
        (_program, Port) = (program, port);
        _settings = settings;
        _environment = environment;
    }

    public int Port { get; }

    public Uri Address => new($"http://{_program.Host}:{Port}");

    public bool IsRunning => _process is { HasExited: false };

    public int ProcessId => _process?.Id ?? throw new InvalidOperationException("The process is not running.");

    /// <summary>What it has printed since its first start.</summary>
    public string Output
    {
        get
        {
            lock (_output) return _output.ToString();
        }
    }

    /// <summary>Starts a grid and returns when it says that it is ready.</summary>
    /// <param name="settings">Configuration keys with a colon, as on the command line.</param>
    /// <param name="environment">Further variables of its environment.</param>
    /// <param name="program">The front end when left out.</param>
    public static async Task<GridProcess> StartAsync(
        IEnumerable<KeyValuePair<string, string>> settings, IReadOnlyDictionary<string, string>? environment = null, GridProgram? program = null)
    {
        var grid = new GridProcess(program ?? GridProgram.Api, FreePort(), new(settings), environment ?? new Dictionary<string, string>());
        await grid.RestartAsync();
        return grid;
    }

    /// <summary>Starts it again, on the same port and the same data.</summary>
    public async Task RestartAsync()
    {
        if (IsRunning) throw new InvalidOperationException("It is still running.");
        string[] command = [.. _program.Launcher, "dotnet", Path.Combine(AppContext.BaseDirectory, $"{_program.Name}.dll")];
        var start = new ProcessStartInfo(command[0], command[1..]) { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
        start.ArgumentList.Add($"--urls={Address}");
        foreach (var (key, value) in _environment) start.Environment[key] = value;
        foreach (var (key, value) in _settings) start.ArgumentList.Add($"--{key}={value}");
        var process = _process = Process.Start(start) ?? throw new InvalidOperationException("dotnet did not start.");
        process.OutputDataReceived += (_, line) => Keep(line.Data);
        process.ErrorDataReceived += (_, line) => Keep(line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        await WaitUntilReadyAsync(process);
    }

    /// <summary>SIGKILL: the process gets no chance to do anything more.</summary>
    public async Task KillAsync()
    {
        if (_process is not { } process) return;
        process.Kill(entireProcessTree: true);
        await process.WaitForExitAsync();
    }

    /// <summary>Waits until it has ended by itself.</summary>
    public async Task EndedAsync(TimeSpan limit)
    {
        if (_process is not { } process) return;
        using var deadline = new CancellationTokenSource(limit);
        await process.WaitForExitAsync(deadline.Token);
    }

    /// <summary>SIGTERM, and the code it exits with.</summary>
    public async Task<int> TerminateAsync(TimeSpan limit)
    {
        var process = _process ?? throw new InvalidOperationException("The process is not running.");
        Signal(process.Id, Sigterm);
        using var deadline = new CancellationTokenSource(limit);
        await process.WaitForExitAsync(deadline.Token);
        return process.ExitCode;
    }

    /// <summary>SIGSTOP: it stands still, and does not know it.</summary>
    public void Freeze() => Signal(ProcessId, Sigstop);

    /// <summary>SIGCONT.</summary>
    public void Thaw() => Signal(ProcessId, Sigcont);

    public async ValueTask DisposeAsync()
    {
        if (_process is not { } process) return;
        if (!process.HasExited) await KillAsync();
        process.Dispose();
        _process = null;
    }

    private async Task WaitUntilReadyAsync(Process process)
    {
        using var client = new HttpClient { BaseAddress = Address, Timeout = TimeSpan.FromSeconds(2) };
        using var deadline = new CancellationTokenSource(StartLimit);

        // There is nothing to await in another process: ask until it answers.
        using var ticks = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        while (await ticks.WaitForNextTickAsync(deadline.Token))
        {
            if (process.HasExited) throw new InvalidOperationException(string.Create(CultureInfo.InvariantCulture, $"The grid ended with {process.ExitCode}:\n{Output}"));
            try
            {
                using var answer = await client.GetAsync(_program.IsReadyAt, deadline.Token);
                if (answer.IsSuccessStatusCode) return;
            }
            catch (Exception early) when (early is HttpRequestException or TaskCanceledException && !deadline.IsCancellationRequested)
            {
                // Not listening yet.
            }
        }
    }

    private void Keep(string? line)
    {
        if (line is null) return;
        lock (_output) _output.AppendLine(line);
    }

    /// <summary>A port that nobody uses now.</summary>
    public static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private const int Sigterm = 15;
    private const int Sigcont = 18;
    private const int Sigstop = 19;

    private static void Signal(int process, int signal)
    {
        if (Kill(process, signal) != 0) throw new InvalidOperationException($"Signal {signal} was not delivered: error {Marshal.GetLastPInvokeError()}.");
    }

    [LibraryImport("libc", EntryPoint = "kill", SetLastError = true)]
    private static partial int Kill(int process, int signal);
}
