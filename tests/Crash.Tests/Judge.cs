using System.Net.Http.Json;
using System.Text.Json;
using Omnichannel.Audit;
using Omnichannel.Audit.History;
using Omnichannel.Audit.Order;

namespace Omnichannel.Crash;

/// <summary>Reads the whole journal of a grid and compares it with what its clients were told.</summary>
public static class Judge
{
    /// <summary>Every finding, as sentences; none means that the promise was kept.</summary>
    /// <param name="operations">Null when the clients kept no log: then the journal is judged by itself, and by the live answers.</param>
    /// <param name="promise">How fresh readings have to be; none when the clients kept no times.</param>
    public static async Task<Judgement> JudgeAsync(
        Uri grid, IEnumerable<Operation>? operations, OrderPromise promise = OrderPromise.None, Findings? found = null)
    {
        var findings = found ?? new Findings();
        var (history, order) = (new HistoryAudit(findings), new OrderAudit(findings, promise));
        var feed = new FeedAudit(findings, (entity, fact) =>
        {
            history.Observe(entity, fact);
            order.Observe(entity, fact);
        });
        using var client = new HttpClient { BaseAddress = grid };
        var shards = (await client.GetFromJsonAsync<JsonElement>("/v1/feed")).GetProperty("shards").GetArrayLength();
        for (var shard = 0; shard < shards; shard++) await ReadAsync(client, feed.Shard(shard), shard);
        foreach (var operation in operations ?? [])
        {
            history.Add(operation);
            order.Add(operation);
        }

        if (operations is not null) history.Check();
        if (promise != OrderPromise.None) order.Check();

        foreach (var fold in feed.Stocks)
        {
            var live = await client.GetFromJsonAsync<JsonElement>($"/v1/{fold.Entity}?consistency=strong");
            var isEqual = live.GetProperty("onHand").GetInt64() == fold.State.OnHand
                && live.GetProperty("reserved").GetInt64() == fold.State.Reserved
                && live.GetProperty("version").GetInt64() == fold.State.Version;
            if (!isEqual) findings.Add(new(fold.Entity, fold.State.Version, AuditCheck.LiveAnswer, $"the journal folds to {fold.State}, the grid answers {live.GetRawText()}."));
        }

        return new([.. findings.Kept.Select(finding => finding.ToString())], feed.EventsCount);
    }

    private static async Task ReadAsync(HttpClient client, ShardAudit audit, int shard)
    {
        for (var isEnd = false; !isEnd;)
        {
            var page = await client.GetFromJsonAsync<JsonElement>($"/v1/feed/{shard}?after={audit.Position}&limit={Limits.FeedPageMax}");
            foreach (var entry in page.GetProperty("entries").EnumerateArray())
            {
                audit.Add(new(
                    entry.GetProperty("position").GetInt64(),
                    entry.GetProperty("entity").GetString()!,
                    entry.GetProperty("expectedVersion").GetInt64(),
                    entry.GetProperty("version").GetInt64(),
                    entry.GetProperty("at").GetDateTimeOffset(),
                    entry.GetProperty("events")));
            }

            isEnd = page.GetProperty("isEnd").GetBoolean();
        }
    }
}

/// <param name="Findings">Broken promises.</param>
/// <param name="EventsCount">How much there was to look at.</param>
public sealed record Judgement(IReadOnlyList<string> Findings, long EventsCount);
