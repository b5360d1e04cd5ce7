using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json;
using Omnichannel.Testing;

namespace Omnichannel.Api;

[Collection(SharedServerTests.Name)]
public sealed class ImportTests(SharedServer shared)
{
    private const string Csv = "text/csv";
    private const string Ndjson = "application/x-ndjson";
    private readonly ApiClient _client = shared.Server.Client;

    public static TheoryData<string, string, string> BadRows => new()
    {
        { Csv, "A,l,x", "wrong-type" }, { Csv, "A,l,1.5", "wrong-type" }, { Csv, "A,l,+5", "wrong-type" }, { Csv, "A,l,", "wrong-type" },
        { Csv, "A,l, 5", "wrong-type" }, { Csv, "A,l,1e3", "wrong-type" }, { Csv, "A,l,9223372036854775808", "wrong-type" },
        { Csv, "A,l,-1", "quantity-out-of-range" }, { Csv, "A,l,1000000001", "quantity-out-of-range" }, { Csv, "A b,l,5", "identifier-invalid" },
        { Csv, ",l,5", "identifier-invalid" }, { Csv, "A,,5", "identifier-invalid" }, { Csv, "Ä,l,5", "identifier-invalid" },
        { Csv, "\"A\"\"\",l,5", "identifier-invalid" }, { Csv, "\"A,B\",l,5", "identifier-invalid" },
        { Csv, new string('A', 65) + ",l,5", "identifier-invalid" }, { Csv, "A,l", "row-invalid" }, { Csv, "A", "row-invalid" },
        { Csv, "A,l,5,6", "row-invalid" }, { Csv, "\"A,l,5", "row-invalid" }, { Csv, "\"A\"x,l,5", "row-invalid" },
        { Csv, "A\"B,l,5", "row-invalid" }, { Csv, ",,,", "row-invalid" }, { Csv, "\0\0\0", "row-invalid" },
        { Csv, new string('A', 5000) + ",l,5", "row-too-long" }, { Ndjson, "nonsense", "malformed-json" }, { Ndjson, "{", "malformed-json" },
        { Ndjson, "{} {}", "malformed-json" }, { Ndjson, "[]", "wrong-type" }, { Ndjson, "5", "wrong-type" }, { Ndjson, "{}", "field-missing" },
        { Ndjson, """{"sku":"A","location":"l"}""", "field-missing" },
        { Ndjson, """{"sku":"A","location":"l","onHand":5,"x":1}""", "unknown-field" },
        { Ndjson, """{"sku":"A","sku":"B","location":"l","onHand":5}""", "duplicate-field" },
        { Ndjson, """{"sku":5,"location":"l","onHand":5}""", "wrong-type" },
        { Ndjson, """{"sku":"A","location":null,"onHand":5}""", "wrong-type" },
        { Ndjson, """{"sku":"A","location":"l","onHand":"5"}""", "wrong-type" },
        { Ndjson, """{"sku":"A","location":"l","onHand":5.0}""", "wrong-type" },
        { Ndjson, """{"sku":"A","location":"l","onHand":1e3}""", "wrong-type" },
        { Ndjson, """{"sku":"A","location":"l","onHand":-1}""", "quantity-out-of-range" },
        { Ndjson, """{"sku":"a/b","location":"l","onHand":5}""", "identifier-invalid" },
        { Ndjson, """{"sku":"\ud800","location":"l","onHand":5}""", "malformed-json" },
        { Ndjson, $$"""{"sku":"{{new string('A', 5000)}}"}""", "row-too-long" },
    };

