using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;

namespace Omnichannel.Grid;

/// <summary>Sends calls until they are settled. A time-out, a lost connection and a busy grid are no answer: the same call, with the same id, is
/// sent again.</summary>
public sealed class GridClient : IDisposable
{
    private static readonly TimeSpan _attemptForDefault = TimeSpan.FromSeconds(15);
    private const string CorruptCode = "journal-corrupt";
    private readonly TimeSpan _attemptFor;
    private readonly HttpClient _http;
    private readonly TimeSpan _patience;
    private readonly TimeProvider _clock;
    private long _retriesCount;

    /// <param name="patience">How long one call may stay without an answer before the caller is told.</param>
    /// <param name="attemptFor">How long one try waits for its answer, to its last byte.</param>
    public GridClient(
        Uri url,
        TimeSpan patience,
        int connectionsMax,
        TimeSpan? attemptFor = null,
        HttpMessageHandler? transport = null,
        TimeProvider? clock = null)
    {
        (_patience, _attemptFor) = (patience, attemptFor ?? _attemptForDefault);
        _clock = clock ?? TimeProvider.System;
        transport ??= new SocketsHttpHandler
        {
            MaxConnectionsPerServer = connectionsMax,
            ConnectTimeout = TimeSpan.FromSeconds(5),
            PooledConnectionIdleTimeout = TimeSpan.FromSeconds(30),
            AllowAutoRedirect = false,
            UseCookies = false,
            UseProxy = false,
            ActivityHeadersPropagator = null,
        };
        _http = new(transport) { BaseAddress = url, Timeout = Timeout.InfiniteTimeSpan };
    }

    /// <summary>Of every call that was settled, from the sending of the try that settled it.</summary>
    public LatencyHistogram Latency { get; } = new();

    public long RetriesCount => Interlocked.Read(ref _retriesCount);

    /// <exception cref="GridUnreachableException">No answer within the patience.</exception>
    public async Task<GridAnswer> SendAsync(GridCall call, CancellationToken cancellation)
    {
        var started = _clock.GetTimestamp();
        for (var attempt = 1; ; attempt++)
        {
            var (answer, noAnswer) = await TryAsync(call, cancellation);
            if (answer is not null) return answer;
            var wait = Backoff.Before(attempt, noAnswer!.RetryAfter, Random.Shared.NextDouble());
            if (_clock.GetElapsedTime(started) + wait > _patience)
                throw new GridUnreachableException($"{_http.BaseAddress} did not answer {call} in {attempt} tries: {noAnswer.Why}", noAnswer.Cause);
            Interlocked.Increment(ref _retriesCount);
            await Task.Delay(wait, _clock, cancellation);
        }
    }

    public void Dispose() => _http.Dispose();

    private sealed record NoAnswer(string Why, TimeSpan? RetryAfter = null, Exception? Cause = null);

    private async Task<(GridAnswer? Answer, NoAnswer? NoAnswer)> TryAsync(GridCall call, CancellationToken cancellation)
    {
        using var deadline = new CancellationTokenSource(_attemptFor, _clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellation);
        try
        {
            using var message = MessageOf(call);
            var sent = Stopwatch.GetTimestamp();
            using var response = await _http.SendAsync(message, HttpCompletionOption.ResponseHeadersRead, either.Token);
            var body = await response.Content.ReadAsByteArrayAsync(either.Token);
            var answer = new GridAnswer((int)response.StatusCode, body);
            if (!IsSettled(response.StatusCode, answer)) return (null, new($"{answer.Status} {answer.Detail}", response.Headers.RetryAfter?.Delta));
            Latency.Add(Stopwatch.GetElapsedTime(sent));
            return (answer, null);
        }
        catch (Exception failure) when (failure is HttpRequestException or IOException)
        {
            return (null, new(failure.Message, Cause: failure));
        }
        catch (OperationCanceledException late) when (!cancellation.IsCancellationRequested)
        {
            return (null, new($"nothing within {_attemptFor.TotalSeconds:0} s.", Cause: late));
        }
    }

    // A server error says nothing about what happened; too many requests and unavailable say that it is worth another try. A damaged journal stays
    // damaged.
    private static bool IsSettled(HttpStatusCode status, GridAnswer answer) =>
        status is not (HttpStatusCode.RequestTimeout or HttpStatusCode.TooManyRequests or >= HttpStatusCode.InternalServerError)
            || answer.Code == CorruptCode;

    private static HttpRequestMessage MessageOf(GridCall call)
    {
        var message = new HttpRequestMessage(call.Method, call.Path);
        if (call.IdempotencyKey is not null) message.Headers.TryAddWithoutValidation("Idempotency-Key", call.IdempotencyKey);
        if (call.CartCustomer is not null) message.Headers.TryAddWithoutValidation("Cart-Customer", call.CartCustomer);
        if (call.Body is null) return message;
        message.Content = new ByteArrayContent(call.Body);
        message.Content.Headers.ContentType = new MediaTypeHeaderValue(call.ContentType);
        return message;
    }
}
