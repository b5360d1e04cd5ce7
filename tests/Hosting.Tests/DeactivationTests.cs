using Orleans.Concurrency;

namespace Omnichannel.Hosting;

public interface IMortalGrain : IGrainWithStringKey
{
    /// <summary>Which activation this is, from 1.</summary>
    Task<int> Generation();

    Task DeactivateNow();

    Task WaitAt(string gate);

    Task DeactivateInTheBackground(string gate);

    Task<int> Fight();
}

[Reentrant]
internal sealed class MortalGrain(Trace trace) : Grain, IMortalGrain, IDisposable
{
    private bool _isAlive;
    private int _generation;

    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        var key = this.GetPrimaryKeyString();
        trace.Add($"{key} activates");
        _generation = trace.Count($"{key} activates");
        if (trace.Enter(key) != 1) trace.Add("two at a time");
        if (key == "undecided") DeactivateOnIdle();
        await Task.Yield();
        _isAlive = true;
    }

    public override async Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        trace.Add($"{this.GetPrimaryKeyString()} ends: {reason.ReasonCode}");
        if (this.GetPrimaryKeyString() == "slow") await trace.Pass("deactivation");
        if (this.GetPrimaryKeyString() == "stubborn") await trace.Pass("never");
        if (this.GetPrimaryKeyString() == "broken") throw new FormatException("cannot say goodbye");
        await Task.Yield();
        _isAlive = false;
    }

    public void Dispose()
    {
        trace.Leave(this.GetPrimaryKeyString());
        trace.Add($"{this.GetPrimaryKeyString()} disposed");
        trace.Open($"{this.GetPrimaryKeyString()} disposed {_generation}");
    }

    public Task<int> Generation() => Task.FromResult(_generation);

    public Task DeactivateNow()
    {
        DeactivateOnIdle();
        return Task.CompletedTask;
    }

    public async Task WaitAt(string gate)
    {
        await trace.Pass(gate);
        trace.Add(_isAlive ? $"{gate} ends alive" : $"{gate} ends dead");
    }

    public Task DeactivateInTheBackground(string gate)
    {
        _ = LaterAsync();
        return Task.CompletedTask;

        async Task LaterAsync()
        {
            await trace.Pass(gate);
            DeactivateOnIdle();
            trace.Add(_isAlive ? "asked alive" : "asked dead");
        }
    }

    public async Task<int> Fight()
    {
        if (!_isAlive) trace.Add("dead grain called");
        await Task.Yield();
        if (!_isAlive) trace.Add("died under a call");
        DeactivateOnIdle();
        return _generation;
    }
}

public class DeactivationTests
{
    [Fact]
    public async Task DeactivateOnIdle_WhenCallsRun_LetsThemEndFirst()
    {
        await using var host = await TestHost.StartAsync();
        var grain = host.Grain<IMortalGrain>("one");
        var running = grain.WaitAt("work");
        await host.Trace.Reached("work");
        await grain.DeactivateNow();
        var later = grain.Generation();
        Assert.DoesNotContain("one ends: ApplicationRequested", host.Trace.Lines);
        host.Trace.Open("work");
        await running;
        Assert.Equal(2, await later);
        Assert.Equal(["one activates", "work ends alive", "one ends: ApplicationRequested", "one disposed", "one activates"], host.Trace.Lines);
    }

    [Fact]
    public async Task Call_WhenTheActivationIsEnding_WaitsAndGoesToTheNext()
    {
        await using var host = await TestHost.StartAsync();
        var grain = host.Grain<IMortalGrain>("slow");
        await grain.DeactivateNow();
        await host.Trace.Reached("deactivation");
        var calls = Enumerable.Range(0, 10).Select(_ => host.Grain<IMortalGrain>("slow").Generation()).ToArray();
        Assert.Equal(1, host.Trace.Count("slow activates"));
        host.Trace.Open("deactivation");
        Assert.All(await Task.WhenAll(calls), generation => Assert.Equal(2, generation));
    }

    [EmbeddedFact]
    public async Task DeactivateOnIdle_WhenCallsRace_NeverTwoAtATimeAndNoneIsLost()
    {
        await using var host = await TestHost.StartAsync();
        var answers = await Task.WhenAll(Enumerable.Range(0, 16).Select(caller => Task.Run(async () =>
        {
            var last = 0;
            for (var call = 0; call < 200; call++)
            {
                var generation = await host.Grain<IMortalGrain>($"fought-over-{call % 3}").Fight();
                Assert.True(generation >= 1);
                last = Math.Max(last, generation);
            }

            return last;
        })));
        Assert.True(answers.Max() > 10, "Many generations were meant to pass.");
        Assert.DoesNotContain(host.Trace.Lines, line => line is "two at a time" or "dead grain called" or "died under a call");
    }

    [Fact]
    public async Task DeactivateOnIdle_WhenAskedInTheBackground_EndsAfterThatTurn()
    {
        await using var host = await TestHost.StartAsync();
        var grain = host.Grain<IMortalGrain>("one");
        await grain.DeactivateInTheBackground("background");
        host.Trace.Open("background");
        await host.Trace.Opened("one disposed 1");
        Assert.Equal(["one activates", "asked alive", "one ends: ApplicationRequested", "one disposed"], host.Trace.Lines);
    }

    [EmbeddedFact]
    public async Task DeactivateOnIdle_WhenAskedWhileActivating_ServesWhoWaitedFirst()
    {
        await using var host = await TestHost.StartAsync();
        Assert.Equal(1, await host.Grain<IMortalGrain>("undecided").Generation());
        await host.Trace.Opened("undecided disposed 1");
        Assert.Equal(2, await host.Grain<IMortalGrain>("undecided").Generation());
    }

    [Fact]
    public async Task Deactivation_WhenItThrows_IsOver()
    {
        await using var host = await TestHost.StartAsync();
        var grain = host.Grain<IMortalGrain>("broken");
        await grain.DeactivateNow();
        await host.Trace.Opened("broken disposed 1");
        Assert.Equal(2, await grain.Generation());
    }
}
