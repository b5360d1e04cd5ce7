using Orleans.Concurrency;

namespace Omnichannel.Hosting;

public interface IColdGrain : IGrainWithStringKey
{
    /// <summary>How many activations of this key there were when this one began.</summary>
    Task<int> Generation();

    Task<string> Key();
}

[Reentrant]
internal sealed class ColdGrain(Trace trace) : Grain, IColdGrain
{
    private int _generation;

    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        trace.Add("activating");
        _generation = trace.Count("activating");
        if (this.GetPrimaryKeyString() == "gated") await trace.Pass("activation");
        if (this.GetPrimaryKeyString() == "broken" && _generation == 1) throw new FormatException("no first activation");
        if (this.GetPrimaryKeyString() == "broken-later" && _generation == 1)
        {
            await trace.Pass("activation");
            throw new FormatException("no first activation");
        }

        trace.Add("active");
    }

    public Task<int> Generation()
    {
        trace.Add("call");
        return Task.FromResult(_generation);
    }

    public Task<string> Key() => Task.FromResult(this.GetPrimaryKeyString());
}

public class ActivationTests
{
    [Fact]
    public async Task Call_WhenManyRaceForAColdKey_ActivatesOnce()
    {
        await using var host = await TestHost.StartAsync();
        await RaceForColdKeysAsync(host);
        Assert.Equal(500, host.Trace.Count("activating"));
    }

    [Fact]
    public async Task Call_WhenActivationAwaits_WaitsForItsEnd()
    {
        await using var host = await TestHost.StartAsync();
        var calls = Enumerable.Range(0, 3).Select(_ => host.Grain<IColdGrain>("gated").Generation()).ToArray();
        await host.Trace.Reached("activation");
        host.Trace.Open("activation");
        var generations = await Task.WhenAll(calls);
        Assert.Equal([1, 1, 1], generations);
        Assert.Equal(["activating", "active", "call", "call", "call"], host.Trace.Lines);
    }

    [Fact]
    public async Task Call_WhenActivationThrows_TellsTheCallerAndTriesAgainNextTime()
    {
        await using var host = await TestHost.StartAsync();
        var failure = await Assert.ThrowsAsync<FormatException>(() => host.Grain<IColdGrain>("broken").Generation());
        Assert.Equal("no first activation", failure.Message);
        Assert.Equal(2, await host.Grain<IColdGrain>("broken").Generation());
        Assert.Equal(["activating", "activating", "active", "call"], host.Trace.Lines);
    }

    [EmbeddedFact]
    public async Task Call_WhenActivationThrowsLate_TellsEveryoneWhoWaited()
    {
        await using var host = await TestHost.StartAsync();
        var calls = Enumerable.Range(0, 3).Select(_ => host.Grain<IColdGrain>("broken-later").Generation()).ToArray();
        await host.Trace.Reached("activation");
        host.Trace.Open("activation");
        foreach (var call in calls) await Assert.ThrowsAsync<FormatException>(() => call);
        Assert.Equal(2, await host.Grain<IColdGrain>("broken-later").Generation());
    }

    // Eight threads ask for the same 500 keys at once.
    internal static async Task RaceForColdKeysAsync(TestHost host)
    {
        using var start = new Barrier(8);
        var callers = Enumerable.Range(0, 8).Select(_ => Task.Factory.StartNew(
            () =>
            {
                start.SignalAndWait();
                return Task.WhenAll(Enumerable.Range(0, 500).Select(key => host.Grain<IColdGrain>($"cold-{key}").Key()));
            },
            TaskCreationOptions.LongRunning).Unwrap());
        await Task.WhenAll(callers);
    }
}
