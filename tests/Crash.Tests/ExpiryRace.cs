using System.Diagnostics;
using System.Globalization;
using Omnichannel.Audit.History;
using Omnichannel.Testing;
using Xunit;

namespace Omnichannel.Crash;

/// <summary>Confirmations that arrive within milliseconds of the end of the hold: each hold is either confirmed, or expired and told so.</summary>
public sealed class ExpiryRace(string fault)
{
    private const int HoldsCount = 120;

    // Some confirm at once, so that there is somebody who is in time on the slowest machine; the rest around the end of the hold.
    private const int EarlyCount = 20;
    private const int SpreadMilliseconds = 60;

    public async Task RunAsync(GridProcess grid)
    {
        using var client = new HttpClient { BaseAddress = grid.Address };
        await Calls.ReceiveAsync(client, "HOT-1", "london", HoldsCount, "delivery");
        var confirmed = await Task.WhenAll(Enumerable.Range(0, HoldsCount).Select(number => RaceAsync(client, number)));

        Assert.All(confirmed, outcome => Assert.True(outcome is (200, null) or (409, "reservation-expired"), $"{outcome}"));
        Assert.Contains(confirmed, outcome => outcome.Status == 200);
        Assert.Contains(confirmed, outcome => outcome.Status == 409);
        for (var number = 0; number < HoldsCount; number++)
        {
            var held = await Calls.GetAsync(client, Path(number));
            Assert.Equal(confirmed[number].Status == 200 ? "confirmed" : "expired", held.GetProperty("state").GetString());
        }

        var stock = await Calls.GetAsync(client, "/v1/stock/HOT-1/london");
        Assert.Equal(confirmed.Count(outcome => outcome.Status == 200), stock.GetProperty("reserved").GetInt32());
        var operations = Enumerable.Range(0, HoldsCount).SelectMany(number => Told(number, confirmed[number].Status)).Append(
            new Operation(new("race", "supplier", 1, OperationKind.Receive, "delivery", "HOT-1", "london", HoldsCount), new("race", "supplier", 1, Outcome.Ok)));
        var verdict = await Judge.JudgeAsync(grid.Address, operations);
        Assert.True(verdict.Findings.Count == 0, string.Join('\n', verdict.Findings));
        CrashReport.Add(fault, HoldsCount * 2, HoldsCount + confirmed.Count(outcome => outcome.Status == 200), TimeSpan.Zero, verdict);
    }

    private static async Task<(int Status, string? Code)> RaceAsync(HttpClient client, int number)
    {
        Assert.Equal((201, null), await Calls.ReserveAsync(client, "HOT-1", "london", Id(number), 1, holdForSeconds: 1));
        var held = Stopwatch.GetTimestamp();
        var offset = number < EarlyCount ? -1_000 : ((number * 2 * SpreadMilliseconds) / HoldsCount) - SpreadMilliseconds;
        var wait = TimeSpan.FromMilliseconds(1_000 + offset) - Stopwatch.GetElapsedTime(held);

        // The race is against the grid's own clock: this wait is its starting gun.
        if (wait > TimeSpan.Zero) await Task.Delay(wait, TimeProvider.System);
        return await Calls.PostAsync(client, $"{Path(number)}/confirm", new { });
    }

    private static IEnumerable<Operation> Told(int number, int status)
    {
        yield return new(new("race", "c", number * 2, OperationKind.Reserve, Id(number), "HOT-1", "london", 1), new("race", "c", number * 2, Outcome.Ok, 201));
        var outcome = status == 200 ? Outcome.Ok : Outcome.Fail;
        yield return new(new("race", "c", (number * 2) + 1, OperationKind.Confirm, Id(number), "HOT-1", "london"), new("race", "c", (number * 2) + 1, outcome, status));
    }

    private static string Id(int number) => string.Create(CultureInfo.InvariantCulture, $"h{number}");

    private static string Path(int number) => $"/v1/stock/HOT-1/london/reservations/{Id(number)}";
}
