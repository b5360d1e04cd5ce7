using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Omnichannel.Audit;

/// <summary>Writes a journal of many entities by hand, one row per call, and audits it.</summary>
internal sealed class Journal
{
    private static readonly DateTimeOffset _start = new(2026, 11, 22, 10, 0, 0, TimeSpan.Zero);
    private readonly Dictionary<string, long> _versions = new(StringComparer.Ordinal);
    private readonly FeedAudit _audit;
    private long _position;

    public Journal() => _audit = new(Findings);

    public Findings Findings { get; } = new();

    public FeedAudit Audit => _audit;

    /// <summary>Seconds since the start of the journal.</summary>
    public int Seconds { get; set; }

    public static string At(int seconds) => _start.AddSeconds(seconds).ToString("O", CultureInfo.InvariantCulture);

    public string In(int seconds) => At(Seconds + seconds);

    /// <summary>One event, now.</summary>
    public Journal Write(string entity, string tag, object? members = null) => Write(entity, (tag, members));

    /// <summary>Events that became durable together, now.</summary>
    public Journal Write(string entity, params (string Tag, object? Members)[] events)
    {
        var array = new JsonArray([.. events.Select(@event => Json(@event.Tag, @event.Members))]);
        return WriteJson(entity, array.ToJsonString(), events.Length);
    }

    public Journal WriteJson(string entity, string events, int count = 1)
    {
        var version = _versions.GetValueOrDefault(entity);
        using var json = JsonDocument.Parse(events);
        _audit.Shard(0).Add(new(++_position, entity, version, version + count, _start.AddSeconds(Seconds), json.RootElement));
        _versions[entity] = version + count;
        return this;
    }

    /// <summary>That this is found, also between entities, and nothing else.</summary>
    public void Breaks(AuditCheck check)
    {
        var all = Findings.Kept.Concat(_audit.Disagreements()).ToArray();
        Assert.NotEmpty(all);
        Assert.All(all, finding => Assert.True(finding.Check == check, finding.ToString()));
    }

    /// <summary>That this is among what is found.</summary>
    public void BreaksAtLeast(AuditCheck check) => Assert.Contains(Findings.Kept.Concat(_audit.Disagreements()), finding => finding.Check == check);

    public void IsGood() => Assert.Empty(Findings.Kept.Concat(_audit.Disagreements()));

    private JsonObject Json(string tag, object? members)
    {
        var json = members is null ? [] : JsonSerializer.SerializeToNode(members, JsonSerializerOptions.Web)!.AsObject();
        json.Insert(0, "type", tag);
        json.Add("at", At(Seconds));
        return json;
    }
}
