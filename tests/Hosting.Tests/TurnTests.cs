using Orleans.Concurrency;

namespace Omnichannel.Hosting;

public interface ITurnGrain : IGrainWithStringKey
{
    /// <summary>Works for a while without giving way; the answer is whether another turn ran meanwhile.</summary>
    Task<bool> Overlaps();

    Task Append(int number);

    Task<int[]> Appended();

    Task WaitAt(string gate);

    Task CountAcrossAwaits(int times);

    Task<int> Count();

    Task CallYourself();

    Task<bool> KeepsItsSchedulerAcrossAwaits();
}

[Reentrant]
internal sealed class TurnGrain(Trace trace) : Grain, ITurnGrain
{
    private readonly List<int> _appended = [];
    private int _inside;
    private int _count;

    public Task<bool> Overlaps()
    {
        var overlaps = Interlocked.Increment(ref _inside) != 1;
        Thread.SpinWait(500);
        overlaps |= Interlocked.Decrement(ref _inside) != 0;
        return Task.FromResult(overlaps);
    }

    public Task Append(int number)
    {
        _appended.Add(number);
        return Task.CompletedTask;
    }

    public Task<int[]> Appended() => Task.FromResult(_appended.ToArray());

    public async Task WaitAt(string gate)
    {
        trace.Add($"{gate} begins");
        await trace.Pass(gate);
        trace.Add($"{gate} ends");
    }

    // Not atomic, and spread over many turns: only right when no two turns run at once.
    public async Task CountAcrossAwaits(int times)
    {
        for (var done = 0; done < times; done++)
        {
            await Task.Yield();
            var seen = _count;
            Thread.SpinWait(20);
            _count = seen + 1;
        }
    }

    public Task<int> Count() => Task.FromResult(_count);

    public async Task CallYourself()
    {
        await GrainFactory.GetGrain<ITurnGrain>(this.GetPrimaryKeyString()).Append(1);
        _appended.Add(2);
    }

    public async Task<bool> KeepsItsSchedulerAcrossAwaits()
    {
        var scheduler = TaskScheduler.Current;
        await Task.Yield();
        var afterYield = TaskScheduler.Current == scheduler;
        await Task.Run(() => { });
        var afterOtherThread = TaskScheduler.Current == scheduler;
        await Task.WhenAll(Enumerable.Range(0, 10).Select(number => GrainFactory.GetGrain<ITurnGrain>($"other-{number}").Append(number)));
        return scheduler != TaskScheduler.Default && afterYield && afterOtherThread && TaskScheduler.Current == scheduler;
    }
}

public class TurnTests
{
    [Fact]
    public async Task Turns_WhenManyCallersCallOneGrain_NeverOverlap()
    {
        await using var host = await TestHost.StartAsync();
        var overlaps = await Task.WhenAll(Enumerable.Range(0, 2000).Select(_ => Task.Run(() => host.Grain<ITurnGrain>("hot").Overlaps())));
        Assert.DoesNotContain(true, overlaps);
    }

    [Fact]
    public async Task Turns_WhenCallsInterleaveAtAwaits_NeverOverlap()
    {
        await using var host = await TestHost.StartAsync();
        await Task.WhenAll(Enumerable.Range(0, 100).Select(_ => Task.Run(() => host.Grain<ITurnGrain>("hot").CountAcrossAwaits(100))));
        Assert.Equal(10_000, await host.Grain<ITurnGrain>("hot").Count());
    }

    [Fact]
    public async Task Call_WhenAnotherAwaits_Interleaves()
    {
        await using var host = await TestHost.StartAsync();
        var grain = host.Grain<ITurnGrain>("one");
        var first = grain.WaitAt("first");
        await host.Trace.Reached("first");
        var second = grain.WaitAt("second");
        await host.Trace.Reached("second");
        host.Trace.Open("second");
        await second;
        host.Trace.Open("first");
        await first;
        Assert.Equal(["first begins", "second begins", "second ends", "first ends"], host.Trace.Lines);
    }

    [EmbeddedFact]
    public async Task Turns_WhenOneCallerSendsThem_RunInTheirOrder()
    {
        await using var host = await TestHost.StartAsync();
        var grain = host.Grain<ITurnGrain>("one");
        await Task.WhenAll(Enumerable.Range(0, 5000).Select(grain.Append).ToArray());
        Assert.Equal(Enumerable.Range(0, 5000), await grain.Appended());
    }

    [Fact]
    public async Task Call_WhenAGrainCallsItself_Interleaves()
    {
        await using var host = await TestHost.StartAsync();
        await host.Grain<ITurnGrain>("one").CallYourself();
        Assert.Equal([1, 2], (IEnumerable<int>)await host.Grain<ITurnGrain>("one").Appended());
    }

    [Fact]
    public async Task Await_WhenTheAwaitedEndsElsewhere_ComesBackToTheActivation()
    {
        await using var host = await TestHost.StartAsync();
        Assert.True(await host.Grain<ITurnGrain>("one").KeepsItsSchedulerAcrossAwaits());
    }

    [Fact]
    public async Task Answer_WhenTheCallerIsOutside_DoesNotRunItInsideATurn()
    {
        await using var host = await TestHost.StartAsync();
        await Task.Run(async () =>
        {
            var grain = host.Grain<ITurnGrain>("one");
            await grain.Append(1);
            Assert.Same(TaskScheduler.Default, TaskScheduler.Current);

            // Inside a turn of the grain this would wait for itself.
            var inside = grain.WaitAt("gate").ContinueWith(
                _ => grain.Append(2).Wait(TimeSpan.FromSeconds(10)), TaskContinuationOptions.ExecuteSynchronously);
            host.Trace.Open("gate");
            Assert.True(await inside);
        });
    }
}
