using Omnichannel.Testing;
using Xunit;

namespace Omnichannel.Crash;

/// <summary>A customer who begins on the web, goes on in the app and ends at a till, on a grid that is killed while the checkout is pressed twice at once.</summary>
public abstract class JourneyTests : IAsyncLifetime
{
    protected abstract Dictionary<string, string> Settings { get; }

    public virtual Task InitializeAsync() => Task.CompletedTask;

    public virtual Task DisposeAsync() => Task.CompletedTask;

    [StoreFact]
    public Task Journey_WhenTheGridDiesBeforeAnyAnswer_IsOneCheckout() => TravelAsync(static (_, _) => Task.CompletedTask);

    [StoreFact]
    public Task Journey_WhenTheGridDiesAfterOneAnswer_IsOneCheckout() => TravelAsync(static (till, app) => Task.WhenAny(till, app));

    [StoreFact]
    public Task Journey_WhenTheGridDiesAfterBothAnswers_IsOneCheckout() => TravelAsync(static (till, app) => Task.WhenAll(till, app));

    private async Task TravelAsync(Func<Task, Task, Task> when)
    {
        await using var grid = await GridProcess.StartAsync(Settings);
        using var journey = new Journey(grid);
        await journey.ShopAsync();
        await journey.SignInAsync();
        await journey.ChangePriceAsync();
        await journey.HandOverAsync();
        await journey.CheckOutAsync(when);
        await journey.HoldsAreRightAsync();
        await journey.TimelineIsOneAsync();
        var (exitCode, output) = await Omni.RunAsync("audit", "--url", grid.Address.ToString());
        Assert.True(exitCode == 0, output);
    }
}

public sealed class SqliteJourneyTests : JourneyTests
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("journey-");

    protected override Dictionary<string, string> Settings => Stores.Sqlite(Path.Combine(_folder.FullName, "grid.db"));

    public override Task DisposeAsync()
    {
        _folder.Delete(recursive: true);
        return Task.CompletedTask;
    }
}

[RequiresPostgres]
public sealed class PostgresJourneyTests : JourneyTests
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("journey-");
    private PostgresServer? _server;
    private string _database = "";

    protected override Dictionary<string, string> Settings => new(Stores.Postgres(_database)) { ["Grid:MasterKeyFile"] = Path.Combine(_folder.FullName, "master.key") };

    public override async Task InitializeAsync()
    {
        if (!PostgresTools.IsInstalled) return;
        await File.WriteAllTextAsync(Path.Combine(_folder.FullName, "master.key"), Convert.ToBase64String(new byte[32]));
        _server = await PostgresServer.CreateAsync();
        _database = await _server.CreateDatabaseAsync();
    }

    public override async Task DisposeAsync()
    {
        if (_server is not null) await _server.DisposeAsync();
        _folder.Delete(recursive: true);
    }
}
