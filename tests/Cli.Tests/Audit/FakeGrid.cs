using System.Globalization;
using System.Net;
using System.Text.Json;
using Omnichannel.Grid;

namespace Omnichannel.Audit;

/// <summary>A grid whose journal and live answers are written by hand.</summary>
internal sealed class FakeGrid
{
    public const string At = "2026-11-22T10:00:00+00:00";
    private readonly List<(string Entity, long Version, string Json)> _log = [];
    private readonly Dictionary<string, long> _versions = new(StringComparer.Ordinal);
    private readonly Dictionary<string, LiveRow> _live = new(StringComparer.Ordinal);

    /// <summary>Entries per page: small, so that there are many.</summary>
    public int PageMax { get; init; } = 2;

    /// <summary>Happens right before the live answers are given.</summary>
    public Action BeforeLive { get; set; } = static () => { };

    public GridClient Connect() => new(new("http://grid"), TimeSpan.FromSeconds(5), 2, null, new FakeTransport(Answer), new InstantClock());

    /// <summary>What other calls are answered, by their path.</summary>
    public Dictionary<string, string> Answers { get; } = new(StringComparer.Ordinal);

    public void Write(string sku, string json) => Append($"stock/{sku}/shop", json);

    public void Append(string entity, string json)
    {
        var version = _versions[entity] = _versions.GetValueOrDefault(entity) + 1;
        _log.Add((entity, version, json));
    }

    public void Receive(string sku, string id, long quantity) =>
        Write(sku, $$"""{"type":"stock-received","at":"{{At}}","movementId":"{{id}}","quantity":{{quantity}},"onHandDelta":{{quantity}}}""");

    public void Live(string sku, long onHand, long version) => _live[sku] = new(sku, "shop", onHand, 0, 0, onHand, version);

    private HttpResponseMessage Answer(SentCall call)
    {
        if (call.Path == "/v1/feed") return FakeTransport.Answer(HttpStatusCode.OK, """{"shardCount":1,"shards":[0]}""");
        if (Answers.TryGetValue(call.Path, out var answer)) return FakeTransport.Answer(HttpStatusCode.OK, answer);
        return FakeTransport.Answer(HttpStatusCode.OK, call.Path == "/v1/availability" ? Availability(call.Body) : Page(call.Path));
    }

    private string Page(string path)
    {
        var after = int.Parse(path.Split("after=")[1].Split('&')[0], CultureInfo.InvariantCulture);
        var entries = _log.Skip(after).Take(PageMax).Select((row, index) => $$"""
            {"position":{{after + index + 1}},"entity":"{{row.Entity}}","expectedVersion":{{row.Version - 1}},"version":{{row.Version}},
            "at":"{{At}}","events":[{{row.Json}}]}
            """).ToList();
        var next = after + entries.Count;
        return $$"""{"entries":[{{string.Join(",", entries)}}],"nextAfter":{{next}},"isEnd":{{(next == _log.Count ? "true" : "false")}}}""";
    }

    private string Availability(string body)
    {
        BeforeLive();
        using var json = JsonDocument.Parse(body);
        var rows = json.RootElement.GetProperty("skus").EnumerateArray().Select(sku => _live[sku.GetString()!]);
        return JsonSerializer.Serialize(new { rows }, JsonSerializerOptions.Web);
    }
}