    [Theory]
    [InlineData(Csv, "sku,location,onHand\n{0},l,5\n\"{1}\",\"l\",\"0\"\n")]
    [InlineData(Csv, "\uFEFF\"onHand\",sku,location\r\n5,{0},l\r\n\r\n0,{1},l")]
    [InlineData("text/csv; charset=utf-8; header=present", "location,onHand,sku\nl,5,{0}\nl,0,{1}")]
    [InlineData(Ndjson, "{{\"sku\":\"{0}\",\"location\":\"l\",\"onHand\":5}}\n\n {{ \"onHand\" : 0, \"location\":\"\\u006c\", \"sku\":\"{1}\" }} ")]
    public async Task Import_WhenWellFormed_SetsWhatIsOnHand(string mediaType, string form)
    {
        var (first, second) = (ApiClient.Fresh("IMP"), ApiClient.Fresh("IMP"));
        await _client.ReceiveAsync(second, 9, "l");

        var lines = await ImportAsync(ApiClient.Fresh("import"), mediaType, string.Format(CultureInfo.InvariantCulture, form, first, second));

        Assert.Equal($$"""{"row":1,"sku":"{{first}}","location":"l","status":"imported"}""", lines[0]);
        Assert.Equal($$"""{"row":2,"sku":"{{second}}","location":"l","status":"imported"}""", lines[1]);
        Assert.Equal("""{"summary":{"rows":2,"imported":2,"repeated":0,"rejected":0,"isComplete":true}}""", lines[2]);
        Assert.Equal((5, 0), (await OnHandAsync(first), await OnHandAsync(second)));
    }

    [Theory]
    [MemberData(nameof(BadRows))]
    public async Task Import_WhenARowIsBad_GoesOnWithTheNext(string mediaType, string row, string code)
    {
        var sku = ApiClient.Fresh("IMP");
        var good = mediaType == Csv ? $"{sku},l,5" : $$"""{"sku":"{{sku}}","location":"l","onHand":5}""";
        var header = mediaType == Csv ? "sku,location,onHand\n" : "";

        var lines = await ImportAsync(ApiClient.Fresh("import"), mediaType, $"{header}{row}\n{good}");

        var refused = JsonDocument.Parse(lines[0]).RootElement;
        Assert.Equal((1, "rejected", code), (refused.GetProperty("row").GetInt32(), refused.GetProperty("status").GetString(), refused.GetProperty("code").GetString()));
        Assert.False(string.IsNullOrEmpty(refused.GetProperty("detail").GetString()));
        Assert.Equal("""{"summary":{"rows":2,"imported":1,"repeated":0,"rejected":1,"isComplete":true}}""", lines[2]);
        Assert.Equal(5, await OnHandAsync(sku));
    }

    [Fact]
    public async Task Import_WhenSentAgain_ChangesNothingMore()
    {
        var (sku, key) = (ApiClient.Fresh("IMP"), ApiClient.Fresh("import"));
        await ImportAsync(key, Csv, $"sku,location,onHand\n{sku},l,5\n{sku},m,6\n");
        await _client.PostAsync($"/v1/stock/{sku}/l/movements", """{"type":"sell","quantity":2}""", ApiClient.Fresh("till"));

        var again = await ImportAsync(key, Csv, $"sku,location,onHand\n{sku},l,5\n{sku},m,7\n{sku},n,8\n");

        Assert.Equal("repeated", JsonDocument.Parse(again[0]).RootElement.GetProperty("status").GetString());
        Assert.Equal("idempotency-key-reused", JsonDocument.Parse(again[1]).RootElement.GetProperty("code").GetString());
        Assert.Equal("""{"summary":{"rows":3,"imported":1,"repeated":1,"rejected":1,"isComplete":true}}""", again[3]);
        Assert.Equal((3, 6), (await OnHandAsync(sku), await OnHandAsync(sku, "m")));
    }

    [Theory]
    [InlineData(Csv, "", "body-missing")]
    [InlineData(Csv, "\n\n", "body-missing")]
    [InlineData(Csv, "A,l,5\n", "csv-header-invalid")]
    [InlineData(Csv, "sku,location\nA,l\n", "csv-header-invalid")]
    [InlineData(Csv, "sku,location,onHand,extra\nA,l,5,6\n", "csv-header-invalid")]
    [InlineData(Csv, "SKU,location,onHand\nA,l,5\n", "csv-header-invalid")]
    [InlineData(Csv, "sku,sku,onHand\nA,l,5\n", "csv-header-invalid")]
    public async Task Import_WhenTheHeaderIsBad_IsRefusedWhole(string mediaType, string text, string code) => (await PostAsync("k", mediaType, text)).Problem(400, code);

