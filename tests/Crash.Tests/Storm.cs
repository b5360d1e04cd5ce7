using System.Diagnostics;
using System.Globalization;
using Omnichannel.Audit.History;
using Omnichannel.Testing;
using Xunit;

namespace Omnichannel.Crash;

/// <summary>Ten impatient clients send the same call at once, each giving up after 50 ms; then everybody asks what became of it.</summary>
public sealed class Storm(string fault)
{
    private const int IdsCount = 200;
    private const int CopiesCount = 10;
    private const int UnitsCount = IdsCount / 2;
    private static readonly TimeSpan Impatience = TimeSpan.FromMilliseconds(50);

    public async Task RunAsync(GridProcess grid)
    {
        var operations = new List<Operation>();
        using var impatient = new HttpClient { BaseAddress = grid.Address, Timeout = Impatience };
        using var patient = new HttpClient { BaseAddress = grid.Address };
        var rounds = await CrashRun.RepeatAsync(1, async round => operations.AddRange(await StormAsync($"HOT-{round}", impatient, patient)));
        var verdict = await Judge.JudgeAsync(grid.Address, operations);
        Assert.True(verdict.Findings.Count == 0, string.Join('\n', verdict.Findings));
        Assert.Equal(operations.Select(operation => operation.Sent.Sku).Distinct().Count() * (1 + UnitsCount), verdict.EventsCount);
        CrashReport.Add(fault, rounds, operations.Count, operations.Count(operation => operation.Outcome == Outcome.Ok), TimeSpan.Zero, verdict);
    }

    private static async Task<List<Operation>> StormAsync(string sku, HttpClient impatient, HttpClient patient)
    {
        var operations = new List<Operation>
        {
            await SentAsync(new("storm", "c", 0, OperationKind.Receive, "delivery", sku, "london", UnitsCount, Target: "storm"), async () =>
            {
                await Calls.ReceiveAsync(patient, sku, "london", UnitsCount, "delivery");
                return (200, null);
            }),
        };
        foreach (var batch in Enumerable.Range(1, IdsCount).Chunk(20))
        {
            var storm = batch.SelectMany(id => Enumerable.Range(0, CopiesCount).Select(copy => ReserveAsync(impatient, sku, id, copy)));
            operations.AddRange(await Task.WhenAll(storm));
            operations.AddRange(await Task.WhenAll(batch.Select(id => ReserveAsync(patient, sku, id, CopiesCount))));
        }

        var final = operations.Where(operation => operation.Sent.Target == "final").ToList();
        Assert.Equal(UnitsCount, final.Count(operation => operation.Outcome == Outcome.Ok));
        Assert.Equal(IdsCount - UnitsCount, final.Count(operation => operation.Outcome == Outcome.Fail));
        return operations;
    }

    private static Task<Operation> ReserveAsync(HttpClient client, string sku, int id, int copy)
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"r{id}");
        var target = copy == CopiesCount ? "final" : "storm";
        return SentAsync(
            new("storm", "c", (id * 100) + copy, OperationKind.Reserve, name, sku, "london", 1, Target: target),
            () => Calls.ReserveAsync(client, sku, "london", name, 1));
    }

    private static async Task<Operation> SentAsync(OperationSent intent, Func<Task<(int Status, string? Code)>> call)
    {
        var sent = intent with { SentAt = Stopwatch.GetTimestamp() };
        try
        {
            var (status, code) = await call();
            var outcome = status < 300 ? Outcome.Ok : status < 500 ? Outcome.Fail : Outcome.Info;
            return new(sent, new(sent.Run, sent.Client, sent.Seq, outcome, status, code, AnsweredAt: Stopwatch.GetTimestamp()));
        }
        catch (Exception unheard) when (unheard is TaskCanceledException or HttpRequestException)
        {
            return new(sent, null);
        }
    }
}
