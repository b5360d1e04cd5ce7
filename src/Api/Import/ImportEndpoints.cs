using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.Net.Http.Headers;
using Omnichannel.Http;
using Omnichannel.Inventory;

namespace Omnichannel.Import;

/// <summary>How many imports run: each may keep thousands of rows in flight, so there is room for few.</summary>
public sealed class ImportGate : IDisposable
{
    private readonly SemaphoreSlim _places = new(Limits.ImportsAtOnceMax);

    public bool TryEnter() => _places.Wait(0);

    public void Leave() => _places.Release();

    public void Dispose() => _places.Dispose();
}

/// <summary>On-hand figures of many SKUs and locations at once.</summary>
public static class ImportEndpoints
{
    private const string CsvExample = "sku,location,onHand\nMUG-1,london,12\nMUG-2,london,0\n";
    private const string NdjsonExample = """
        {"sku":"MUG-1","location":"london","onHand":12}
        {"sku":"MUG-2","location":"london","onHand":0}

        """;

    private const string Example = """
        {"row":1,"sku":"MUG-1","location":"london","status":"imported"}
        {"row":2,"sku":"MUG-2","location":"london","status":"repeated"}
        {"summary":{"rows":2,"imported":1,"repeated":1,"rejected":0,"isComplete":true}}

        """;

    public static void MapStockImport(this IEndpointRouteBuilder routes) =>
        routes.MapPost("/v1/stock/import", ImportAsync)
            .WithMetadata(new UnlimitedBody())
            .Says(
                "Stock",
                "importStock",
                "Import on-hand figures",
                "Each row sets what is on hand (absolute) as a count movement of its own. Results come while the rows are still being sent: "
                + "read them, or the sender is slowed down. The same rows under the same key can be sent again after any accident; "
                + "rows that had their effect are answered with repeated.")
            .NeedsKey()
            .TakesText(RouteNotes.Csv, CsvExample)
            .TakesText(RouteNotes.Ndjson, NdjsonExample)
            .GivesText(
                200,
                RouteNotes.Ndjson,
                "One line per row, in order, and a summary. A row that is rejected has a code and a detail, and stops no other row.",
                Example)
            .Refuses(ProblemKinds.CsvHeaderInvalid, ProblemKinds.Busy);

    private static async Task ImportAsync(
        HttpContext http,
        IGrainFactory grains,
        InventoryMeter meter,
        ImportGate gate,
        IHostApplicationLifetime lifetime,
        ILogger<StockImport> log)
    {
        var key = IdempotencyKey.Of(http);
        var isCsv = IsCsv(http.Request.ContentType);
        if (!gate.TryEnter())
        {
            await new Problem(ProblemKinds.Busy, $"{Limits.ImportsAtOnceMax} imports are running; no more run at once.").ExecuteAsync(http);
            return;
        }

        try
        {
            using var lines = new LineReader(http.Request.BodyReader, Limits.ImportRowBytesMax);
            IRowFormat format = isCsv ? await ReadHeaderAsync(lines, http.RequestAborted) : new NdjsonRows();
            http.Response.ContentType = RouteNotes.Ndjson;
            var results = new ImportResults(http.Response.BodyWriter, meter, log);
            await new StockImport(grains, key, format, lifetime.ApplicationStopping).RunAsync(lines, results, http.RequestAborted);
        }
        finally
        {
            gate.Leave();
        }
    }

    private static async Task<CsvRows> ReadHeaderAsync(LineReader lines, CancellationToken cancellationToken)
    {
        while (await lines.FillAsync(cancellationToken))
        {
            if (lines.TryTake(out var line, out _)) return CsvRows.OfHeader(line);
        }

        throw new BadInputException(ProblemKinds.BodyMissing, detail: "Send a line with the names of the columns, and rows.");
    }

    private static bool IsCsv(string? contentType)
    {
        var mediaType = MediaTypeHeaderValue.TryParse(contentType, out var parsed) ? parsed.MediaType.Value : null;
        if (string.Equals(mediaType, RouteNotes.Csv, StringComparison.OrdinalIgnoreCase)) return true;
        if (string.Equals(mediaType, RouteNotes.Ndjson, StringComparison.OrdinalIgnoreCase)) return false;
        throw new BadInputException(
            ProblemKinds.MediaTypeUnsupported, detail: $"Send Content-Type: {RouteNotes.Csv} or {RouteNotes.Ndjson}, in UTF-8.");
    }

    /// <summary>Rows are bounded one by one and by their number, so the body as a whole is not.</summary>
    private sealed class UnlimitedBody : IRequestSizeLimitMetadata
    {
        public long? MaxRequestBodySize => null;
    }
}
