using System.Net;

namespace Omnichannel.Grid;

/// <summary>One try as it reached the grid.</summary>
internal sealed record SentCall(string Method, string Path, string Key, string Body);

/// <summary>A grid made of a function. Keeps what it was sent; one call at a time.</summary>
internal sealed class FakeTransport(Func<SentCall, HttpResponseMessage> answer) : HttpMessageHandler
{
    private readonly SemaphoreSlim _turn = new(1);
    private readonly List<SentCall> _sent = [];

    public IReadOnlyList<SentCall> Sent => _sent;

    /// <summary>The same answers in the order of the tries; the last one for all that follow.</summary>
    public static FakeTransport Of(params Func<HttpResponseMessage>[] answers)
    {
        var tries = 0;
        return new(_ => answers[Math.Min(++tries, answers.Length) - 1]());
    }

    public static HttpResponseMessage Answer(HttpStatusCode status, string body = "{}", int? retryAfterSeconds = null)
    {
        var response = new HttpResponseMessage(status) { Content = new StringContent(body) };
        if (retryAfterSeconds is { } seconds) response.Headers.RetryAfter = new(TimeSpan.FromSeconds(seconds));
        return response;
    }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var key = request.Headers.TryGetValues("Idempotency-Key", out var values) ? values.Single() : "";
        var body = request.Content is null ? "" : await request.Content.ReadAsStringAsync(cancellationToken);
        var call = new SentCall(request.Method.Method, request.RequestUri!.PathAndQuery, key, body);
        await _turn.WaitAsync(cancellationToken);
        try
        {
            _sent.Add(call);
            return answer(call);
        }
        finally
        {
            _turn.Release();
        }
    }
}
