using System.Globalization;
using Omnichannel.Testing;
using Xunit;

namespace Omnichannel.Crash;

/// <summary>The same id with two bodies at once: exactly one is accepted, and the other is told what differs.</summary>
public sealed class Contradiction(string fault)
{
    private const int PairsCount = 100;

    public async Task RunAsync(GridProcess grid)
    {
        using var client = new HttpClient { BaseAddress = grid.Address };
        var rounds = await CrashRun.RepeatAsync(1, async round =>
        {
            var sku = $"HOT-{round}";
            await Calls.ReceiveAsync(client, sku, "london", 1_000, "delivery");
            var pairs = Enumerable.Range(0, PairsCount);
            await Parallel.ForEachAsync(pairs, new ParallelOptions { MaxDegreeOfParallelism = 16 }, async (pair, _) => await ContradictAsync(client, sku, pair));
        });

        var verdict = await Judge.JudgeAsync(grid.Address, operations: null);
        Assert.DoesNotContain(verdict.Findings, finding => !finding.Contains("EveryEffectWasAsked", StringComparison.Ordinal));
        CrashReport.Add(fault, rounds, rounds * (1 + (4 * PairsCount)), rounds * (1 + (2 * PairsCount)), TimeSpan.Zero, verdict);
    }

    private static async Task ContradictAsync(HttpClient client, string sku, int pair)
    {
        var id = string.Create(CultureInfo.InvariantCulture, $"p{pair}");
        var outcomes = await Task.WhenAll(Calls.ReserveAsync(client, sku, "london", id, 1), Calls.ReserveAsync(client, sku, "london", id, 2));
        var winner = outcomes[0].Status == 201 ? 1 : 2;
        Assert.Equal((201, null), outcomes[winner - 1]);
        Assert.Equal((409, "exists-with-different-quantity"), outcomes[2 - winner]);
        var held = await Calls.GetAsync(client, $"/v1/stock/{sku}/london/reservations/{id}");
        Assert.Equal(winner, held.GetProperty("quantity").GetInt32());

        var moves = await Task.WhenAll(
            Calls.MoveAsync(client, sku, "london", id, new { type = "receive", quantity = 1 }),
            Calls.MoveAsync(client, sku, "london", id, new { type = "receive", quantity = 2 }));
        Assert.Single(moves, move => move == (200, null));
        Assert.Single(moves, move => move == (422, "idempotency-key-reused"));
    }
}
