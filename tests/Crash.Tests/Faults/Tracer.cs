using System.Diagnostics;
using System.Globalization;

namespace Omnichannel.Crash.Faults;

/// <summary>Makes the system calls of a running process fail or dawdle, through strace's fault injection.</summary>
public sealed class Tracer : IAsyncDisposable
{
    private readonly Process _strace;
    private readonly string _log;

    private Tracer(Process strace, string log) => (_strace, _log) = (strace, log);

    public static string? WhyNot { get; } =
        !File.Exists("/usr/bin/strace") ? "strace is not installed." : !Environment.IsPrivilegedProcess ? "Tracing other processes takes root." : null;

    /// <summary>Attaches to processes and all their threads, and returns once strace says that it has.</summary>
    /// <param name="injection">As strace's <c>-e inject=</c> takes it, for instance <c>fdatasync:error=EIO:when=5</c>.</param>
    public static async Task<Tracer> AttachAsync(IEnumerable<int> processes, string injection)
    {
        var log = Path.GetTempFileName();
        var start = new ProcessStartInfo("/usr/bin/strace") { RedirectStandardError = true };
        foreach (var argument in new[] { "-f", "-o", log, "-e", $"trace={injection.Split(':')[0]}", "-e", $"inject={injection}" }) start.ArgumentList.Add(argument);
        foreach (var process in processes)
        {
            start.ArgumentList.Add("-p");
            start.ArgumentList.Add(process.ToString(CultureInfo.InvariantCulture));
        }

        var strace = Process.Start(start) ?? throw new InvalidOperationException("strace did not start.");
        if (await strace.StandardError.ReadLineAsync() is not { } said || !said.Contains("attached", StringComparison.Ordinal))
            throw new InvalidOperationException("strace could not attach.");
        _ = strace.StandardError.ReadToEndAsync();
        return new(strace, log);
    }

    /// <summary>How many calls were tampered with.</summary>
    public int InjectedCount()
    {
        using var reader = new StreamReader(new FileStream(_log, FileMode.Open, FileAccess.Read, FileShare.ReadWrite));
        return reader.ReadToEnd().Split('\n').Count(line => line.Contains("INJECTED", StringComparison.Ordinal) || line.Contains("DELAYED", StringComparison.Ordinal));
    }

    /// <summary>Detaches. The processes go on, or have died of it.</summary>
    public async ValueTask DisposeAsync()
    {
        if (!_strace.HasExited)
        {
            using var interrupt = Process.Start("kill", ["-INT", _strace.Id.ToString(CultureInfo.InvariantCulture)]);
            await interrupt.WaitForExitAsync();
            await _strace.WaitForExitAsync();
        }

        _strace.Dispose();
        File.Delete(_log);
    }
}

/// <summary>A test that tampers with system calls; skipped by name where that is not possible.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class TracerFactAttribute : Xunit.FactAttribute
{
    public TracerFactAttribute()
    {
        if (Tracer.WhyNot is { } reason) Skip = reason;
    }
}
