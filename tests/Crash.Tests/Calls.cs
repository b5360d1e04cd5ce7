using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text.Json;

namespace Omnichannel.Crash;

/// <summary>Single calls, sent once.</summary>
public static class Calls
{
    public static async Task ReceiveAsync(HttpClient client, string sku, string location, int quantity, string key)
    {
        var (status, code) = await MoveAsync(client, sku, location, key, new { type = "receive", quantity });
        if (status != 200) throw new InvalidOperationException($"The delivery was answered with {status} {code}.");
    }

    public static async Task<(int Status, string? Code)> MoveAsync(HttpClient client, string sku, string location, string key, object body)
    {
        using var call = new HttpRequestMessage(HttpMethod.Post, $"/v1/stock/{sku}/{location}/movements") { Content = JsonContent.Create(body) };
        call.Headers.Add("Idempotency-Key", key);
        using var answer = await client.SendAsync(call);
        return await OutcomeAsync(answer);
    }

    public static async Task<(int Status, string? Code)> ReserveAsync(HttpClient client, string sku, string location, string id, int quantity, int holdForSeconds = 3600) =>
        await PutAsync(client, $"/v1/stock/{sku}/{location}/reservations/{id}", new { quantity, holdForSeconds });

    public static async Task<(int Status, string? Code)> PutAsync(HttpClient client, string path, object body)
    {
        using var answer = await client.PutAsJsonAsync(path, body);
        return await OutcomeAsync(answer);
    }

    public static async Task<(int Status, string? Code)> PostAsync(HttpClient client, string path, object body)
    {
        using var answer = await client.PostAsJsonAsync(path, body);
        return await OutcomeAsync(answer);
    }

    public static async Task<JsonElement> GetAsync(HttpClient client, string path) => await client.GetFromJsonAsync<JsonElement>(path);

    /// <summary>The same call again and again, until it is answered with something that is not "unknown" or "later".</summary>
    public static async Task<(int Status, string? Code)> UntilAnsweredAsync(Func<Task<(int Status, string? Code)>> call)
    {
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (true)
        {
            try
            {
                var outcome = await call();
                if (outcome.Status is < 500 and not 429 and not 202) return outcome;
            }
            catch (Exception unheard) when (unheard is HttpRequestException or IOException or TaskCanceledException or SocketException)
            {
                // Unknown: the same call again.
            }

            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, deadline.Token);
        }
    }

    /// <summary>Reads again and again, until the answer is that there is none now.</summary>
    public static async Task UntilUnavailableAsync(HttpClient client, string path)
    {
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (true)
        {
            using var answer = await client.GetAsync(path, deadline.Token);
            if (answer.StatusCode == System.Net.HttpStatusCode.ServiceUnavailable) return;
        }
    }

    private static async Task<(int Status, string? Code)> OutcomeAsync(HttpResponseMessage answer)
    {
        var body = await answer.Content.ReadAsByteArrayAsync();
        if (answer.Content.Headers.ContentType?.MediaType != "application/problem+json") return ((int)answer.StatusCode, null);
        using var problem = JsonDocument.Parse(body);
        return ((int)answer.StatusCode, problem.RootElement.GetProperty("code").GetString());
    }
}
