using System.Globalization;
using System.Reflection;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging.Abstractions;
using Omnichannel.Embedded;
using Omnichannel.Feed;
using Omnichannel.Http;
using Omnichannel.Testing;
using Orleans.Concurrency;

namespace Omnichannel.Api;

/// <summary>One shard that answers is enough.</summary>
public sealed class ReadinessTests : IAsyncLifetime
{
    private readonly ManualTime _time = new();
    private readonly SulkyShards _shards = new();
    private ServiceProvider? _services;

    public async Task InitializeAsync()
    {
        _services = new ServiceCollection()
            .AddSingleton(_shards)
            .AddEmbeddedGrains(new EmbeddedHostOptions(), Assembly.GetExecutingAssembly())
            .BuildServiceProvider();
        await _services.GetRequiredService<EmbeddedHost>().StartAsync(CancellationToken.None);
    }

    public async Task DisposeAsync()
    {
        _shards.Answer.TrySetResult();
        await _services!.GetRequiredService<EmbeddedHost>().StopAsync(CancellationToken.None);
        await _services!.DisposeAsync();
    }

    [Theory]
    [InlineData(0, true)]
    [InlineData(0, false)]
    [InlineData(2, true)]
    [InlineData(2, false)]
    public async Task Ready_WhenOneShardDoesNotAnswer_SaysYes(int shard, bool isHanging)
    {
        (_shards.IsHanging, _shards.IsSulking) = (isHanging, key => key == shard);
        var readiness = Create();

        Assert.Null(await readiness.ObstacleAsync());
        Assert.Null(await readiness.ObstacleAsync());
        Assert.Equal("Memory", readiness.Facts!.Store);
    }

    [Fact]
    public async Task Ready_WhenAllShardsFail_SaysNo()
    {
        var readiness = Create();
        Assert.Null(await readiness.ObstacleAsync());
        _shards.IsSulking = static _ => true;

        Assert.Equal(ProblemKinds.NotReady, await readiness.ObstacleAsync());
    }

    [Fact]
    public async Task Ready_WhenNoShardAnswersInTime_SaysNo()
    {
        (_shards.IsHanging, _shards.IsSulking) = (true, static _ => true);
        var obstacle = Create().ObstacleAsync();
        _time.Advance(TimeSpan.FromMilliseconds(Limits.ReadyMillisecondsMax));

        Assert.Equal(ProblemKinds.NotReady, await obstacle);
    }

    private Readiness Create() => new(_services!.GetRequiredService<IGrainFactory>(), new Serving(), _time, NullLogger<Readiness>.Instance);

    private sealed class Serving : IHostApplicationLifetime
    {
        public CancellationToken ApplicationStarted => new(canceled: true);

        public CancellationToken ApplicationStopping => CancellationToken.None;

        public CancellationToken ApplicationStopped => CancellationToken.None;

        public void StopApplication() => throw new NotSupportedException();
    }
}

/// <summary>Which shards do not answer, and how.</summary>
internal sealed class SulkyShards
{
    public TaskCompletionSource Answer { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Func<int, bool> IsSulking { get; set; } = static _ => false;

    public bool IsHanging { get; set; }
}

/// <summary>Three shards, of which a test decides whether they answer.</summary>
[Reentrant]
internal sealed class SulkyFeedGrain(SulkyShards shards) : Grain, IFeedGrain
{
    public Task<int> ShardCount() => AnswerAsync(3);

    public Task<StoreFacts> Store() => AnswerAsync(new StoreFacts("Memory", "none", "nowhere"));

    public Task<FeedPage> Read(long afterPosition, int limit) => AnswerAsync(new FeedPage([], 0, true));

    private async Task<T> AnswerAsync<T>(T answer)
    {
        if (!shards.IsSulking(int.Parse(this.GetPrimaryKeyString(), CultureInfo.InvariantCulture))) return answer;
        if (!shards.IsHanging) throw new GridUnavailableException(Unavailability.Busy, "not now");
        await shards.Answer.Task;
        return answer;
    }
}
