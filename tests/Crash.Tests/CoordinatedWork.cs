using System.Globalization;
using Omnichannel.Testing;
using Xunit;

namespace Omnichannel.Crash;

/// <summary>Transfers between shops and reservations of many lines, while the process that coordinates them dies again and again.</summary>
public sealed class CoordinatedWork(string fault)
{
    private const int ClientsCount = 8;
    private const int UnitsPerShop = 2_000;
    private static readonly string[] Shops = ["london", "leeds", "york"];
    private static readonly TimeSpan StepLimit = TimeSpan.FromSeconds(90);
    private long _answered;

    public async Task RunAsync(GridProcess grid)
    {
        using var client = new HttpClient { BaseAddress = grid.Address };
        foreach (var shop in Shops) await Calls.ReceiveAsync(client, "MUG-1", shop, UnitsPerShop, "delivery");
        using var closing = new CancellationTokenSource();
        var work = Task.WhenAll(Enumerable.Range(0, ClientsCount).Select(number => Task.Run(() => WorkAsync(grid.Address, number, closing.Token))));
        var rounds = await CrashRun.RepeatAsync(CrashRun.RoundsMin, async _ =>
        {
            await UntilAnsweredAsync(60);
            await grid.KillAsync();
            await grid.RestartAsync();
        });

        await UntilAnsweredAsync(60);
        await closing.CancelAsync();
        await work.WaitAsync(StepLimit);
        await AssertNothingIsLeftAsync(client);
        var verdict = await Judge.JudgeAsync(grid.Address, operations: null);
        Assert.True(verdict.Findings.Count == 0, string.Join('\n', verdict.Findings));
        CrashReport.Add(fault, rounds, _answered, _answered, TimeSpan.Zero, verdict);
    }

    private async Task WorkAsync(Uri grid, int number, CancellationToken closing)
    {
        using var client = new HttpClient { BaseAddress = grid, Timeout = TimeSpan.FromSeconds(20) };
        var random = new Random(CrashRun.Seed + number);
        for (var count = 0; !closing.IsCancellationRequested; count++)
        {
            var id = string.Create(CultureInfo.InvariantCulture, $"w{number}-{count}");
            if (count % 2 == 0)
            {
                var source = random.Next(Shops.Length);
                var transfer = new { sku = "MUG-1", source = Shops[source], target = Shops[(source + 1 + random.Next(2)) % 3], quantity = random.Next(1, 50) };
                var moved = await Calls.UntilAnsweredAsync(() => Calls.PutAsync(client, $"/v1/transfers/{id}", transfer));
                Assert.True(moved.Status is 200 or 201 || moved.Code == "insufficient-stock", $"{moved}");
            }
            else
            {
                var lines = Shops.Select(shop => new { sku = "MUG-1", location = shop, quantity = random.Next(1, 20) }).ToArray();
                var held = await Calls.UntilAnsweredAsync(() => Calls.PostAsync(client, "/v1/reservations", new { id, lines, holdForSeconds = 2, channel = "web" }));
                Assert.True(held.Status is 200 or 201 or 409, $"{held}");
            }

            Interlocked.Increment(ref _answered);
        }
    }

    private async Task UntilAnsweredAsync(int more)
    {
        var goal = Interlocked.Read(ref _answered) + more;
        using var deadline = new CancellationTokenSource(StepLimit);
        using var ticks = new PeriodicTimer(TimeSpan.FromMilliseconds(10));
        while (Interlocked.Read(ref _answered) < goal) await ticks.WaitForNextTickAsync(deadline.Token);
    }

    // No unit was lost or made, and no hold outlives its time: nobody asks the owners, they are woken.
    private static async Task AssertNothingIsLeftAsync(HttpClient client)
    {
        using var deadline = new CancellationTokenSource(StepLimit);
        using var ticks = new PeriodicTimer(TimeSpan.FromMilliseconds(100));
        while (true)
        {
            var (onHand, reserved) = (0L, 0L);
            foreach (var shop in Shops)
            {
                var stock = await Calls.GetAsync(client, $"/v1/stock/MUG-1/{shop}");
                onHand += stock.GetProperty("onHand").GetInt64();
                reserved += stock.GetProperty("reserved").GetInt64();
            }

            if (onHand == UnitsPerShop * Shops.Length && reserved == 0) return;
            Assert.True(onHand <= UnitsPerShop * Shops.Length, $"{onHand} units on hand where {UnitsPerShop * Shops.Length} came in.");
            Assert.False(deadline.IsCancellationRequested, $"{onHand} on hand and {reserved} reserved remain.");
            await ticks.WaitForNextTickAsync();
        }
    }
}