    [Theory]
    [InlineData("application/json")]
    [InlineData("text/plain")]
    public async Task Import_WhenTheTypeIsAnother_IsRefusedWhole(string mediaType) =>
        (await PostAsync("k", mediaType, "sku,location,onHand\n")).Problem(415, "media-type-unsupported");

    [Fact]
    public async Task Import_WhenEmptyOfRows_IsComplete()
    {
        Assert.Equal("""{"summary":{"rows":0,"imported":0,"repeated":0,"rejected":0,"isComplete":true}}""", Assert.Single(await ImportAsync("k", Csv, "sku,location,onHand\n")));
        Assert.Equal("""{"summary":{"rows":0,"imported":0,"repeated":0,"rejected":0,"isComplete":true}}""", Assert.Single(await ImportAsync("k", Ndjson, "")));
    }

    [Fact]
    public async Task Import_WhenRowsComeByteByByte_CutsThemRight()
    {
        var sku = ApiClient.Fresh("IMP");
        var text = Encoding.UTF8.GetBytes($"sku,location,onHand\r\n{sku},l,5\r\n{sku},m,6");

        var (status, lines) = await ImportClient.SendAsync(shared.Server.Address, ApiClient.Fresh("import"), Csv, text.Select(single => new[] { single }));

        Assert.Equal((200, 3), (status, lines.Count));
        Assert.Equal((5, 6), (await OnHandAsync(sku), await OnHandAsync(sku, "m")));
    }

    [Fact]
    public async Task Import_WhenCutOffAndSentAgain_EndsAsIfNothingHadHappened()
    {
        var (sku, key) = (ApiClient.Fresh("IMP"), ApiClient.Fresh("import"));
        var parts = Parts(sku, 20_000).ToArray();
        await ImportClient.SendAsync(shared.Server.Address, key, Csv, parts, stopAfter: 2_000);

        var (_, lines) = await ImportClient.SendAsync(shared.Server.Address, key, Csv, parts);

        var summary = ImportClient.Summary(lines);
        Assert.Equal((20_000, 0), (summary.GetProperty("rows").GetInt32(), summary.GetProperty("rejected").GetInt32()));
        Assert.True(summary.GetProperty("repeated").GetInt32() >= 2_000);
        Assert.Equal(1, (await _client.GetAsync($"/v1/stock/{sku}-7/l")).Number("version"));
    }

    [Fact]
    public async Task Import_WhenLong_KeepsMemoryBounded()
    {
        const int Rows = 100_000;
        var before = GC.GetTotalMemory(forceFullCollection: true);
        long most = 0;
        var sku = ApiClient.Fresh("IMP");
        IEnumerable<byte[]> Watched()
        {
            // All rows are of few SKUs, so what grows is the import and not the grid.
            foreach (var part in Parts(sku, Rows, skus: 50))
            {
                most = Math.Max(most, GC.GetTotalMemory(forceFullCollection: false) - before);
                yield return part;
            }
        }

        var (status, lines) = await ImportClient.SendAsync(shared.Server.Address, ApiClient.Fresh("import"), Csv, Watched());

        Assert.Equal((200, Rows + 1), (status, lines.Count));
        Assert.Equal(Enumerable.Range(1, Rows), lines.Take(Rows).Select(line => JsonDocument.Parse(line).RootElement.GetProperty("row").GetInt32()));
        Assert.Equal(Rows, ImportClient.Summary(lines).GetProperty("imported").GetInt32());
        Assert.InRange(most, 0, 256L * 1024 * 1024);
    }

