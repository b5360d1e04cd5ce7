using System.Globalization;

namespace Omnichannel.Http;

/// <summary>Between the first sign of the end (ready says no) and the last accepted connection: what a load balancer needs to look away.</summary>
public sealed class DrainDelay(IConfiguration configuration, TimeProvider clock) : IHostedLifecycleService
{
    public const string Setting = "Http:DrainDelaySeconds";
    private readonly TimeSpan _delay = Read(configuration[Setting]);

    // Runs before anything is stopped, the server included.
    public async Task StoppingAsync(CancellationToken cancellationToken)
    {
        if (_delay == TimeSpan.Zero) return;
        try
        {
            await Task.Delay(_delay, clock, cancellationToken);
        }
        catch (OperationCanceledException)
        {
            // Whoever stops us has no time left: go on stopping.
        }
    }

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private static TimeSpan Read(string? text)
    {
        if (text is null) return TimeSpan.Zero;
        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) && seconds <= Limits.DrainSeconds
            ? TimeSpan.FromSeconds(seconds)
            : throw new InvalidOperationException($"{Setting} is '{text}'. Set it to 0 to {Limits.DrainSeconds}.");
    }
}
