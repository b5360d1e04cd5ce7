using System.Net.Sockets;
using System.Text;
using System.Text.Json;

namespace Omnichannel.Crash;

/// <summary>What a phone, a browser or a till does: it sends a call, and the same call again when it is told nothing.</summary>
internal sealed class DeviceClient(Uri grid) : IDisposable
{
    private readonly HttpClient _http = new() { BaseAddress = grid };

    public async Task<(int Status, JsonElement Body)> SendAsync(string method, string path, string? json = null, params (string Name, string Value)[] headers)
    {
        using var call = new HttpRequestMessage(new(method), path);
        if (json is not null) call.Content = new StringContent(json, Encoding.UTF8, "application/json");
        foreach (var (name, value) in headers) call.Headers.TryAddWithoutValidation(name, value);
        using var answer = await _http.SendAsync(call);
        using var body = JsonDocument.Parse(await answer.Content.ReadAsByteArrayAsync());
        return ((int)answer.StatusCode, body.RootElement.Clone());
    }

    /// <summary>A call of which one answer is expected.</summary>
    public async Task<JsonElement> OkAsync(int status, string method, string path, string? json = null, params (string Name, string Value)[] headers)
    {
        var (told, body) = await SendAsync(method, path, json, headers);
        return told == status ? body : throw new InvalidOperationException($"{method} {path} was answered with {told}: {body}");
    }

    /// <summary>The same call again and again, until it is answered with something that is neither "unknown" nor "later".</summary>
    public async Task<(int Status, JsonElement Body)> UntilToldAsync(string method, string path, string json, params (string Name, string Value)[] headers)
    {
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(120));
        while (true)
        {
            try
            {
                var told = await SendAsync(method, path, json, headers);
                var isLater = told.Status == 409 && told.Body.GetProperty("code").GetString() == "cart-busy";
                if (told.Status is < 500 and not 429 && !isLater) return told;
            }
            catch (Exception unheard) when (unheard is HttpRequestException or IOException or TaskCanceledException or SocketException or JsonException)
            {
                // Unknown: the same call again.
            }

            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, deadline.Token);
        }
    }

    public void Dispose() => _http.Dispose();
}
