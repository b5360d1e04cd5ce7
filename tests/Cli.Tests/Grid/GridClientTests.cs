using System.Net;

namespace Omnichannel.Grid;

public sealed class GridClientTests
{
    private static readonly GridCall _call = new(HttpMethod.Post, "/v1/stock/A/x/movements", """{"quantity":1}"""u8.ToArray(), IdempotencyKey: "d-1");
    private readonly InstantClock _clock = new();

    [Fact]
    public async Task Send_WhenTheGridIsBusyAndConnectionsBreak_RepeatsTheSameCall()
    {
        var transport = FakeTransport.Of(
            () => FakeTransport.Answer(HttpStatusCode.ServiceUnavailable),
            () => throw new HttpRequestException("Connection refused"),
            () => FakeTransport.Answer(HttpStatusCode.InternalServerError),
            () => FakeTransport.Answer(HttpStatusCode.OK, """{"version":1}"""));
        using var grid = Client(transport);

        var answer = await grid.SendAsync(_call, CancellationToken.None);

        Assert.Equal((true, "1", 3), (answer.IsOk, answer.Member("version"), grid.RetriesCount));
        Assert.Equal(4, transport.Sent.Count);
        Assert.Equal(new SentCall("POST", "/v1/stock/A/x/movements", "d-1", """{"quantity":1}"""), Assert.Single(transport.Sent.Distinct()));
        Assert.Equal(1, grid.Latency.Count);
    }

    [Fact]
    public async Task Send_WhenTheGridAsksForTime_WaitsAtLeastThatLong()
    {
        using var grid = Client(FakeTransport.Of(
            () => FakeTransport.Answer(HttpStatusCode.TooManyRequests, retryAfterSeconds: 7),
            () => FakeTransport.Answer(HttpStatusCode.OK)));

        await grid.SendAsync(_call, CancellationToken.None);

        Assert.Equal(TimeSpan.FromSeconds(7), Assert.Single(_clock.Waits));
    }

    [Theory]
    [InlineData(HttpStatusCode.Conflict, "insufficient-stock")]
    [InlineData(HttpStatusCode.PreconditionFailed, "version-mismatch")]
    [InlineData(HttpStatusCode.BadRequest, "field-missing")]
    [InlineData(HttpStatusCode.ServiceUnavailable, "journal-corrupt")]
    public async Task Send_WhenARuleSaysNo_DoesNotAskAgain(HttpStatusCode status, string code)
    {
        var transport = FakeTransport.Of(() => FakeTransport.Answer(status, $$"""{"code":"{{code}}","detail":"No."}"""));
        using var grid = Client(transport);

        var answer = await grid.SendAsync(_call, CancellationToken.None);

        Assert.Equal((false, code, "No."), (answer.IsOk, answer.Code, answer.Detail));
        Assert.Single(transport.Sent);
    }

    [Fact]
    public async Task Send_WhenThereIsNoAnswerForTooLong_SaysThatTheOutcomeIsNotKnown()
    {
        using var grid = Client(FakeTransport.Of(() => throw new HttpRequestException("Connection refused")));

        var failure = await Assert.ThrowsAsync<GridUnreachableException>(() => grid.SendAsync(_call, CancellationToken.None));

        Assert.Contains("Connection refused", failure.Message, StringComparison.Ordinal);
        Assert.InRange(_clock.Waits.Count, 10, 100);
        Assert.True(_clock.Waits.Sum(wait => wait.TotalSeconds) <= 60);
    }

    [Fact]
    public async Task Send_WhenTheCallerGivesUp_Stops()
    {
        using var caller = new CancellationTokenSource();
        using var grid = Client(FakeTransport.Of(() =>
        {
            caller.Cancel();
            throw new HttpRequestException("Connection refused");
        }));

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => grid.SendAsync(_call, caller.Token));
    }

    private GridClient Client(FakeTransport transport) => new(new("http://grid"), TimeSpan.FromSeconds(60), 1, null, transport, _clock);
}