    [Fact]
    public async Task Import_WhenTheGridStops_SaysSoAndIsTakenUpAgain()
    {
        using var folder = new TemporaryFolder();
        var (sku, key) = (ApiClient.Fresh("IMP"), ApiClient.Fresh("import"));
        using var mayEnd = new SemaphoreSlim(0);
        await using (var first = await ApiServer.StartAsync(folder.File("grid.db")))
        {
            IEnumerable<byte[]> UntilStopped()
            {
                yield return Encoding.UTF8.GetBytes($"sku,location,onHand\n{sku},l,5\n{sku},m,6\n");
                first.App.Lifetime.StopApplication();
                mayEnd.Wait(TimeSpan.FromSeconds(30));
                yield return Encoding.UTF8.GetBytes($"{sku},n,7\n");
            }

            var (_, lines) = await ImportClient.SendAsync(first.Address, key, Csv, UntilStopped(), onEnd: () => mayEnd.Release());
            var summary = ImportClient.Summary(lines);
            Assert.Equal((false, "draining"), (summary.GetProperty("isComplete").GetBoolean(), summary.GetProperty("code").GetString()));
            Assert.Equal(lines.Count - 1, summary.GetProperty("imported").GetInt32());
        }

        await using var second = await ApiServer.StartAsync(folder.File("grid.db"));
        byte[][] whole = [Encoding.UTF8.GetBytes($"sku,location,onHand\n{sku},l,5\n{sku},m,6\n{sku},n,7\n")];
        var (_, again) = await ImportClient.SendAsync(second.Address, key, Csv, whole);
        Assert.Equal((3, 0), (ImportClient.Summary(again).GetProperty("rows").GetInt32(), ImportClient.Summary(again).GetProperty("rejected").GetInt32()));
    }

    [Fact]
    public async Task Import_WhenAsManyRunAsMay_RefusesOneMore()
    {
        await using var server = await ApiServer.StartAsync();
        using var mayEnd = new SemaphoreSlim(0);
        var running = new CountdownEvent(Limits.ImportsAtOnceMax);
        IEnumerable<byte[]> Held()
        {
            yield return "sku,location,onHand\nA,l,5\n"u8.ToArray();
            mayEnd.Wait(TimeSpan.FromSeconds(30));
        }

        var imports = Enumerable.Range(0, Limits.ImportsAtOnceMax)
            .Select(_ => ImportClient.SendAsync(server.Address, ApiClient.Fresh("import"), Csv, Held(), onFirst: () => running.Signal()))
            .ToArray();
        Assert.True(running.Wait(TimeSpan.FromSeconds(30)));

        var (status, refused) = await ImportClient.SendAsync(server.Address, "more", Csv, ["sku,location,onHand\n"u8.ToArray()]);

        Assert.Equal(503, status);
        Assert.Contains("\"busy\"", refused.Single(), StringComparison.Ordinal);
        mayEnd.Release(Limits.ImportsAtOnceMax);
        Assert.All(await Task.WhenAll(imports), import => Assert.Equal(2, import.Lines.Count));
        var (after, _) = await ImportClient.SendAsync(server.Address, "more", Csv, ["sku,location,onHand\n"u8.ToArray()]);
        Assert.Equal(200, after);
    }

    private static IEnumerable<byte[]> Parts(string sku, int rows, int skus = int.MaxValue)
    {
        yield return "sku,location,onHand\n"u8.ToArray();
        foreach (var chunk in Enumerable.Range(0, rows).Chunk(500))
        {
            yield return Encoding.UTF8.GetBytes(string.Concat(chunk.Select(row => $"{sku}-{row % skus},l,{row % 1000}\n")));
        }
    }

    private async Task<string[]> ImportAsync(string key, string mediaType, string text)
    {
        var answer = (await PostAsync(key, mediaType, text)).Is(HttpStatusCode.OK);
        Assert.Equal(Ndjson, answer.MediaType);
        return answer.Text.Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }

    private Task<Answer> PostAsync(string key, string mediaType, string text)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, "/v1/stock/import") { Content = new ByteArrayContent(Encoding.UTF8.GetBytes(text)) };
        request.Content.Headers.TryAddWithoutValidation("Content-Type", mediaType);
        request.Headers.Add("Idempotency-Key", key);
        return _client.SendAsync(request);
    }

    private async Task<long> OnHandAsync(string sku, string location = "l") => (await _client.GetAsync(ApiClient.Stock(sku, location))).Number("onHand");
}
