using Omnichannel.Testing;
using Xunit;

namespace Omnichannel.Crash;

public sealed class KillTests(PostgresFixture postgres) : IClassFixture<PostgresFixture>
{
    private const int KillsCount = 3;

    [Fact]
    public async Task Kill_UnderLoadOnSqlite_LosesAndDoublesNothing()
    {
        var folder = Directory.CreateTempSubdirectory("grid-");
        try
        {
            await using var grid = await GridProcess.StartAsync(Stores.Sqlite(Path.Combine(folder.FullName, "grid.db")));
            await KillAgainAndAgainAsync(grid);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [PostgresFact]
    public async Task Kill_UnderLoadOnPostgres_LosesAndDoublesNothing()
    {
        var database = await postgres.Server.CreateDatabaseAsync();
        await using var grid = await GridProcess.StartAsync(Stores.Postgres(database));
        await KillAgainAndAgainAsync(grid);
    }

    // Two processes that both believe to own every SKU: a forced double activation.
    [PostgresFact]
    public async Task Kill_OfOneOfTwoOwnersOnOneDatabase_NeverOversells()
    {
        var database = await postgres.Server.CreateDatabaseAsync();
        await using var first = await GridProcess.StartAsync(Stores.Postgres(database));
        await using var second = await GridProcess.StartAsync(Stores.Postgres(database));
        await using var day = new ShoppingDay(first, second);
        await day.RunAsync(
            async () =>
            {
                await day.UntilAcknowledgedAsync(600);
                await first.KillAsync();
                await day.UntilAcknowledgedAsync(300);
                await first.RestartAsync();
                await day.UntilAcknowledgedAsync(600);
            },
            judge: second);
    }

    private static async Task KillAgainAndAgainAsync(GridProcess grid)
    {
        await using var day = new ShoppingDay(grid);
        await day.RunAsync(
            async () =>
            {
                for (var kill = 0; kill < KillsCount; kill++)
                {
                    await day.UntilAcknowledgedAsync(500);
                    await grid.KillAsync();
                    await grid.RestartAsync();
                }

                await day.UntilAcknowledgedAsync(200);
            },
            judge: grid);
    }
}
