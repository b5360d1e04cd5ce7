using System.Globalization;
using System.Net;

namespace Omnichannel.Api.Carts;

/// <summary>Devices that watch a cart.</summary>
[Collection(SharedServerTests.Name)]
public sealed class CartLiveTests(SharedServer shared)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private readonly ApiClient _client = shared.Server.Client;

    [Fact]
    public async Task Watch_WhenTheCartChanges_IsPushedEveryVersionInOrder()
    {
        var (mug, cart) = (await _client.ForSaleAsync(9), await _client.OpenCartAsync());
        await using var first = await WatchAsync(cart);
        await using var second = await WatchAsync(cart);
        Assert.Equal((1, "cart"), await first.NextAsync());
        Assert.Equal((1, "cart"), await second.NextAsync());

        var added = (await _client.AddAsync(cart, "line-1", Shopping.Line(mug, 2))).Number("version");
        var noted = (await _client.KeyedAsync("PUT", Shopping.Path(cart) + "/note", """{"note":"ring"}""", Shopping.Device)).Number("version");

        foreach (var device in (Device[])[first, second])
        {
            var seen = await device.UntilAsync(noted);
            Assert.Equal(Enumerable.Range(2, (int)noted - 1).Select(version => (long)version), seen.Select(change => change.Version));
            Assert.Contains((added, "line-added"), seen);
            Assert.Equal((noted, "note-written"), seen[^1]);
        }
    }

    [Fact]
    public async Task Watch_WhenItComesBack_IsGivenExactlyWhatItMissed()
    {
        var (mug, cart) = (await _client.ForSaleAsync(9), await _client.OpenCartAsync());
        await _client.AddAsync(cart, "line-1", Shopping.Line(mug, 1, ""));
        await using (var before = await WatchAsync(cart)) Assert.Equal((2, "cart"), await before.NextAsync());
        await _client.AddAsync(cart, "line-2", Shopping.Line(mug, 1, ""));
        await _client.AddAsync(cart, "line-3", Shopping.Line(mug, 1, ""));

        await using var again = await WatchAsync(cart, ("Last-Event-ID", "2"));

        Assert.Equal([(3, "line-added"), (4, "line-added")], await again.UntilAsync(4));
        await using var ahead = await WatchAsync(cart, ("Last-Event-ID", "99"));
        Assert.Equal((4, "cart"), await ahead.NextAsync());
        foreach (var bad in (string[])["", "x", "-1", "1.5"])
            (await _client.CallAsync("GET", Shopping.Path(cart) + "/live", null, Shopping.Device, ("Last-Event-ID", bad))).Problem(400, "parameter-invalid");
    }

    [Fact]
    public async Task Watch_WhenTheCartBecomesSomebodyElses_Ends()
    {
        var (ada, cart) = (ApiClient.Fresh("customer"), await _client.OpenCartAsync());
        await _client.PutAsync($"/v1/customers/{ada}", "{}");
        await using var device = await WatchAsync(cart);
        await device.NextAsync();

        (await _client.KeyedAsync("POST", Shopping.Path(cart) + "/attach", $$"""{"customer":"{{ada}}"}""", Shopping.Device)).Is(HttpStatusCode.OK);

        Assert.True(await device.EndsAsync());
        Assert.Equal(cart, (await _client.GetAsync($"/v1/customers/{ada}")).String("openCart"));
    }

    private async Task<Device> WatchAsync(string cart, params (string Name, string Value)[] headers)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, Shopping.Path(cart) + "/live");
        foreach (var (name, value) in headers.Append(Shopping.Device)) request.Headers.TryAddWithoutValidation(name, value);
        var answer = await _client.Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        Assert.Equal((HttpStatusCode.OK, "text/event-stream"), (answer.StatusCode, answer.Content.Headers.ContentType?.MediaType));
        return new(answer, new StreamReader(await answer.Content.ReadAsStreamAsync()));
    }

    private sealed class Device(HttpResponseMessage answer, StreamReader stream) : IAsyncDisposable
    {
        /// <summary>The next change; comments and the retry hint are passed over.</summary>
        public async Task<(long Version, string Name)> NextAsync()
        {
            var (version, name) = (0L, "");
            while (await ReadAsync() is { } line)
            {
                if (line.StartsWith("id: ", StringComparison.Ordinal)) version = long.Parse(line[4..], CultureInfo.InvariantCulture);
                if (line.StartsWith("event: ", StringComparison.Ordinal)) name = line[7..];
                if (line.Length == 0 && name.Length > 0) return (version, name);
            }

            throw new InvalidOperationException("The stream has ended.");
        }

        public async Task<List<(long Version, string Name)>> UntilAsync(long version)
        {
            var seen = new List<(long Version, string Name)>();
            while (seen.Count == 0 || seen[^1].Version < version) seen.Add(await NextAsync());
            return seen;
        }

        public async Task<bool> EndsAsync()
        {
            while (await ReadAsync() is not null)
            {
                // What was on its way.
            }

            return true;
        }

        public ValueTask DisposeAsync()
        {
            stream.Dispose();
            answer.Dispose();
            return ValueTask.CompletedTask;
        }

        private async Task<string?> ReadAsync()
        {
            using var deadline = new CancellationTokenSource(Patience);
            return await stream.ReadLineAsync(deadline.Token);
        }
    }
}
