using System.Net;
using Microsoft.AspNetCore.Builder;

namespace Omnichannel.Api;

/// <summary>What callers are told when a call ends without an answer. The failures are thrown by routes that only this test has.</summary>
public sealed class UnavailableTests : IAsyncLifetime
{
    private ApiServer? _server;

    public static TheoryData<string, int, string, string?> Failures => new()
    {
        { nameof(Unavailability.Busy), 503, "busy", "1" },
        { nameof(Unavailability.Contended), 503, "contended", "1" },
        { nameof(Unavailability.OutcomeUnknown), 503, "outcome-unknown", "1" },
        { nameof(Unavailability.Draining), 503, "draining", "1" },
        { nameof(Unavailability.Corrupt), 503, "journal-corrupt", null },
        { nameof(TimeoutException), 503, "outcome-unknown", "1" },
        { nameof(LimitExceededException), 503, "busy", "1" },
        { nameof(SiloUnavailableException), 503, "draining", "1" },
        { nameof(DivideByZeroException), 500, "internal", null },
    };

    public async Task InitializeAsync() => _server = await ApiServer.StartAsync(add: app => app.MapGet("/fail/{name}", (string name) => Task.FromException(Failure(name))));

    public async Task DisposeAsync() => await _server!.DisposeAsync();

    [Theory]
    [MemberData(nameof(Failures))]
    public async Task Answer_WhenACallHasNone_SaysWhatMayHaveHappened(string name, int status, string code, string? retryAfter)
    {
        var answer = await _server!.Client.GetAsync($"/fail/{name}");

        var problem = answer.Problem(status, code);
        Assert.Equal(retryAfter, answer.Headers.RetryAfter?.ToString());
        Assert.DoesNotContain("secret", problem.GetRawText(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Answer_WhenThereIsNoRoute_IsAProblem()
    {
        (await _server!.Client.GetAsync("/")).Problem(404, "route-not-found");
        (await _server.Client.GetAsync("/v1/stock/a")).Problem(404, "route-not-found");
        (await _server.Client.GetAsync("/v1//a/b")).Problem(404, "route-not-found");
    }

    [Theory]
    [InlineData("DELETE", "/v1/stock/a/b", "GET")]
    [InlineData("POST", "/v1/stock/a/b/reservations/r", "GET, PUT")]
    [InlineData("GET", "/v1/stock/a/b/movements", "POST")]
    [InlineData("PATCH", "/v1/transfers/t", "GET, PUT")]
    [InlineData("POST", "/health/live", "GET")]
    [InlineData("OPTIONS", "/v1/availability", "POST")]
    public async Task Answer_WhenTheMethodIsWrong_SaysWhichAreRight(string method, string path, string allowed)
    {
        using var request = new HttpRequestMessage(new(method), path);
        using var response = await _server!.Client.Http.SendAsync(request);

        Assert.Equal(HttpStatusCode.MethodNotAllowed, response.StatusCode);
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);
        Assert.Equal(allowed.Split(", ").Order(), response.Content.Headers.Allow.Order());
        Assert.Contains("method-not-allowed", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    private static Exception Failure(string name) => name switch
    {
        nameof(TimeoutException) => new TimeoutException("secret"),
        nameof(LimitExceededException) => new LimitExceededException("secret"),
        nameof(SiloUnavailableException) => new SiloUnavailableException("secret"),
        nameof(DivideByZeroException) => new DivideByZeroException("secret"),
        _ => new GridUnavailableException(Enum.Parse<Unavailability>(name), "told"),
    };
}
