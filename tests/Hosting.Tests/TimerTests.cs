using Orleans.Concurrency;

namespace Omnichannel.Hosting;

public interface ITickingGrain : IGrainWithStringKey
{
    Task Start(TimeSpan dueTime, TimeSpan period);

    Task StartKeptAlive(TimeSpan period);

    Task StartGated(TimeSpan period);

    Task StartThrowing(TimeSpan period);

    Task Change(TimeSpan dueTime, TimeSpan period);

    Task StopTimer();

    Task Deactivate();

    Task Touch();
}

[Reentrant]
internal sealed class TickingGrain(Trace trace) : Grain, ITickingGrain
{
    private IGrainTimer? _timer;
    private int _ticks;

    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        if (this.GetPrimaryKeyString() != "eager") return;
        await Start(TimeSpan.Zero, Timeout.InfiniteTimeSpan);
        await trace.Pass("activation");
        trace.Add("active");
    }

    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        trace.Add($"ends: {reason.ReasonCode}");
        trace.Open("gone");
        return Task.CompletedTask;
    }

    public Task Start(TimeSpan dueTime, TimeSpan period)
    {
        _timer = this.RegisterGrainTimer(static (grain, _) => grain.Tick(), this, new() { DueTime = dueTime, Period = period });
        return Task.CompletedTask;
    }

    public Task StartKeptAlive(TimeSpan period)
    {
        _timer = this.RegisterGrainTimer(Tick, new() { DueTime = period, Period = period, KeepAlive = true });
        return Task.CompletedTask;
    }

    public Task StartGated(TimeSpan period)
    {
        _timer = this.RegisterGrainTimer(
            async cancellationToken =>
            {
                cancellationToken.Register(() => trace.Add("cancelled"));
                trace.Add($"tick {++_ticks} begins");
                await trace.Pass($"tick {_ticks}");
                trace.Add($"tick {_ticks} ends");
                OpenInTheNextTurn($"tick {_ticks} has ended");
            },
            new(period, period));
        return Task.CompletedTask;
    }

    public Task StartThrowing(TimeSpan period)
    {
        _timer = this.RegisterGrainTimer(
            async _ =>
            {
                await Tick();
                throw new FormatException("a bad tick");
            },
            new(period, period));
        return Task.CompletedTask;
    }

    public Task Change(TimeSpan dueTime, TimeSpan period)
    {
        _timer!.Change(dueTime, period);
        return Task.CompletedTask;
    }

    public Task StopTimer()
    {
        _timer!.Dispose();
        return Task.CompletedTask;
    }

    public Task Deactivate()
    {
        DeactivateOnIdle();
        return Task.CompletedTask;
    }

    public Task Touch() => Task.CompletedTask;

    private Task Tick()
    {
        trace.Add(TaskScheduler.Current == TaskScheduler.Default ? "tick outside of a turn" : $"tick {++_ticks}");
        OpenInTheNextTurn($"tick {_ticks} has ended");
        return Task.CompletedTask;
    }

    // By then the turn of the callback is over, and the timer is armed again.
    private void OpenInTheNextTurn(string gate) =>
        Task.Factory.StartNew(() => trace.Open(gate), CancellationToken.None, TaskCreationOptions.None, TaskScheduler.Current);
}

public class TimerTests
{
    private static readonly TimeSpan _second = TimeSpan.FromSeconds(1);

    [Fact]
    public async Task Timer_WhenTimePasses_RunsTurnsAtItsTimes()
    {
        await using var host = await TestHost.StartAsync();
        var grain = host.Grain<ITickingGrain>("one");
        await grain.Start(2 * _second, 3 * _second);
        host.Time.Advance(1.9 * _second);
        await grain.Touch();
        Assert.Empty(host.Trace.Lines);
        await TickOnceAsync(host, 0.1 * _second, 1);
        await TickOnceAsync(host, 3 * _second, 2);
        await TickOnceAsync(host, 3 * _second, 3);
        Assert.Equal(["tick 1", "tick 2", "tick 3"], host.Trace.Lines);
    }

    [Fact]
    public async Task Timer_WhenItsCallbackRuns_DoesNotStartAnother()
    {
        await using var host = await TestHost.StartAsync(new() { CallDeadline = TimeSpan.FromDays(1), TransitionDeadline = TimeSpan.FromDays(1) });
        await host.Grain<ITickingGrain>("one").StartGated(_second);
        host.Time.Advance(_second);
        await host.Trace.Reached("tick 1");
        host.Time.Advance(10 * _second);
        host.Trace.Open("tick 1");
        await host.Trace.Opened("tick 1 has ended");
        await host.Grain<ITickingGrain>("one").Touch();
        host.Time.Advance(_second);
        await host.Trace.Reached("tick 2");
        Assert.Equal(["tick 1 begins", "tick 1 ends", "tick 2 begins"], host.Trace.Lines);
    }

