using Orleans.Concurrency;

namespace Omnichannel.Hosting;

public interface IDrainedGrain : IGrainWithStringKey
{
    Task<string> WorkAndAsk(string otherKey);

    Task<string> Touch();
}

[Reentrant]
internal sealed class DrainedGrain(Trace trace) : Grain, IDrainedGrain
{
    public override async Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        trace.Add($"{this.GetPrimaryKeyString()} ends: {reason.ReasonCode}");
        if (this.GetPrimaryKeyString() != "slow") return;
        cancellationToken.Register(() => trace.Open("told to hurry"));
        await trace.Pass("deactivation");
        trace.Add("slow has ended");
    }

    public async Task<string> WorkAndAsk(string otherKey)
    {
        await trace.Pass("work");
        var answer = await GrainFactory.GetGrain<IDrainedGrain>(otherKey).Touch();
        trace.Add($"answered by {answer}");
        return answer;
    }

    public Task<string> Touch() => Task.FromResult(this.GetPrimaryKeyString());
}

public class StopTests
{
    [Fact]
    public async Task Stop_WhenCallsRun_LetsThemAndWhatTheyCallEnd()
    {
        await using var host = await TestHost.StartAsync();
        var running = host.Grain<IDrainedGrain>("one").WorkAndAsk("never called before");
        await host.Trace.Reached("work");
        var stopping = host.StopAsync();
        await Assert.ThrowsAsync<SiloUnavailableException>(host.Grain<IDrainedGrain>("one").Touch);
        await Assert.ThrowsAsync<SiloUnavailableException>(host.Grain<IDrainedGrain>("new").Touch);
        Assert.False(stopping.IsCompleted);
        host.Trace.Open("work");
        Assert.Equal("never called before", await running);
        await stopping;
        Assert.Equal("answered by never called before", host.Trace.Lines[0]);
        Assert.Equal(["never called before ends: ShuttingDown", "one ends: ShuttingDown"], host.Trace.Lines.Skip(1).Order());
        Assert.Equal(0, host.ActivationsCount);
    }

    [Fact]
    public async Task Stop_WhenADeactivationTakesTime_WaitsForIt()
    {
        await using var host = await TestHost.StartAsync();
        await host.Grain<IDrainedGrain>("slow").Touch();
        var stopping = host.StopAsync();
        await host.Trace.Reached("deactivation");
        Assert.False(stopping.IsCompleted);
        host.Trace.Open("deactivation");
        await stopping;
        Assert.Equal(["slow ends: ShuttingDown", "slow has ended"], host.Trace.Lines);
    }

    [Fact]
    public async Task Stop_WhenCutShort_TellsWhoWaits()
    {
        await using var host = await TestHost.StartAsync();
        var running = host.Grain<IDrainedGrain>("one").WorkAndAsk("two");
        await host.Trace.Reached("work");
        using var cut = new CancellationTokenSource();
        var stopping = host.StopAsync(cut.Token);
        cut.Cancel();
        await Assert.ThrowsAsync<TaskCanceledException>(() => stopping);
        Assert.Contains("cut short", (await Assert.ThrowsAsync<TimeoutException>(() => running)).Message);
        await Assert.ThrowsAsync<SiloUnavailableException>(host.Grain<IDrainedGrain>("two").Touch);
    }

    [Fact]
    public async Task Stop_WhenCutShort_TellsDeactivationsToHurry()
    {
        await using var host = await TestHost.StartAsync();
        await host.Grain<IDrainedGrain>("slow").Touch();
        using var cut = new CancellationTokenSource();
        var stopping = host.StopAsync(cut.Token);
        await host.Trace.Reached("deactivation");
        cut.Cancel();
        await Assert.ThrowsAsync<TaskCanceledException>(() => stopping);
        await host.Trace.Opened("told to hurry");
    }

    [Fact]
    public async Task Stop_WhenUnderLoad_AnswersOrRefusesEveryCall()
    {
        await using var host = await TestHost.StartAsync();
        var started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var callers = Enumerable.Range(0, 16).Select(caller => Task.Run(async () =>
        {
            for (var call = 0; ; call++)
            {
                if (call == 100) started.TrySetResult();
                try
                {
                    Assert.Equal($"key-{call % 50}", await host.Grain<IDrainedGrain>($"key-{call % 50}").Touch());
                }
                catch (SiloUnavailableException)
                {
                    return call;
                }
            }
        })).ToArray();
        await started.Task;
        await host.StopAsync();
        Assert.Equal(0, host.CallsInFlightCount);
        Assert.All(await Task.WhenAll(callers), answered => Assert.True(answered >= 0));
        Assert.Equal(0, host.ActivationsCount);
    }

    [Fact]
    public async Task Stop_WhenNothingRan_EndsAtOnceAndTwice()
    {
        await using var host = await TestHost.StartAsync();
        await host.StopAsync();
        await host.StopAsync();
        await Assert.ThrowsAsync<SiloUnavailableException>(host.Grain<IDrainedGrain>("one").Touch);
    }
}
