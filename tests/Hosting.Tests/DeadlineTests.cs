using Orleans.Concurrency;

namespace Omnichannel.Hosting;

public interface IWaitingGrain : IGrainWithStringKey
{
    Task<int> WaitAt(string gate);

    Task<int> Ask(string otherKey, string gate);

    Task AskMany(string otherKey, int times, string gate);

    Task Touch();
}

[Reentrant]
internal sealed class WaitingGrain(Trace trace) : Grain, IWaitingGrain
{
    public override Task OnActivateAsync(CancellationToken cancellationToken) =>
        this.GetPrimaryKeyString() == "never ready" ? trace.Pass("never") : Task.CompletedTask;

    public async Task<int> WaitAt(string gate)
    {
        await trace.Pass(gate);
        trace.Add($"{gate} ends");
        trace.Open($"{gate} has ended");
        return 1;
    }

    public async Task<int> Ask(string otherKey, string gate) => 1 + await GrainFactory.GetGrain<IWaitingGrain>(otherKey).WaitAt(gate);

    public Task AskMany(string otherKey, int times, string gate)
    {
        var asked = Task.WhenAll(Enumerable.Range(0, times).Select(_ => GrainFactory.GetGrain<IWaitingGrain>(otherKey).WaitAt(gate)));
        trace.Open($"asked at {gate}");
        return asked;
    }

    public Task Touch() => Task.CompletedTask;
}

public class DeadlineTests
{
    private static readonly TimeSpan _deadline = TimeSpan.FromSeconds(10);

    [Fact]
    public async Task Call_WhenItsDeadlinePasses_IsToldAndGoesOn()
    {
        await using var host = await TestHost.StartAsync(new() { CallDeadline = _deadline });
        var call = host.Grain<IWaitingGrain>("one").WaitAt("work");
        await host.Trace.Reached("work");
        host.Time.Advance(_deadline - TimeSpan.FromMilliseconds(1));
        Assert.Equal(1, host.CallsInFlightCount);
        host.Time.Advance(_deadline / 4);
        Assert.Contains("IWaitingGrain.WaitAt", (await Assert.ThrowsAsync<TimeoutException>(() => call)).Message);
        Assert.Equal(0, host.CallsInFlightCount);
        host.Trace.Open("work");
        await host.Trace.Opened("work has ended");
        Assert.Equal(1, await host.Grain<IWaitingGrain>("one").WaitAt("work"));
    }

    [Fact]
    public async Task Call_WhenItsDeadlinePassesBeforeItBegins_NeverRuns()
    {
        await using var host = await TestHost.StartAsync(new() { CallDeadline = _deadline, TransitionDeadline = TimeSpan.FromHours(1) });
        var call = host.Grain<IWaitingGrain>("never ready").WaitAt("work");
        await host.Trace.Reached("never");
        host.Time.Advance(2 * _deadline);
        await Assert.ThrowsAsync<TimeoutException>(() => call);
        host.Trace.Open("never");
        await host.Grain<IWaitingGrain>("never ready").Touch();
        Assert.False(host.Trace.Reached("work").IsCompleted);
    }

    [Fact]
    public async Task Activation_WhenItDoesNotEnd_IsGivenUp()
    {
        var settings = new HostSettings { CallDeadline = TimeSpan.FromDays(1), TransitionDeadline = TimeSpan.FromSeconds(30) };
        await using var host = await TestHost.StartAsync(settings);
        var call = host.Grain<IWaitingGrain>("never ready").Touch();
        await host.Trace.Reached("never");
        host.Time.Advance(TimeSpan.FromSeconds(35));
        Assert.Contains("did not activate", (await Assert.ThrowsAsync<TimeoutException>(() => call)).Message);
    }

    [Fact]
    public async Task Deadline_WhenAGrainWaits_IsToldToTheGrain()
    {
        await using var host = await TestHost.StartAsync(new() { CallDeadline = _deadline });
        var call = host.Grain<IWaitingGrain>("one").Ask("two", "work");
        await host.Trace.Reached("work");
        host.Time.Advance(2 * _deadline);
        await Assert.ThrowsAsync<TimeoutException>(() => call);
    }

    [Fact]
    public async Task Call_WhenTooManyAreInFlight_IsRefusedBeforeItBegins()
    {
        await using var host = await TestHost.StartAsync(new() { CallsInFlightMax = 3 });
        var running = Enumerable.Range(0, 3).Select(number => host.Grain<IWaitingGrain>($"key-{number}").WaitAt("work")).ToArray();
        var refused = host.Grain<IWaitingGrain>("key-3").WaitAt("refused");
        await Assert.ThrowsAsync<LimitExceededException>(() => refused);
        Assert.False(host.Trace.Reached("refused").IsCompleted);
        Assert.Equal(3, host.CallsInFlightCount);
        host.Trace.Open("work");
        await Task.WhenAll(running);

        // The place of an answered call is free at once.
        for (var round = 0; round < 100; round++)
            await Task.WhenAll(Enumerable.Range(0, 3).Select(number => host.Grain<IWaitingGrain>($"key-{number}").Touch()));
    }

    [Fact]
    public async Task Call_WhenMadeByAGrain_IsNotRefusedForCallsFromOutside()
    {
        await using var host = await TestHost.StartAsync(new() { CallsInFlightMax = 1, GrainCallsInFlightMax = 50 });
        var fitting = host.Grain<IWaitingGrain>("one").AskMany("two", 50, "fitting");
        await host.Trace.Opened("asked at fitting");
        host.Trace.Open("fitting");
        await fitting;
        var tooMany = host.Grain<IWaitingGrain>("one").AskMany("two", 51, "too many");
        await host.Trace.Opened("asked at too many");
        host.Trace.Open("too many");
        await Assert.ThrowsAsync<LimitExceededException>(() => tooMany);
    }

    [Fact]
    public async Task Deactivation_WhenItDoesNotEnd_IsGivenUp()
    {
        await using var host = await TestHost.StartAsync(new() { CallDeadline = TimeSpan.FromHours(1) });
        var grain = host.Grain<IMortalGrain>("stubborn");
        await grain.DeactivateNow();
        await host.Trace.Reached("never");
        var next = grain.Generation();
        host.Time.Advance(TimeSpan.FromSeconds(29));
        Assert.Equal(1, host.Trace.Count("stubborn activates"));
        host.Time.Advance(TimeSpan.FromSeconds(5));
        Assert.Equal(2, await next);
    }
}
