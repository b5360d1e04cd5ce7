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
    private const int ExtraRoundsMax = 5;

    public async Task RunAsync(GridProcess grid)
    {
        using var client = new HttpClient { BaseAddress = grid.Address };
        var operations = new List<Operation>();
        var rounds = await CrashRun.RepeatAsync(1, async round => operations.AddRange(await RaceAsync(client, $"HOT-{round}")));

        // Where the machine stood still nobody was in time, or nobody late: then there was no race, and there has to be one.
        for (var extra = 0; extra < ExtraRoundsMax && !WasRun(operations); extra++, rounds++) operations.AddRange(await RaceAsync(client, $"EXTRA-{extra}"));
        Assert.True(WasRun(operations), "everybody was in time, or nobody: there was no race.");
        var verdict = await Judge.JudgeAsync(grid.Address, operations);
        Assert.True(verdict.Findings.Count == 0, string.Join('\n', verdict.Findings));
        CrashReport.Add(fault, rounds, operations.Count, operations.Count(operation => operation.Outcome == Outcome.Ok), TimeSpan.Zero, verdict);
    }

    private static bool WasRun(List<Operation> operations)
    {
        var confirms = operations.Where(operation => operation.Sent.Kind == OperationKind.Confirm).ToLookup(operation => operation.Outcome);
        return confirms[Outcome.Ok].Any() && confirms[Outcome.Fail].Any();
    }

    private static async Task<IEnumerable<Operation>> RaceAsync(HttpClient client, string sku)
    {
        await Calls.ReceiveAsync(client, sku, "london", HoldsCount, "delivery");
        var confirmed = await Task.WhenAll(Enumerable.Range(0, HoldsCount).Select(number => RaceAsync(client, sku, number)));

        Assert.All(confirmed, outcome => Assert.True(outcome is (200, null) or (409, "reservation-expired"), $"{outcome}"));
        for (var number = 0; number < HoldsCount; number++)
        {
            var held = await Calls.GetAsync(client, Path(sku, number));
            Assert.Equal(confirmed[number].Status == 200 ? "confirmed" : "expired", held.GetProperty("state").GetString());
        }

        var stock = await Calls.GetAsync(client, $"/v1/stock/{sku}/london");
        Assert.Equal(confirmed.Count(outcome => outcome.Status == 200), stock.GetProperty("reserved").GetInt32());
        return Enumerable.Range(0, HoldsCount).SelectMany(number => Told(sku, number, confirmed[number].Status)).Append(
            new Operation(new("race", "supplier", 1, OperationKind.Receive, "delivery", sku, "london", HoldsCount), new("race", "supplier", 1, Outcome.Ok)));
    }

    private static async Task<(int Status, string? Code)> RaceAsync(HttpClient client, string sku, int number)
    {
        Assert.Equal((201, null), await Calls.ReserveAsync(client, sku, "london", Id(number), 1, holdForSeconds: 1));
        var held = Stopwatch.GetTimestamp();
        var offset = number < EarlyCount ? -1_000 : ((number * 2 * SpreadMilliseconds) / HoldsCount) - SpreadMilliseconds;
        var wait = TimeSpan.FromMilliseconds(1_000 + offset) - Stopwatch.GetElapsedTime(held);

        // The race is against the grid's own clock: this wait is its starting gun.
        if (wait > TimeSpan.Zero) await Task.Delay(wait, TimeProvider.System);
        return await Calls.PostAsync(client, $"{Path(sku, number)}/confirm", new { });
    }

    private static IEnumerable<Operation> Told(string sku, int number, int status)
    {
        yield return new(new("race", "c", number * 2, OperationKind.Reserve, Id(number), sku, "london", 1), new("race", "c", number * 2, Outcome.Ok, 201));
        var outcome = status == 200 ? Outcome.Ok : Outcome.Fail;
        yield return new(new("race", "c", (number * 2) + 1, OperationKind.Confirm, Id(number), sku, "london"), new("race", "c", (number * 2) + 1, outcome, status));
    }

    private static string Id(int number) => string.Create(CultureInfo.InvariantCulture, $"h{number}");

    private static string Path(string sku, int number) => $"/v1/stock/{sku}/london/reservations/{Id(number)}";
}