    [Fact]
    public async Task Timer_WhenChangedWhileItsCallbackRuns_RunsAgainAfterIt()
    {
        await using var host = await TestHost.StartAsync();
        var grain = host.Grain<ITickingGrain>("one");
        await grain.StartGated(_second);
        host.Time.Advance(_second);
        await host.Trace.Reached("tick 1");
        await grain.Change(2 * _second, 7 * _second);
        host.Time.Advance(3 * _second);
        host.Trace.Open("tick 1");
        await host.Trace.Reached("tick 2");
        host.Trace.Open("tick 2");
        await host.Trace.Opened("tick 2 has ended");
        host.Time.Advance(7 * _second);
        await host.Trace.Reached("tick 3");
    }

    [Fact]
    public async Task Timer_WhenItsCallbackThrows_GoesOn()
    {
        await using var host = await TestHost.StartAsync();
        await host.Grain<ITickingGrain>("one").StartThrowing(_second);
        await TickOnceAsync(host, _second, 1);
        await TickOnceAsync(host, _second, 2);
    }

    [Fact]
    public async Task Timer_WhenChangedOrDisposed_KeepsTheNewTimes()
    {
        await using var host = await TestHost.StartAsync();
        var grain = host.Grain<ITickingGrain>("one");
        await grain.Start(_second, _second);
        await grain.Change(5 * _second, 5 * _second);
        host.Time.Advance(4 * _second);
        await grain.Touch();
        Assert.Empty(host.Trace.Lines);
        await TickOnceAsync(host, _second, 1);
        await grain.StopTimer();
        host.Time.Advance(20 * _second);
        await grain.Touch();
        Assert.Equal(["tick 1"], host.Trace.Lines);
    }

    [Fact]
    public async Task Timer_WhenDueWhileActivating_WaitsForTheGrain()
    {
        await using var host = await TestHost.StartAsync();
        var call = host.Grain<ITickingGrain>("eager").Touch();
        await host.Trace.Reached("activation");
        host.Time.Advance(_second);
        host.Trace.Open("activation");
        await call;
        await host.Trace.Opened("tick 1 has ended");
        Assert.Equal(["active", "tick 1"], host.Trace.Lines);
    }

    [Fact]
    public async Task Timer_WhenTheActivationEnds_EndsAfterTheRunningCallback()
    {
        await using var host = await TestHost.StartAsync();
        var grain = host.Grain<ITickingGrain>("one");
        await grain.StartGated(_second);
        host.Time.Advance(_second);
        await host.Trace.Reached("tick 1");
        await grain.Deactivate();
        Assert.DoesNotContain("ends: ApplicationRequested", host.Trace.Lines);
        host.Trace.Open("tick 1");
        await host.Trace.Opened("gone");
        host.Time.Advance(10 * _second);
        await grain.Touch();
        Assert.Equal(["tick 1 begins", "cancelled", "tick 1 ends", "ends: ApplicationRequested"], host.Trace.Lines);
    }

    [Fact]
    public async Task Timer_WhenItKeepsAlive_PutsOffCollection()
    {
        await using var host = await TestHost.StartAsync(new() { ActivationIdle = 10 * _second, TransitionDeadline = TimeSpan.FromDays(1) });
        await host.Grain<ITickingGrain>("one").StartKeptAlive(5 * _second);
        for (var tick = 1; tick <= 10; tick++) await TickOnceAsync(host, 5 * _second, tick);
        Assert.DoesNotContain("ends: ActivationIdle", host.Trace.Lines);
        await host.Grain<ITickingGrain>("one").StopTimer();
        host.Time.Advance(12 * _second);
        await host.Trace.Opened("gone");
    }

    [Fact]
    public async Task Timer_WhenItDoesNotKeepAlive_EndsWithTheIdleActivation()
    {
        await using var host = await TestHost.StartAsync(new() { ActivationIdle = 10 * _second, TransitionDeadline = TimeSpan.FromDays(1) });
        await host.Grain<ITickingGrain>("one").Start(5 * _second, 5 * _second);
        await TickOnceAsync(host, 5 * _second, 1);
        await TickOnceAsync(host, 5 * _second, 2);
        host.Time.Advance(2 * _second);
        await host.Trace.Opened("gone");
    }

    private static Task TickOnceAsync(TestHost host, TimeSpan after, int tick)
    {
        host.Time.Advance(after);
        return host.Trace.Opened($"tick {tick} has ended");
    }
}
