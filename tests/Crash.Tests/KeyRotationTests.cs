using System.Net.Http.Json;
using Omnichannel.Testing;
using Xunit;

namespace Omnichannel.Crash;

/// <summary>A master key is rotated on a grid that is killed in the middle of it, and every customer stays readable at every step.</summary>
public sealed class KeyRotationTests : IDisposable
{
    private const int CustomersCount = 600;
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("keys-");
    private readonly string _old = Convert.ToBase64String([.. Enumerable.Repeat((byte)1, 32)]);
    private readonly string _new = Convert.ToBase64String([.. Enumerable.Repeat((byte)2, 32)]);

    [Fact]
    public async Task Rotate_OnAGridThatIsKilled_KeepsEveryCustomerAndNeedsTheOldKeyNoMore()
    {
        await using (var before = await StartAsync(_old)) await RegisterAsync(before);

        await using (var during = await StartAsync($"{_new},{_old}"))
        {
            var rotation = Omni.RunAsync("rotate-keys", "--url", during.Address.ToString());
            await UntilUnderWayAsync(during);
            await during.KillAsync();
            await during.RestartAsync();
            await ReadAsync(during);
            var (exitCode, output) = await rotation;
            Assert.True(exitCode == 0, $"{output}\n{during.Output}");
            (exitCode, output) = await Omni.RunAsync("rotate-keys", "--check", "--url", during.Address.ToString());
            Assert.True(exitCode == 0 && output.Contains("no longer needed", StringComparison.Ordinal), output);
        }

        await using (var after = await StartAsync(_new)) await ReadAsync(after);

        var refused = await Assert.ThrowsAsync<InvalidOperationException>(() => StartAsync(_old));
        Assert.Contains("Grid:MasterKey", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Start_WhenTheOldKeyIsMissing_IsRefusedAndLosesNothing()
    {
        await using (var before = await StartAsync(_old)) await RegisterAsync(before);

        var refused = await Assert.ThrowsAsync<InvalidOperationException>(() => StartAsync(_new));
        Assert.Contains("after the newest one", refused.Message, StringComparison.Ordinal);

        await using var grid = await StartAsync($"{_new},{_old}");
        await ReadAsync(grid);
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private Task<GridProcess> StartAsync(string masterKeys) =>
        GridProcess.StartAsync(new Dictionary<string, string>(Stores.Sqlite(Path.Combine(_folder.FullName, "grid.db"))) { ["Grid:MasterKey"] = masterKeys });

    private static async Task RegisterAsync(GridProcess grid)
    {
        using var client = new HttpClient { BaseAddress = grid.Address };
        await Parallel.ForAsync(0, CustomersCount, async (number, _) =>
        {
            var (status, code) = await Calls.PutAsync(client, $"/v1/customers/c-{number}", new { profile = new { givenName = $"Name {number}" } });
            Assert.True(status == 201, $"{status} {code}");
        });
    }

    private static async Task ReadAsync(GridProcess grid)
    {
        using var client = new HttpClient { BaseAddress = grid.Address };
        await Parallel.ForAsync(0, CustomersCount, async (number, ending) =>
        {
            var customer = await client.GetFromJsonAsync<System.Text.Json.JsonElement>($"/v1/customers/c-{number}", ending);
            Assert.Equal($"Name {number}", customer.GetProperty("profile").GetProperty("givenName").GetString());
        });
    }

    // Both master keys have wrapped some.
    private static async Task UntilUnderWayAsync(GridProcess grid)
    {
        using var client = new HttpClient { BaseAddress = grid.Address };
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(120));
        using var ticks = new PeriodicTimer(TimeSpan.FromMilliseconds(5));
        do await ticks.WaitForNextTickAsync(deadline.Token);
        while ((await Calls.GetAsync(client, "/v1/keyring")).GetProperty("masterKeys")[0].GetProperty("keys").GetInt64() == 0);
    }
}
