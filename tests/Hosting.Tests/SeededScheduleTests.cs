using Microsoft.Extensions.DependencyInjection;
using Omnichannel.Embedded;
using Omnichannel.Testing;
using Orleans.Concurrency;

namespace Omnichannel.Hosting;

public interface IWanderingGrain : IGrainWithStringKey
{
    Task<int> Wander(int steps, int seed);
}

/// <summary>Does at random what grains do: gives way, asks others one by one and together, starts timers, ends, fails, waits for time.</summary>
[Reentrant]
internal sealed class WanderingGrain(SeededTrace trace, TimeProvider clock) : Grain, IWanderingGrain
{
    private IGrainTimer? _timer;
    private int _calls;

    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        Say("activates");
        await Task.Delay(TimeSpan.FromMilliseconds(3), clock, cancellationToken);
        Say("active");
    }

    public override async Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        Say($"ends: {reason.ReasonCode}");
        await Task.Yield();
        Say("ended");
    }

    public async Task<int> Wander(int steps, int seed)
    {
        var random = new Random(seed);
        Say($"call {++_calls} {steps}");
        if (steps == 0) return seed;
        switch (random.Next(7))
        {
            case 0:
                await Task.Yield();
                break;
            case 1:
                await Task.Delay(TimeSpan.FromMilliseconds(random.Next(200)), clock);
                break;
            case 2:
                _timer ??= this.RegisterGrainTimer(Tick, new(TimeSpan.FromMilliseconds(5), TimeSpan.FromMilliseconds(20)));
                break;
            case 3:
                DeactivateOnIdle();
                break;
            case 4 when steps == 1:
                throw new FormatException($"bad step {seed}");
            case 5:
                var answers = await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => Other(random).Wander(steps - 1, random.Next())));
                Say($"answered {answers.Length}");
                return answers[0];
            default:
                break;
        }

        var answer = await Other(random).Wander(steps - 1, random.Next());
        Say($"answered {answer}");
        return answer;
    }

    private IWanderingGrain Other(Random random) => GrainFactory.GetGrain<IWanderingGrain>($"{random.Next(6)}");

    private async Task Tick()
    {
        Say("tick begins");
        await Task.Yield();
        Say("tick ends");
    }

    private void Say(string line) => trace.Add($"{clock.GetTimestamp() / TimeSpan.TicksPerMillisecond} {this.GetPrimaryKeyString()} {line}");
}

/// <summary>Lines that may only come from one thread.</summary>
internal sealed class SeededTrace(SeededThread thread)
{
    public List<string> Lines { get; } = [];

    public void Add(string line)
    {
        thread.CheckThread();
        Lines.Add(line);
    }
}

public class SeededScheduleTests
{
    [Fact]
    public async Task Run_WhenTheSeedIsTheSame_IsTheSame()
    {
        var traces = new List<string[]>();
        for (var seed = 1; seed <= 20; seed++)
        {
            var (first, second) = (await RunAsync(seed), await RunAsync(seed));
            Assert.Equal(first, second);
            traces.Add(first);
        }

        // And the scenario is worth something: it has many schedules, and each kind of event in it.
        Assert.Equal(20, traces.Select(lines => string.Join('\n', lines)).Distinct().Count());
        string[] kinds =
        [
            "tick ends", "ApplicationRequested", "ActivationIdle", "HighMemoryPressure", "ShuttingDown",
            "FormatException", "TimeoutException", "LimitExceededException",
        ];
        foreach (var kind in kinds)
        {
            Assert.True(traces.Any(lines => lines.Any(line => line.Contains(kind, StringComparison.Ordinal))), $"No run had {kind}.");
        }
    }

    // On a thread that is no thread of the pool, so that a stray continuation cannot come back to it by luck.
    private static Task<string[]> RunAsync(int seed) => Task.Factory.StartNew(() => Run(seed), TaskCreationOptions.LongRunning);

    private static string[] Run(int seed)
    {
        var time = new ManualTime();
        var thread = new SeededThread(seed, time);
        var trace = new SeededTrace(thread);
        var options = new EmbeddedHostOptions
        {
            Clock = time,
            Executor = thread,
            TurnsPerDispatchMax = 1 + (seed % 3),
            ActivationsMax = 4,
            CallsInFlightMax = 7,
            ActivationIdle = TimeSpan.FromMilliseconds(300),
            CallDeadline = TimeSpan.FromMilliseconds(150),
        };
        using var services = new ServiceCollection()
            .AddSingleton<TimeProvider>(time)
            .AddSingleton(trace)
            .AddSingleton<Trace>()
            .AddEmbeddedGrains(options, typeof(WanderingGrain).Assembly)
            .BuildServiceProvider();
        var host = services.GetRequiredService<EmbeddedHost>();
        thread.RunUntil(thread.Start(() => host.StartAsync(CancellationToken.None)));
        thread.RunUntil(thread.Start(() => Task.WhenAll(Enumerable.Range(0, 8).Select(caller => CallAsync(caller, host, trace, seed)))));
        time.Advance(TimeSpan.FromMilliseconds(250));
        thread.RunAll();
        time.Advance(TimeSpan.FromMilliseconds(250));
        thread.RunAll();
        thread.RunUntil(thread.Start(() => CallAsync(9, host, trace, seed)));
        thread.RunUntil(thread.Start(() => host.StopAsync(CancellationToken.None)));
        thread.RunAll();
        return [.. trace.Lines];
    }

    private static async Task CallAsync(int caller, IGrainFactory grains, SeededTrace trace, int seed)
    {
        var random = new Random((seed * 100) + caller);
        for (var call = 0; call < 8; call++)
        {
            try
            {
                var answer = await grains.GetGrain<IWanderingGrain>($"{random.Next(6)}").Wander(random.Next(4), random.Next());
                trace.Add($"caller {caller} got {answer}");
            }
            catch (Exception failure) when (failure is FormatException or TimeoutException or LimitExceededException)
            {
                trace.Add($"caller {caller} got {failure.GetType().Name}");
            }
        }
    }
}
