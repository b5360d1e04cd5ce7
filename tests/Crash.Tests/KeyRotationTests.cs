using System.Net.Http.Json;
using Microsoft.Data.Sqlite;
using Omnichannel.Testing;
using Xunit;

namespace Omnichannel.Crash;

/// <summary>I73: a master key is rotated on a grid that is killed in the middle of it, and every customer stays readable at every step.</summary>
public sealed class KeyRotationTests : IDisposable
{
    private const int CustomersCount = 1_500;
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("keys-");
    private readonly string _old = Convert.ToBase64String([.. Enumerable.Repeat((byte)1, 32)]);
    private readonly string _new = Convert.ToBase64String([.. Enumerable.Repeat((byte)2, 32)]);

    [Fact]
    public async Task Rotate_OnAGridThatIsKilled_KeepsEveryCustomerAndNeedsTheOldKeyNoMore()
    {
        await using (var before = await StartAsync(_old)) await RegisterAsync(before);

        await using (var during = await StartAsync($"{_new},{_old}"))
        {
            using var kill = new CancellationTokenSource();
            var killed = RewrapAsync(kill.Token);
            await UntilUnderWayAsync(killed);
            await kill.CancelAsync();
            Assert.NotEqual(0, (await killed).ExitCode);
            await ReadAsync(during);
            Assert.Equal(1, (await RewrapAsync(CancellationToken.None, "--check")).ExitCode);

            // The grid serves on, and is killed as well, while it is done again.
            var again = RewrapAsync(CancellationToken.None);
            await during.KillAsync();
            await during.RestartAsync();
            await ReadAsync(during);
            var (exitCode, output) = await again;
            Assert.True(exitCode == 0 && output.Contains("no longer needed", StringComparison.Ordinal), output);
            Assert.Equal(0, (await RewrapAsync(CancellationToken.None, "--check")).ExitCode);
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

    private string File => Path.Combine(_folder.FullName, "grid.db");

    private Task<GridProcess> StartAsync(string masterKeys) => GridProcess.StartAsync(new Dictionary<string, string>(Stores.Sqlite(File)) { ["Grid:MasterKey"] = masterKeys });

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

    private Task<(int ExitCode, string Output)> RewrapAsync(CancellationToken kill, params string[] more) => Omni.RunAsync(
        new Dictionary<string, string> { ["Grid__MasterKey"] = $"{_new},{_old}" }, kill, ["rewrap-keys", "--store", "Sqlite", "--connection", $"Data Source={File}", .. more]);

    // Both master keys have wrapped some: there is nothing to await in another process.
    private async Task UntilUnderWayAsync(Task rotation)
    {
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(120));
        using var ticks = new PeriodicTimer(TimeSpan.FromMilliseconds(2));
        do
        {
            await ticks.WaitForNextTickAsync(deadline.Token);
            if (rotation.IsCompleted) throw new InvalidOperationException("The rotation was over before it could be killed: there are too few customers.");
        }
        while (await CountMasterKeysAsync() < 2);
    }

    private async Task<long> CountMasterKeysAsync()
    {
        await using var connection = new SqliteConnection($"Data Source={File};Pooling=false");
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = "SELECT count(DISTINCT master_key) FROM data_keys";
        return (long)(await command.ExecuteScalarAsync())!;
    }
}
