using System.Globalization;
using Omnichannel.Testing;
using Xunit;

namespace Omnichannel.Crash;

/// <summary>The same id with two bodies at once: exactly one is accepted, and the other is told what differs.</summary>
public static class Contradiction
{
    private const int PairsCount = 100;

    public static async Task RunAsync(GridProcess grid)
    {
        using var client = new HttpClient { BaseAddress = grid.Address };
        await Calls.ReceiveAsync(client, "HOT-1", "london", 1_000, "delivery");
        await Parallel.ForEachAsync(Enumerable.Range(0, PairsCount), new ParallelOptions { MaxDegreeOfParallelism = 16 }, async (pair, _) => await ContradictAsync(client, pair));
    }

    private static async Task ContradictAsync(HttpClient client, int pair)
    {
        var id = string.Create(CultureInfo.InvariantCulture, $"p{pair}");
        var outcomes = await Task.WhenAll(Calls.ReserveAsync(client, "HOT-1", "london", id, 1), Calls.ReserveAsync(client, "HOT-1", "london", id, 2));
        var winner = outcomes[0].Status == 201 ? 1 : 2;
        Assert.Equal((201, null), outcomes[winner - 1]);
        Assert.Equal((409, "exists-with-different-quantity"), outcomes[2 - winner]);
        var held = await Calls.GetAsync(client, $"/v1/stock/HOT-1/london/reservations/{id}");
        Assert.Equal(winner, held.GetProperty("quantity").GetInt32());

        var moves = await Task.WhenAll(
            Calls.MoveAsync(client, "HOT-1", "london", id, new { type = "receive", quantity = 1 }),
            Calls.MoveAsync(client, "HOT-1", "london", id, new { type = "receive", quantity = 2 }));
        Assert.Single(moves, move => move == (200, null));
        Assert.Single(moves, move => move == (422, "idempotency-key-reused"));
    }
}
