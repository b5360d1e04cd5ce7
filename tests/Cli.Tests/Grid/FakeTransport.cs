using System.Net;

namespace Omnichannel.Grid;

/// <summary>A grid made of a list of answers. Keeps what it was sent.</summary>
internal sealed class FakeTransport(params Func<HttpResponseMessage>[] answers) : HttpMessageHandler
{
    private readonly List<string> _sent = [];

    /// <summary>Method, path, key and body of every try.</summary>
    public IReadOnlyList<string> Sent => _sent;

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
        _sent.Add($"{request.Method} {request.RequestUri!.PathAndQuery} {key} {body}");
        return answers[Math.Min(_sent.Count, answers.Length) - 1]();
    }
}
