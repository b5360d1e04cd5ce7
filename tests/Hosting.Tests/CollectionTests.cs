using Orleans.Concurrency;

namespace Omnichannel.Hosting;

public interface IIdleGrain : IGrainWithStringKey
{
    Task Touch();

    Task WaitAt(string gate);
}

[Reentrant]
internal sealed class IdleGrain(Trace trace) : Grain, IIdleGrain
{
    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        trace.Add($"{this.GetPrimaryKeyString()} {reason.ReasonCode}");
        trace.Open($"{this.GetPrimaryKeyString()} gone");
        trace.Open($"{trace.Enter("gone")} gone in all");
        return Task.CompletedTask;
    }

    public Task Touch() => Task.CompletedTask;

    public Task WaitAt(string gate) => trace.Pass(gate);
}

/// <summary>Touched a million times, so it writes no trace.</summary>
public interface ITinyGrain : IGrainWithStringKey
{
    Task Touch();
}

[Reentrant]
internal sealed class TinyGrain : Grain, ITinyGrain
{
    public Task Touch() => Task.CompletedTask;
}

public class CollectionTests
{
    private static readonly TimeSpan _idle = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan _late = TimeSpan.FromSeconds(2);

    // Time leaps here while turns need real time, so no transition may be given up for want of it.
    private static Task<TestHost> StartAsync(HostSettings settings) =>
        TestHost.StartAsync(settings with { TransitionDeadline = TimeSpan.FromDays(365) });

    [Fact]
    public async Task Activations_WhenManyRaceForColdKeys_AreAsManyAsTheKeys()
    {
        await using var host = await TestHost.StartAsync();
        await ActivationTests.RaceForColdKeysAsync(host);
        Assert.Equal(500, host.ActivationsCount);
    }

    [Fact]
    public async Task Activation_WhenIdle_IsCollectedWithTheReason()
    {
        await using var host = await StartAsync(new() { ActivationIdle = _idle });
        await host.Grain<IIdleGrain>("one").Touch();
        host.Time.Advance(_idle - TimeSpan.FromSeconds(1));
        Assert.Empty(host.Trace.Lines);
        host.Time.Advance(TimeSpan.FromSeconds(1) + _late);
        await host.Trace.Opened("one gone");
        Assert.Equal(["one ActivationIdle"], host.Trace.Lines);
    }

    [Fact]
    public async Task Activation_WhenCalledNowAndThen_IsKept()
    {
        await using var host = await StartAsync(new() { ActivationIdle = _idle });
        await host.Grain<IIdleGrain>("idle").Touch();
        for (var round = 0; round < 5; round++)
        {
            await host.Grain<IIdleGrain>("used").Touch();
            host.Time.Advance(_idle / 2);
        }

        await host.Trace.Opened("idle gone");
        Assert.Equal(["idle ActivationIdle"], host.Trace.Lines);
        Assert.Equal(1, host.ActivationsCount);
    }

    [Fact]
    public async Task Activation_WhenACallRunsForLong_IsKeptUntilItEnds()
    {
        await using var host = await StartAsync(new() { ActivationIdle = _idle, CallDeadline = TimeSpan.FromDays(1) });
        var call = host.Grain<IIdleGrain>("busy").WaitAt("work");
        await host.Trace.Reached("work");
        host.Time.Advance(3 * _idle);
        Assert.Empty(host.Trace.Lines);
        host.Trace.Open("work");
        await call;
        host.Time.Advance(2 * (_idle + _late));
        await host.Trace.Opened("busy gone");
    }

    [Fact]
    public async Task Activations_WhenAboveTheCap_LoseTheLongestIdleFirst()
    {
        await using var host = await StartAsync(new() { ActivationsMax = 10 });
        for (var number = 0; number < 10; number++)
        {
            await host.Grain<IIdleGrain>($"key-{number}").Touch();
            host.Time.Advance(TimeSpan.FromSeconds(2));
        }

        await host.Grain<IIdleGrain>("key-0").Touch();
        host.Time.Advance(TimeSpan.FromSeconds(2));
        await host.Grain<IIdleGrain>("key-10").Touch();
        await host.Trace.Opened("key-1 gone");
        await host.Grain<IIdleGrain>("key-11").Touch();
        await host.Trace.Opened("key-2 gone");
        Assert.Equal(["key-1 HighMemoryPressure", "key-2 HighMemoryPressure"], host.Trace.Lines);
    }

    [Fact]
    public async Task Activations_WhenAMillionKeysAreTouchedOnce_StayNearTheCap()
    {
        const int Cap = 10_000;
        await using var host = await StartAsync(new() { ActivationsMax = Cap });
        var peak = 0;
        await Task.WhenAll(Enumerable.Range(0, 32).Select(caller => Task.Run(async () =>
        {
            for (var key = caller; key < 1_000_000; key += 32)
            {
                await host.Grain<ITinyGrain>($"key-{key}").Touch();
                if (caller == 0) peak = Math.Max(peak, host.ActivationsCount);
            }
        })));
        Assert.InRange(peak, Cap, 2 * Cap);
        await host.StopAsync();
        Assert.Equal(0, host.ActivationsCount);
    }

    [Fact]
    public async Task Activations_WhenAllAreBusy_AreCollectedWhenTheyRest()
    {
        await using var host = await StartAsync(new() { ActivationsMax = 5, CallDeadline = TimeSpan.FromDays(1) });
        var calls = Enumerable.Range(0, 20).Select(number => host.Grain<IIdleGrain>($"key-{number}").WaitAt("work")).ToArray();
        await host.Grain<IIdleGrain>("key-19").Touch();
        Assert.Equal(20, host.ActivationsCount);
        host.Trace.Open("work");
        await Task.WhenAll(calls);
        host.Time.Advance(TimeSpan.FromSeconds(10));
        await host.Trace.Opened("15 gone in all");
    }
}
