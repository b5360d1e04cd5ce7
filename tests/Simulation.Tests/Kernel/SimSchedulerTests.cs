namespace Omnichannel.Simulation.Kernel;

public sealed class SimSchedulerTests
{
    private readonly SimScheduler _scheduler = new(new SimRandom(7), new TraceHash());

    [Fact]
    public void Run_WhenAContinuationLeavesTheThread_FailsTheSeed()
    {
        var lane = new SimLane(_scheduler, 1);
        using var posted = new ManualResetEventSlim();
        lane.Post(() =>
        {
            ThreadPool.UnsafeQueueUserWorkItem(_ =>
            {
                Assert.Throws<RunawayException>(() => lane.Post(() => { }));
                posted.Set();
            }, null);
            posted.Wait();
        });

        var failure = Assert.Throws<SimulationFailedException>(() => _scheduler.RunUntil(() => false, long.MaxValue));
        Assert.IsType<RunawayException>(failure.InnerException);
    }

    [Fact]
    public void Run_WhenWorkThrows_FailsTheSeed()
    {
        new SimLane(_scheduler, 1).Start(async () =>
        {
            await Task.Yield();
            throw new InvalidOperationException("broken");
        });

        Assert.Equal("broken", Assert.Throws<SimulationFailedException>(() => _scheduler.RunUntil(() => false, long.MaxValue)).Message);
    }

    [Fact]
    public void Kill_WhenWorkIsWaiting_NeverRunsIt()
    {
        var (lane, steps) = (new SimLane(_scheduler, 1), new List<string>());
        var clock = new SimTime(_scheduler, lane);
        lane.Start(async () =>
        {
            steps.Add("before");
            try
            {
                await Task.Delay(TimeSpan.FromSeconds(1), clock);
                steps.Add("after");
            }
            finally
            {
                steps.Add("finally");
            }
        });
        _scheduler.RunUntil(() => steps.Count > 0, long.MaxValue);
        lane.Kill();
        _scheduler.RunUntil(() => false, TimeSpan.FromMinutes(1).Ticks);

        Assert.Equal(["before"], steps);
    }

    [Fact]
    public void Pause_WhenTimePasses_HoldsBackWhatWasDue()
    {
        var lane = new SimLane(_scheduler, 1);
        var clock = new SimTime(_scheduler, lane);
        DateTimeOffset? firedAt = null;
        using var timer = clock.CreateTimer(_ => firedAt = clock.GetUtcNow(), null, TimeSpan.FromSeconds(1), Timeout.InfiniteTimeSpan);
        lane.Pause();
        _scheduler.After(TimeSpan.FromSeconds(9), new SimLane(_scheduler, 2), lane.Resume);
        _scheduler.RunUntil(() => firedAt is not null, long.MaxValue);

        Assert.Equal(SimTime.Start.AddSeconds(9), firedAt);
    }

    [Fact]
    public void SetWallOffset_WhenAClockJumps_LeavesTheMonotonicClockAlone()
    {
        var clock = new SimTime(_scheduler, new SimLane(_scheduler, 1)) { WallOffset = TimeSpan.FromHours(1) };

        Assert.Equal(SimTime.Start.AddHours(1), clock.GetUtcNow());
        Assert.Equal(0, clock.GetTimestamp());
    }
}
